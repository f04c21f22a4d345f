"""“Closing the loop” in words: from finding to action, to its doing, to a better re-audit."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.follow_up import loop
from qaanalysis.present import words
from qaanalysis.vocabulary import GradeScale

_NAMED = {
    loop.FOUND: "Areas for development",
    loop.ACTION: "With an action",
    loop.DONE: "Every action done",
    loop.AGAIN: "Re-audited since",
    loop.BETTER: "Re-audit better",
}


def stages_named() -> dict[str, str]:
    """Return what the stages are called."""
    return {
        **_NAMED,
        loop.LEFT: "Go no further",
        loop.STILL: "Come so far",
    }


def stage_names(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of a flow with their stages called as readers read them."""
    named = steps.assign(stage=steps[loop.STAGE].map(lambda stage: _NAMED.get(stage, stage)))
    return named.rename(index=_NAMED)


def closed(table: SafeTable, scale: GradeScale) -> list[str]:
    """Return how far areas for development have come; nothing if they can't be followed."""
    if table.total is None:
        return []
    total = table.whole
    n, acted, done = (total[name] for name in (loop.FOUND, loop.ACTION, loop.DONE))
    if words.hidden(n, acted, done):
        return ["How far findings have come is hidden, because numbers are small"]
    if n == 0:
        return ["No area for development is recorded, so that there is nothing to follow"]
    said = [
        f"Of {words.counted(n, 'area')} for development, {words.count(acted)} "
        f"{'has' if acted == 1 else 'have'} an action, and for {words.count(done)} every action is "
        "done"
    ]
    if scale.worst not in table.frame.index or loop.BETTER not in table.frame:
        return said
    row = table.frame.loc[scale.worst]
    found, again, better = (row[name] for name in (loop.FOUND, loop.AGAIN, loop.BETTER))
    if words.hidden(found, again, better) or not found:
        return said
    return [
        *said,
        f"Only audits graded {scale.worst} are re-audited. Of their {words.counted(found, 'area')} "
        f"for development, {words.count(again)} had every action done and a re-audit since, and "
        f"for {words.count(better)} that re-audit came to a better grade",
    ]
