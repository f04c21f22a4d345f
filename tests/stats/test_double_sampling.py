import csv
import json
import math
from pathlib import Path

import numpy as np
import posteriors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.double_sampling import corrected_shares, weighted_shares
from qaanalysis.stats.double_sampling.limits import bayes_limits

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "published" / "two_phase.json").read_text(encoding="utf-8")
)
CROSS, PHASE1 = np.array(PUBLISHED["cross"]), np.array(PUBLISHED["phase1"])
EXPECTED, TOLERANCE = PUBLISHED["expected"], PUBLISHED["tolerance"]
METHODS = ("census", "two_phase")
INTERVALS = ("bayes", "logit", "wald")
# How moderators grade what auditors graded Inadequate … Outstanding, by column.
MODERATORS = np.array(
    [[0.8, 0.083, 0.02, 0.0], [0.15, 0.72, 0.2, 0.1], [0.05, 0.197, 0.73, 0.3], [0, 0, 0.05, 0.6]]
)
MODERATORS = MODERATORS / MODERATORS.sum(0)
quick = settings(max_examples=100, deadline=None)


@st.composite
def moderations(draw):
    cross = draw(arrays(int, (3, 4), elements=st.integers(0, 9))) + 1
    return cross, cross.sum(0) + draw(arrays(int, 4, elements=st.integers(0, 60)))


def cases(cross):
    cells = np.indices(cross.shape).reshape(2, -1)
    return np.repeat(cells, cross.ravel(), axis=1)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize(
    ("method", "se", "covariance"),
    [
        ("two_phase", "se_mle_asymptotic", "cov_mle"),
        ("census", "se_census_phase1", "cov_census_phase1"),
    ],
)
def test_published_shares_errors_and_covariance(method, se, covariance, interval):
    found = corrected_shares(CROSS, PHASE1, method=method, interval=interval)
    np.testing.assert_allclose(found.shares.estimate, EXPECTED["p"], atol=TOLERANCE)
    np.testing.assert_allclose(found.shares.se, EXPECTED[se], atol=TOLERANCE)
    np.testing.assert_allclose(found.covariance, EXPECTED[covariance], atol=TOLERANCE)
    np.testing.assert_allclose(found.recorded, EXPECTED["naive_auditor"], atol=TOLERANCE)
    np.testing.assert_allclose(
        found.moderated_only, EXPECTED["naive_moderated_only"], atol=TOLERANCE
    )
    assert (found.n_audits, found.n_moderated, found.pooled) == (400, 96, ())


def test_other_estimates_of_the_two_phase_error_follow_from_the_same_shares():
    """R's survey adds the audits' own sampling error to the census one; Cochran (1977), ch. 12."""
    found = corrected_shares(CROSS, PHASE1)
    share, census, n = found.shares.estimate, found.shares.se**2, PHASE1.sum()
    survey = census + share * (1 - share) / n
    np.testing.assert_allclose(np.sqrt(survey), EXPECTED["se_survey_twophase_full"], atol=TOLERANCE)
    theta, moderated = CROSS / CROSS.sum(0), CROSS.sum(0)
    within = theta * (1 - theta) * moderated / (moderated - 1) * (1 - 1 / PHASE1)
    between = (theta - share[:, None]) ** 2
    cochran = census + ((within + between) @ (PHASE1 / n)) / (n - 1)
    np.testing.assert_allclose(np.sqrt(cochran), EXPECTED["se_cochran_12"], atol=TOLERANCE)


@quick
@given(moderations(), st.sampled_from(METHODS), st.sampled_from(INTERVALS))
def test_shares_add_up_and_lie_in_their_intervals(moderation, method, interval):
    found = corrected_shares(*moderation, method=method, interval=interval)
    assert found.shares.estimate.sum() == pytest.approx(1)
    np.testing.assert_allclose(found.covariance.sum(1), 0, atol=1e-12)
    assert (found.shares.low <= found.shares.estimate + 1e-12).all()
    assert (found.shares.estimate <= found.shares.high + 1e-12).all()
    assert (found.shares.low >= 0).all()
    assert (found.shares.high <= 1).all()


@quick
@given(moderations(), st.sampled_from(METHODS), st.sampled_from(INTERVALS))
def test_equal_weights_change_nothing(moderation, method, interval):
    cross, phase1 = moderation
    plain = corrected_shares(cross, phase1, method=method, interval=interval)
    found = weighted_shares(
        *cases(cross),
        phase1,
        weights=np.full(cross.sum(), 2.5),
        n_grades=3,
        method=method,
        interval=interval,
    )
    np.testing.assert_allclose(found.shares.estimate, plain.shares.estimate, atol=1e-12)
    np.testing.assert_allclose(found.covariance, plain.covariance, atol=1e-12)
    np.testing.assert_allclose(found.shares.low, plain.shares.low, atol=1e-12)
    np.testing.assert_allclose(found.moderated_only, plain.moderated_only)


