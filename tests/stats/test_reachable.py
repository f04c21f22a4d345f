from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.reachable import counts, totals, truncated


@pytest.mark.parametrize(
    ("percent", "total", "expected"),
    [
        ("71", 48, (34,)),
        ("46", 48, (22,)),
        ("21", 48, (10,)),
        ("74", 48, ()),
        ("74", 28, ()),
        ("74", 46, (34,)),
        ("74", 47, (35,)),
        ("27.2", 287, (78,)),
        ("0", 10, (0,)),
        ("100", 10, (10,)),
    ],
)
def test_published_percentages(percent, total, expected):
    assert counts(percent, total) == expected


def test_27_of_361_was_cut_off_and_not_rounded():
    assert 100 not in counts("27", 361)
    assert 100 in truncated("27", 361)


def test_74_can_be_of_46_or_47_but_not_of_48():
    assert totals("74", 48)[-2:] == (46, 47)


@given(st.integers(1, 400), st.integers(0, 2), st.data())
def test_every_count_is_found_from_its_own_percentage(total, decimals, data):
    count = data.draw(st.integers(0, total))
    exact, step = Decimal(100 * count) / total, Decimal(1).scaleb(-decimals)
    for habit in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        assert count in counts(str(exact.quantize(step, habit)), total)
    cut = str(exact.quantize(step, ROUND_DOWN))
    assert count in counts(cut, total) + truncated(cut, total)


@pytest.mark.parametrize("percent", ["", "a", "-1", "100.1", "1/0", 74])
def test_what_is_no_percentage_is_refused(percent):
    with pytest.raises(StatisticsError, match="percent"):
        counts(percent, 10)


@pytest.mark.parametrize("total", [0, -1, 1.5])
def test_what_is_no_total_is_refused(total):
    with pytest.raises(StatisticsError, match="total"):
        counts("10", total)
