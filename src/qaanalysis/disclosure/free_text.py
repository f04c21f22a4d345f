"""Free texts that seem to name or tell of somebody: told by row, and never what they say."""

import pandas as pd

from qaanalysis import personal_patterns
from qaanalysis.data import Loaded
from qaanalysis.data.schemas import sensitive_columns, tables
from qaanalysis.vocabulary import GradeScale, Sensitivity

COLUMNS = ("table", "column", "found", "n_rows", "rows")
A_NAME = "the name of somebody who works here"
ROWS_SHOWN = 10


def identifying_texts(loaded: Loaded) -> pd.DataFrame:
    """Return where free texts hold an NHS number, a telephone number or the like, or a name.

    Names are looked for whole, and only of those who work here: a child's isn't in the data.

    Parameters
    ----------
    loaded : Loaded
        A run's tables.

    Returns
    -------
    DataFrame
        table, column, found (what kind of thing), n_rows, and rows: the numbers in the file of the
        first accepted rows that hold one. Nothing of the text itself.
    """
    names = _names(loaded)
    scale = GradeScale(("any",), frozenset({"any"}))
    listed = []
    for name, table in tables(scale).items():
        frame = loaded.get(name)
        for column, spec in table.schema.columns.items():
            if frame is not None and spec.metadata["free_text"]:
                told = _told(frame[column], loaded.origins[name].rows.tolist(), names)
                listed += [(name, column, *one) for one in told]
    return pd.DataFrame(listed, columns=list(COLUMNS))


def _names(loaded: Loaded) -> frozenset[str]:
    workers = [c for c, who in sensitive_columns().items() if who is Sensitivity.WORKER]
    names: set[str] = set()
    for frame in loaded.accepted.values():
        for column in (c for c in workers if c in frame):
            names |= {_plain(str(name)) for name in frame[column].dropna().unique()}
    return frozenset(name for name in names if " " in name)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _told(
    texts: pd.Series, numbers: list[int], names: frozenset[str]
) -> list[tuple[str, int, str]]:
    kinds = {text: _kinds(text, names) for text in texts.dropna().unique()}
    rows: dict[str, list[int]] = {}
    for number, text in zip(numbers, texts, strict=True):
        for kind in kinds.get(text, ()):
            rows.setdefault(kind, []).append(number)
    return [
        (kind, len(at), ", ".join(map(str, at[:ROWS_SHOWN])) + (", …" if at[ROWS_SHOWN:] else ""))
        for kind, at in sorted(rows.items())
    ]


def _kinds(text: str, names: frozenset[str]) -> list[str]:
    found = {kind for kind, _ in personal_patterns.found(text)}
    plain = f" {_plain(text)} "
    if any(name in plain for name in names):
        found.add(A_NAME)
    return sorted(found)
