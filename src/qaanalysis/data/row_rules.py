"""Rules for whole rows that params declare: which of two rows stays, which team is which now."""

import numpy as np
import pandas as pd

from qaanalysis.data.draft import Draft
from qaanalysis.data.fields import Kind
from qaanalysis.data.validate import Broken, Mask
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading, for_table
from qaanalysis.vocabulary import Col

EXEMPTION = (Col.EXEMPTED_ON, Col.EXEMPTION_REASON, Col.EXEMPTION_APPROVER)
RETURNED = "exempted yet returned, counted as returned"
LATER_ROW = "not used, as a later row with the same identifier was kept"
AFTER_SCALE = "a grade of the earlier scale, after its end"
# By table: when a grade was given.
GRADED_ON = {
    "audits": Col.RETURNED_ON,
    "moderations": Col.MODERATED_ON,
    "re_audits": Col.DONE_ON,
    "benchmarking": Col.SESSION_ON,
}


def apply_row_rules(draft: Draft, reading: Reading) -> Mask:
    """Repair and reject rows as params declare; return those that a later row stands for."""
    if reading.exempted_yet_returned == "returned" and draft.raw.table.name == "audits":
        _count_as_returned(draft)
    _reject_after_scale(draft, reading)
    return _superseded(draft, for_table(reading.latest_wins, draft.raw.table.name, ""))


def _count_as_returned(audits: Draft) -> None:
    frame = audits.frame
    both = frame[Col.EXEMPTED_ON].notna() & frame[Col.RETURNED_ON].notna()
    if both.any():
        for column in EXEMPTION:
            frame[column] = frame[column].mask(both)
        at = np.flatnonzero(both.to_numpy())
        audits.add_repair(Col.EXEMPTED_ON, RETURNED, n=len(at), row=int(audits.rows[at[0]]))


def _superseded(draft: Draft, column: str) -> Mask:
    """Reject the rows whose key stands again in a row that is later by `column`; all must be dated.

    Two rows of the same latest day are a contradiction like any other.
    """
    passed = np.zeros(len(draft.rows), dtype=bool)
    if not column:
        return passed
    frame, key = draft.frame, list(draft.raw.table.key)
    if column not in frame or draft.raw.table.schema.columns[column].metadata["kind"] != Kind.DATE:
        raise DataError(
            f"params: reading.latest_wins.{draft.raw.table.name}: “{column}” isn't a date of that "
            "table; name one."
        )
    same = frame.duplicated(key, keep=False) & frame[key].notna().all(axis=1) & ~draft.is_ragged
    among = frame[same]
    dated = among.groupby(key, observed=True)[column].transform("count")
    size = among.groupby(key, observed=True)[column].transform("size")
    latest = among.groupby(key, observed=True)[column].transform("max")
    earlier = among.index[(dated == size) & (among[column] < latest)]
    at = earlier.to_numpy(dtype=np.intp)
    passed[at] = True
    if len(at):
        draft.reject(Broken(LATER_ROW, column, at, f"each {' and '.join(key)} once"))
    return passed


def _reject_after_scale(draft: Draft, reading: Reading) -> None:
    """Reject grades of the earlier scale that were given when it was no longer used."""
    scale, on = reading.earlier_scale, GRADED_ON.get(draft.raw.table.name)
    if scale is None or scale.until is None or on is None:
        return
    words = [grade.casefold() for grade, now in scale.grades.items() if now != grade]
    late = (draft.frame[on] > pd.Timestamp(scale.until)).to_numpy()
    for column, spec in draft.raw.table.schema.columns.items():
        if spec.metadata["kind"] is not Kind.GRADE or column not in draft.codes:
            continue
        texts = draft.raw.columns[column].texts.to_pylist()
        earlier = [i for i, text in enumerate(texts) if text.strip().casefold() in words]
        at = np.flatnonzero(late & np.isin(draft.codes[column], earlier))
        if len(at):
            allowed = f"a grade of today’s scale, as it is dated after {scale.until}"
            draft.reject(Broken(AFTER_SCALE, column, at, allowed))
