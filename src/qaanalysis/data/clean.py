"""Turn the distinct texts of a column into typed values, by declared rules only.

What a rule changes is a repair, and counted; what no rule can read is a fault. Nothing is guessed.
"""

import datetime as dt
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

from qaanalysis.data.excel_errors import valueless
from qaanalysis.data.fields import ALLOWED_NUMBERS, LONGEST_NAME, TEXT, Kind
from qaanalysis.params_sections import Reading
from qaanalysis.vocabulary import GradeScale

_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}( [\d:.]+)?")
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True)
class Repair:
    """A declared rule that changed some of a column's texts.

    `became` gives the new text by position; `respells` tells a rule that puts one word for another,
    which readers want to see word by word, from one that only tidies.
    """

    rule: str
    became: dict[int, str]
    respells: bool = False


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
    """

    values: Any
    faults: dict[int, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    allowed: str = ""
    valueless: dict[int, str] = field(default_factory=dict)


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
    spellings = {k.casefold(): v for k, v in reading.spellings.get(column, {}).items()}
    if kind is Kind.IDENTIFIER and not spellings:
        values = TEXT.__from_arrow__(pa.chunked_array([tidy]))  # type: ignore[attr-defined]
        return Typed(values, repairs=repairs)
    words = tidy.to_pylist()
    if spellings:
        words = _respell(words, spellings, "declared spelling", repairs)
    match kind:
        case Kind.IDENTIFIER:
            made = Typed(pd.array(words, dtype=TEXT))
        case Kind.NAME:
            made = _names(words)
        case Kind.GRADE | Kind.WORD:
            aliases = scale.aliases if kind is Kind.GRADE else {}
            made = _from_list(words, spec, aliases, repairs)
        case Kind.DATE:
            made = _parsed(words, lambda t: _date(t, reading), _dates_allowed(reading))
        case Kind.MONTH:
            names = reading.month_names
            words = [_month_name(w, names) for w in words]
            _note(repairs, "declared spelling", tidy.to_pylist(), words)
            made = _parsed(words, lambda t: _month(t, reading), _months_allowed(reading))
            made = Typed(pd.PeriodIndex(made.values, freq="M"), made.faults, [], made.allowed)
        case Kind.PROBABILITY:
            made = _probabilities(words)
        case _:
            made = _counts(words)
    return Typed(made.values, made.faults, repairs, made.allowed)


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
    marker = pc.is_in(tidy, pa.array(reading.missing, pa.string()))
    marked = np.flatnonzero(marker.to_numpy(zero_copy_only=False))
    if len(marked):
        repairs.append(Repair("marker of a missing value", dict.fromkeys(marked.tolist(), "")))
    missing = pc.or_(marker, pc.equal(tidy, ""))
    return pc.if_else(missing, pa.scalar(None, pa.string()), tidy), repairs


def _respell(
    words: list[str | None], spellings: Mapping[str, str], rule: str, repairs: list[Repair]
) -> list[str | None]:
    respelt = [w if w is None else spellings.get(w.casefold(), w) for w in words]
    _note(repairs, rule, words, respelt)
    return respelt


def _note(
    repairs: list[Repair], rule: str, was: list[str | None], became: list[str | None]
) -> None:
    changed = {i: b or "" for i, (a, b) in enumerate(zip(was, became, strict=True)) if a != b}
    if changed:
        repairs.append(Repair(rule, changed, respells=True))


def _names(words: list[str | None]) -> Typed:
    faults = {i: "too long" for i, w in enumerate(words) if w is not None and len(w) > LONGEST_NAME}
    kept = [None if i in faults else w for i, w in enumerate(words)]
    return Typed(pd.Categorical(kept), faults, allowed=f"at most {LONGEST_NAME} characters")


def _from_list(
    words: list[str | None],
    spec: pandera.Column,
    aliases: Mapping[str, str],
    repairs: list[Repair],
) -> Typed:
    allowed = spec.metadata["allowed"]
    by_case = {word.casefold(): word for word in allowed}
    words = _respell(words, {k.casefold(): v for k, v in aliases.items()}, "alias", repairs)
    words = _respell(words, by_case, "capital letters", repairs)
    faults = {
        i: "not a word of the list"
        for i, w in enumerate(words)
        if w is not None and w not in allowed
    }
    kept = [None if i in faults else w for i, w in enumerate(words)]
    values = pd.Categorical(kept, dtype=spec.metadata["type"])
    return Typed(values, faults, allowed=f"one of {', '.join(allowed)}, or a declared spelling")


def _parsed(words: list[str | None], parse: Callable[[str], Any], allowed: str) -> Typed:
    """Parse each text; `parse` gives a date, or the rule that the text breaks."""
    values: list[Any] = []
    faults: dict[int, str] = {}
    for i, word in enumerate(words):
        value = None if word is None else parse(word)
        if isinstance(value, str):
            faults[i] = value
            value = None
        values.append(value)
    return Typed(np.array(values, dtype="datetime64[s]"), faults, allowed=allowed)


def _date(text: str, reading: Reading) -> dt.date | str:
    day = _iso_day(text)
    if day is None:
        found = (_strptime(text, form) for form in reading.date_formats)
        day = next((d for d in found if d), None)
    if day is None:
        return "impossible or undeclared date" if _DAY.fullmatch(text) else "not a date"
    if not reading.earliest_date <= day <= reading.latest_date:
        return "date out of range"
    return day


def _iso_day(text: str) -> dt.date | None:
    """Return the day of an Excel date, which is read as ISO text; Python takes far more as ISO."""
    try:
        return dt.datetime.fromisoformat(text).date() if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _strptime(text: str, form: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, form).date()
    except ValueError:
        return None


def _month(text: str, reading: Reading) -> dt.date | str:
    for form in reading.month_formats:
        if month := _strptime(text, form):
            break
    else:
        day = _date(text, reading)
        if isinstance(day, str):
            return "not a month"
        month = day.replace(day=1)
    if not reading.earliest_date <= month <= reading.latest_date:
        return "date out of range"
    return month


def _month_name(text: str | None, names: Mapping[str, str]) -> str | None:
    return text and " ".join(names.get(part, part) for part in text.split(" "))


def _counts(words: list[str | None]) -> Typed:
    bad = {
        i: "not a whole number"
        for i, w in enumerate(words)
        if w is not None and not re.fullmatch(r"-?\d+|\d{1,3}(,\d{3})+", w)
    }
    values = [
        None if w is None or i in bad else int(w.replace(",", "")) for i, w in enumerate(words)
    ]
    return Typed(pd.array(values, dtype="Int64"), bad, allowed=ALLOWED_NUMBERS[Kind.COUNT])


def _probabilities(words: list[str | None]) -> Typed:
    """Parse numbers, also as Excel's small ones are read (5e-05); a percentage is a fault."""
    bad = {
        i: "a percentage" if w.endswith("%") else "not a number"
        for i, w in enumerate(words)
        if w is not None and not _NUMBER.fullmatch(w)
    }
    values = [None if w is None or i in bad else float(w) for i, w in enumerate(words)]
    return Typed(pd.array(values, dtype="Float64"), bad, allowed=ALLOWED_NUMBERS[Kind.PROBABILITY])


def _dates_allowed(reading: Reading) -> str:
    example = dt.date(2023, 11, 30)
    shown = " or ".join(example.strftime(form) for form in reading.date_formats)
    return f"a real day written like {shown}, from {reading.earliest_date} to {reading.latest_date}"


def _months_allowed(reading: Reading) -> str:
    example = dt.date(2023, 11, 1)
    return "a month written like " + " or ".join(
        example.strftime(form) for form in reading.month_formats
    )


def expand(values: Any, codes: NDArray[np.int32]) -> Any:
    """Return one value for each row from one for each distinct text."""
    if len(values) == len(codes) and len(codes) and bool((np.diff(codes) == 1).all()):
        return values if codes[0] == 0 else values.take(codes)
    return values.take(codes)