@quick
@given(moderations(), st.sampled_from(METHODS))
def test_grades_joined_before_are_grades_added_after(moderation, method):
    cross, phase1 = moderation
    full = corrected_shares(cross, phase1, method=method, interval="wald")
    joined = corrected_shares(
        np.vstack([cross[0], cross[1] + cross[2]]), phase1, method=method, interval="wald"
    )
    assert joined.shares.estimate[1] == pytest.approx(full.shares.estimate[1:].sum())
    assert joined.covariance[1, 1] == pytest.approx(full.covariance[1:, 1:].sum(), abs=1e-15)


@quick
@given(moderations(), st.sampled_from(METHODS))
def test_the_beta_matches_the_posteriors_moments(moderation, method):
    """The posterior drawn by brute force has its 2.5 and 97.5% points near the beta's."""
    cross, phase1 = moderation
    rng = np.random.default_rng(1)
    draws = np.zeros((4000, 3))
    rest = phase1 - cross.sum(0)
    shares = phase1 / phase1.sum()
    if method == "two_phase":
        shares = rng.dirichlet(phase1, 4000)
    worth = posteriors.worths(cross, 4000, rng)
    for j in range(4):
        theta = posteriors.shares(cross[:, j], worth, rng)
        if method == "census":
            draws += (cross[:, j] + rng.multinomial(rest[j], theta)) / phase1.sum()
        else:
            draws += shares[:, [j]] * theta
    estimate = cross / cross.sum(0) @ (phase1 / phase1.sum())
    low, high = bayes_limits(cross.astype(float), phase1.astype(float), estimate, 0.95, method)
    expected = np.quantile(draws, [0.025, 0.975], axis=0)
    step = 1 / phase1.sum() if method == "census" else 0
    np.testing.assert_allclose([low, high], expected, atol=0.03 + step)


def test_moderating_everything_leaves_no_uncertainty_in_a_census():
    for interval in INTERVALS:
        found = corrected_shares(CROSS, CROSS.sum(0), interval=interval).shares
        np.testing.assert_allclose(found.estimate, CROSS.sum(1) / 96)
        np.testing.assert_array_equal(found.low, found.estimate)
        np.testing.assert_array_equal(found.high, found.estimate)
        assert (found.se == 0).all()
        assert found.reason == ""
    assert (corrected_shares(CROSS, CROSS.sum(0), method="two_phase").shares.se > 0).all()


class TestGradesNeverModerated:
    cross = np.array([[8, 3, 0, 0], [2, 26, 6, 0], [0, 7, 31, 0], [0, 0, 3, 0]])
    phase1 = np.array([58, 109, 61, 1])

    def test_are_refused(self):
        with pytest.raises(StatisticsError, match=r"grade 3 was moderated.*unmoderated=\"pool\""):
            corrected_shares(self.cross, self.phase1)

    def test_are_pooled_with_the_nearest_and_named(self):
        found = corrected_shares(self.cross, self.phase1, unmoderated="pool")
        merged = corrected_shares(self.cross[:, :3], [58, 109, 62])
        assert found.pooled == ((3, 2),)
        np.testing.assert_allclose(found.shares.estimate, merged.shares.estimate)
        np.testing.assert_allclose(found.shares.low, merged.shares.low)
        np.testing.assert_allclose(found.recorded, self.phase1 / 229)

    def test_but_a_grade_nobody_gave_is_no_trouble(self):
        found = corrected_shares(self.cross, [58, 109, 61, 0])
        np.testing.assert_allclose(
            found.shares.estimate,
            corrected_shares(self.cross[:, :3], [58, 109, 61]).shares.estimate,
        )
        assert found.pooled == ()

    def test_of_two_as_near_the_better_moderated_speaks_for_them(self):
        cross = np.array([[4, 0, 2], [1, 0, 7]])
        assert corrected_shares(cross, [9, 9, 9], unmoderated="pool").pooled == ((1, 2),)
        even = np.array([[4, 0, 2], [1, 0, 3]])
        assert corrected_shares(even, [9, 9, 9], unmoderated="pool").pooled == ((1, 0),)

    def test_one_moderated_audit_is_too_few_and_pooled_too(self):
        cross = np.array([[1, 2, 0], [0, 5, 4]])
        assert corrected_shares(cross, [9, 9, 9], unmoderated="pool").pooled == ((0, 1),)
        assert corrected_shares(cross, [1, 9, 9], unmoderated="pool").pooled == ()

    def test_if_no_grade_has_two_all_are_one(self):
        cross = np.array([[1, 0, 0], [0, 1, 0]])
        found = corrected_shares(cross, [5, 5, 5], unmoderated="pool")
        assert found.pooled == ((1, 0), (2, 0))
        assert found.shares.estimate.tolist() == [0.5, 0.5]

    def test_weighted_cases_are_pooled_alike(self):
        found = weighted_shares(
            *cases(self.cross),
            self.phase1,
            weights=np.ones(self.cross.sum()),
            n_grades=4,
            unmoderated="pool",
        )
        plain = corrected_shares(self.cross, self.phase1, interval="logit", unmoderated="pool")
        assert found.pooled == plain.pooled
        np.testing.assert_allclose(found.shares.se, plain.shares.se)


