"""What is shown also records itself, so that a notebook's outputs hold its figures.

Each shown object adds an entry of type `MIME` to its output: plain JSON beside the HTML. `run`
reads these entries from the executed notebook, so the figures are the same whether the notebook
was run in JupyterLab, by papermill or by the batch.
"""

import datetime as dt
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable

MIME = "application/vnd.qaanalysis+json"


class Shown(ABC):
    """Something a notebook shows: as HTML, as text and as a record."""

    @abstractmethod
    def html(self) -> str:
        """Return markup in which everything that came from data is escaped."""

    @abstractmethod
    def text(self) -> str:
        """Return the same for a reader without HTML."""

    @abstractmethod
    def record(self) -> dict[str, Any]:
        """Return the figures behind it; `type` says what they are."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return {"text/html": self.html(), "text/plain": self.text(), MIME: plain(self.record())}


def plain(value: Any) -> Any:
    """Return a value as canonical JSON types: sorted keys, NaN as null, months as 2023-05.

    Examples
    --------
    >>> plain({"b": (1, float("nan")), "a": pd.Period("2023-05", "M")})
    {'a': '2023-05', 'b': [1, None]}
    """
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, pd.Series):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray | pd.Index):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def table(safe: SafeTable, *, columns: Iterable[str] | None = None) -> dict[str, Any]:
    """Return a safe table as a record: one mapping for each row, headings included."""
    names = list(safe.frame.columns if columns is None else columns)
    return {
        "type": "table",
        "caption": safe.caption,
        "unit": safe.unit,
        "audience": str(safe.audience),
        "note": safe.note,
        "facts": [fact.record() for fact in safe.facts],
        "headings": [heading for heading in safe.frame.index.names if heading is not None],
        "columns": names,
        "rows": _rows(safe.frame[names]),
        "total": next(iter(_rows(safe.total[names])), None) if safe.total is not None else None,
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    named = any(heading is not None for heading in frame.index.names)
    flat = frame.reset_index() if named else frame
    return [
        dict(zip(map(str, flat.columns), row, strict=True))
        for row in flat.itertuples(index=False, name=None)
    ]


def show_each(shown: Iterable[Shown]) -> None:
    """Show several things below one another, each with its own record.

    Parameters
    ----------
    shown : iterable of Shown
        As many as the data have, such as a few for each theme.
    """
    from IPython.display import display

    for each in shown:
        display(each)
