import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import agreement
from qaanalysis.stats.agreement.coefficients import NAMES

quick = settings(max_examples=150, deadline=None)
WEIGHTS = ("unweighted", "linear", "quadratic", "ordinal")
tables = st.integers(2, 5).flatmap(lambda k: arrays(int, (k, k), elements=st.integers(0, 12)))
weightings = st.sampled_from(WEIGHTS)
MODERATION = np.array([[10, 2, 0, 0], [9, 20, 3, 0], [0, 8, 12, 1], [0, 0, 2, 1]])


def pairs_of(table):
    cells = np.indices(table.shape).reshape(2, -1)
    return np.repeat(cells, table.ravel(), axis=1).T


def many_grades(table):
    """Both used two grades or more and they disagree once: every coefficient is defined."""
    used = min((table.sum(0) > 0).sum(), (table.sum(1) > 0).sum())
    return used > 1 and table.sum() >= 3 and table.sum() > np.trace(table)


@quick
@given(tables, st.sampled_from([None, "linear", "quadratic"]))
def test_cohen_agrees_with_sklearn(table, weights):
    assume(many_grades(table))
    pairs = pairs_of(table)
    labels = list(range(len(table)))
    expected = cohen_kappa_score(pairs[:, 0], pairs[:, 1], labels=labels, weights=weights)
    found = agreement.from_table(table, weights=weights or "unweighted")
    assert found.cohen_kappa.estimate == pytest.approx(expected, abs=1e-9)


@quick
@given(tables, weightings)
def test_cohen_and_its_error_agree_with_statsmodels(table, weights):
    table = table + 1  # without empty margins statsmodels divides by nothing
    matrix = agreement.weight_matrix(len(table), weights)
    expected = cohens_kappa(table, weights=1 - matrix)
    found = agreement.from_table(table, weights=weights).cohen_kappa
    assert found.estimate == pytest.approx(expected.kappa, abs=1e-9)
    assert found.se == pytest.approx(expected.std_kappa, abs=1e-9)


@quick
@given(tables)
def test_scott_agrees_with_statsmodels_fleiss(table):
    assume(many_grades(table))
    pairs = pairs_of(table)
    counts = np.stack([(pairs == g).sum(1) for g in range(len(table))], axis=1)
    found = agreement.from_table(table, weights="unweighted").scott_pi
    assert found.estimate == pytest.approx(fleiss_kappa(counts), abs=1e-9)


@quick
@given(tables, st.sampled_from([("unweighted", "nominal"), ("quadratic", "interval")]))
def test_alpha_with_weights_agrees_with_krippendorff(table, kinds):
    assume(many_grades(table))
    weights, level = kinds
    expected = krippendorff.alpha(
        reliability_data=pairs_of(table).T, level_of_measurement=level, value_domain=range(5)
    )
    found = agreement.from_table(table, weights=weights).krippendorff_alpha
    assert found.estimate == pytest.approx(expected, abs=1e-9)


@quick
@given(tables)
def test_gwet_and_brennan_prediger_by_their_definitions(table):
    assume(many_grades(table))
    k, n = len(table), table.sum()
    agreed = np.trace(table) / n
    pooled = (table.sum(0) + table.sum(1)) / (2 * n)
    by_chance = sum(p * (1 - p) for p in pooled) / (k - 1)
    found = agreement.from_table(table, weights="unweighted")
    assert found.gwet_ac.estimate == pytest.approx((agreed - by_chance) / (1 - by_chance))
    assert found.brennan_prediger.estimate == pytest.approx((agreed - 1 / k) / (1 - 1 / k))
    assert found.percent_agreement.estimate == pytest.approx(agreed)


@quick
@given(tables, weightings, st.sampled_from(["t", "normal", "fisher"]))
def test_ratings_and_their_table_give_the_same(table, weights, interval):
    options = {"weights": weights, "interval": interval}
    found = agreement.from_ratings(pairs_of(table), categories=len(table), **options)
    assert repr(found) == repr(agreement.from_table(table, **options))


