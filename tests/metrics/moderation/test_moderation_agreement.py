"""Agreement on the example against statsmodels, scikit-learn and krippendorff."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from qaanalysis.metrics.moderation import agreement as moderation_agreement
from qaanalysis.metrics.moderation import agreement_by_group, moderated, second_moderations
from qaanalysis.metrics.moderation import direction as moderation_direction

ORDER = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]


@pytest.fixture(scope="module")
def pairs(audits, tables, run):
    return moderated.pairs(audits, tables["moderations"], as_at=run.as_at)


@pytest.fixture(scope="module")
def codes(audits, tables):
    """Both grades of each moderated audit as 0–3, by looking the audit up."""
    register = {row.audit_id: row for row in audits.itertuples()}
    return np.array(
        [
            (ORDER.index(register[m.audit_id].auditor_grade), ORDER.index(m.moderator_grade))
            for m in tables["moderations"].itertuples()
        ]
    )


@pytest.fixture(scope="module")
def square(codes):
    table = np.zeros((4, 4))
    np.add.at(table, (codes[:, 0], codes[:, 1]), 1)
    return table


@pytest.fixture(scope="module")
def found(pairs, run):
    return moderation_agreement.coefficients(pairs, scale=run.scale)


def test_the_share_that_agree_has_the_interval_of_the_share_supported(found):
    row = found.loc[("percent_agreement", "unweighted")]
    low, high = proportion_confint(29, 60, method="wilson")
    assert row["estimate"] == 29 / 60
    assert [row["estimate_low"], row["estimate_high"]] == pytest.approx([low, high])


@pytest.mark.parametrize(("weights", "theirs"), [("unweighted", None), ("quadratic", "quadratic")])
def test_kappa_agrees_with_scikit_learn(found, codes, weights, theirs):
    expected = cohen_kappa_score(codes[:, 0], codes[:, 1], labels=[0, 1, 2, 3], weights=theirs)
    assert found.loc[("cohen_kappa", weights), "estimate"] == pytest.approx(expected)


@pytest.mark.parametrize(("weights", "theirs"), [("unweighted", None), ("quadratic", "fc")])
def test_the_standard_error_of_kappa_agrees_with_statsmodels(found, square, weights, theirs):
    expected = cohens_kappa(square, wt=theirs)
    row = found.loc[("cohen_kappa", weights)]
    assert row["estimate"] == pytest.approx(expected.kappa)
    assert row["se"] == pytest.approx(expected.std_kappa)


@pytest.mark.parametrize(
    ("weights", "level"),
    [("unweighted", "nominal"), ("quadratic", "interval"), ("ordinal metric", "ordinal")],
)
def test_alpha_agrees_with_krippendorff(found, codes, weights, level):
    expected = krippendorff.alpha(
        reliability_data=codes.T, value_domain=[0, 1, 2, 3], level_of_measurement=level
    )
    assert found.loc[("krippendorff_alpha", weights), "estimate"] == pytest.approx(expected)


def test_coefficients_by_their_definitions(found, square):
    p = square / square.sum()
    pooled = (p.sum(0) + p.sum(1)) / 2
    for weights, w in {
        "unweighted": np.eye(4),
        "quadratic": 1 - (np.subtract.outer(np.arange(4), np.arange(4)) / 3) ** 2,
    }.items():
        seen = (w * p).sum()
        gwet = w.sum() / 12 * (pooled * (1 - pooled)).sum()
        for name, chance in {
            "scott_pi": pooled @ w @ pooled,
            "gwet_ac": gwet,
            "brennan_prediger": w.mean(),
        }.items():
            expected = (seen - chance) / (1 - chance)
            assert found.loc[(name, weights), "estimate"] == pytest.approx(expected)


def test_every_interval_is_fishers_or_named_otherwise(found):
    assert (found["estimate_low"] < found["estimate"]).all()
    assert (found["estimate"] < found["estimate_high"]).all()
    assert (found["n"] == 60).all()
    assert (found["note"] == "").all()
    named = found["interval"].to_dict()
    assert named.pop(("percent_agreement", "unweighted")) == "wilson"
    assert named.pop(("krippendorff_alpha", "ordinal metric")) == "jackknife"
    assert set(named.values()) == {"fisher"}


def test_an_unused_grade_changes_no_unweighted_coefficient(pairs, run):
    from dataclasses import replace

    longer = replace(run.scale, labels=(*run.scale.labels, "Dreadful"))
    names = ["cohen_kappa", "scott_pi", "krippendorff_alpha"]
    four, five = (
        moderation_agreement.coefficients(pairs, scale=scale).xs("unweighted", level="weights")
        for scale in (run.scale, longer)
    )
    assert four.loc[names, "estimate"].tolist() == pytest.approx(
        five.loc[names, "estimate"].tolist()
    )


def test_clusters_leave_the_estimates_and_widen_what_they_should(pairs, found, run):
    by_auditor = moderation_agreement.coefficients(pairs, scale=run.scale, clusters="auditor")
    same = found.loc[by_auditor.index, "estimate"]
    assert by_auditor["estimate"].tolist() == pytest.approx(same.tolist())
    assert (by_auditor["interval"] == "jackknife").all()
    # With every pair its own cluster, the jackknife comes near the analytic error.
    alone = moderation_agreement.coefficients(pairs, scale=run.scale, clusters="audit_id")
    key = ("cohen_kappa", "quadratic")
    assert alone.loc[key, "se"] == pytest.approx(found.loc[key, "se"], rel=0.1)


def test_the_tests_agree_with_statsmodels(pairs, square, run):
    table = moderation_direction.significance(pairs, scale=run.scale)
    oracle = SquareTable(square.copy(), shift_zeros=False)
    with np.errstate(invalid="ignore"):  # their Bowker divides by pairs of grades that are empty
        margins = oracle.homogeneity(method="stuart_maxwell")
        bhapkar = oracle.homogeneity(method="bhapkar")
    upper = np.triu_indices(4, 1)
    there, back = square[upper], square.T[upper]
    filled = there + back > 0
    bowker = ((there - back)[filled] ** 2 / (there + back)[filled]).sum()
    assert table.loc["Bowker", ["statistic", "df"]].tolist() == [bowker, filled.sum()]
    assert table.loc["Stuart–Maxwell", "statistic"] == pytest.approx(margins.statistic)
    assert table.loc["Bhapkar", "statistic"] == pytest.approx(bhapkar.statistic)
    assert table.loc["Bhapkar", "p_value"] == pytest.approx(bhapkar.pvalue)
    assert table.loc["sign test", "p_value"] == pytest.approx(2 * 0.5**31)
    assert (table["note"] == "").all()


def test_second_opinions_have_coefficients_where_there_are_pairs_enough(pairs, run):
    # The auditors' grades stand in for a panel's: 60 pairs, of which the coefficient is known.
    panel = pairs.assign(panel_grade=pairs["auditor_grade"])
    none = pairs.iloc[:0].assign(earlier_grade=pairs["moderator_grade"].iloc[:0])
    found = moderation_direction.second_opinions(panel, none, scale=run.scale)
    own, other = (panel[c].cat.codes for c in ("moderator_grade", "panel_grade"))
    expected = cohen_kappa_score(own, other, weights="quadratic", labels=range(4))
    row = found.loc[moderation_direction.PANEL]
    assert row["cohen_kappa"] == pytest.approx(expected)
    assert row["cohen_kappa_low"] < expected < row["cohen_kappa_high"]
    assert (row["n"], row["same"], row["higher"], row["note"]) == (60, 29, 31, "")
    later = found.loc[moderation_direction.LATER]
    assert later["note"] == "no pairs"
    assert np.isnan(later["cohen_kappa"])


def test_directions_side_by_side(pairs, run, tables):
    panel = moderation_direction.direction(
        pairs, scale=run.scale, columns=("moderator_grade", "panel_grade")
    )
    own = moderation_direction.direction(pairs, scale=run.scale)
    table = moderation_direction.directions({"Auditor and moderator": own, "Panel": panel})
    assert table.loc["Auditor and moderator", ["n", "lower", "same", "higher"]].tolist() == [
        60, 31, 29, 0,
    ]  # fmt: skip
    rows = [m for m in tables["moderations"].itertuples() if not pd.isna(m.panel_grade)]
    same = sum(m.panel_grade == m.moderator_grade for m in rows)
    assert table.loc["Panel", ["n", "same"]].tolist() == [len(rows), same]
    assert table.loc["Panel", "note"] == "no pair differs"


def test_groups_below_30_have_counts_only(pairs, run):
    table = agreement_by_group.by_month(pairs, months=run.months, scale=run.scale)
    assert table["compared"].tolist() == [13, 14, 6, 8, 9, 6, 4]
    assert table["same"].sum() == 29
    assert table[["cohen_kappa", "gwet_ac"]].isna().all(axis=None)
    assert table["note"].iloc[-1] == "only 4 pairs, of at least 30 needed: counts only"


def test_groups_with_enough_pairs_have_coefficients(pairs, codes, run, found):
    table = agreement_by_group.by_group(pairs, by="outcome", scale=run.scale, least=29)
    # All supported pairs agree; all downgraded ones differ.
    assert table.loc["Supported", "note"] == moderation_agreement.COMPLETE
    assert np.isnan(table.loc["Supported", "cohen_kappa"])
    lower = codes[codes[:, 0] != codes[:, 1]]
    expected = cohen_kappa_score(lower[:, 0], lower[:, 1], labels=[0, 1, 2, 3], weights="quadratic")
    assert table.loc["Downgraded", "cohen_kappa"] == pytest.approx(expected)
    whole = agreement_by_group.by_group(pairs.assign(all="All"), by="all", scale=run.scale)
    key = ("gwet_ac", "quadratic")
    assert whole.loc["All", "gwet_ac_low"] == found.loc[key, "estimate_low"]


def test_complete_agreement_is_undefined_beyond_chance(pairs, run):
    same = pairs.assign(auditor_grade=pairs["moderator_grade"], steps=0.0)
    table = moderation_agreement.coefficients(same, scale=run.scale)
    beyond = table.drop(index="percent_agreement", level="coefficient")
    assert beyond["estimate"].isna().all()
    assert (beyond["note"] == moderation_agreement.COMPLETE).all()
    assert table.loc[("percent_agreement", "unweighted"), "estimate"] == 1


def test_only_final_grades_say_why_there_is_no_agreement(audits, tables, run):
    blank = audits.assign(auditor_grade=audits["auditor_grade"].mask(audits["month"].notna()))
    final_only = moderated.pairs(blank, tables["moderations"], as_at=run.as_at)
    for table in (
        moderation_agreement.coefficients(final_only, scale=run.scale),
        moderation_direction.significance(final_only, scale=run.scale),
        agreement_by_group.by_group(final_only, by="service_area", scale=run.scale),
    ):
        assert (table["note"] == moderated.FINAL_ONLY).all()
    assert moderation_direction.direction(final_only, scale=run.scale).n == 0


def test_two_moderators_by_the_same_functions(audits, tables, run):
    again = tables["moderations"].assign(
        moderation_id=lambda df: "Z" + df["moderation_id"],
        moderator=np.roll(tables["moderations"]["moderator"].to_numpy(), 1),
    )
    both = pd.concat([tables["moderations"], again], ignore_index=True)
    twice = second_moderations.moderated_twice(
        audits, both.astype(tables["moderations"].dtypes), as_at=run.as_at
    )
    assert len(twice) >= 30
    columns = ("earlier_grade", "moderator_grade")
    found = moderation_direction.direction(twice, scale=run.scale, columns=columns)
    assert (found.n, found.n_same) == (len(twice), len(twice))
    table = moderation_agreement.coefficients(twice, scale=run.scale, columns=columns)
    assert (table["n"] == len(twice)).all()
