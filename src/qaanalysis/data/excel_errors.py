"""Cells that hold no value though they aren't blank: Excel's errors, and what people type so."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NOT_CALCULATED = "(formula without a value)"
ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#GETTING_DATA"),
)
# What registers type where there is no value; params declare which of them do.
MARKERS = frozenset({"-", "–", "n/a", "na", "nil", "none", "tbc", "absent", "#n/a"})
RULE = "an error of Excel"
RULE_NOT_CALCULATED = "a formula that was never calculated"
ALLOWED = "a value or a blank: put it right in Excel, save, and export again"


def marked(tidy: pa.StringArray, missing: Sequence[str]) -> pa.BooleanArray:
    """Tell which texts are declared to stand for a missing value; capital letters don't matter.

    Examples
    --------
    >>> marked(pa.array(["N/A", "Good"]), missing=["n/a"]).to_pylist()
    [True, False]
    """
    return pc.is_in(pc.utf8_lower(tidy), pc.utf8_lower(pa.array(missing, pa.string())))


def valueless(texts: pa.StringArray, missing: Sequence[str]) -> dict[int, str]:
    """Return the texts that stand for no value, by position, with the rule each breaks.

    Parameters
    ----------
    texts : array of str
        A column's distinct texts.
    missing : sequence of str
        What is declared to stand for a missing value; an error may be declared so.

    Examples
    --------
    >>> valueless(pa.array(["Good", "#N/A", "#REF!"]), missing=["#REF!"])
    {1: 'an error of Excel'}
    """
    declared = {text.lower() for text in missing}
    sought = [text for text in (*ERRORS, NOT_CALCULATED) if text.lower() not in declared]
    tidy = pc.utf8_trim_whitespace(texts)
    hit = pc.is_in(tidy, pa.array(sought, pa.string())).to_numpy(zero_copy_only=False)
    return {
        int(i): RULE_NOT_CALCULATED if tidy[int(i)].as_py() == NOT_CALCULATED else RULE
        for i in np.flatnonzero(hit)
    }
