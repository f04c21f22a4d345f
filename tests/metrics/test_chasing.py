"""What is to be chased, against a count row by row of the csv export."""

import datetime as dt
from collections import Counter

import export_rows
import pandas as pd
import pytest
from dateutil.relativedelta import relativedelta
from export_rows import AS_AT, by, day, state

from qaanalysis.metrics import chasing, grades
from qaanalysis.metrics.audit_cases.chasing import chased

AREA = "Family Support"
EVERY = 3  # Months from an audit to its re-audit, by the example's params.


@pytest.fixture(scope="module")
def graded(tables, audits):
    return grades.final(audits, tables["moderations"], as_at=AS_AT)


@pytest.fixture(scope="module")
def own(tables):
    register = tables["audits"]
    return register[register["service_area"].astype(str) == AREA]


@pytest.mark.parametrize("when", [AS_AT, dt.date(2023, 9, 30)])
def test_actions_stand_where_a_count_row_by_row_puts_them(tables, when):
    raised = [r for r in export_rows.rows("actions") if by(r["Date raised"], when)]
    expected = Counter(state(r["Target date"], r["Date completed"], when) for r in raised)
    found = chasing.actions_by_state(tables["actions"], as_at=when)
    assert found["actions"].to_dict() == {name: expected[name] for name in chasing.STATES}
    late = [
        (when - day(r["Target date"])).days
        for r in raised
        if state(r["Target date"], r["Date completed"], when) == "overdue"
    ]
    assert found["most_days_late"]["overdue"] == max(late)


def test_an_action_without_a_due_date_is_never_on_time_and_never_late(tables):
    found = chasing.actions(tables["actions"], as_at=dt.date(2030, 1, 1))
    undated = found[found["due_on"].isna() & found["completed_on"].isna()]
    assert len(undated) == sum(
        r["Target date"] in export_rows.NOTHING and r["Date completed"] in export_rows.NOTHING
        for r in export_rows.rows("actions")
    )
    assert set(undated["state"]) == {"no due date"}
    assert undated["days_late"].isna().all()


def test_open_actions_are_those_of_the_audits_asked_for_the_longest_overdue_first(tables, own):
    found = chasing.open_actions(tables["actions"], own, as_at=AS_AT)
    theirs = export_rows.audits(AREA)
    expected = {
        r["Action ref"]: (r["Audit ref"], state(r["Target date"], r["Date completed"]))
        for r in export_rows.rows("actions")
        if r["Audit ref"] in theirs and by(r["Date raised"]) and not by(r["Date completed"])
    }
    listed = zip(found["audit_id"], found["state"], strict=True)
    assert dict(zip(found["action_id"], listed, strict=True)) == expected
    late = found["days_late"].dropna().tolist()
    assert late == sorted(late, reverse=True)
    assert found["days_late"].notna().tolist() == [True] * len(late) + [False] * (
        len(found) - len(late)
    )


def test_re_audits_due_are_those_not_done_and_audits_without_any(tables, graded, own, run):
    theirs = graded[graded["audit_id"].isin(own["audit_id"])]
    every = {"scale": run.scale, "every_months": EVERY, "as_at": AS_AT}
    found = chasing.re_audits_due(tables["re_audits"], theirs, own, **every)
    of_area = export_rows.audits(AREA)
    planned = [r for r in export_rows.rows("re_audits") if r["Original audit ref"] in of_area]
    expected = {
        r["Original audit ref"]: state(r["Re-audit due"], r["Re-audit done"])
        for r in planned
        if not by(r["Re-audit done"])
    }
    worst = set(theirs.loc[theirs["final_grade"] == "Inadequate", "audit_id"])
    with_any = {r["Original audit ref"] for r in planned}
    expected |= dict.fromkeys(worst - with_any, chasing.NONE_RECORDED)
    assert chasing.NONE_RECORDED in expected.values()
    assert dict(zip(found["audit_id"], found["state"], strict=True)) == expected
    assert found.loc[found["state"] == "not yet due", "days_late"].isna().all()


def test_a_re_audit_that_nobody_recorded_fell_due_an_interval_after_the_audit_came_back(
    tables, graded, run
):
    every = {"scale": run.scale, "every_months": EVERY, "as_at": AS_AT}
    found = chasing.re_audits_due(tables["re_audits"], graded, tables["audits"], **every)
    none = found[found["state"] == chasing.NONE_RECORDED]
    back = {audit: day(r["Date returned"]) for audit, r in export_rows.audits().items()}
    assert len(none) >= 2
    for row in none.itertuples():
        due = back[row.audit_id] + relativedelta(months=EVERY)
        assert row.due_on.date() == due
        assert row.days_late == (AS_AT - due).days > 0


