"""What monthly audits, themed audits and feedback each say of a simple thing, side by side."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.metrics.learning import feedback
from qaanalysis.metrics.learning.named import AUDITS, KINDS, SIMPLE_THING
from qaanalysis.vocabulary import Answer, Col

SOURCE, WHAT, COUNT, N, SHARE = "source", "what", "count", "n", "found_share"
MONTHLY, THEMED, FEEDBACK = "Monthly audits", "Themed audit", "Feedback"
_NAMED = {"strength": "named as a strength", "development": "named as an area for development"}
_UNCOUNTED = (str(Answer.NOT_APPLICABLE), str(Answer.NOT_RECORDED))
Questions = Mapping[str, Sequence[tuple[str, str, Sequence[str]]]]


def triangulation(
    monthly: pd.DataFrame,
    responses: pd.DataFrame | None,
    parts: pd.DataFrame,
    *,
    simple_things: Sequence[str],
    questions: Questions,
    columns: Mapping[str, Sequence[str]],
    as_at: dt.date,
) -> pd.DataFrame:
    """Return, for each simple thing, what each source says of it, with its own n.

    The shares are of different things and different children, and are never put together.

    Parameters
    ----------
    monthly : DataFrame
        From `named.shares`, by simple thing.
    responses : DataFrame or None
        Answers of themed audits; None if the run has none.
    parts : DataFrame
        From `feedback.obtained`.
    simple_things : sequence of str
        In the order to show.
    questions : mapping
        By simple thing: theme, question, and the answers that meet it.
    columns : mapping
        By simple thing: the register's columns of feedback that tell of it.
    as_at : date
        Answers dated later haven't been given yet.

    Returns
    -------
    DataFrame
        Indexed by simple_thing, source, what: count, n and found_share (0–1, NaN where n is 0).
        A source that says nothing of a thing has no row.
    """
    rows: list[tuple[str, str, str, int, int]] = []
    by_thing = {str(name): row for name, row in monthly.to_dict("index").items()}
    for thing in simple_things:
        if thing in by_thing:
            found = by_thing[thing]
            n = int(found[AUDITS])
            rows += [(thing, MONTHLY, _NAMED[kind], int(found[kind]), n) for kind in KINDS]
        rows += [
            (thing, f"{THEMED}: {theme}", question, *counted)
            for theme, question, met in questions.get(thing, ())
            for counted in _answers(responses, theme, question, met, as_at)
        ]
        rows += [
            (thing, FEEDBACK, part, *_obtained(parts, part))
            for part in (feedback.PARTS[column] for column in columns.get(thing, ()))
            if part in parts.index
        ]
    table = pd.DataFrame(rows, columns=[SIMPLE_THING, SOURCE, WHAT, COUNT, N])
    table = table.astype({COUNT: int, N: int}).set_index([SIMPLE_THING, SOURCE, WHAT])
    return table.assign(**{SHARE: table[COUNT] / table[N].where(table[N] > 0)})


def _obtained(parts: pd.DataFrame, part: str) -> tuple[int, int]:
    obtained, recorded = (parts[name].to_dict() for name in (feedback.OBTAINED, feedback.RECORDED))
    return int(obtained[part]), int(recorded[part])


def _answers(
    responses: pd.DataFrame | None, theme: str, question: str, met: Sequence[str], as_at: dt.date
) -> list[tuple[int, int]]:
    """Return how many answers meet a question, of how many; nothing where nobody answered."""
    if responses is None:
        return []
    given = _given(responses, as_at)
    theirs = given[(given[Col.THEME] == theme) & (given[Col.QUESTION] == question)]
    return [(int(theirs[Col.ANSWER].isin(list(met)).sum()), len(theirs))] if len(theirs) else []


def _given(responses: pd.DataFrame, as_at: dt.date) -> pd.DataFrame:
    """Return the answers that count as at a date; one without a date has been given."""
    answers = responses[Col.ANSWER].astype(object)
    late = responses[Col.COMPLETED_ON] > pd.Timestamp(as_at)
    counts = answers.notna() & ~answers.isin(_UNCOUNTED) & ~late
    return responses[counts].astype({Col.ANSWER: object})


def n_sources(table: pd.DataFrame) -> pd.Series:
    """Return by simple thing how many kinds of source say something of it, 1 to 3."""
    kinds = table.index.get_level_values(SOURCE).str.split(":").str[0]
    things = table.index.get_level_values(SIMPLE_THING)
    return pd.Series(kinds, index=things, dtype=object).groupby(level=0, sort=False).nunique()