def test_one_moderated_audit_of_a_grade_tells_no_error():
    cross = np.array([[1, 2, 0], [0, 5, 4]])
    for method in METHODS:
        found = corrected_shares(cross, [9, 9, 9], method=method, interval="logit").shares
        assert np.isnan(found.se).all()
        assert np.isnan(found.low).all()
        assert found.reason.startswith("of some grade one audit was moderated")
        bayes = corrected_shares(cross, [9, 9, 9], method=method).shares
        assert np.isnan(bayes.se).all()
        assert not np.isnan(bayes.low).any()


@pytest.mark.parametrize("method", METHODS)
def test_a_grade_moderators_never_gave_has_only_the_bayesian_interval(method):
    cross = np.vstack([CROSS, np.zeros(4, dtype=int)])
    for interval in ("logit", "wald"):
        found = corrected_shares(cross, PHASE1, method=method, interval=interval).shares
        assert found.estimate[4] == 0
        assert np.isnan([found.low[4], found.high[4], found.se[4]]).all()
        assert not np.isnan(found.low[:4]).any()
        assert found.reason.startswith("the moderated audits of each grade don't differ")
    bayes = corrected_shares(cross, PHASE1, method=method).shares
    assert bayes.low[4] == 0
    assert 0 < bayes.high[4] < 0.05


def test_columns_that_agree_fully_are_not_certain():
    found = corrected_shares([[4, 0], [0, 6]], [10, 20], interval="wald").shares
    assert np.isnan(found.low).all()
    assert found.reason


def test_weights_restore_what_uneven_moderation_hides():
    """Of each grade, half the audits (area 1) are moderated five times as often."""
    rng = np.random.default_rng(8)
    errors, plain = [], []
    for _ in range(400):
        grade = rng.integers(0, 3, 900)
        area = rng.integers(0, 2, 900)
        true = np.maximum(grade - (rng.random(900) < np.where(area, 0.5, 0.1)), 0)
        chance = np.where(area, 0.5, 0.1)
        seen = rng.random(900) < chance
        phase1 = np.bincount(grade, minlength=3)
        truth = np.bincount(true, minlength=3) / 900
        found = weighted_shares(
            true[seen], grade[seen], phase1, weights=1 / chance[seen], n_grades=3
        )
        errors.append((found.shares.estimate - truth) / found.shares.se)
        cross = np.bincount(true[seen] * 3 + grade[seen], minlength=9).reshape(3, 3)
        plain.append(corrected_shares(cross, phase1).shares.estimate - truth)
    assert np.abs(np.mean(plain, axis=0)).max() > 0.04
    assert np.abs(np.mean(errors, axis=0)).max() < 0.2
    np.testing.assert_allclose(np.std(errors, axis=0), 1, atol=0.15)


def coverage(method, interval, recorded, n_audits, n_moderated, replicates=2000):
    """Coverage of each share where moderation is a simple random sample of the audits."""
    rng = np.random.default_rng(4)
    cells = (MODERATORS * recorded).ravel()
    held, made = np.zeros(4), np.zeros(4)
    for _ in range(replicates):
        audits = rng.multinomial(n_audits, cells)
        cross = rng.multivariate_hypergeometric(audits, n_moderated).reshape(4, 4)
        audits = audits.reshape(4, 4)
        truth = audits.sum(1) / n_audits if method == "census" else cells.reshape(4, 4).sum(1)
        found = corrected_shares(
            cross, audits.sum(0), method=method, interval=interval, unmoderated="pool"
        ).shares
        known = ~np.isnan(found.low)
        made += known
        held += known & (found.low <= truth + 1e-12) & (truth <= found.high + 1e-12)
    return held / made


