"""Moderation against the published totals and against counts made row by row."""

import csv
import datetime as dt
import statistics

import numpy as np
import pandas as pd
import pytest

from qaanalysis.metrics import grades
from qaanalysis.metrics.moderation import checks as moderation_checks
from qaanalysis.metrics.moderation import coverage as moderation_coverage
from qaanalysis.metrics.moderation import days as moderation_days
from qaanalysis.metrics.moderation import gap as moderation_gap
from qaanalysis.metrics.moderation import matrix as moderation_matrix
from qaanalysis.metrics.moderation import moderated, second_moderations
from qaanalysis.metrics.moderation import outcomes as moderation_outcomes
from qaanalysis.metrics.moderation import quality as moderation_quality

ORDER = ["Inadequate", "Requires Improvement", "Good", "Outstanding"]


@pytest.fixture(scope="module")
def moderations(tables):
    return tables["moderations"]


@pytest.fixture(scope="module")
def graded(audits, moderations, run):
    return grades.final(audits, moderations, as_at=run.as_at)


@pytest.fixture(scope="module")
def pairs(audits, moderations, run):
    return moderated.pairs(audits, moderations, as_at=run.as_at)


@pytest.fixture(scope="module")
def by_hand(audits, moderations):
    """Each moderated audit's two rows, joined by looking the audit up."""
    register = {row.audit_id: row for row in audits.itertuples()}
    return [(register[row.audit_id], row) for row in moderations.itertuples()]


def percents(row: pd.Series, name: str) -> list[float]:
    return [round(100 * float(row[f"{name}{end}"]), 1) for end in ("", "_low", "_high")]


def changed(moderations: pd.DataFrame, at: int, **values: object) -> pd.DataFrame:
    """Return the moderations with one record changed."""
    made = moderations.copy()
    for column, value in values.items():
        made.loc[made.index[at], column] = value
    return made


def with_more(moderations: pd.DataFrame, row: int, **values: object) -> pd.DataFrame:
    """Return the moderations with a copy of one, changed, as another record."""
    more = moderations.iloc[[row]].assign(**values)
    return pd.concat([moderations, more], ignore_index=True).astype(moderations.dtypes)


def returned_by_hand(audits: pd.DataFrame, as_at: dt.date) -> list:
    day = pd.Timestamp(as_at)
    return [r for r in audits.itertuples() if pd.isna(r.exempted_on) and r.returned_on <= day]


def test_60_of_229_were_moderated(graded, audits, run, published):
    table = moderation_coverage.by_month(graded, months=run.months)
    total = moderation_coverage.total(table, label="All").iloc[0]
    assert total["returned"] == len(returned_by_hand(audits, run.as_at)) == 229
    assert total["moderated"] == 60
    with (published / "moderation.csv").open() as stream:
        stated = {row["measure"]: float(row["value"]) for row in csv.DictReader(stream)}
    assert round(100 * total["moderated_share"], 1) == stated["stated_pct_moderated"] == 26.2


def test_the_published_outcomes_with_intervals(pairs, run, published):
    monthly = moderation_outcomes.by_month(pairs, months=run.months)
    total = moderation_outcomes.total(monthly, label="All").iloc[0]
    with (published / "moderation.csv").open() as stream:
        stated = {row["measure"]: float(row["value"]) for row in csv.DictReader(stream)}
    assert total["supported"] == stated["grade_supported"] == 29
    assert total["downgraded"] == stated["grade_downgraded"] == 31
    assert total["upgraded"] == 0
    assert percents(total, "supported_share") == [48.3, 36.2, 60.7]
    assert percents(total, "downgraded_share") == [51.7, 39.3, 63.8]
    assert percents(total, "upgraded_share") == [0.0, 0.0, 6.0]


