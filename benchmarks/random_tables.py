"""Whether a reader ever gets closer to a hidden number than the policy, over 1,000 random tables.

    python benchmarks/random_tables.py [--tables 1000]

It tries what tests/disclosure/test_suppress.py tries with fewer: tables with totals and, half of
them, a hierarchy; zeros shown and hidden; as few cells hidden as can be, and one at a time as in
large tables. Hypothesis shows the first table that fails.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).resolve().parents[1] / "tests"
WAYS = [("show", 250), ("hide", 250), ("show", 0), ("hide", 0)]


def main() -> None:
    """Try each way on a share of the tables, and print that it held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    each = parser.parse_args().tables // len(WAYS)
    sys.path[:0] = [str(TESTS), str(TESTS / "disclosure")]
    from test_suppress import check_random_table

    for zeros, exact_to in WAYS:
        _try(partial(check_random_table, zeros=zeros, exact_to=exact_to), each)
        how = "exactly" if exact_to else "one at a time"
        print(f"zeros {zeros}, {how}: held for {each} tables")


def _try(check: Callable[[st.DataObject], None], n_tables: int) -> None:
    @settings(max_examples=n_tables, deadline=None)
    @given(data=st.data())
    def held(data: st.DataObject) -> None:
        check(data)

    held()


if __name__ == "__main__":
    main()
