from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.present import words


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percentages_are_rounded_half_up_from_the_true_quotient(pair: tuple[int, int]) -> None:
    count, total = pair
    exact = (Decimal(100 * count) / Decimal(total)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert words.percent(count / total) == f"{exact}%"


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (100 / 361, 0, "28%"),  # the published report truncated it to 27%
        (100 / 361, 1, "27.7%"),
        (57 / 200, 0, "29%"),  # the float lies below 28.5
        (0.125, 0, "13%"),
        (np.float64(1 / 3), 1, "33.3%"),
        (-0.0001, 1, "0.0%"),
        (-0.125, 0, "−13%"),
        (1, 1, "100.0%"),
    ],
)
def test_percent(share: float, digits: int, shown: str) -> None:
    assert words.percent(share, digits=digits) == shown


@pytest.mark.parametrize("absent", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_what_is_missing_is_said_not_guessed(absent: object) -> None:
    assert words.percent(absent) == "[x]"
    assert words.count(absent) == "[x]"
    assert words.month(absent) == "[x]"
    assert words.day(absent) == "[x]"
    assert words.percent(absent, missing="none was scheduled") == "none was scheduled"


def test_symbols_for_hidden_figures_pass_through() -> None:
    assert words.percent("[c]") == "[c]"
    assert words.count("[c]") == "[c]"
    assert words.points("[c]") == "[c]"
    assert words.interval("[c]", "[c]") == "[c]"
    assert words.estimate("[c]", 0.1, 0.2) == "[c]"


def test_intervals_and_estimates() -> None:
    assert words.estimate(229 / 681, 0.30184, 0.37257) == "33.6% (30.2–37.3)"
    assert words.estimate(0.5, float("nan"), 0.6) == "50.0%"
    assert words.interval(-0.05, 0.1) == "−5.0 to 10.0"
    assert words.number_interval(0.1, float("nan")) == "[x]"


def test_counts_have_thousands_separators() -> None:
    assert words.count(np.int64(12345)) == "12,345"
    assert words.count(44.0) == "44"
    assert words.points(0) == "0.0 points"


def test_months_and_dates_are_spelled_without_a_locale() -> None:
    assert [words.month(m) for m in pd.period_range("2023-01", periods=12, freq="M")] == [
        f"{name} 2023" for name in words.MONTHS
    ]
    assert words.day(pd.Timestamp("2023-12-03")) == "3 December 2023"
    assert words.day("2023-12-03") == "3 December 2023"
    assert words.months("2023-12", "2024-01") == "December 2023 to January 2024"


@pytest.mark.parametrize(
    ("value", "shown"), [(1, "first"), (10, "tenth"), (11, "11th"), (21, "21st"), (103, "103rd")]
)
def test_ordinals(value: int, shown: str) -> None:
    assert words.ordinal(value) == shown


def test_lists_and_sentences() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a", "b"]) == "a and b"
    assert words.sentence("is it so?") == "Is it so?"
    assert words.in_words(0) == "none"
    assert words.in_words(11) == "11"
