"""Turn the distinct texts of a column into typed values, by declared rules only.

What a rule changes is a repair, and counted; what no rule can read is a fault. Nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qaanalysis.data import dates, declared, hidden_numbers
from qaanalysis.data.excel_errors import marked, valueless
from qaanalysis.data.fields import ALLOWED_NUMBERS, TEXT, Kind, allowed_length, allowed_number
from qaanalysis.data.repair import Repair, noted
from qaanalysis.params_reading import Reading
from qaanalysis.plain_text import normalised
from qaanalysis.vocabulary import GradeScale

TOO_LONG = "too long"
NOT_LISTED = "not a word of the list"
LOOKS_ALIKE = "only looks like a word of the list"
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True)
class Typed:
    """A column's distinct texts as typed values.

    Parameters
    ----------
    values : array
        One for each distinct text; missing where the text is blank or can't be read.
    faults : dict of int to str
        Position of each text that can't be read, and the rule it breaks.
    repairs : list of Repair
        What was changed on the way.
    allowed : str
        What would be right, for the message.
    valueless : dict of int to str
        Position of each text that stands for no value, such as an error of Excel, and the rule.
    forms : dict of int to str
        Position of each date or month, and the format that it is written in.
    intervals : dict of int to (int, int)
        Position of each hidden number, and the least and the most that it can be.
    """

    values: Any
    faults: dict[int, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    allowed: str = ""
    valueless: dict[int, str] = field(default_factory=dict)
    forms: dict[int, str] = field(default_factory=dict)
    intervals: dict[int, tuple[int, int]] = field(default_factory=dict)


def typed(
    column: str, spec: pandera.Column, texts: pa.StringArray, reading: Reading, scale: GradeScale
) -> Typed:
    """Return the typed values of a column's distinct texts."""
    errors = valueless(texts, reading.missing)
    if not errors:
        return _typed(column, spec, texts, reading, scale)
    hit = np.zeros(len(texts), dtype=bool)
    hit[list(errors)] = True
    blanked = pc.if_else(pa.array(hit), "", texts)
    return replace(_typed(column, spec, blanked, reading, scale), valueless=errors)


def _typed(
    column: str, spec: pandera.Column, texts: pa.StringArray, reading: Reading, scale: GradeScale
) -> Typed:
    kind = spec.metadata["kind"]
    tidy, repairs = _tidy(texts, reading, inside=kind is not Kind.IDENTIFIER)
    if kind is Kind.IDENTIFIER and not declared.has_rules(column, reading):
        return replace(_identifiers(tidy, spec), repairs=repairs)
    words = declared.applied(column, kind, tidy.to_pylist(), reading, repairs)
    match kind:
        case Kind.IDENTIFIER:
            made = _identifiers(pa.array(words, pa.string()), spec)
        case Kind.NAME:
            made = _names(words, spec)
        case Kind.GRADE | Kind.WORD:
            aliases = scale.aliases if kind is Kind.GRADE else {}
            made = _from_list(words, spec, aliases, repairs)
        case Kind.DATE:
            made = _parsed(words, lambda t: dates.day(t, reading), dates.days_allowed(reading))
        case Kind.MONTH:
            made = _months(words, reading, repairs)
        case Kind.PROBABILITY:
            made = _probabilities(words)
        case _:
            made = _counts(words, spec, repairs)
    return replace(made, repairs=repairs)


def _months(words: list[str | None], reading: Reading, repairs: list[Repair]) -> Typed:
    named = [dates.month_name(w, reading.month_names) for w in words]
    noted(repairs, "declared spelling", words, named)
    made = _parsed(named, lambda t: dates.month(t, reading), dates.months_allowed(reading))
    return replace(made, values=pd.PeriodIndex(made.values, freq="M"))


def _tidy(
    texts: pa.StringArray, reading: Reading, *, inside: bool
) -> tuple[pa.StringArray, list[Repair]]:
    """Trim spaces, and make the declared markers of a missing value missing.

    Spaces `inside` words become one plain space each; an identifier keeps those it has.
    """
    plain = pc.replace_substring_regex(texts, r"[\s\p{Z}]+", " ") if inside else texts
    tidy = pc.utf8_trim_whitespace(plain)
    repairs: list[Repair] = []
    changed = np.flatnonzero(
        pc.and_(pc.not_equal(tidy, texts), pc.not_equal(tidy, "")).to_numpy(zero_copy_only=False)
    )
    if len(changed):
        repairs.append(Repair("spaces trimmed", dict.fromkeys(changed.tolist(), "")))
    marker = marked(tidy, reading.missing)
    at = np.flatnonzero(marker.to_numpy(zero_copy_only=False))
    if len(at):
        repairs.append(Repair("marker of a missing value", dict.fromkeys(at.tolist(), "")))
    missing = pc.or_(marker, pc.equal(tidy, ""))
    return pc.if_else(missing, pa.scalar(None, pa.string()), tidy), repairs