@pytest.mark.parametrize("method", METHODS)
def test_logit_and_bayes_cover_a_tenth_where_wald_falls_short(method):
    recorded = [0.09, 0.375, 0.41, 0.125]
    wald, logit, bayes = (
        coverage(method, interval, recorded, 400, 60) for interval in ("wald", "logit", "bayes")
    )
    assert ((logit > 0.93) & (logit < 0.975)).all()
    assert ((bayes > 0.93) & (bayes < 0.985)).all()
    assert wald.min() < 0.93


@pytest.mark.parametrize("method", METHODS)
def test_bayes_covers_a_rare_grade_in_a_small_moderation(method):
    covered = coverage(method, "bayes", [0.25, 0.48, 0.25, 0.02], 229, 60)
    assert (covered > 0.93).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cross": [1, 2]}, "2 dimension"),
        ({"cross": [[1.5, 2], [3, 4]]}, "whole numbers"),
        ({"phase1": [100, 200]}, "2 counts for 4"),
        ({"phase1": [9, 150, 164, 50]}, "grade 0 has 10 moderated of 9 audits"),
        ({"cross": np.zeros((4, 4))}, "fewer than two"),
        ({"method": "phases"}, "census, two_phase"),
        ({"interval": "exact"}, "bayes, logit, wald"),
        ({"confidence": 2}, "between 0 and 1"),
        ({"unmoderated": "drop"}, "refuse, pool"),
    ],
)
def test_what_is_refused(arguments, message):
    given_ = {"cross": CROSS, "phase1": PHASE1} | arguments
    with pytest.raises(StatisticsError, match=message):
        corrected_shares(given_.pop("cross"), given_.pop("phase1"), **given_)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": [1, 0, 1]}, "over 0"),
        ({"weights": [1, 1]}, "one of each"),
        ({"true": [0, 1, 2]}, "codes 0 … 1"),
        ({"fallible": [0, math.nan, 1]}, "codes 0 … 1"),
        ({"interval": "exact"}, "bayes, logit, wald"),
    ],
)
def test_what_weighted_cases_are_refused(arguments, message):
    given_ = {"true": [0, 1, 1], "fallible": [0, 0, 1], "weights": [1, 2, 3]} | arguments
    with pytest.raises(StatisticsError, match=message):
        weighted_shares(given_.pop("true"), given_.pop("fallible"), [5, 5], n_grades=2, **given_)


def test_the_result_shows_itself():
    shown = corrected_shares(CROSS, PHASE1)._repr_html_()
    assert "Estimated from 96 moderated of 400 audits" in shown
    assert '<th scope="row">grade 0</th><td>10.3% (' in shown


def test_one_audit_left_unmoderated_may_be_any_grade():
    found = corrected_shares([[3, 1], [1, 4]], [5, 5]).shares
    np.testing.assert_allclose(found.low, [0.4, 0.5], atol=1e-6)
    np.testing.assert_allclose(found.high, [0.5, 0.6], atol=1e-6)


def test_the_stored_coverage_is_what_the_documentation_says(root):
    path = root / "benchmarks" / "results" / "coverage_double_sampling.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["interval"] == "bayes"]
    assert len(rows) == 72
    assert all(0.92 <= float(row["coverage"]) <= 0.98 for row in rows)


def test_weighted_shares_have_an_interval_where_moderators_never_differ():
    true, fallible = [0] * 2 + [1] * 20, [0] * 2 + [1] * 20
    found = weighted_shares(true, fallible, [50, 100], weights=[5] * 12 + [2] * 10, n_grades=2)
    assert (found.shares.high - found.shares.low > 0.05).all()


def test_more_chances_than_are_looked_at_alone_are_taken_together():
    rng = np.random.default_rng(3)
    true, weights = rng.integers(0, 2, 40), rng.uniform(1, 9, 40)
    found = weighted_shares(true, np.zeros(40), [300], weights=weights, n_grades=2).shares
    assert found.estimate[1] == pytest.approx(weights[true == 1].sum() / weights.sum())
    assert (found.low < found.estimate).all()
    assert (found.estimate < found.high).all()


def test_the_stored_coverage_with_unequal_chances(root):
    path = root / "benchmarks" / "results" / "coverage_weighted_shares.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["interval"] == "bayes"]
    assert len(rows) == 72
    assert {float(row["undefined"]) for row in rows} == {0}
    assert min(float(row["coverage"]) for row in rows) >= 0.92
