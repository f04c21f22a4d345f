"""A themed audit's stratified draw, beside plain pandas and samplics.

    python benchmarks/themed_draw.py [rows]

One child of each family, 50 of each of 40 teams and 5 reserves. The plain sides get the same rules
as masks and the same step for siblings, and give neither reserves nor a draw that can be done again
whatever the order of the rows. samplics is timed if it is installed; it isn't among the package's
dependencies.
"""

import gc
import importlib.util
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from side_by_side import medians, show

from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.rules import Rule
from qaanalysis.sampling.themed_sample import Plan, ThemedSample

THEME, PLANS = "Coming into care", ["Child in Need", "Child Protection", "Child in Care"]
TEAMS, EACH, RESERVES = [f"Team {i:02d}" for i in range(40)], 50, 5
DAYS = pd.date_range("2022-01-01", "2023-12-31").to_numpy().astype("datetime64[s]")
PLAN = Plan(
    "Example Trust",
    THEME,
    "2023-07",
    siblings="random",
    design="stratified",
    strata="team",
    allocation="fixed",
    sizes=dict.fromkeys(TEAMS, EACH),
    reserves=RESERVES,
    eligible=(
        Rule("age", "at_least", 2, "under 2"),
        Rule("entered_on", "at_most", "2023-07-31", "after July 2023"),
    ),
)


def cohort(n: int) -> pd.DataFrame:
    """Invent children in no order, with 15 columns typed as the loader types them."""
    rng = np.random.default_rng(1)

    def one_of(words: list[str]) -> pd.Categorical:
        return pd.Categorical.from_codes(rng.integers(0, len(words), n), words)

    def ids(kind: str, numbers: np.ndarray) -> pd.Series:
        return kind + pd.Series(10_000_000 + numbers).astype("str")

    return pd.DataFrame(
        {
            "theme": pd.Categorical.from_codes(np.zeros(n, dtype=int), [THEME]),
            "child_id": ids("LCS-", rng.permutation(n)),
            "family_id": ids("FAM-", rng.integers(0, max(n * 3 // 5, 1), n)),
            "age": pd.array(rng.integers(0, 18, n), dtype="Int64"),
            "plan_type": one_of(PLANS),
            "service_area": one_of([f"Area {i}" for i in range(6)]),
            "team": one_of(TEAMS),
            "case_holder": one_of([f"Holder {i}" for i in range(400)]),
            "entered_on": rng.choice(DAYS, n),
            "previous_plans": pd.array(rng.integers(0, 4, n), dtype="Int64"),
            "ethnicity": one_of(["Asian", "Black", "Mixed", "Other", "White"]),
            "disability": one_of(["No", "Yes"]),
            "reviewed_on": rng.choice(DAYS, n),
            "visited_on": rng.choice(DAYS, n),
            "referrals": pd.array(rng.integers(0, 9, n), dtype="Int64"),
        }
    )


def ours(children: pd.DataFrame) -> ThemedSample:
    return themed_sample.drawn(themed_sample.frame(children, PLAN), None, PLAN)


def one_of_each_family(children: pd.DataFrame) -> pd.DataFrame:
    """Keep the first row of each family among those who meet the rules."""
    able = (children["age"] >= 2) & (children["entered_on"] <= pd.Timestamp("2023-07-31"))
    return children[(children["theme"] == THEME) & able].drop_duplicates("family_id")


def plain(children: pd.DataFrame) -> pd.DataFrame:
    return one_of_each_family(children).groupby("team", observed=True).sample(EACH)


def by_samplics(children: pd.DataFrame) -> pd.DataFrame:
    from samplics.sampling import SampleSelection
    from samplics.utils.types import SelectMethod

    frame = one_of_each_family(children)
    draw = SampleSelection(method=SelectMethod.srs_wor, strat=True)
    sizes = dict.fromkeys(TEAMS, EACH)
    return draw.select(frame["child_id"], sizes, frame["team"], to_dataframe=True, sample_only=True)


def resident_mb(field: str) -> float:
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) / 1024


def extra_mb(thing: Callable[[], Any]) -> float:
    """Return how far a thing raises the peak of resident memory, its result held; Linux only."""
    # Not by tracemalloc, which sees nothing of what Arrow allocates.
    gc.collect()
    pa.default_memory_pool().release_unused()
    before = resident_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # Forgets the peak so far.
    held = thing()
    extra = resident_mb("VmHWM") - before
    del held
    return extra


def side_by_side(order: str, children: pd.DataFrame) -> None:
    """Print memory, times and ratios of one cohort."""
    mb = children.memory_usage(deep=True).sum() / 1e6
    sides = {"themed_sample": lambda: ours(children), "pandas": lambda: plain(children)}
    for name, side in sides.items():
        extra = extra_mb(side)
        print(f"{order}: {name}: {extra:.0f} MB more, {extra / mb:.2f} × the cohort's {mb:.0f} MB")
    if importlib.util.find_spec("samplics") is not None:
        sides["samplics"] = lambda: by_samplics(children)
    found = medians(sides, rounds=3 if len(children) > 1_000_000 else 9)
    show(order, found, against="pandas")


def main(rows: int) -> None:
    """Time a cohort in no order, and the same one by identifier as exports mostly are."""
    warnings.filterwarnings("ignore", category=FutureWarning)  # samplics says that it is archived.
    if importlib.util.find_spec("samplics") is None:
        print("samplics isn't installed, so it isn't timed: pip install samplics")
    children = cohort(rows)
    print(f"{rows:,} children, {children.shape[1]} columns, {len(ours(children).sample):,} drawn")
    side_by_side("in no order", children)
    children = children.sort_values("child_id", ignore_index=True)
    side_by_side("by identifier", children)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
