"""Collected answers as the data specification's table themed_responses."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.collection.collected import Collected
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col

_COLUMNS = (
    *(Col.THEME, Col.CHILD_ID, Col.FAMILY_ID, Col.QUESTION, Col.ANSWER),
    *(Col.COMPLETED_BY, Col.COMPLETED_ON),
)


def responses(
    back: Collected,
    *,
    theme: str,
    families: Mapping[str, str],
    groups: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the answers of a themed audit as its table.

    Parameters
    ----------
    back : Collected
        What came back; a question with a list of answers is a question of the theme, that of the
        column `completed_on` says when, and free text is left out.
    theme : str
        The themed audit.
    families : mapping of str to str
        Each child's family; a child that isn't in it has none.
    groups : mapping of str to str, optional
        What each person is counted as, such as "Audit team". No person's name gets into the table.

    Returns
    -------
    DataFrame
        theme, child_id, family_id, question (its heading), answer, completed_by, completed_on. A
        row for each question about each child with an answer to at least one; a question left
        blank has a missing answer.

    Raises
    ------
    DataError
        If two people answered about one child, which the table can't hold.

    Examples
    --------
    >>> from qaanalysis.sampling.worklist import Form, Question
    >>> asked = Question("seen", "Was the child seen?", ("Yes", "No"))
    >>> form = Form("care", "Care", (), "child_id", (("child_id", "Child"),), (asked,))
    >>> answers = pd.DataFrame(
    ...     {"case": ["C1"], "person": ["U. Garth"], "question": ["seen"], "answer": ["Yes"]}
    ... )
    >>> none = pd.DataFrame()
    >>> table = responses(
    ...     Collected(form, answers, none, none, none),
    ...     theme="Coming into care",
    ...     families={"C1": "F1"},
    ... )
    >>> table[["child_id", "question", "answer"]].values.tolist()
    [['C1', 'Was the child seen?', 'Yes']]
    """
    asked = {q.column: q.heading for q in back.form.questions if q.answers}
    given = back.answers[["case", "person", "question", "answer"]]
    closed = given[given["question"].isin(list(asked))]
    units = closed[["case", "person"]].drop_duplicates()
    n = int(units["case"].duplicated().sum())
    if n:
        raise DataError(
            f"{theme}: found {counted(n, 'case')} answered by a second person; needed: one person "
            "for each case. Take one's answers out and collect again."
        )
    every = units.merge(pd.DataFrame({"question": list(asked)}, dtype="str"), how="cross")
    keys = ["case", "person", "question"]
    rows = every.merge(closed, on=keys, how="left", validate="one_to_one")
    days = given[given["question"] == Col.COMPLETED_ON]
    days = days.merge(units, on=["case", "person"], validate="one_to_one")
    when = days.set_index("case")["answer"]
    made = pd.DataFrame(
        {
            Col.THEME: pd.Series(theme, rows.index, dtype="str"),
            Col.CHILD_ID: rows["case"],
            Col.FAMILY_ID: rows["case"].map(dict(families)).astype("str"),
            Col.QUESTION: rows["question"].map(asked).astype("str"),
            Col.ANSWER: rows["answer"],
            Col.COMPLETED_BY: rows["person"].map(dict(groups or {})).astype("str"),
            Col.COMPLETED_ON: pd.to_datetime(rows["case"].map(when)).astype("datetime64[s]"),
        }
    )
    return made[list(_COLUMNS)]