def test_where_the_last_re_audit_found_the_same_the_next_falls_due_an_interval_after_it(
    graded, tables, run
):
    [audit] = graded.loc[graded["final_grade"] == "Inadequate", "audit_id"].head(1)
    back = graded.loc[graded["audit_id"] == audit, "returned_on"].item()
    done = back + pd.DateOffset(days=1)
    same = tables["re_audits"].head(1).assign(audit_id=audit, done_on=done, grade="Inadequate")
    one = graded[graded["audit_id"] == audit]
    every = {"scale": run.scale, "every_months": EVERY, "as_at": dt.date(2024, 12, 31)}
    [row] = chasing.re_audits_due(same, one, tables["audits"], **every).itertuples()
    assert row.state == chasing.NO_FURTHER
    assert row.due_on.date() == done.date() + relativedelta(months=EVERY)


def test_audits_outstanding_are_those_scheduled_and_not_back(audits):
    found = chasing.audits_outstanding(audits, as_at=AS_AT)
    expected = {
        audit: (AS_AT - day(r["Due date"])).days
        for audit, r in export_rows.audits().items()
        if r["Audit type"] == "Individual"
        and not by(r["Date exempted"])
        and not by(r["Date returned"])
    }
    assert dict(zip(found["audit_id"], found["days_late"], strict=True)) == expected
    assert len(expected) == 452


def test_what_is_due_on_the_day_is_not_late(audits):
    found = chasing.audits_outstanding(audits, as_at=dt.date(2023, 11, 30))
    november = found[found["month"] == pd.Period("2023-11")]
    assert set(november["state"]) == {"not yet due"}
    assert november["days_late"].isna().all()


def test_exemptions_have_reason_and_approver_and_those_after_the_due_date_come_first(audits):
    found = chasing.exemptions(audits, as_at=AS_AT)
    expected = {
        audit: day(r["Date exempted"]) > day(r["Due date"])
        for audit, r in export_rows.audits().items()
        if r["Audit type"] == "Individual" and by(r["Date exempted"])
    }
    assert dict(zip(found["audit_id"], found["after_due"], strict=True)) == expected
    assert sum(expected.values()) > 0
    assert found["after_due"].tolist() == sorted(found["after_due"], reverse=True)
    given = export_rows.audits()
    for row in found.itertuples():
        for name, heading in (
            ("exemption_reason", "Exemption reason"),
            ("exemption_approver", "Exemption approved by"),
        ):
            told, stands = getattr(row, name), given[row.audit_id][heading].strip()
            assert (pd.isna(told) and stands in export_rows.NOTHING) or told == stands


def test_loads_stand_beside_what_the_auditors_table_gives(tables, audits):
    found = chasing.loads(audits, tables["auditors"], as_at=AS_AT)
    given = {r["Name"].strip(): r["Capacity"] for r in export_rows.rows("auditors")}
    left = Counter(
        r["Audited by"].strip()
        for r in export_rows.audits().values()
        if r["Audit type"] == "Individual"
        and not by(r["Date exempted"])
        and not by(r["Date returned"])
    )
    totals = found.groupby("auditor")["outstanding"].sum()
    assert totals[totals > 0].to_dict() == dict(left)
    for row in found.itertuples():
        expected = given.get(row.auditor, "")
        assert (pd.isna(row.capacity) and expected == "") or row.capacity == int(expected)
    assert set(given) <= set(found["auditor"])


def test_without_the_tables_there_are_no_rows_and_no_capacity(audits, graded, run):
    assert chasing.actions_by_state(None, as_at=AS_AT).empty
    assert chasing.open_actions(None, audits, as_at=AS_AT).empty
    every = {"scale": run.scale, "every_months": EVERY, "as_at": AS_AT}
    none = chasing.re_audits_due(None, graded, audits, **every)
    assert none.empty
    assert chased(None, as_at=AS_AT) is None
    assert chasing.loads(audits, None, as_at=AS_AT)["capacity"].isna().all()


def test_auditors_whose_level_is_blank_have_their_load_too(audits, tables):
    unlevelled = audits.assign(
        management_level=audits["management_level"].where(audits.index % 2 == 1)
    )
    for auditors in (None, tables["auditors"]):
        found = chasing.loads(unlevelled, auditors, as_at=AS_AT)
        assert found["outstanding"].sum() == len(chasing.audits_outstanding(audits, as_at=AS_AT))
        assert "Not recorded" in set(found["management_level"])


def test_an_audit_without_a_due_date_is_never_late(audits):
    left = chasing.audits_outstanding(audits, as_at=AS_AT)["audit_id"].head(3)
    gone = audits["due_on"].mask(audits["audit_id"].isin(left))
    found = chasing.audits_outstanding(audits.assign(due_on=gone), as_at=AS_AT)
    assert len(found) == 452
    own = found[found["audit_id"].isin(left)]
    assert set(own["state"]) == {"no due date"}
    assert own["days_late"].isna().all()