def test_coverage_by_group_agrees_with_a_count_row_by_row(graded, audits, by_hand, run):
    for by in ("service_area", "team", "management_level", "auditor"):
        table = moderation_coverage.coverage(graded, by=by)
        for group, found in table.iterrows():
            back = [r for r in returned_by_hand(audits, run.as_at) if getattr(r, by) == group]
            assert found["returned"] == len(back)
            assert found["moderated"] == sum(getattr(a, by) == group for a, _ in by_hand)


def test_coverage_by_the_auditors_grade_is_in_the_scales_order(graded, by_hand, run):
    table = moderation_coverage.by_auditors_grade(graded, scale=run.scale)
    assert table.index.tolist() == list(run.scale.labels)
    for grade in ORDER:
        assert table.loc[grade, "moderated"] == sum(a.auditor_grade == grade for a, _ in by_hand)
    assert table["returned"].tolist() == [3, 82, 94, 50]


def test_auditors_with_at_least_one_moderated(graded, audits, by_hand, run):
    table = moderation_coverage.auditors(graded)
    back = returned_by_hand(audits, run.as_at)
    for level, found in table.iterrows():
        assert found["auditors"] == len({r.auditor for r in back if r.management_level == level})
        assert found["moderated"] == len(
            {a.auditor for a, _ in by_hand if a.management_level == level}
        )


def test_the_one_outstanding_that_nobody_moderated_is_listed(graded, audits, by_hand, run):
    moderated = {a.audit_id for a, _ in by_hand}
    expected = {
        r.audit_id
        for r in returned_by_hand(audits, run.as_at)
        if r.auditor_grade == "Outstanding" and r.audit_id not in moderated
    }
    found = moderation_coverage.best_grade_unmoderated_audits(graded, scale=run.scale)
    assert set(found["audit_id"]) == expected
    assert len(expected) == 1


def test_pairs_agree_with_the_records_they_come_from(pairs, by_hand):
    rows = pairs.set_index("audit_id")
    for audit, made in by_hand:
        row = rows.loc[audit.audit_id]
        steps = ORDER.index(made.moderator_grade) - ORDER.index(audit.auditor_grade)
        assert row["steps"] == steps
        assert row["days"] == (made.moderated_on - audit.returned_on).days
        assert row["outcome"] == made.outcome
        assert row["n_moderations"] == 1


def test_the_matrix_agrees_with_a_count_row_by_row(pairs, by_hand, run):
    table = moderation_matrix.matrix(moderated.compared(pairs), scale=run.scale)
    for own in ORDER:
        for other in ORDER:
            expected = sum(
                a.auditor_grade == own and m.moderator_grade == other for a, m in by_hand
            )
            assert table.loc[own, other] == expected
    assert table.index.tolist() == table.columns.tolist() == list(run.scale.labels)


def test_a_list_of_the_moderated_names_nobody(pairs):
    listed = moderated.moderated_audits(pairs[pairs["outcome"] == "Downgraded"])
    assert len(listed) == 31
    assert not {"auditor", "moderator"} & set(listed.columns)


def test_outcomes_by_any_grouping_add_up(pairs):
    for by in ("service_area", "team", "auditor_grade", "blind", ["month", "service_area"]):
        table = moderation_outcomes.outcomes(pairs, by=by)
        counts = table[["moderated", "outcome_known", "supported", "downgraded", "upgraded"]]
        assert counts.sum().tolist() == [60, 60, 29, 31, 0]


def test_blind_role_and_selection_stand_side_by_side(pairs, by_hand):
    table = moderation_outcomes.circumstances(pairs)
    blind = [m for _, m in by_hand if m.blind == "Yes"]
    rest = [m for _, m in by_hand if m.blind != "Yes"]
    row = table.loc[("blind", "Yes")]
    assert row["moderated"] == len(blind)
    same = [sum(m.outcome == "Supported" for m in part) for part in (blind, rest)]
    assert row["difference"] == pytest.approx(same[0] / len(blind) - same[1] / len(rest))
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    n_blank = sum(pd.isna(m.blind) for _, m in by_hand)
    assert table.loc[("blind", "Not recorded"), "moderated"] == n_blank > 0
    assert table.loc["selection", "moderated"].to_dict() == {"Random": 54, "Purposive": 6}
    assert table.loc["moderator_role", "moderated"].sum() == 60


