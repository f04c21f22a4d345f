"""Kaplan–Meier against a published worked example and against statsmodels."""

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.survival import kaplan_meier

# Weeks in remission on 6-MP; + is censored. Freireich and others (1963), as worked in Kleinbaum and
# Klein, Survival Analysis, table of the ordered failure times of group 1.
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
IN_REMISSION = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PRINTED = {6: (21, 0.8571), 7: (17, 0.8067), 10: (15, 0.7529), 13: (12, 0.6902),
           16: (11, 0.6275), 22: (7, 0.5378), 23: (6, 0.4482)}  # fmt: skip


def leukaemia():
    times = RELAPSED + IN_REMISSION
    return kaplan_meier(times, [True] * len(RELAPSED) + [False] * len(IN_REMISSION))


def test_the_published_example_to_the_digit():
    found = leukaemia()
    for time, (at_risk, share) in PRINTED.items():
        assert found.n_at_risk(time) == at_risk
        assert found.at(time).estimate == pytest.approx(share, abs=5e-5)
    assert found.median().estimate == 23
    assert found.at(5).estimate == 1


@pytest.mark.parametrize("seed", range(30))
def test_the_curve_its_interval_and_the_median_are_those_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 60))
    times = rng.integers(0, 50, n)
    happened = rng.random(n) < rng.choice([0.3, 0.6, 0.9])
    happened[0] = True
    found = kaplan_meier(times, happened)
    oracle = SurvfuncRight(times, happened.astype(int))
    steps = found.events > 0
    np.testing.assert_allclose(found.share.estimate[steps], oracle.surv_prob, atol=1e-12)
    assert found.at_risk[steps].tolist() == oracle.n_risk.tolist()
    inside = (found.share.estimate[steps] > 0) & (found.share.estimate[steps] < 1)
    # The log-log interval from its own standard error, by the delta method.
    share, se = oracle.surv_prob[inside], oracle.surv_prob_se[inside]
    wide = 1.959963984540054 * se / (share * np.abs(np.log(share)))
    np.testing.assert_allclose(found.share.low[steps][inside], share ** np.exp(wide), atol=1e-9)
    np.testing.assert_allclose(found.share.high[steps][inside], share ** np.exp(-wide), atol=1e-9)
    if not np.isclose(oracle.surv_prob, 0.5).any():  # then statsmodels waits for the next step
        median = found.median().estimate
        assert median == oracle.quantile(0.5) or not np.isfinite(median)
        assert np.isfinite(median) == (oracle.surv_prob.min() < 0.5)


def test_the_limits_of_the_median_are_where_the_limits_of_the_curve_pass_a_half():
    found = leukaemia()
    median = found.median()
    assert median.low == found.times[np.flatnonzero(found.share.low <= 0.5)[0]]
    assert not np.isfinite(median.high)


def test_censored_times_make_it_longer_than_leaving_them_out_would():
    times, happened = [10, 20, 30, 40, 40, 40], [True, True, True, False, False, False]
    with_them = kaplan_meier(times, happened).median().estimate
    without = kaplan_meier(times[:3], happened[:3]).median().estimate
    assert (without, with_them) == (20, 30)


def test_where_nothing_happened_or_nothing_is_known_it_says_so():
    nobody = kaplan_meier([], [])
    assert nobody.median().reason
    assert np.isnan(nobody.at(10).estimate)
    never = kaplan_meier([5, 9], [False, False])
    assert never.median().reason
    assert never.at(5).estimate == 1
    assert np.isnan(never.at(10).estimate)


@pytest.mark.parametrize(("times", "happened"), [([-1], [True]), ([np.nan], [True]), ([1], [])])
def test_impossible_times_are_refused(times, happened):
    with pytest.raises(StatisticsError):
        kaplan_meier(times, happened)
