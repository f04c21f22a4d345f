"""How long a choice in `explore` takes on the example, until all that is seen is redrawn.

python benchmarks/explore.py
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from qaanalysis.explore import Explorer
from qaanalysis.explore.records import Records
from qaanalysis.explore.view import NAMES
from qaanalysis.notebook import open_run

PARAMS = Path(__file__).resolve().parents[1] / "params" / "2023-11.yml"
LIMIT_MS = 300
# In turn, so that each changes something.
CHOICES = (
    *(("service_area", "Leaving Care"), ("team", "Leaving Care 2"), ("team", "")),
    *(("management_level", "Team manager"), ("management_level", ""), ("service_area", "")),
    *(("theme", "Chronologies"), ("theme", ""), ("first_month", "2023-09")),
    ("first_month", "2023-05"),
)


def main() -> None:
    """Print the median and the longest of each subject."""
    begun = time.perf_counter()
    records = Records.of(open_run(str(PARAMS)))
    explorer = Explorer(records, records.options.chosen())
    print(f"opened, data read and the first view drawn: {time.perf_counter() - begun:.2f} s")
    for at, name in enumerate(NAMES):
        explorer.tabs.selected_index = at
        each = [took(choosing(explorer, *choice)) for _ in range(3) for choice in CHOICES]
        wall, work = zip(*each, strict=True)
        print(
            f"{name}: a choice is redrawn in {statistics.median(wall):.0f} ms "
            f"({statistics.median(work):.0f} ms of processor), the longest of {len(each)} "
            f"in {max(wall):.0f} ({max(work):.0f}) ms; wanted: under {LIMIT_MS} ms"
        )


def choosing(explorer: Explorer, field: str, value: str) -> Callable[[], None]:
    """Return what chooses something, as a hand would."""
    return lambda: setattr(explorer.fields[field], "value", value)


def took(thing: Callable[[], None]) -> tuple[float, float]:
    """Return the milliseconds that a thing takes, on the clock and of the processor's time."""
    begun, worked = time.perf_counter(), time.process_time()
    thing()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


if __name__ == "__main__":
    main()
