"""Type every column of a table, and note what was repaired and what can't be read."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.data import dates
from qaanalysis.data.clean import Typed, expand, typed
from qaanalysis.data.draft import Draft
from qaanalysis.data.excel_errors import ALLOWED
from qaanalysis.data.fields import Kind
from qaanalysis.data.known_headings import left_unread
from qaanalysis.data.personal_texts import shown_heading
from qaanalysis.data.raw_table import Notice, RawTable
from qaanalysis.data.validate import Broken
from qaanalysis.errors import DataError
from qaanalysis.hidden_counts import at_least, at_most
from qaanalysis.params_reading import Reading
from qaanalysis.vocabulary import Col, GradeScale

FORMS = "dates are written in more than one way"
UNCLEAR = "not read: it isn’t clear what a heading in two rows stands for"
AFTER_EXPORT = "dated after the export"
# What is yet to come; every other date is of something that has happened.
AHEAD = (Col.DUE_ON,)


def drafted(raw: RawTable, reading: Reading, scale: GradeScale) -> Draft:
    """Return a table's typed rows, with the faults and repairs of its cells.

    Raises
    ------
    DataError
        If some dates of a column can only be day first, and others only month first; or one is
        another day by each of two declared forms.
    """
    draft = Draft(raw)
    for change in raw.changes:
        draft.add_change(change)
    for notice in raw.notices:
        draft.add_notice(notice)
    _note_headings(draft)
    columns: dict[str, Any] = {}
    hidden: dict[str, dict[int, tuple[int, int]]] = {}
    for column, spec in raw.table.schema.columns.items():
        if column not in draft.codes:
            # Made as what it is: to cast a million blanks takes as long as reading the rows.
            blank = pd.Series(index=range(len(draft.rows)), dtype=spec.metadata["type"])
            columns[column] = blank
            continue
        made = typed(column, spec, raw.columns[column].texts, reading, scale)
        columns[column] = pd.Series(expand(made.values, draft.codes[column]), copy=False)
        if made.intervals:
            hidden[column] = made.intervals
        _account(draft, column, made)
        if spec.metadata["kind"] in (Kind.DATE, Kind.MONTH):
            _refuse_two_orders(draft, column, made)
            _refuse_two_days(draft, column, made, reading)
            _note_forms(draft, column, made)
    draft.frame = pd.DataFrame(columns, copy=False)
    for column, intervals in hidden.items():
        _keep_intervals(draft, column, intervals)
    _reject_after_export(draft, reading)
    return draft


def _keep_intervals(draft: Draft, column: str, intervals: dict[int, tuple[int, int]]) -> None:
    """Write what is known of hidden counts beside them, and keep what the file knows better."""
    codes, frame = draft.codes[column], draft.frame
    at = np.flatnonzero(np.isin(codes, list(intervals)))
    told = np.array([intervals[int(code)] for code in codes[at]])
    given = frame.loc[at, [at_least(column), at_most(column)]].astype(float).to_numpy()
    frame.loc[at, at_least(column)] = np.fmax(told[:, 0], given[:, 0]).astype(int)
    frame.loc[at, at_most(column)] = np.fmin(told[:, 1], given[:, 1]).astype(int)


def _note_headings(draft: Draft) -> None:
    headings = draft.raw.headings
    n = len(draft.rows)
    for column in headings.renamed:
        found = headings.texts[column]
        draft.add_repair(
            column, "declared heading", found=found, became=column, n=n, row=headings.row
        )
    for heading in headings.unknown:
        draft.add_repair("", "column not read", found=shown_heading(heading), n=n, row=headings.row)
    for heading, columns in left_unread(headings, draft.raw.table.schema.columns).items():
        if heading in headings.lower:
            said = f"“{shown_heading(heading)}” ({' or '.join(columns)}?)"
            draft.add_notice(Notice(UNCLEAR, said), n=n)


def _account(draft: Draft, column: str, made: Typed) -> None:
    codes = draft.codes[column]
    for repair in made.repairs:
        draft.note(column, repair)
    for faults, allowed in ((made.valueless, ALLOWED), (made.faults, made.allowed)):
        for rule in dict.fromkeys(faults.values()):
            positions = [i for i, r in faults.items() if r == rule]
            at = np.flatnonzero(np.isin(codes, positions))
            draft.misread(column, Broken(rule, column, at, allowed))


def _refuse_two_orders(draft: Draft, column: str, made: Typed) -> None:
    """Refuse a column in which 25/04 and 04/25 both stand: 03/04 in it could be either.

    The one must be a date by a declared format, the other can't be one.
    """
    orders = [dates.order(t.strip()) for t in draft.raw.columns[column].texts.to_pylist()]
    if len(set(orders) - {""}) < 2:
        return
    first: dict[str, int] = {}
    for i in np.unique(draft.codes[column]).tolist():
        if orders[i]:
            first.setdefault(orders[i], i)
    if len(first) < 2 or not set(first.values()) & set(made.forms):
        return
    rows = {
        order: int(draft.rows[np.flatnonzero(draft.codes[column] == i)[0]])
        for order, i in first.items()
    }
    heading = draft.raw.headings.texts[column]
    raise DataError(
        f"{draft.raw.where}, column {heading}: row {rows['day first']} can only have the day "
        f"first, row {rows['month first']} only the month, so that no other date of the column can "
        "be trusted. Find out which rows came from where, and correct them in the export."
    )


def _refuse_two_days(draft: Draft, column: str, made: Typed, reading: Reading) -> None:
    """Refuse a column with a date that two declared forms make two days of: 03/04 with both orders.

    Which form stands first in params is no reason to take it.
    """
    texts = draft.raw.columns[column].texts
    for i, form in made.forms.items():
        other = dates.other_form(texts[i].as_py(), form, reading)
        if other and len(at := np.flatnonzero(draft.codes[column] == i)):
            heading = draft.raw.headings.texts[column]
            ways = " and like ".join(map(dates.day_written, (form, other)))
            raise DataError(
                f"{draft.raw.where}, column {heading}: row {draft.rows[at[0]]} can be read in two "
                f"ways that params declare under reading, like {ways}, and is another day in each. "
                "Leave in params only the form that the export is written in; if it holds both, "
                "find out which rows came from where, and correct them in the export."
            )


def _note_forms(draft: Draft, column: str, made: Typed) -> None:
    """Count the dates of a column by how they are written, if there is more than one way."""
    if len(set(made.forms.values())) < 2:
        return
    codes = draft.codes[column]
    per_text = np.bincount(codes, minlength=len(draft.raw.columns[column].texts))
    n: Counter[str] = Counter()
    for i, form in made.forms.items():
        n[form] += int(per_text[i])
    used = {form: count for form, count in n.items() if count}
    if len(used) < 2:
        return
    for form, count in sorted(used.items()):
        these = [i for i, f in made.forms.items() if f == form]
        rows = draft.rows[np.flatnonzero(np.isin(codes, these))[:ENOUGH]].tolist()
        is_cell = form == dates.EXCEL_DATE
        written = form if is_cell else f"like {dates.day_written(form)}"
        draft.add_notice(Notice(FORMS, written, tuple(rows), column), n=count)


# One more than is shown of a notice's rows, so that it says there are more.
ENOUGH = 11


def _reject_after_export(draft: Draft, reading: Reading) -> None:
    if reading.exported_on is None:
        return
    for column, spec in draft.raw.table.schema.columns.items():
        if spec.metadata["kind"] is not Kind.DATE or column in AHEAD:
            continue
        late = draft.frame[column] > pd.Timestamp(reading.exported_on)
        if late.any():
            at = np.flatnonzero(late.to_numpy())
            allowed = f"a day up to {reading.exported_on}, when the export was made"
            draft.reject(Broken(AFTER_EXPORT, column, at, allowed))
