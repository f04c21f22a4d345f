"""Returns against the published table and against counts made row by row."""

import csv
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from qaanalysis.metrics import outstanding, return_change, returns

NOVEMBER, MAY = pd.Period("2023-11", "M"), pd.Period("2023-05", "M")


@pytest.fixture(scope="module")
def monthly(audits, run):
    return returns.by_month(audits, months=run.months, as_at=run.as_at)


def test_the_published_counts_and_rates_by_month(monthly, published):
    with (published / "returns.csv").open() as stream:
        stated = list(csv.DictReader(stream))
    assert len(stated) == 7
    for row in stated:
        found = monthly.loc[pd.Period(row["month"], "M")]
        for column in ("planned", "exempted", "scheduled", "returned"):
            assert found[column] == int(row[column])
        assert 100 * found["return_rate"] == pytest.approx(
            float(row["stated_return_rate_pct"]), abs=0.05
        )


def test_the_published_totals(monthly):
    total = returns.total(monthly, label="May to November").iloc[0]
    assert total[["planned", "exempted", "scheduled", "returned"]].tolist() == [730, 49, 681, 229]
    rate = total[["return_rate", "return_rate_low", "return_rate_high"]] * 100
    assert rate.round(1).tolist() == [33.6, 30.2, 37.3]
    assert round(100 * total["returned_of_planned"], 1) == 31.4


def test_cumulative_rates_are_pooled_and_not_the_mean_of_monthly_rates(monthly):
    to_date = returns.to_date(monthly)
    assert to_date.loc[NOVEMBER, "return_rate"] == 229 / 681
    assert to_date.loc[NOVEMBER, "return_rate"] != pytest.approx(monthly["return_rate"].mean())


