import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.stats.spc import p_chart, xmr
from qaanalysis.stats.spc_rules import SPECIAL_CAUSES

NAN = float("nan")
# Moving ranges of 2 throughout: mean 51, limits 51 ± 5.32, near limits 51 ± 3.55.
CALM = [50.0, 52.0] * 7
quick = settings(max_examples=100, deadline=None)

# Coarse values make ties, trends and points on the mean common; NaN makes gaps.
series = st.lists(st.one_of(st.integers(0, 9).map(float), st.just(NAN)), max_size=30)


def _marks(chart):
    return {i: str(word) for i, word in enumerate(chart.special_cause) if word}


def _naive_marks(chart):
    """Mark points by looking at every window they are in, one point at a time."""
    y, n = chart.value, chart.value.size
    words = [""] * n

    def windows(i, length):
        return [range(a, a + length) for a in range(i - length + 1, i + 1) if 0 <= a <= n - length]

    for i in range(n):
        above, below = y > chart.upper, y < chart.lower
        rises = [w for w in windows(i, 7) if all(y[j] < y[j + 1] for j in w[:-1])]
        falls = [w for w in windows(i, 7) if all(y[j] > y[j + 1] for j in w[:-1])]
        if above[i] or below[i]:
            words[i] = "above limit" if above[i] else "below limit"
        elif rises or falls:
            newest = max(rises + falls, key=lambda w: w[0])
            words[i] = "rising" if newest in rises else "falling"
        else:
            for high, side, near in (
                (True, y > chart.mean, (y > chart.near_upper) & ~above),
                (False, y < chart.mean, (y < chart.near_lower) & ~below),
            ):
                if near[i] and any(side[w].all() and near[w].sum() >= 2 for w in windows(i, 3)):
                    words[i] = "two of three high" if high else "two of three low"
                elif not words[i] and any(side[w].all() for w in windows(i, 7)):
                    words[i] = "seven above" if high else "seven below"
    return words


@quick
@given(series)
def test_rules_agree_with_looking_at_every_window(values):
    chart = xmr(values, baseline=8)
    # The naive rules have no tolerance: leave out means that rounding puts beside a point.
    if not np.any(np.isclose(chart.value, chart.mean) & (chart.value != chart.mean)):
        assert chart.special_cause.tolist() == _naive_marks(chart)


@quick
@given(series)
def test_upside_down_is_the_mirror_image(values):
    chart, turned = xmr(values, improvement="up"), xmr([-v for v in values], improvement="down")
    opposite = {"": ""}
    for up, down in SPECIAL_CAUSES:
        opposite |= {up: down, down: up}
    assert turned.special_cause.tolist() == [opposite[str(word)] for word in chart.special_cause]
    assert turned.kind.tolist() == chart.kind.tolist()
    np.testing.assert_allclose(turned.upper, -chart.lower)


def test_a_gap_breaks_every_kind_of_run():
    runs = [[54.0] * 7, [40.0 + step for step in range(7)], [55.0, 55.0, 54.0]]
    words = ["seven above", "rising", "two of three high"]
    for run, word in zip(runs, words, strict=True):
        assert word in xmr(CALM + run, baseline=14).special_cause
        broken = CALM + run[: len(run) // 2] + [NAN] + run[len(run) // 2 :]
        assert word not in xmr(broken, baseline=14).special_cause


def test_a_run_needs_seven():
    assert "seven above" not in xmr([*CALM, *[53.0] * 5], baseline=14).special_cause
    assert _marks(xmr([*CALM, *[53.0] * 6], baseline=14)) == dict.fromkeys(
        range(13, 20), "seven above"
    )


def test_a_point_on_the_mean_is_on_no_side():
    broken = [*CALM, *[53.0] * 3, 51.0, *[53.0] * 3]
    assert "seven above" not in xmr(broken, baseline=14).special_cause


def test_two_of_three_marks_those_near_the_limit_only():
    chart = xmr([*CALM[:-1], 55.0, 52.0, 55.0, 50.0], baseline=13)
    assert _marks(chart) == {13: "two of three high", 15: "two of three high"}


def test_two_of_three_leaves_points_outside_the_limits_out():
    chart = xmr([*CALM[:-1], 58.0, 55.0, 52.0], baseline=13)
    assert _marks(chart) == {13: "above limit"}


def test_the_top_of_a_rise_and_fall_belongs_to_what_follows():
    values = [
        *CALM,
        *[47 + step / 2 for step in range(8)],
        *[50.25 - step / 2 for step in range(7)],
    ]
    chart = xmr(values, baseline=14)
    assert chart.special_cause[20:23].tolist() == ["rising", "falling", "falling"]


def test_the_last_of_one_rise_stays_rising_when_another_follows():
    rise = [48 + step / 2 for step in range(7)]
    chart = xmr([*CALM, *rise, *rise], baseline=14)
    assert set(chart.special_cause[15:]) == {"rising"}


def test_rounding_marks_nothing():
    # In binary the mean of seven tenths comes out just below a tenth.
    chart = xmr([0.1] * 7)
    assert chart.mean[0] < 0.1
    assert _marks(chart) == {}
    assert chart.upper == pytest.approx(0.1)
    assert set(p_chart([3, 1, 7] * 5, [30, 10, 70] * 5).special_cause) == {""}


def test_after_no_variation_any_change_is_outside():
    assert _marks(xmr([5.0] * 13 + [6.0], baseline=13)) == {13: "above limit"}


@pytest.mark.parametrize(
    ("improvement", "kind"), [("up", "improvement"), ("down", "concern"), (None, "special cause")]
)
def test_the_direction_is_declared_or_not_told(improvement, kind):
    chart = xmr([*CALM, 90.0], baseline=14, improvement=improvement)
    assert chart.kind.tolist() == ["common cause"] * 14 + [kind]
