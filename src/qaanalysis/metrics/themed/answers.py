"""Each drawn child beside each question of a themed audit."""

from collections.abc import Collection, Mapping
from enum import StrEnum

import pandas as pd

from qaanalysis.vocabulary import Answer, Col

SELECTED, RESERVE, GAVE_WAY = "selected", "reserve", "replaced by a reserve"
ROLE, STRATUM, WEIGHT, PLACE = "role", "stratum", "weight", "place"


class Place(StrEnum):
    """Where a child's answer to a question counts; every one has exactly one place."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_RECORDED = "not_recorded"
    NOT_APPLICABLE = "not_applicable"
    NO_ANSWER = "no_answer"


ANSWERED = (Place.MET, Place.NOT_MET)


def answers(
    responses: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    questions: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return one row for each selected child and question, whether answered or not.

    Parameters
    ----------
    responses : DataFrame
        The theme's rows: child_id, question, answer (missing: no answer), completed_by. One row at
        most for each child and question.
    sample : DataFrame
        One row for each child drawn: child_id, family_id, stratum, weight, role ("selected",
        "reserve" or "replaced by a reserve"), and whatever is to be grouped by.
    questions : mapping of str to collection of str
        The form's questions in order, each with the answers that count as met.

    Returns
    -------
    DataFrame
        The sample's columns with question (categorical, in the form's order), answer, completed_by
        and place (a `Place`). Not recorded is a place of its own, neither met nor not met.

    Raises
    ------
    pandas.errors.MergeError
        If a child is twice in the sample, or answers a question twice.

    Examples
    --------
    >>> drawn = pd.DataFrame({"child_id": ["A", "B"], "role": "selected"})
    >>> came = pd.DataFrame(
    ...     {"child_id": ["A"], "question": ["Seen?"], "answer": ["Yes"], "completed_by": ["QA"]}
    ... )
    >>> [str(p) for p in answers(came, drawn, questions={"Seen?": ["Yes"]})["place"]]
    ['met', 'no_answer']
    """
    selected = sample[sample[ROLE] == SELECTED].astype({Col.CHILD_ID: "str"})
    form = pd.DataFrame({Col.QUESTION: pd.Series(list(questions), dtype="str")})
    came = responses[[Col.CHILD_ID, Col.QUESTION, Col.ANSWER, Col.COMPLETED_BY]]
    came = came.astype({Col.CHILD_ID: "str", Col.QUESTION: "str", Col.ANSWER: "object"})
    rows = selected.merge(form, how="cross").merge(
        came, on=[Col.CHILD_ID, Col.QUESTION], how="left", validate="1:1"
    )
    rows[PLACE] = _places(rows, questions)
    order = pd.CategoricalDtype(list(questions), ordered=True)
    return rows.astype({Col.QUESTION: order})


def _places(rows: pd.DataFrame, questions: Mapping[str, Collection[str]]) -> pd.Series:
    good = {(question, str(word)) for question, words in questions.items() for word in words}
    apart = {
        str(Answer.NOT_RECORDED): Place.NOT_RECORDED,
        str(Answer.NOT_APPLICABLE): Place.NOT_APPLICABLE,
    }
    found = []
    for question, answer in zip(rows[Col.QUESTION], rows[Col.ANSWER], strict=True):
        if pd.isna(answer):
            found.append(Place.NO_ANSWER)
        elif str(answer) in apart:
            found.append(apart[str(answer)])
        else:
            found.append(Place.MET if (question, str(answer)) in good else Place.NOT_MET)
    return pd.Series(found, index=rows.index, dtype="object")


def left_out(
    responses: pd.DataFrame, sample: pd.DataFrame, *, questions: Collection[str]
) -> pd.DataFrame:
    """Return how many rows of the responses are in no figure, and why.

    Returns
    -------
    DataFrame
        Indexed by reason, of which a row has the first that holds: `answers`, `children`. Reasons
        without a row aren't listed.

    Examples
    --------
    >>> drawn = pd.DataFrame({"child_id": ["A"], "role": ["reserve"]})
    >>> came = pd.DataFrame({"child_id": ["A", "B"], "question": "Seen?"})
    >>> left_out(came, drawn, questions=["Seen?"])["answers"].to_dict()
    {'the child is a reserve': 1, 'the child wasn’t drawn': 1}
    """
    child = responses[Col.CHILD_ID].astype("str")
    roles = sample.assign(**{Col.CHILD_ID: sample[Col.CHILD_ID].astype("str")})
    role = child.map(roles.set_index(Col.CHILD_ID)[ROLE])
    why = pd.Series("", index=responses.index, dtype="object")
    why = why.mask(~responses[Col.QUESTION].isin(list(questions)), "the plan has no such question")
    why = why.mask(role == RESERVE, "the child is a reserve")
    why = why.mask(role == GAVE_WAY, "the child was replaced by a reserve")
    why = why.mask(role.isna(), "the child wasn’t drawn")
    rows = pd.DataFrame({"reason": why, Col.CHILD_ID: child})[why != ""]
    found = rows.groupby("reason")[Col.CHILD_ID].agg(answers="size", children="nunique")
    return pd.DataFrame(found).astype(int)
