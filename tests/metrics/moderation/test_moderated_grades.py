"""The estimate of grades had every audit been moderated, against a hand computation."""

import numpy as np
import pandas as pd
import posteriors
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.metrics import grades
from qaanalysis.metrics.moderation import moderated, moderated_grades

ORDER = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]


@pytest.fixture(scope="module")
def graded(audits, tables, run):
    return grades.final(audits, tables["moderations"], as_at=run.as_at)


@pytest.fixture(scope="module")
def pairs(audits, tables, run):
    return moderated.pairs(audits, tables["moderations"], as_at=run.as_at)


@pytest.fixture(scope="module")
def found(graded, pairs, run):
    return moderated_grades.estimate(graded, pairs, scale=run.scale, n_scheduled=681)


@pytest.fixture(scope="module")
def by_hand(audits, tables, run):
    """How many have each auditor's grade, and the random pairs of grades, counted row by row."""
    register = {r.audit_id: r for r in audits.itertuples()}
    returned = [
        r.auditor_grade
        for r in audits.itertuples()
        if pd.isna(r.exempted_on) and r.returned_on <= pd.Timestamp(run.as_at)
    ]
    chance = [
        (register[m.audit_id].auditor_grade, m.moderator_grade)
        for m in tables["moderations"].itertuples()
        if m.selection == "Random"
    ]
    return {grade: returned.count(grade) for grade in ORDER}, chance


def shares_by_hand(by_hand, grade: str) -> float:
    """Add up what random pairs say of each auditor's grade; no Outstanding was among them."""
    audits, chance = by_hand
    standing_for = {**audits, "Good": audits["Good"] + audits["Outstanding"], "Outstanding": 0}
    total = 0.0
    for own, n in standing_for.items():
        seen = [theirs for mine, theirs in chance if mine == own]
        total += n * seen.count(grade) / len(seen) if n else 0
    return total / sum(audits.values())


def test_the_estimate_agrees_with_a_computation_by_hand(found, by_hand):
    shares = found.shares["estimated_share"]
    for grade in ORDER:
        assert shares[grade] == pytest.approx(shares_by_hand(by_hand, grade))
    good = shares_by_hand(by_hand, "Good") + shares_by_hand(by_hand, "Outstanding")
    assert shares["good_or_better"] == pytest.approx(good)
    assert shares[ORDER].sum() == pytest.approx(1)


def test_the_intervals_agree_with_draws_from_the_posterior(found, by_hand):
    # A beta stands for the posterior, which with one audit for fifty isn't quite one: hence 0.03.
    audits, chance = by_hand
    rng = np.random.default_rng(20231203)
    audits = {**audits, "Good": audits["Good"] + audits["Outstanding"], "Outstanding": 0}
    cross = np.array([[chance.count((own, g)) for own in ORDER] for g in ORDER])
    to_aim = np.array([cross[:2].sum(0), cross[2:].sum(0)])
    drawn = np.concatenate(
        [predicted(table, list(audits.values()), rng) for table in (cross, to_aim)], axis=1
    )
    low, high = np.quantile(drawn[:, [0, 1, 2, 3, 5]] / 229, [0.025, 0.975], axis=0)
    rows = found.shares.loc[[*ORDER, "good_or_better"]]
    np.testing.assert_allclose(
        rows["estimated_share_low"], np.minimum(low, rows["estimated_share"]), atol=0.03
    )
    np.testing.assert_allclose(rows["estimated_share_high"], high, atol=0.03)


def predicted(cross, audits, rng, size=20_000):
    """Draw how many audits of each moderator's grade (columns) there would be."""
    worth = posteriors.worths(cross, size, rng)
    total = np.zeros((size, len(cross)))
    for seen, n in zip(cross.T, audits, strict=True):
        theirs = posteriors.shares(seen, worth, rng)
        total += seen + rng.multinomial(n - seen.sum(), theirs)
    return total


def test_the_reported_shares_stand_beside_it_unchanged(found, graded):
    assert found.shares["reported"].tolist() == [1, 61, 109, 58, 62]
    assert found.shares.loc["Good", "auditor_share"] == 82 / 229
    assert found.shares.loc["good_or_better", ["lowest_share", "highest_share"]].tolist() == [
        62 / 681,
        514 / 681,
    ]
    assert found.label == "estimate"
    assert len(graded) == found.n_audits == 229


def test_what_was_left_out_and_assumed_is_said(found, by_hand):
    assert (found.n_used, found.n_left_out) == (54, 6) == (len(by_hand[1]), 60 - len(by_hand[1]))
    assert found.strata.loc["Outstanding", "spoken_for_by"] == "Good"
    assert found.strata["used"].tolist() == [0, 35, 18, 1]
    assert "6 more were moderated, but not known to be chosen at random" in found.note
    assert "none of the 3 that auditors graded Outstanding could be used" in found.note
    assert "only 1 of the 50 that auditors graded Inadequate could be used" in found.note
    assert found.refused == ""


