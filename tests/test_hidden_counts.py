"""Hidden counts: what is known of them, and how near the other counts of a row bring it."""

import pandas as pd
import pytest

from qaanalysis import hidden_counts

COUNTS = hidden_counts.COUNTS


def row(planned, exempted, scheduled, returned):
    """Make a row of stated totals; a count that is hidden is its least and its most."""
    cells = {}
    for count, given in zip(COUNTS, (planned, exempted, scheduled, returned), strict=True):
        low, high = given if isinstance(given, tuple) else (None, None)
        cells[count] = None if isinstance(given, tuple) else given
        cells |= {f"{count}_at_least": low, f"{count}_at_most": high}
    return pd.DataFrame([cells])


def near(frame, count):
    found = hidden_counts.narrowed(frame).iloc[0]
    return found[f"{count}_at_least"], found[f"{count}_at_most"]


@pytest.mark.parametrize(
    ("given", "count", "by_hand"),
    [
        # 12 planned less 10 scheduled are 2.
        ((12, (0, 4), 10, 4), "exempted", (2, 2)),
        # 4 returned must have been scheduled, so that of 5 planned at most 1 is exempted.
        ((5, (0, 4), (0, 4), 4), "exempted", (1, 1)),
        ((5, (0, 4), (0, 4), 4), "scheduled", (4, 4)),
        # Of 3 scheduled no more than 3 come back.
        ((3, 0, 3, (0, 4)), "returned", (0, 3)),
        (((0, 9), 3, (0, 4), 2), "planned", (5, 7)),
        ((117, 0, 117, (1, 4)), "returned", (1, 4)),
    ],
)
def test_the_other_counts_of_a_row_bring_a_hidden_one_nearer(given, count, by_hand):
    assert near(row(*given), count) == by_hand


def test_a_count_that_is_known_is_both_its_ends():
    low, high = hidden_counts.ends(row(12, 2, 10, 4), "returned")
    assert low.tolist() == high.tolist() == [4]


def test_of_a_blank_nothing_is_known_and_it_is_not_hidden():
    frame = row(12, 2, 10, 4).assign(returned=None)
    assert not hidden_counts.hidden(frame).any(axis=None)
    low, high = hidden_counts.ends(frame, "returned")
    assert low.isna().all()
    assert high.isna().all()


def test_counts_that_are_all_known_have_no_columns_of_ends_beside_them():
    made = hidden_counts.with_ends(row(12, 2, 10, 4))
    assert list(made) == COUNTS
    assert made.iloc[0].tolist() == [12, 2, 10, 4]
    assert len(hidden_counts.with_ends(row(12, 2, 10, (0, 4))).columns) == 12
