import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.spc import assurance, p_chart, xmr

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "published" / "spc.json").read_text(encoding="utf-8")
)
XMR = PUBLISHED["xmr"]["cases"]
RETURNS = PUBLISHED["returns"]
NAN = float("nan")
# Moving ranges of 2 throughout: mean 51, limits 51 ± 5.32, near limits 51 ± 3.55.
CALM = [50.0, 52.0] * 7
quick = settings(max_examples=100, deadline=None)

# Coarse values make ties, trends and points on the mean common; NaN makes gaps.
series = st.lists(st.one_of(st.integers(0, 9).map(float), st.just(NAN)), max_size=30)


def _marks(chart):
    return {i: str(word) for i, word in enumerate(chart.special_cause) if word}


def _spelled(marks):
    return {int(i): word for i, word in marks.items()}


@pytest.mark.parametrize("case", XMR, ids=lambda c: c["name"])
def test_published_xmr_charts(case):
    chart = xmr(case["values"], improvement=case["improvement"], screen=case["screen"])
    for name in ("mean", "lower", "upper"):
        expected = pytest.approx(case[name], abs=PUBLISHED["xmr"]["tolerance"])
        assert getattr(chart, name)[0] == getattr(chart, name)[-1] == expected
    assert _marks(chart) == _spelled(case["special_cause"])
    kinds = {i: str(k) for i, k in enumerate(chart.kind) if k != "common cause"}
    assert kinds == _spelled(case["kind"])


@pytest.mark.parametrize("case", [c for c in XMR if "target" in c], ids=lambda c: c["name"])
def test_published_assurance(case):
    chart = xmr(case["values"], screen=case["screen"])
    assert assurance(chart, case["target"], improvement="up") == case["assurance"]


def test_published_p_chart():
    case = PUBLISHED["orange_juice"]
    chart = p_chart(case["count"], case["total"])
    for name in ("mean", "lower", "upper"):
        assert getattr(chart, name) == pytest.approx(case[name], abs=case["tolerance"])
    outside = np.flatnonzero(np.char.endswith(chart.special_cause, "limit"))
    assert outside.tolist() == case["outside"]


def test_laney_with_equal_totals_is_the_published_chart_of_individuals():
    case = PUBLISHED["individuals"]
    chart = p_chart(case["values"], 100, laney=True)
    for name in ("mean", "lower", "upper"):
        assert getattr(chart, name) * 100 == pytest.approx(case[name], abs=case["tolerance"])


def test_published_return_rates():
    chart = p_chart(RETURNS["returned"], RETURNS["scheduled"], improvement="up")
    assert chart.mean.tolist() == [229 / 681] * 7
    assert chart.upper[0] == pytest.approx(RETURNS["upper_may"], abs=RETURNS["tolerance"])
    assert chart.lower[6] == pytest.approx(RETURNS["lower_november"], abs=RETURNS["tolerance"])
    assert _marks(chart) == {0: "above limit", 6: "below limit"}
    assert (chart.kind[0], chart.kind[6]) == ("improvement", "concern")
    assert chart.trial
    assert assurance(chart, 0.9, improvement="up") == "not enough points"


