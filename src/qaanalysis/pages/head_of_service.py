"""The pack for the Head of one service area, in words and key figures; internal only."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import chasing, grades, returns
from qaanalysis.metrics.service_area import ALL, FEWEST, called
from qaanalysis.pages import days_late, needs_action
from qaanalysis.pages.grades import good_words
from qaanalysis.pages.needs_action import FOLLOW_UP
from qaanalysis.present import labels, sentences, words
from qaanalysis.present.actions import Action
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.vocabulary import Col, GradeScale

METHOD = (
    "Individual audits only; re-audits and actions are those of every audit of the service area. "
    "Scheduled = planned less exempted; return rate = returned ÷ scheduled. The final grade is the "
    "moderator’s where the audit was moderated, else the auditor’s. Intervals: Wilson, 95%. Of "
    f"fewer than {FEWEST} audits only counts are given. What is due on the day isn’t overdue."
)
# The headings of the notebook’s sections.
ACTIONS = "Actions"
SCHEDULED, GRADED = "scheduled audits", "graded audits"
RETURNS = {returns.RATE: Col.SCHEDULED}
GRADES = {grades.GOOD_SHARE: grades.GRADED, grades.WORST_SHARE: grades.GRADED}
BACK = [*returns.COUNTS, returns.RATE]
FEW = f"Of fewer than {FEWEST} audits only counts are given."


def note(frame: pd.DataFrame, *, of: str) -> str:
    """Return what to know of a table in which some row has too few for a share; else nothing."""
    return FEW if bool((frame[of] < FEWEST).any()) else ""


def lead(back: SafeTable, marks: SafeTable, scale: GradeScale, *, when: str) -> list[str]:
    """Return what a hurried reader needs: returns and grades, beside those of all areas.

    Parameters
    ----------
    back, marks : SafeTable
        Returns and grades, the area’s in the first row and those of all areas in the second.
    scale : GradeScale
        The grades.
    when : str
        The time they are of: “from May to November 2023”.
    """
    own, every = (back.frame.iloc[at] for at in (0, 1))
    n_back = own[Col.RETURNED]
    verb = "was" if n_back == 1 else "were"
    said = [
        f"In {own.name}, {_part(own, Col.RETURNED, returns.RATE, Col.SCHEDULED, SCHEDULED)} {verb} "
        f"returned {when}; in all service areas "
        + _part(every, Col.RETURNED, returns.RATE, Col.SCHEDULED, "")
    ]
    own, every = (marks.frame.iloc[at] for at in (0, 1))
    if own[grades.GRADED] == 0:
        return [*said, "None of them has come back with a grade"]
    counts = [f"{words.count(own[label])} {label}" for label in scale.labels]
    good = _part(own, grades.GOOD, grades.GOOD_SHARE, grades.GRADED, "")
    of_all = _part(every, grades.GOOD, grades.GOOD_SHARE, grades.GRADED, "")
    return [
        *said,
        f"Of {words.counted(own[grades.GRADED], 'graded audit')}, {words.listed(counts)}: {good} "
        f"{'is' if own[grades.GOOD] == 1 else 'are'} {good_words(scale)}; in all service areas "
        f"{of_all}",
    ]


def _part(row: pd.Series, count: str, share: str, total: str, unit: str) -> str:
    """Return a count of its total, with its share and interval where one is given."""
    if row[total] == 0:
        return f"no {unit}" if unit else "none"
    if words.absent(row[share]):
        return f"{words.count(row[count])} of {words.count(row[total])} {unit}".strip()
    ends = {"low": row[f"{share}_low"], "high": row[f"{share}_high"]}
    return sentences.share_of(row[count], row[total], unit, **ends).replace("  ", " ")


def key_figures(
    back: SafeTable, marks: SafeTable, again: SafeTable, acts: SafeTable, scale: GradeScale
) -> list[KeyFigure]:
    """Return the tiles: returned, the share that meets the aim, re-audits and actions overdue."""
    good = (grades.GOOD, grades.GOOD_SHARE, grades.GRADED)
    return [
        _share(back, "return_rate", "Returned", (Col.RETURNED, *_only(RETURNS)), SCHEDULED),
        _share(marks, "good_or_better", good_words(scale), good, GRADED),
        *_overdue(again, "re_audits_overdue", "Re-audits overdue", "re_audits", "re-audits"),
        *_overdue(acts, "actions_overdue", "Actions overdue", "actions", "actions"),
    ]


def _only(shares: dict[str, str]) -> tuple[str, str]:
    [pair] = shares.items()
    return pair


def _share(
    table: SafeTable, name: str, label: str, columns: tuple[str, str, str], unit: str
) -> KeyFigure:
    """Return a share as a key figure or, where there are too few, the count that it is of."""
    count, share, total = columns
    own, every = (table.frame.iloc[at] for at in (0, 1))
    known = not words.absent(own[share])
    return KeyFigure(
        name,
        label,
        own[share] if known else own[count],
        kind="share" if known else "count",
        count=int(own[count]) if known else None,
        total=int(own[total]),
        unit=unit,
        low=own[f"{share}_low"] if known else None,
        high=own[f"{share}_high"] if known else None,
        note=f"{ALL}: {_part(every, count, share, total, '')}" + ("" if known else f". {FEW}"),
    )


def _overdue(table: SafeTable, name: str, label: str, column: str, unit: str) -> list[KeyFigure]:
    frame = table.frame
    if frame.empty:
        return []
    n, total = frame[column][chasing.OVERDUE], frame[column].sum()
    every = frame[f"all_{column}"]
    of = f"{words.count(every[chasing.OVERDUE])} of {words.count(every.sum())}"
    figure = KeyFigure(
        name, label, int(n), kind="count", total=int(total), unit=unit, note=f"{ALL}: {of}"
    )
    return [figure]


def overdue(acts: SafeTable) -> list[Action]:
    """Return how many actions are overdue or have no due date; nothing without such a table."""
    frame = acts.frame
    if frame.empty:
        return []
    total = words.count(frame["actions"].sum())
    n, undated = (int(frame["actions"][state]) for state in (chasing.OVERDUE, chasing.NO_DATE))
    late = f"{words.count(n)} of {total} actions {'is' if n == 1 else 'are'} overdue"
    if n:
        days = words.counted(int(frame["most_days_late"][chasing.OVERDUE]), "day")
        late += f", {'by' if n == 1 else 'the longest by'} {days}"
    verb = "isn’t done and has" if undated == 1 else "aren’t done and have"
    blank = f"{words.count(undated)} of {total} actions {verb} no due date"
    return [
        Action("actions_overdue", n, late, ACTIONS),
        Action("actions_without_date", undated, blank, ACTIONS),
    ]


def unplanned(due: SafeTable, scale: GradeScale) -> list[Action]:
    """Return of how many audits at the bottom no next re-audit is recorded, and how many are late.

    Parameters
    ----------
    due : SafeTable
        Of `chasing.re_audits_due`, as `listed` shows it.
    scale : GradeScale
        The grades.
    """
    rows = due.frame[due.frame[chasing.STATE].isin(list(chasing.MISSING.values()))]
    n, past = len(rows), int((rows[chasing.DAYS_LATE] != days_late.NOT_APPLICABLE).sum())
    said = f"{words.count(n)} {scale.worst} {'audit has' if n == 1 else 'audits have'}"
    said += " no next re-audit recorded"
    if past:
        of = "and is" if n == 1 else f"{words.count(past)} of them"
        said += f", {of} past the date it was due"
    return [Action("re_audits_not_recorded", n, said, FOLLOW_UP)]


def acted(acts: SafeTable) -> str:
    """Return where the area’s actions stand, in a sentence; nothing without a table of them."""
    frame = acts.frame
    if frame.empty:
        return ""
    counts = [f"{words.count(n)} {_worded(state)}" for state, n in frame["actions"].items()]
    return (
        f"Of {words.counted(frame['actions'].sum(), 'action')}, {words.listed(counts)}. One "
        "without a due date is never counted as on time"
    )


def _worded(state: object) -> str:
    return "open without a due date" if state == chasing.NO_DATE else str(state)


def renamed(table: SafeTable) -> dict[str, str]:
    """Return what the columns of all areas are called, beside the area’s own."""
    found = called(table.frame.columns)
    return {name: f"{ALL}: {labels.label(of).lower()}" for name, of in found.items()}


def safety_named(table: SafeTable, scale: GradeScale) -> dict[str, str]:
    """Return what the columns of a table of safety are called, in the scale's own word."""
    own = needs_action.named(scale)
    every = {f"all_{name}": f"{ALL}: {said[:1].lower()}{said[1:]}" for name, said in own.items()}
    return {**renamed(table), **own, **every}


def listed(frame: pd.DataFrame, columns: Sequence[str], *, by: str) -> pd.DataFrame:
    """Return the rows of a list as its table shows them: what isn’t late has no days late.

    Parameters
    ----------
    frame : DataFrame
        From `metrics.chasing`.
    columns : sequence of str
        Those to show.
    by : str
        The column of the identifiers, which head the rows.
    """
    return days_late.applied(frame.set_index(by)[list(columns)])


def counts(scale: GradeScale) -> list[str]:
    """Return the columns of a table of grades that are counts."""
    return [*scale.labels, grades.GRADED]