@quick
@given(tables, weightings)
def test_swapping_raters_or_turning_the_scale_round_changes_nothing(table, weights):
    assume(many_grades(table))
    found = agreement.from_table(table, weights=weights)
    for other in (table.T, table[::-1, ::-1]):
        same = agreement.from_table(other, weights=weights)
        for name in NAMES:
            mine, theirs = getattr(found, name), getattr(same, name)
            assert theirs.estimate == pytest.approx(mine.estimate, abs=1e-9)
            assert theirs.se == pytest.approx(mine.se, abs=1e-9, nan_ok=True)


@quick
@given(tables, weightings, st.sampled_from(["t", "normal", "fisher"]))
def test_an_interval_holds_its_estimate_and_a_reason_stands_for_a_missing_one(table, weights, kind):
    found = agreement.from_table(table, weights=weights, interval=kind)
    for name in NAMES:
        value = getattr(found, name)
        missing = math.isnan(value.estimate) or math.isnan(value.low) or math.isnan(value.high)
        assert missing == bool(value.reason)
        if not missing:
            assert value.low <= value.estimate <= value.high
            assert value.se > 0
            if kind != "normal":
                assert value.high <= 1


def test_an_unused_grade_changes_no_coefficient_but_by_its_place_on_the_scale():
    # Grade 2 of 0 … 4 is unused: leaving it out would bring 1 and 3 nearer to one another.
    used = [0, 1, 3, 4]
    full = np.zeros((5, 5), dtype=int)
    full[np.ix_(used, used)] = MODERATION
    found = agreement.from_table(full).cohen_kappa.estimate
    pairs = pairs_of(full)
    assert found == pytest.approx(
        cohen_kappa_score(*pairs.T, labels=range(5), weights="quadratic"), abs=1e-12
    )
    assert found != pytest.approx(agreement.from_table(MODERATION).cohen_kappa.estimate, abs=1e-4)


def test_pairs_with_a_missing_grade_are_left_out():
    pairs = pairs_of(MODERATION).astype(float)
    audits = np.vstack([pairs, [[2, np.nan], [3, np.nan], [np.nan, 0], [np.nan, np.nan]]])
    found = agreement.from_ratings(audits, categories=4)
    assert found == agreement.from_table(MODERATION)
    assert found.n == MODERATION.sum()


@pytest.mark.parametrize(
    "codes", [[1, 2, 3, 4], [10, 20, 30, 40], [4, 3, 2, 1], [0.5, 1.5, 2.5, 3.5]]
)
def test_codes_are_whatever_the_declared_scale_says(codes):
    ratings = np.array(codes)[pairs_of(MODERATION)]
    assert agreement.from_ratings(ratings, categories=codes) == agreement.from_table(MODERATION)


def test_more_than_one_block_of_pairs():
    pairs = np.tile(pairs_of(MODERATION), (1200, 1))
    assert agreement.from_ratings(pairs, categories=4) == agreement.from_table(MODERATION * 1200)


def test_both_raters_used_one_grade_only():
    found = agreement.from_table([[0, 0, 0], [0, 9, 0], [0, 0, 0]])
    by_use = ("cohen_kappa", "conger_kappa", "scott_pi", "fleiss_kappa", "krippendorff_alpha")
    for name in (*by_use, "gwet_ac"):
        value = getattr(found, name)
        assert math.isnan(value.estimate)
        assert value.reason == "both raters used one grade only"
    for name in ("percent_agreement", "brennan_prediger"):
        value = getattr(found, name)
        assert value.estimate == 1
        assert math.isnan(value.low)
        assert value.reason.startswith("every pair agrees")