def with_rows(audits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([audits, rows], ignore_index=True).astype(audits.dtypes)


def test_re_audits_and_themed_audits_change_no_monthly_figure(tables, run, monthly):
    register = tables["audits"]
    returned = register[register["returned_on"].notna()]
    more = pd.concat([returned.head(25)]).assign(
        audit_id=[f"X{i}" for i in range(25)],
        audit_type=["Re-audit"] * 20 + ["Themed"] * 5,
    )
    audits = returns.individual(with_rows(register, more), months=run.months)
    pd.testing.assert_frame_equal(
        returns.by_month(audits, months=run.months, as_at=run.as_at), monthly
    )


def late_returns(audits: pd.DataFrame) -> pd.DataFrame:
    """Return the register with two September audits that come in 40 days late."""
    waiting = audits[
        (audits["month"] == pd.Period("2023-09", "M"))
        & audits["returned_on"].isna()
        & audits["exempted_on"].isna()
    ].index[:2]
    late = audits.copy()
    late.loc[waiting, "returned_on"] = late.loc[waiting, "due_on"] + pd.Timedelta(days=40)
    return late


def test_two_returns_40_days_late_change_the_figure_as_at_and_its_revision(audits, run):
    late = late_returns(audits)
    september = pd.Period("2023-09", "M")
    now = returns.by_month(late, months=run.months, as_at=run.as_at)
    assert now.loc[september, "returned"] == 35
    revised = return_change.revisions(
        late, months=run.months, as_at=run.as_at, previous_as_at=run.previous_as_at
    )
    assert revised.loc[september, "returned_before"] == 33
    assert revised.loc[september, "returned_after"] == 35


def test_two_returns_40_days_late_leave_the_rate_at_equal_age(audits, run):
    ages = {"months": run.months, "ages": run.return_ages, "as_at": run.as_at}
    pd.testing.assert_frame_equal(
        return_change.equal_age(late_returns(audits), **ages),
        return_change.equal_age(audits, **ages),
    )


@pytest.mark.parametrize("as_at", [dt.date(2023, 12, 3), dt.date(2023, 11, 30)])
def test_each_month_as_old_as_the_last_agrees_with_a_count_row_by_row(audits, run, as_at):
    how = {"months": run.months, "ages": run.return_ages}
    table = return_change.as_old_as_last(audits, as_at=as_at, **how)
    days = (as_at - dt.date(2023, 11, 30)).days
    assert table.index.equals(run.months)
    assert (table["days"] == days).all()
    for month, row in table.iterrows():
        day = month.end_time.normalize() + pd.Timedelta(days=days)
        mine = [a for a in audits.itertuples() if a.month == month and a.planned_on <= day]
        mine = [a for a in mine if not a.exempted_on <= day]
        back = [a for a in mine if a.returned_on <= day]
        assert (row["scheduled_then"], row["returned_then"]) == (len(mine), len(back))
        assert row["rate_then"] == pytest.approx(len(back) / len(mine))


def test_the_example_month_is_low_for_its_age_as_the_report_before_had_the_others(audits, run):
    how = {"months": run.months, "ages": run.return_ages}
    table = return_change.as_old_as_last(audits, as_at=run.as_at, **how)
    before = returns.by_month(audits, months=run.months, as_at=run.previous_as_at)
    october = before.loc[pd.Period("2023-10", "M"), ["scheduled", "returned"]].tolist()
    assert table.iloc[-2][["scheduled_then", "returned_then"]].tolist() == october == [101, 24]


def test_a_month_whose_audits_are_past_the_largest_age_is_not_young(audits, run):
    how = {"months": run.months, "ages": [0, 14, 30]}
    young = return_change.as_old_as_last(audits, as_at=dt.date(2023, 12, 29), **how)
    old = return_change.as_old_as_last(audits, as_at=dt.date(2023, 12, 30), **how)
    assert (len(young), len(old)) == (7, 0)
    one = {**how, "months": run.months[-1:]}
    assert return_change.as_old_as_last(audits, as_at=run.as_at, **one).empty


def test_rates_at_equal_age_agree_with_a_count_row_by_row(audits, run):
    table = return_change.equal_age(audits, months=run.months, ages=(0, 14, 30), as_at=run.as_at)
    as_at = pd.Timestamp(run.as_at)
    for month in run.months:
        rows = [r for r in audits.itertuples() if r.month == month and pd.isna(r.exempted_on)]
        for age in (0, 14, 30):
            reached = all(r.due_on + pd.Timedelta(days=age) <= as_at for r in rows)
            n = sum(r.returned_on <= r.due_on + pd.Timedelta(days=age) for r in rows)
            found = table.loc[month, f"returned_{age}"]
            assert (np.isnan(found) and not reached) or (found == n and reached)
    assert np.isnan(table.loc[NOVEMBER, "rate_14"])
    assert not np.isnan(table.loc[NOVEMBER, "rate_0"])


def test_what_is_dated_after_the_as_at_date_has_not_happened(audits, run):
    early = returns.by_month(audits, months=run.months, as_at=dt.date(2023, 6, 1))
    assert early.loc[MAY, "returned"] < 44
    assert early.loc[NOVEMBER, "planned"] == 0
    assert np.isnan(early.loc[NOVEMBER, "return_rate"])


def test_the_change_since_may_is_split_exactly(monthly):
    parts = return_change.decomposition(monthly, since=MAY, to=NOVEMBER)["effect"]
    assert parts.sum() == pytest.approx(23 / 117 - 44 / 83)
    # Das Gupta by hand: (23 − 44) × the mean of 1/83 and 1/117.
    assert parts["returned"] == pytest.approx(-21 * (1 / 83 + 1 / 117) / 2)


def test_a_change_from_a_month_with_nothing_scheduled_is_undefined(monthly):
    empty = monthly.copy()
    empty.loc[MAY, ["scheduled", "returned"]] = 0
    assert return_change.decomposition(empty, since=MAY, to=NOVEMBER)["effect"].isna().all()


@pytest.mark.parametrize("by", ["service_area", "team", "management_level", "plan_type", "auditor"])
def test_every_grouping_adds_up_to_the_total(audits, run, by):
    assert returns.counts(audits, by=by, as_at=run.as_at).sum().tolist() == [730, 49, 681, 229]


def test_a_blank_group_is_not_recorded(audits, run):
    n_blank = int(audits["plan_type"].isna().sum())
    assert n_blank > 0
    assert (
        returns.counts(audits, by="plan_type", as_at=run.as_at).loc["Not recorded", "planned"]
        == n_blank
    )


def test_two_groupings_at_once(audits, run):
    table = returns.rates(audits, by=["month", "team"], as_at=run.as_at)
    assert table.index.names == ["month", "team"]
    assert table["returned"].sum() == 229


def test_exemptions_by_reason_agree_with_a_count_row_by_row(audits, run):
    table = returns.exemptions(audits, as_at=run.as_at)
    exempt = [r for r in audits.itertuples() if not pd.isna(r.exempted_on)]
    assert table["exempted"].sum() == len(exempt) == 49
    assert table["after_due"].sum() == sum(r.exempted_on > r.due_on for r in exempt)
    assert table["without_approver"].sum() == sum(pd.isna(r.exemption_approver) for r in exempt)
    assert table.loc["No reason given", "exempted"] == sum(
        pd.isna(r.exemption_reason) for r in exempt
    )


def test_outstanding_audits_and_days_late(audits, run):
    left = outstanding.audits_outstanding(audits, as_at=run.as_at)
    assert len(left) == 681 - 229
    row = left.iloc[0]
    due = audits.set_index("audit_id").loc[row["audit_id"], "due_on"]
    assert row["days_late"] == (pd.Timestamp(run.as_at) - due).days
    by = outstanding.by_group(audits, by="management_level", as_at=run.as_at)
    assert by["outstanding"].sum() == 452


def test_a_month_missing_from_the_register_is_still_in_the_table(audits, run):
    gap = audits[audits["month"] != pd.Period("2023-08", "M")]
    table = returns.by_month(gap, months=run.months, as_at=run.as_at)
    assert table.loc[pd.Period("2023-08", "M"), "planned"] == 0
    assert np.isnan(table.loc[pd.Period("2023-08", "M"), "return_rate"])


def test_one_audit_is_enough_to_run(audits, run):
    one = audits[audits["month"] == NOVEMBER].head(1)
    table = returns.by_month(one, months=run.months, as_at=run.as_at)
    assert table.loc[NOVEMBER, "planned"] == 1


@pytest.mark.parametrize("previous", [dt.date(2023, 10, 31), dt.date(2023, 10, 15)])
def test_a_month_reported_before_it_ended_is_among_the_revisions(audits, run, previous):
    found = return_change.revisions(
        audits, months=run.months, as_at=run.as_at, previous_as_at=previous
    )
    october = pd.Period("2023-10", "M")
    rows = [r for r in audits.itertuples() if r.month == october and pd.isna(r.exempted_on)]
    before = sum(r.returned_on <= pd.Timestamp(previous) for r in rows)
    assert found.loc[october, "returned_before"] == before
    assert found.loc[october, "returned_after"] == 27
    assert NOVEMBER not in found.index


def test_two_months_have_no_limits(audits, run):
    monthly = returns.by_month(audits, months=run.months[:2], as_at=run.as_at)
    chart = return_change.control_chart(monthly)
    assert chart["upper"].isna().all()
    assert (chart["special_cause"] == "").all()


def test_a_group_that_is_called_not_recorded_takes_the_blanks_in(audits, run):
    plans = audits["plan_type"].cat.add_categories(["Not recorded"])
    other = audits.assign(plan_type=plans.mask(audits.index < 9, "Not recorded"))
    n = int(other["plan_type"].isna().sum()) + int((other["plan_type"] == "Not recorded").sum())
    table = returns.counts(other, by="plan_type", as_at=run.as_at)
    assert table.loc["Not recorded", "planned"] == n


def test_children_and_families_are_counted_apart_from_audits(audits, run):
    found = returns.children(audits, as_at=run.as_at).iloc[0]
    children, families, without, n = set(), set(), set(), 0
    for row in audits.to_dict("records"):
        if pd.isna(row["returned_on"]) or row["returned_on"] > pd.Timestamp(run.as_at):
            continue
        n += 1
        children.add(row["child_id"])
        (without if pd.isna(row["family_id"]) else families).add(
            row["child_id"] if pd.isna(row["family_id"]) else row["family_id"]
        )
    assert found.tolist() == [n, len(children), len(families), len(without)]
    assert n == 229


def test_without_the_column_of_families_none_is_known(audits, run):
    found = returns.children(audits.drop(columns="family_id"), as_at=run.as_at).iloc[0]
    assert found["families"] == 0
    assert found["without_family"] == found["children"] > 0


def test_an_audit_without_a_due_date_counts_and_is_in_no_share_at_an_age(audits, run):
    undated = audits.assign(due_on=audits["due_on"].where(audits.index % 9 != 0))
    at = {"months": run.months, "as_at": run.as_at}
    assert returns.by_month(undated, **at).equals(returns.by_month(audits, **at))
    table = return_change.equal_age(undated, ages=(0, 14), **at)
    of_dated = undated[undated["due_on"].notna()]
    others = return_change.equal_age(of_dated, ages=(0, 14), **at)
    assert table["scheduled"].tolist() == returns.by_month(audits, **at)["scheduled"].tolist()
    assert (table["scheduled"] - table["without_due_date"]).equals(others["scheduled"])
    assert table[["returned_0", "rate_0", "rate_14"]].equals(
        others[["returned_0", "rate_0", "rate_14"]]
    )
    assert return_change.trend_at_age(table, age=0) == return_change.trend_at_age(others, age=0)
    left = outstanding.by_group(undated, by="service_area", as_at=run.as_at)
    dated = outstanding.by_group(of_dated, by="service_area", as_at=run.as_at)
    assert left["outstanding"].sum() == 452
    assert left["overdue"].equals(dated["overdue"])


def test_without_any_due_date_nothing_is_told_at_an_age(audits, run):
    undated = audits.assign(due_on=pd.NaT).astype({"due_on": "datetime64[s]"})
    table = return_change.equal_age(undated, months=run.months, ages=(0,), as_at=run.as_at)
    assert table["rate_0"].isna().all()
    assert return_change.trend_at_age(table, age=0).reason
