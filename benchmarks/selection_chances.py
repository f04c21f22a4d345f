"""Whether every case is selected as often as its chance says, over 20,000 seeds of each design.

    python benchmarks/selection_chances.py [--seeds 20000]

It tries what tests/sampling/test_select.py and test_themed_chances.py try with fewer seeds, and
takes some minutes for each design. A design that doesn't fit is named, and the exit code is 1.
"""

import argparse
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"


def main() -> None:
    """Try each design and print whether its counts fit its chances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20_000)
    seeds = parser.parse_args().seeds
    sys.path[:0] = [str(TESTS), str(TESTS / "sampling")]
    from test_select import check_frequencies
    from test_themed_chances import CHANCES, fits

    check_frequencies(seeds)
    print(f"so many of each stratum: fits over {seeds:,} seeds")
    wrong = []
    for design in CHANCES:
        fine = fits(design, seeds)
        print(f"{design.__name__}: {'fits' if fine else 'does not fit'} over {seeds:,} seeds")
        wrong += [] if fine else [design.__name__]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