@pytest.mark.parametrize("table", [[[29, 1], [0, 0]], [[4, 0], [9, 0]], [[0, 7], [0, 0]]])
@pytest.mark.parametrize("weights", ["unweighted", "quadratic"])
def test_kappa_isnt_0_by_accident_where_one_rater_used_one_grade_only(table, weights):
    pairs = pairs_of(np.array(table))
    found = [
        agreement.from_table(table, weights=weights),
        agreement.bootstrap(table, weights=weights, resamples=200, rng=1),
        agreement.jackknife(pairs, categories=2, clusters=np.arange(len(pairs)), weights=weights),
    ]
    for each in found:
        assert math.isnan(each.cohen_kappa.estimate)
        assert each.cohen_kappa.reason.startswith("one rater used one grade only")
        assert not math.isnan(each.percent_agreement.estimate)


@pytest.mark.parametrize("interval", ["t", "normal", "fisher"])
def test_complete_agreement_has_an_estimate_and_no_interval(interval):
    found = agreement.from_table(np.diag([3, 5, 2]), interval=interval)
    for name in NAMES:
        value = getattr(found, name)
        assert value.estimate == pytest.approx(1)
        assert np.isnan([value.low, value.high, value.se]).all()
        assert value.reason == "every pair agrees, so no interval can be estimated"


def test_pairs_all_alike_but_disagreeing_have_no_interval():
    found = agreement.from_table([[0, 7], [0, 0]])
    assert found.percent_agreement.estimate == 0
    assert found.percent_agreement.reason.startswith("no pair differs from another")
    assert math.isnan(found.cohen_kappa.low)


@pytest.mark.parametrize(
    ("table", "reason"),
    [(np.zeros((3, 3)), "there are no pairs"), (np.diag([1, 0, 0]), "fewer than two pairs")],
)
def test_fewer_than_two_pairs(table, reason):
    found = agreement.from_table(table)
    assert found.n == table.sum()
    assert {getattr(found, name).reason for name in NAMES} == {reason}


def test_far_below_chance_fishers_z_says_that_it_is_out_of_reach():
    found = agreement.from_table([[0, 0, 15], [0, 1, 0], [15, 0, 0]], interval="fisher").gwet_ac
    assert found.estimate < -1
    assert math.isnan(found.low)
    assert "ask for the t interval" in found.reason


def test_a_population_shrinks_the_error_and_a_census_has_none():
    n = MODERATION.sum()
    wide = agreement.from_table(MODERATION).cohen_kappa
    half = agreement.from_table(MODERATION, population=2 * n).cohen_kappa
    assert half.se == pytest.approx(wide.se * math.sqrt(0.5))
    for interval in ("t", "fisher"):
        whole = agreement.from_table(MODERATION, population=n, interval=interval).cohen_kappa
        assert (whole.low, whole.high, whole.se) == pytest.approx(
            (wide.estimate, wide.estimate, 0.0)
        )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"table": [[1, 2, 3], [4, 5, 6]]}, "one row and one column"),
        ({"table": [[1]]}, "at least 2"),
        ({"table": [[1, 2], [3, -4]]}, "whole numbers"),
        ({"table": [[1, 2.5], [3, 4]]}, "whole numbers"),
        ({"table": [[1, math.nan], [3, 4]]}, "none missing"),
        ({"weights": "cubic"}, "unweighted, linear, quadratic, ordinal"),
        ({"interval": "exact"}, "t, normal, fisher"),
        ({"confidence": 95}, "between 0 and 1"),
        ({"population": 3}, "fewer than the 68"),
    ],
)
def test_what_is_refused_says_what_is_allowed(arguments, message):
    with pytest.raises(StatisticsError, match=message):
        agreement.from_table(**({"table": MODERATION} | arguments))


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(tables, st.sampled_from(["unweighted", "quadratic"]))
def test_thousands_of_tables_agree_with_the_oracles(table, weights):
    level = {"unweighted": "nominal", "quadratic": "interval"}[weights]
    plain = None if weights == "unweighted" else weights
    for test, given_ in (
        (test_cohen_and_its_error_agree_with_statsmodels, weights),
        (test_cohen_agrees_with_sklearn, plain),
        (test_alpha_with_weights_agrees_with_krippendorff, (weights, level)),
    ):
        test.hypothesis.inner_test(table, given_)