def _identifiers(texts: pa.StringArray, spec: pandera.Column) -> Typed:
    """Keep identifiers and free text as they stand; there may be a million distinct ones."""
    faults: dict[int, str] = {}
    if longest := spec.metadata["longest"]:
        over = pc.fill_null(pc.greater(pc.utf8_length(texts), longest), False)
        at = np.flatnonzero(over.to_numpy(zero_copy_only=False)).tolist()
        if at:
            faults = dict.fromkeys(at, TOO_LONG)
            texts = pc.if_else(over, pa.scalar(None, pa.string()), texts)
    values = TEXT.__from_arrow__(pa.chunked_array([texts]))  # type: ignore[attr-defined]
    return Typed(values, faults, allowed=allowed_length(spec))


def _names(words: list[str | None], spec: pandera.Column) -> Typed:
    longest = spec.metadata["longest"]
    faults = {i: TOO_LONG for i, w in enumerate(words) if w is not None and len(w) > longest}
    kept = [None if i in faults else w for i, w in enumerate(words)]
    return Typed(pd.Categorical(kept), faults, allowed=allowed_length(spec))


def _from_list(
    words: list[str | None],
    spec: pandera.Column,
    aliases: Mapping[str, str],
    repairs: list[Repair],
) -> Typed:
    allowed = spec.metadata["allowed"]
    by_case = {word: word for word in allowed}
    words = declared.respelt(words, aliases, "alias", repairs)
    words = declared.respelt(words, by_case, "capital letters", repairs)
    alike = {normalised(word) for word in (*allowed, *aliases)}
    faults = {
        i: NOT_LISTED if w.isascii() or normalised(w) not in alike else LOOKS_ALIKE
        for i, w in enumerate(words)
        if w is not None and w not in allowed
    }
    kept = [None if i in faults else w for i, w in enumerate(words)]
    values = pd.Categorical(kept, dtype=spec.metadata["type"])
    return Typed(values, faults, allowed=f"one of {', '.join(allowed)}, or a declared spelling")


def _parsed(
    words: list[str | None], parse: Callable[[str], tuple[Any, str]], allowed: str
) -> Typed:
    """Parse each text; `parse` gives a date, or the rule that the text breaks, and its format."""
    values: list[Any] = []
    faults: dict[int, str] = {}
    forms: dict[int, str] = {}
    for i, word in enumerate(words):
        value, form = (None, "") if word is None else parse(word)
        if isinstance(value, str):
            faults[i] = value
            value = None
        elif value is not None:
            forms[i] = form
        values.append(value)
    return Typed(np.array(values, dtype="datetime64[s]"), faults, allowed=allowed, forms=forms)


def _counts(words: list[str | None], spec: pandera.Column, repairs: list[Repair]) -> Typed:
    """Parse whole numbers; of one that was hidden its interval is kept, where the column may."""
    others = {
        i: w
        for i, w in enumerate(words)
        if w is not None and not re.fullmatch(r"-?\d{1,9}|\d{1,3}(,\d{3}){1,2}", w)
    }
    may_be = spec.metadata["interval"]
    told = {i: found for i, w in others.items() if may_be and (found := hidden_numbers.interval(w))}
    if told:
        became = {i: hidden_numbers.shown(*ends) for i, ends in told.items()}
        repairs.append(Repair(hidden_numbers.INTERVAL, became, respells=True))
    bad = {i: _no_count(w) for i, w in others.items() if i not in told}
    values = [
        None if w is None or i in others else int(w.replace(",", "")) for i, w in enumerate(words)
    ]
    made = pd.array(values, dtype="Int64")
    return Typed(made, bad, allowed=allowed_number(spec), intervals=told)


def _no_count(word: str) -> str:
    """Return why a text is no count; no service has a thousand million of anything."""
    if hidden_numbers.SYMBOL.fullmatch(word):
        return "a number that was suppressed"
    return "out of range" if re.fullmatch(r"-?[\d,]+", word) else "not a whole number"


def _probabilities(words: list[str | None]) -> Typed:
    """Parse numbers, also as Excel's small ones are read (5e-05); a percentage is a fault."""
    bad = {
        i: "a percentage" if w.endswith("%") else "not a number"
        for i, w in enumerate(words)
        if w is not None and not _NUMBER.fullmatch(w)
    }
    values = [None if w is None or i in bad else float(w) for i, w in enumerate(words)]
    return Typed(pd.array(values, dtype="Float64"), bad, allowed=ALLOWED_NUMBERS[Kind.PROBABILITY])


def expand(values: Any, codes: NDArray[np.int32]) -> Any:
    """Return one value for each row from one for each distinct text."""
    if len(values) == len(codes) and len(codes) and bool((np.diff(codes) == 1).all()):
        return values if codes[0] == 0 else values.take(codes)
    return values.take(codes)
