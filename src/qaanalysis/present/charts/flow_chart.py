"""Who is left at each stage, and who left on the way and why: a flow from top to bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, words
from qaanalysis.present.charts import hidden
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.flow_drawing import draw
from qaanalysis.present.tables import table


@dataclass(frozen=True)
class Exit:
    """How many leave, and why."""

    n: str
    why: str
    is_nobody: bool


@dataclass(frozen=True)
class Stage:
    """How many have come so far, what they are called, and who left on the way.

    `part` is their share of the first, NaN where a number it comes from isn't shown.
    """

    n: str
    name: str
    of_first: str
    part: float
    exits: tuple[Exit, ...]
    is_last: bool


@of_safe_table
def flow(
    safe: SafeTable,
    *,
    left: str,
    still: str,
    stage: str,
    title: str,
    renamed: Mapping[str, str] | None = None,
) -> Chart:
    """Draw stages under one another, and beside each arrow who leaves there.

    Parameters
    ----------
    safe : SafeTable
        Indexed by step, in order: what is left out there, in words. A step called as its stage is
        the stage itself, and has no exit.
    left, still : str
        The columns of how many leave at the step, and how many are still in after it.
    stage : str
        The column of the stage that those still in have reached, or are on their way to.
    title : str
        What the chart shows.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.

    Notes
    -----
    After the CONSORT statement's diagram: Schulz KF, Altman DG, Moher D (2010). BMJ 340:c332.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> rows = {"stage": ["in the cohort", "eligible"], "out": [0, 20], "left": [100, 80]}
    >>> steps = pd.DataFrame(rows, index=pd.Index(["in the cohort", "moved away"], name="step"))
    >>> columns = {"left": "out", "still": "left", "stage": "stage"}
    >>> flow(protect(steps, **how), title="The sample", **columns).title
    'The sample'
    """
    data = table(safe, columns=[left, still], renamed=renamed)
    frame = safe.frame
    if frame.empty:
        return without_data(data, title=title, why="there is no step")
    if hidden.cells(frame, [left, still]).all():
        return without_data(data, title=title, why="no step has a number")
    found = _stages(frame, left, still, stage)
    alt = f"{title}. {_alt(found, safe.unit)}"
    note = f"The bar in each box is its share of those {_lower(found[0].name)}."
    is_known = sum(bool(np.isfinite(reached.part)) for reached in found) > 1
    note = note if is_known else ""
    return drawn(data, lambda size: draw(found, size), title=title, alt=alt, note=note)


def _stages(frame: pd.DataFrame, left: str, still: str, stage: str) -> list[Stage]:
    reached = hidden.numbers(frame, [still])[still]
    first = float(reached.iloc[0])
    found: list[Stage] = []
    names = list(dict.fromkeys(frame[stage].tolist()))
    for name in names:
        rows = frame[frame[stage] == name]
        exits = tuple(
            Exit(words.count(n), labels.label(step), n == 0)
            for step, n in zip(rows.index.tolist(), rows[left].tolist(), strict=True)
            if step != name
        )
        n = rows[still].iloc[-1]
        part = float(reached[(frame[stage] == name).to_numpy()].iloc[-1]) / first if first else 0.0
        known = bool(np.isfinite(part))
        of = f"{words.percent(part)} of {words.count(first)}" if found and first and known else ""
        found.append(Stage(words.count(n), name, of, part, exits, name == names[-1]))
    return found


def _alt(found: Sequence[Stage], unit: str) -> str:
    """Say each stage with its number, and before it who left and why."""
    said = []
    for stage in found:
        gone = [f"{left.n} {_lower(left.why)}" for left in stage.exits]
        if gone:
            said.append(f"Left out: {'; '.join(gone)}.")
        of = f" ({stage.of_first})" if stage.of_first else ""
        counted = f" {unit}" if stage is found[0] else ""
        said.append(f"{stage.name}: {stage.n}{counted}{of}.")
    return " ".join(said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