def refused(result) -> bool:
    return bool(result.refused) and result.shares["estimated_share"].isna().all()


@pytest.mark.parametrize("selection", ["Purposive", "Unknown", None])
def test_purposive_moderation_is_refused(graded, pairs, run, selection):
    kind = pairs["selection"].dtype
    chosen = pairs.assign(selection=pd.Series(selection, index=pairs.index, dtype=kind))
    result = moderated_grades.estimate(graded, chosen, scale=run.scale)
    assert refused(result)
    assert "0 of 60 moderated audits, of at least 30 needed" in result.refused
    assert result.shares["reported"].tolist() == [1, 61, 109, 58, 62]


def test_purposive_moderation_with_known_probabilities_is_weighted(graded, pairs, run):
    kind = pairs["selection"].dtype
    chosen = pairs.assign(selection=pd.Series("Purposive", index=pairs.index, dtype=kind))
    p = {audit: 0.2 + 0.1 * (i % 5) for i, audit in enumerate(pairs["audit_id"])}
    result = moderated_grades.estimate(graded, chosen, scale=run.scale, probabilities=p)
    assert result.refused == ""
    expected = 0.0
    for own, n in graded["auditor_grade"].value_counts().items():
        part = pairs[pairs["auditor_grade"] == own]
        worth = np.array([1 / p[audit] for audit in part["audit_id"]])
        expected += n * (worth * (part["moderator_grade"] == "Good")).sum() / worth.sum()
    assert result.shares.loc["Good", "estimated_share"] == pytest.approx(expected / 229)
    with pytest.raises(StatisticsError, match="over 0 and at most 1"):
        moderated_grades.estimate(graded, pairs, scale=run.scale, probabilities={"QA": 0.0})


def with_chances(pairs, chances):
    return pairs.assign(inclusion_probability=pd.array(chances, dtype="Float64"))


def test_recorded_probabilities_are_used_as_given_ones_are(graded, pairs, run):
    kind = pairs["selection"].dtype
    chosen = pairs.assign(selection=pd.Series("Purposive", index=pairs.index, dtype=kind))
    chances = [0.2 + 0.1 * (i % 5) for i in range(60)]
    given = dict(zip(pairs["audit_id"], chances, strict=True))
    recorded = moderated_grades.estimate(graded, with_chances(chosen, chances), scale=run.scale)
    expected = moderated_grades.estimate(graded, chosen, scale=run.scale, probabilities=given)
    pd.testing.assert_frame_equal(recorded.shares, expected.shares)
    assert recorded.refused == ""
    assert "60 moderated audits, each weighted by one over its recorded chance" in recorded.note


def test_probabilities_of_some_only_are_said_and_not_used(graded, pairs, run, found):
    some = with_chances(pairs, [0.2 + 0.1 * (i % 5) if i % 2 else None for i in range(60)])
    result = moderated_grades.estimate(graded, some, scale=run.scale)
    pd.testing.assert_frame_equal(
        result.shares, found.shares.drop(columns=["lowest_share", "highest_share"])
    )
    said = "the chance of being drawn is recorded for 30 of 60 moderated audits, and as the rest"
    assert said in result.note
    assert "weighted" not in result.note
    kind = pairs["selection"].dtype
    chosen = some.assign(selection=pd.Series("Purposive", index=pairs.index, dtype=kind))
    without = moderated_grades.estimate(graded, chosen, scale=run.scale)
    assert refused(without)
    assert said in without.refused


def test_weights_undo_a_draw_that_favours_some_audits(run, graded):
    """Drawn with known, very unequal chances again and again, their mean is near the truth."""
    rng = np.random.default_rng(20231204)
    own = graded["auditor_grade"].astype(object).to_numpy()
    poor = rng.random(len(own)) < 0.4
    truth = np.where(poor, "Inadequate", np.where(own == "Good", "Good", "Requires Improvement"))
    chance = np.where(poor, 0.7, 0.25)
    estimates, naive = [], []
    for _ in range(60):
        chosen = np.flatnonzero(rng.random(len(own)) < chance)
        made = pd.DataFrame(
            {
                "audit_id": graded["audit_id"].to_numpy()[chosen],
                "auditor_grade": pd.Categorical(own[chosen], dtype=run.scale.dtype),
                "moderator_grade": pd.Categorical(truth[chosen], dtype=run.scale.dtype),
                "selection": "Random",
                "steps": 0.0,
            }
        )
        for results, frame in (
            (estimates, with_chances(made, chance[chosen])),
            (naive, made),
        ):
            shares = moderated_grades.estimate(graded, frame, scale=run.scale).shares
            results.append(shares.loc["Inadequate", "estimated_share"])
    # Ratios of weighted sums: with so few audits their mean is about 0.01 too high.
    assert np.mean(estimates) == pytest.approx(poor.mean(), abs=0.03)
    assert np.mean(naive) > poor.mean() + 0.15