def test_the_gap_agrees_with_the_textbook(pairs, by_hand, run):
    steps = [ORDER.index(m.moderator_grade) - ORDER.index(a.auditor_grade) for a, m in by_hand]
    found = moderation_gap.total(pairs, label="All").iloc[0]
    # Student's t with 59 degrees of freedom has 2.000995 at 97.5%.
    reach = 2.000995 * statistics.stdev(steps) / 60**0.5
    assert found["mean_steps"] == pytest.approx(statistics.mean(steps))
    assert found["mean_steps_low"] == pytest.approx(statistics.mean(steps) - reach, abs=1e-6)
    assert found["mean_steps_high"] == pytest.approx(statistics.mean(steps) + reach, abs=1e-6)
    assert found["two_or_more"] == sum(abs(s) >= 2 for s in steps) == 2
    monthly = moderation_gap.by_month(pairs, months=run.months)
    for month, row in monthly.iterrows():
        own = [s for s, (a, _) in zip(steps, by_hand, strict=True) if a.month == month]
        assert row["compared"] == len(own)
        assert row["mean_steps"] == pytest.approx(statistics.mean(own))


def test_the_trend_of_the_share_downgraded_is_of_the_monthly_counts(pairs, run):
    monthly = moderation_outcomes.by_month(pairs, months=run.months)
    found = moderation_outcomes.downgraded_trend(monthly)
    x = np.arange(7.0)
    n, k = monthly["outcome_known"].to_numpy(), monthly["downgraded"].to_numpy()
    centred = x - (x * n).sum() / n.sum()
    assert found.slope == pytest.approx((centred * k).sum() / (n * centred**2).sum())
    assert 0 < found.p_value < 1


def test_days_to_moderation_agree_with_a_count_row_by_row(pairs, by_hand, run):
    days = [(m.moderated_on - a.returned_on).days for a, m in by_hand]
    found = moderation_days.total(pairs, label="All", limit=14).iloc[0]
    assert found["timed"] == 60
    assert found["median_days"] == statistics.median(days)
    lower, _, upper = statistics.quantiles(days, n=4, method="inclusive")
    assert found["lower_quartile_days"] == pytest.approx(lower)
    assert found["upper_quartile_days"] == pytest.approx(upper)
    assert found["longest_days"] == max(days)
    assert found["over_limit"] == sum(d > 14 for d in days)
    monthly = moderation_days.by_month(pairs, months=run.months, limit=14)
    assert monthly["over_limit"].sum() == found["over_limit"]
    areas = moderation_days.to_moderation(pairs, by="service_area", limit=14)
    assert areas["moderated"].sum() == 60


def test_the_quality_of_the_audit_itself(pairs, by_hand, run):
    table = moderation_quality.audit_quality(pairs, by="outcome", scale=run.scale)
    for outcome, row in table.iterrows():
        own = [m for _, m in by_hand if m.outcome == outcome]
        assert row["not_recorded"] == sum(pd.isna(m.audit_quality) for m in own)
        for grade in ORDER:
            assert row[grade] == sum(m.audit_quality == grade for m in own)
    total = moderation_quality.total(pairs, label="All", scale=run.scale).iloc[0]
    assert total["graded"] + total["not_recorded"] == 60


# Records that contradict one another.


def kinds(audits, moderations, run) -> dict[str, int]:
    found = moderation_checks.contradiction_audits(audits, moderations, as_at=run.as_at)
    return moderation_checks.contradictions(found)["moderations"].to_dict()