@quick
@given(series, st.data())
def test_phases_are_charts_of_their_own(values, data):
    at = data.draw(st.integers(0, len(values))) if values else 0
    whole = xmr(values, rebase=[at] if 0 <= at < len(values) else [])
    parts = [xmr(values[:at]), xmr(values[at:])]
    for name in ("mean", "lower", "upper", "near_lower", "near_upper"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        np.testing.assert_array_equal(getattr(whole, name), joined)
    marks = np.concatenate([part.special_cause for part in parts])
    assert whole.special_cause.tolist() == marks.tolist()


def test_a_run_does_not_reach_across_a_rebase():
    run = [*CALM, *[54.0] * 7]
    assert "seven above" in xmr(run, baseline=14).special_cause
    assert "seven above" not in xmr(run, baseline=14, rebase=[17]).special_cause
    assert xmr(run, rebase=[17]).phase.tolist() == [0] * 17 + [1] * 4


def test_rebase_at_the_start_changes_nothing():
    chart = xmr(CALM, rebase=[0])
    assert set(chart.phase) == {0}
    assert chart.upper.tolist() == xmr(CALM).upper.tolist()


def test_a_gap_stays_a_gap():
    chart = xmr([1.0, 2.0, NAN, 30.0, 31.0], improvement="up")
    assert np.isnan(chart.value[2])
    assert chart.kind[2] == chart.special_cause[2] == ""
    # The ranges are 1 and 1: none reaches from 2 to 30.
    assert chart.upper[0] == pytest.approx(16 + 2.66)
    assert chart.n_baseline == 4


def test_gaps_of_a_p_chart():
    chart = p_chart([5, 0, NAN, 6, 4], [20, 0, 25, 30, NAN])
    assert np.isnan(chart.value).tolist() == [False, True, True, False, True]
    assert np.isnan(chart.upper).tolist() == [False, True, True, False, True]
    assert chart.mean.tolist() == [11 / 50] * 5
    assert chart.kind.tolist() == ["common cause", "", "", "common cause", ""]


@pytest.mark.parametrize("n", [12, 13])
def test_limits_are_on_trial_under_13_points(n):
    assert xmr(CALM[:n]).trial is (n < 13)
    assert xmr([*CALM, *CALM[:n]], rebase=[14]).trial is (n < 13)
    assert xmr([*CALM[:n], NAN]).n_baseline == n


def test_limits_come_from_the_baseline_alone():
    chart = xmr([*CALM, 90.0, 90.0], baseline=14)
    assert chart.mean.tolist() == [51.0] * 16
    shares = p_chart([1, 1, 9], 10, baseline=2)
    assert shares.mean.tolist() == [0.1] * 3
    assert shares.n_baseline == 2


def test_limits_of_shares_stay_within_0_and_1():
    chart = p_chart([0, 1, 5], [5, 5, 5])
    assert chart.lower.min() >= 0
    assert chart.upper.max() <= 1


def test_near_limits_lie_two_thirds_of_the_way():
    for chart in (xmr(CALM), p_chart([40, 50, 45], 100)):
        assert chart.near_upper - chart.mean == pytest.approx((chart.upper - chart.mean) * 2 / 3)
        assert chart.mean - chart.near_lower == pytest.approx((chart.mean - chart.lower) * 2 / 3)


def test_laney_scales_the_limits_by_sigma_z():
    count, total = [400, 520, 430, 500, 410], [1000, 1100, 900, 1050, 950]
    plain, prime = p_chart(count, total), p_chart(count, total, laney=True)
    pooled = 2260 / 5000
    z = [
        (c / t - pooled) / (pooled * (1 - pooled) / t) ** 0.5
        for c, t in zip(count, total, strict=True)
    ]
    expected = sum(abs(b - a) for a, b in itertools.pairwise(z)) / 4 / 1.128
    assert prime.sigma_z == pytest.approx(expected)
    assert np.isnan(plain.sigma_z)
    reach = (plain.upper - plain.mean) * expected
    assert prime.upper - prime.mean == pytest.approx(reach)


@pytest.mark.parametrize(
    "chart",
    [
        xmr([]),
        xmr([5.0]),
        xmr([NAN, NAN]),
        xmr([1.0, NAN, 2.0]),
        p_chart([], []),
        p_chart([0, 0], [0, 0]),
        p_chart([5], [9], laney=True),
        p_chart([0, 0], [9, 9], laney=True),
    ],
)
def test_no_limits_are_nan_with_a_reason(chart):
    assert np.isnan(chart.upper).all()
    assert chart.upper.shape == chart.value.shape == chart.kind.shape
    assert set(chart.kind) <= {""}
    assert chart.reason.startswith("there are no limits")
    assert "no limits" in chart._repr_html_()
    assert assurance(chart, 1, improvement="up") == "not enough points"


@pytest.mark.parametrize(
    ("target", "improvement", "expected"),
    [
        (40, "up", "consistently meets"),
        (60, "up", "consistently misses"),
        (40, "down", "consistently misses"),
        (60, "down", "consistently meets"),
        (51, "up", "inconsistent"),
    ],
)
def test_assurance_depends_on_the_direction(target, improvement, expected):
    assert assurance(xmr(CALM), target, improvement=improvement) == expected


def test_assurance_judges_the_last_phase():
    values = [*CALM, *[v + 40 for v in CALM]]
    assert assurance(xmr(values, rebase=[14]), 70, improvement="up") == "consistently meets"
    assert assurance(xmr(values, rebase=[20]), 70, improvement="up") == "not enough points"


def test_assurance_never_falls_back_on_an_earlier_phase():
    chart = p_chart([*[4, 5] * 7, *[0] * 12], 10, laney=True, rebase=[14])
    assert np.isfinite(chart.upper[13])
    assert assurance(chart, 1, improvement="down") == "not enough points"


def test_assurance_looks_past_a_gap_at_the_end():
    count, total = [80, 85, 82, 84, 81, 83] * 2 + [0], [100] * 12 + [0]
    assert assurance(p_chart(count, total), 0.5, improvement="up") == "consistently meets"


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (([1, 2],), {"improvement": "increase"}, 'must be "up", "down" or None: found'),
        (([1, 2],), {"baseline": 1}, "baseline must be a whole number of 2 or more: found 1"),
        (([1, 2],), {"baseline": 2.5}, "baseline must be a whole number"),
        (([1, 2],), {"rebase": [2]}, "from 0 to 1: found 2"),
        (([1, 2],), {"rebase": [-1]}, "from 0 to 1: found -1"),
        (([1, 2],), {"rebase": ["May"]}, "places of points"),
        ((5,), {}, "one number a point"),
        (([1, np.inf],), {}, "found infinity"),
        ((["a"],), {}, "values must be numbers, or NaN"),
    ],
)
def test_what_a_chart_does_not_allow(arguments, options, words):
    with pytest.raises(StatisticsError, match=words):
        xmr(*arguments, **options)


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        ([3, 1], [2, 2], "count can't be more than total: found 3 of 2"),
        ([0.5, 1], [2, 2], "whole numbers"),
        ([1, 1], [2, 2, 2], "must have one shape"),
    ],
)
def test_what_a_p_chart_does_not_allow(count, total, words):
    with pytest.raises(StatisticsError, match=words):
        p_chart(count, total)


@pytest.mark.parametrize(("target", "improvement"), [(NAN, "up"), (50, None)])
def test_what_assurance_does_not_allow(target, improvement):
    with pytest.raises(StatisticsError):
        assurance(xmr(CALM), target, improvement=improvement)


def test_a_chart_does_not_change_with_the_callers_array():
    given_values = np.array(CALM)
    chart = xmr(given_values)
    given_values[0] = 0
    assert chart.value[0] == 50