def test_equal_probabilities_change_nothing(graded, pairs, run, found):
    random = pairs[pairs["selection"] == "Random"]
    result = moderated_grades.estimate(
        graded, pairs, scale=run.scale, probabilities=dict.fromkeys(random["audit_id"], 0.25)
    )
    assert result.shares["estimated_share"].tolist() == pytest.approx(
        found.shares["estimated_share"].tolist()
    )


def test_a_grade_that_all_were_moderated_of_counts_however_chosen(graded, pairs, run):
    purposive = pairs[pairs["auditor_grade"] == "Outstanding"]["audit_id"]
    left = graded[(graded["auditor_grade"] != "Outstanding") | graded["moderated"]]
    assert set(pairs.set_index("audit_id").loc[purposive, "selection"]) == {"Purposive"}
    result = moderated_grades.estimate(left, pairs, scale=run.scale)
    assert result.strata.loc["Outstanding", ["returned", "used"]].tolist() == [2, 2]
    assert result.strata.loc["Outstanding", "spoken_for_by"] == "Outstanding"


def test_many_audits_of_a_grade_never_moderated_are_refused(graded, pairs, run):
    others = pairs[pairs["auditor_grade"] != "Inadequate"]
    result = moderated_grades.estimate(graded, others, scale=run.scale)
    assert refused(result)
    assert "Inadequate" in result.refused
    strict = moderated_grades.estimate(graded, pairs, scale=run.scale, unmoderated="refuse")
    assert refused(strict)
    assert "Outstanding" in strict.refused
    with pytest.raises(StatisticsError, match="allowed: pool, refuse"):
        moderated_grades.estimate(graded, pairs, scale=run.scale, unmoderated="guess")


def test_if_every_audit_was_moderated_the_estimate_is_what_was_found(graded, pairs, run):
    only = graded[graded["moderated"]]
    result = moderated_grades.estimate(only, pairs, scale=run.scale)
    row = result.shares.loc["Requires Improvement"]
    assert row["estimated_share"] == row["estimated_share_low"] == pytest.approx(34 / 60)


def test_audits_without_the_auditors_grade_are_in_no_stratum(audits, tables, run):
    some = audits["auditor_grade"].mask(audits["audit_id"].isin(tables["moderations"]["audit_id"]))
    register = audits.assign(auditor_grade=some)
    graded = grades.final(register, tables["moderations"], as_at=run.as_at)
    pairs = moderated.pairs(register, tables["moderations"], as_at=run.as_at)
    result = moderated_grades.estimate(graded, pairs, scale=run.scale)
    assert result.refused == moderated.FINAL_ONLY
    assert result.n_audits == 169
    assert result.shares["reported"].tolist() == [1, 61, 109, 58, 62]


def test_intervals_hold_the_truth_as_often_as_they_say(run, graded, pairs):
    """Of many random moderations of one imagined service, about 95% of intervals hold its truth."""
    rng = np.random.default_rng(7)
    theta = {
        "Outstanding": [0, 0.1, 0.6, 0.3],
        "Good": [0.08, 0.52, 0.38, 0.02],
        "Requires Improvement": [0.32, 0.65, 0.03, 0],
        "Inadequate": [0.85, 0.15, 0, 0],
    }
    own = graded["auditor_grade"].astype(object).to_numpy()
    truth = np.array([rng.choice(ORDER, p=theta[g]) for g in own])
    true_share = np.isin(truth, ["Good", "Outstanding"]).mean()
    hits = 0
    for _ in range(120):
        chosen = rng.choice(len(own), 60, replace=False)
        made = pd.DataFrame(
            {
                "audit_id": graded["audit_id"].to_numpy()[chosen],
                "auditor_grade": pd.Categorical(own[chosen], dtype=run.scale.dtype),
                "moderator_grade": pd.Categorical(truth[chosen], dtype=run.scale.dtype),
                "selection": "Random",
                "steps": 0.0,
            }
        )
        row = moderated_grades.estimate(graded, made, scale=run.scale).shares.loc["good_or_better"]
        hits += row["estimated_share_low"] <= true_share <= row["estimated_share_high"]
    assert hits / 120 > 0.88