def test_the_example_has_no_contradiction(audits, moderations, run):
    assert set(kinds(audits, moderations, run).values()) == {0}
    assert set(kinds(audits, None, run).values()) == {0}


def test_an_outcome_that_the_grades_deny_is_found(audits, moderations, run):
    other = {"Supported": "Upgraded", "Downgraded": "Supported"}[moderations["outcome"].iloc[3]]
    wrong = changed(moderations, 3, outcome=other)
    found = moderation_checks.contradiction_audits(audits, wrong, as_at=run.as_at)
    assert found["audit_id"].tolist() == [moderations["audit_id"].iloc[3]]
    assert kinds(audits, wrong, run)[moderation_checks.OTHER_OUTCOME] == 1


def test_a_moderation_before_the_return_is_found_and_not_timed(audits, moderations, run):
    returned = audits.set_index("audit_id").loc[moderations["audit_id"].iloc[0], "returned_on"]
    wrong = changed(moderations, 0, moderated_on=returned - pd.Timedelta(days=2))
    assert kinds(audits, wrong, run)[moderation_checks.TOO_EARLY] == 1
    pairs = moderated.pairs(audits, wrong, as_at=run.as_at)
    total = moderation_days.total(pairs, label="All", limit=14).iloc[0]
    assert (total["moderated"], total["timed"]) == (60, 59)


def own_moderation(audits: pd.DataFrame, moderations: pd.DataFrame) -> pd.DataFrame:
    auditor = audits.set_index("audit_id").loc[moderations["audit_id"].iloc[0], "auditor"]
    made = moderations.copy()
    made["moderator"] = made["moderator"].astype(object)
    made.loc[made.index[0], "moderator"] = auditor
    return made.astype({"moderator": "category"})


def test_who_moderates_their_own_audit_is_found_and_has_moderated_nothing(audits, moderations, run):
    wrong = own_moderation(audits, moderations)
    assert kinds(audits, wrong, run)[moderation_checks.OWN_AUDIT] == 1
    assert len(moderated.pairs(audits, wrong, as_at=run.as_at)) == 59
    graded = grades.final(audits, wrong, as_at=run.as_at).set_index("audit_id")
    covered = moderation_coverage.by_month(graded.reset_index(), months=run.months)
    assert moderation_coverage.total(covered, label="All").iloc[0]["moderated"] == 59
    row = graded.loc[moderations["audit_id"].iloc[0]]
    assert not row["moderated"]
    assert row["final_grade"] == row["auditor_grade"]


@pytest.mark.parametrize("days", [-1, 0, 3])
@pytest.mark.parametrize("spelling", [str, str.upper, "  {} ".format])
def test_who_moderates_their_own_audit_displaces_nobody_elses_moderation(
    audits, moderations, run, days, spelling
):
    own = own_moderation(audits, moderations)["moderator"].iloc[0]
    first = moderations.iloc[0]
    plain = moderations.astype({"moderator": object})
    both = with_more(
        plain,
        0,
        moderation_id="Z1",
        moderator=spelling(own),
        moderated_on=first["moderated_on"] + pd.Timedelta(days=days),
        moderator_grade="Outstanding",
    )
    found = moderated.pairs(audits, both, as_at=run.as_at)
    before = moderated.pairs(audits, plain, as_at=run.as_at)
    pd.testing.assert_frame_equal(found, before)
    pd.testing.assert_frame_equal(
        grades.final(audits, both, as_at=run.as_at), grades.final(audits, plain, as_at=run.as_at)
    )
    assert second_moderations.moderated_twice(audits, both, as_at=run.as_at).empty
    assert kinds(audits, both, run)[moderation_checks.OWN_AUDIT] == 1


def test_a_moderation_of_an_audit_that_never_came_back_is_found(audits, moderations, run):
    missing = audits[audits["returned_on"].isna() & audits["exempted_on"].isna()].iloc[0]
    wrong = changed(moderations, 5, audit_id=missing["audit_id"])
    assert kinds(audits, wrong, run)[moderation_checks.NOT_RETURNED] == 1
    assert len(moderated.pairs(audits, wrong, as_at=run.as_at)) == 59


