"""How unlike two groups are, category by category, with a band of what is commonly let pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, words
from qaanalysis.present.charts import hidden
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.likeness_drawing import Line, draw, is_beyond, signed
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table


@dataclass(frozen=True)
class _Series:
    name: str
    figures: np.ndarray


@of_safe_table
def likeness(
    safe: SafeTable,
    *,
    pairs: Mapping[str, str],
    limit: float,
    title: str,
    of: str = "in the sample",
    columns: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Chart:
    """Draw one or two standardised differences for each category, by field.

    Parameters
    ----------
    safe : SafeTable
        Indexed by field and category.
    pairs : mapping
        The columns of differences (one or two), and what each is called.
    limit : float
        How large a difference is commonly let pass, either way; drawn as a band.
    title : str
        What the chart shows.
    of : str
        Where a category with a difference over 0 is more frequent.
    columns : sequence of str
        Further columns of the data below the chart.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.
    kinds : mapping, optional
        How a further column is shown, where its values don't tell.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> pairs = [("age", "0 to 4"), ("age", "5 to 9")]
    >>> keys = pd.MultiIndex.from_tuples(pairs, names=["field", "category"])
    >>> frame = pd.DataFrame({"gap": [0.05, -0.2]}, index=keys)
    >>> likeness(protect(frame, **how), pairs={"gap": "drawn"}, limit=0.1, title="Alike?").title
    'Alike?'
    """
    there = {column: name for column, name in pairs.items() if column in safe.frame}
    kinds = {**dict.fromkeys(there, Kind.NUMBER), **(kinds or {})}
    shown = [*(column for column in columns if column in safe.frame), *there]
    data = table(safe, columns=shown, kinds=kinds, renamed={**(renamed or {}), **there})
    if safe.frame.empty or not there:
        return without_data(data, title=title, why="there is nothing to compare")
    found = [
        _Series(name, hidden.numbers(safe.frame, [column])[column].to_numpy(dtype=float))
        for column, name in there.items()
    ]
    if all(np.isnan(series.figures).all() for series in found):
        return without_data(data, title=title, why="no difference is defined")
    gone = hidden.cells(safe.frame, list(there))
    lines = _lines(safe.frame, found, gone)
    names = [series.name for series in found]
    alt = f"{title}. {_alt(lines, names, limit)}"
    return drawn(data, lambda size: draw(lines, names, limit, of, size), title=title, alt=alt)


def _lines(frame: pd.DataFrame, found: Sequence[_Series], gone: np.ndarray) -> list[Line]:
    """Return a line for each category, and one above those of each field that has several."""
    fields = frame.index.get_level_values(0).tolist()
    lines: list[Line] = []
    for at, (field, category) in enumerate(frame.index.tolist()):
        figures = tuple(float(series.figures[at]) for series in found)
        is_hidden = bool(gone[at].any())
        if fields.count(field) == 1:
            named = f"{labels.label(field)}, {category}"
            lines.append(Line(named, figures, named, is_head=True, is_hidden=is_hidden))
            continue
        if not at or fields[at - 1] != field:
            lines.append(Line(labels.label(field), (), "", is_head=True))
        shown = labels.label(category)
        full = f"{labels.label(field)} {shown}"
        lines.append(Line(shown, figures, full, is_hidden=is_hidden))
    return lines


def _alt(lines: Sequence[Line], names: Sequence[str], limit: float) -> str:
    """Say for each series how many are beyond the limit, and which."""
    said = []
    for at, name in enumerate(names):
        known = [line for line in lines if line.figures and np.isfinite(line.figures[at])]
        beyond = [line for line in known if is_beyond(line.figures[at], limit)]
        which = [f"{line.full} ({signed(line.figures[at])})" for line in beyond]
        listed = f": {words.listed(which)}" if which else ""
        count = f"{words.count(len(beyond))} of {words.count(len(known))}"
        by = words.number(limit, digits=1)
        said.append(f"{words.sentence(name)[:-1]}: {count} differ by more than {by}{listed}.")
    return " ".join(said)