# Two moderations of one audit.


def test_the_latest_of_two_moderations_is_the_pairs(audits, moderations, run):
    last = moderations["moderated_on"].iloc[0] + pd.Timedelta(days=3)
    both = with_more(
        moderations, 0, moderation_id="Z1", moderated_on=last, moderator_grade="Outstanding"
    )
    row = moderated.pairs(audits, both, as_at=run.as_at).set_index("audit_id")
    row = row.loc[moderations["audit_id"].iloc[0]]
    assert row["moderator_grade"] == "Outstanding"
    assert row["n_moderations"] == 2


def test_two_moderators_of_one_audit_are_compared(audits, moderations, run):
    assert moderations["moderator"].iloc[0] != moderations["moderator"].iloc[1]
    later = moderations["moderated_on"].iloc[0] + pd.Timedelta(days=3)
    same = with_more(moderations, 0, moderation_id="Z1", moderated_on=later)
    other = with_more(
        same,
        0,
        moderation_id="Z2",
        moderated_on=later + pd.Timedelta(days=1),
        moderator=moderations["moderator"].iloc[1],
        moderator_grade="Inadequate",
    )
    assert second_moderations.moderated_twice(audits, moderations, as_at=run.as_at).empty
    assert second_moderations.moderated_twice(audits, same, as_at=run.as_at).empty
    found = second_moderations.moderated_twice(audits, other, as_at=run.as_at)
    assert len(found) == 1
    row = found.iloc[0]
    assert row["earlier_grade"] == moderations["moderator_grade"].iloc[0]
    assert row["moderator_grade"] == "Inadequate"
    assert row["days"] == 1
    assert not {"auditor", "moderator"} & set(found.columns)


# Registers that hold less.


def test_without_the_auditors_grades_outcomes_are_as_stated_and_agreement_is_refused(
    audits, moderations, run
):
    final_only = audits.copy()
    final_only["auditor_grade"] = final_only["auditor_grade"].where(
        ~final_only["audit_id"].isin(moderations["audit_id"])
    )
    pairs = moderated.pairs(final_only, moderations, as_at=run.as_at)
    monthly = moderation_outcomes.by_month(pairs, months=run.months)
    assert monthly[["supported", "downgraded"]].sum().tolist() == [29, 31]
    assert moderated.compared(pairs).empty
    assert moderated.why_not_compared(pairs).startswith("only final grades are recorded")
    blank = moderated.pairs(final_only, moderations.assign(outcome=None), as_at=run.as_at)
    assert moderation_outcomes.by_month(blank, months=run.months)["outcome_known"].sum() == 0


def test_grades_that_were_overwritten_are_not_taken_for_agreement(audits, moderations, run):
    by_id = moderations.set_index("audit_id")["moderator_grade"]
    final = audits["audit_id"].map(by_id).astype(run.scale.dtype)
    overwritten = audits.assign(auditor_grade=final.fillna(audits["auditor_grade"]))
    pairs = moderated.pairs(overwritten, moderations, as_at=run.as_at)
    assert "overwritten" in moderated.why_not_compared(pairs)
    assert (pairs["outcome"] == "Downgraded").sum() == 31
    # Where no outcome speaks against it, the same grade is agreement.
    silent = moderated.pairs(overwritten, moderations.assign(outcome=None), as_at=run.as_at)
    assert moderated.why_not_compared(silent) == ""


def test_what_is_dated_after_the_as_at_date_has_not_happened(audits, moderations):
    early = dt.date(2023, 7, 1)
    pairs = moderated.pairs(audits, moderations, as_at=early)
    assert len(pairs) == (moderations["moderated_on"] <= pd.Timestamp(early)).sum()
    assert 0 < len(pairs) < 60
