"""Safety answers and re-audits, against a count row by row of the example and by hand."""

import datetime as dt

import pandas as pd

from qaanalysis.data.example import safety as invented
from qaanalysis.metrics import grades, safety
from qaanalysis.metrics.follow_up import re_audits

AS_AT = dt.date(2023, 12, 3)


def by(day) -> bool:
    """Tell whether something was done by the date."""
    return not pd.isna(day) and day.date() <= AS_AT


def test_the_example_lacks_as_many_answers_as_were_left_out(run, tables, audits):
    graded = grades.final(audits, tables["moderations"], as_at=AS_AT)
    found = safety.unanswered_audits(graded, scale=run.scale, as_at=AS_AT)
    table = safety.by_question(found, graded, scale=run.scale)
    assert table["audits"].tolist() == [
        invented.N_BLANK, invented.N_NOT_ESCALATED, invented.N_NOT_SAFE,
    ]  # fmt: skip
    assert table["graded_worst"].tolist() == [58, 58, 58]


def test_each_row_is_one_that_lacks_the_answer(run, tables, audits):
    graded = grades.final(audits, tables["moderations"], as_at=AS_AT)
    found = safety.unanswered_audits(graded, scale=run.scale, as_at=AS_AT)
    listed = {kind: set(rows["audit_id"]) for kind, rows in found.groupby(safety.KIND)}
    expected = {kind: set() for kind in safety.KINDS}
    for row in graded.itertuples():
        if row.final_grade != "Inadequate":
            continue
        if pd.isna(row.immediate_concern):
            expected[safety.NO_ANSWER].add(row.audit_id)
        if row.immediate_concern == "Yes" and pd.isna(row.escalated_to):
            expected[safety.NOT_ESCALATED].add(row.audit_id)
        if row.immediate_concern == "Yes" and not by(row.made_safe_on):
            expected[safety.NOT_SAFE].add(row.audit_id)
    assert listed == expected


def test_a_child_made_safe_later_is_not_safe_yet(run, tables, audits):
    graded = grades.final(audits, tables["moderations"], as_at=AS_AT)
    worst = graded[graded["final_grade"] == "Inadequate"]
    safe = worst[worst["made_safe_on"].notna()].iloc[:1]
    [day] = safe["made_safe_on"].dt.date
    before, on = (
        safety.unanswered_audits(safe, scale=run.scale, as_at=as_at)[safety.KIND].tolist()
        for as_at in (day - dt.timedelta(days=1), day)
    )
    assert safety.NOT_SAFE in before
    assert safety.NOT_SAFE not in on


def test_without_audits_at_the_bottom_every_count_is_nought(run, tables, audits):
    graded = grades.final(audits, tables["moderations"], as_at=AS_AT)
    good = graded[graded["final_grade"] == "Good"]
    found = safety.unanswered_audits(good, scale=run.scale, as_at=AS_AT)
    table = safety.by_question(found, good, scale=run.scale)
    assert table.to_numpy().sum() == 0
    assert tuple(table.index) == safety.KINDS


def test_re_audits_are_done_in_time_or_late_not_yet_due_or_overdue():
    days = pd.to_datetime
    frame = pd.DataFrame(
        {
            "audit_id": list("abcdef"),
            "due_on": days(
                ["2023-11-01", "2023-12-02", "2023-12-03", "2023-11-23", "2023-11-01", "2023-11-01"]
            ),
            "done_on": days(["2023-11-05", None, None, None, "2023-12-20", "2023-11-01"]),
        }
    )
    told = re_audits.status(frame, as_at=AS_AT)
    states = ["done late", "overdue", "not yet due", "overdue", "overdue", "done in time"]
    assert told["re_audit"].tolist() == states
    assert told["days_late"].fillna(-1).tolist() == [4, 1, -1, 10, 32, -1]
    table = re_audits.by_state(frame, as_at=AS_AT)
    assert table["re_audits"].to_dict() == {
        "done in time": 1, "done late": 1, "not yet due": 1, "overdue": 3,
        "done, no due date": 0, "open, no due date": 0, "done before its audit": 0,
    }  # fmt: skip
    assert table["most_days_late"].fillna(-1).tolist() == [-1, 4, -1, 32, -1, -1, -1]
    assert re_audits.by_state(None, as_at=AS_AT).empty


def test_the_examples_re_audits_are_counted_row_by_row(tables):
    table = re_audits.by_state(tables["re_audits"], as_at=AS_AT)
    overdue = [
        (AS_AT - row.due_on.date()).days
        for row in tables["re_audits"].itertuples()
        if row.due_on.date() < AS_AT and not by(row.done_on)
    ]
    assert table.loc["overdue", "re_audits"] == len(overdue) > 0
    assert table.loc["overdue", "most_days_late"] == max(overdue)
    assert table["re_audits"].sum() == len(tables["re_audits"])


def test_where_no_audit_of_the_register_has_an_answer_none_lacks_one(run, tables, audits):
    register = tables["audits"].assign(immediate_concern=None)
    asked = safety.asked(register)
    assert (asked, safety.asked(tables["audits"])) == ((), safety.KINDS)
    blank = audits.assign(immediate_concern=None)
    graded = grades.final(blank, tables["moderations"], as_at=AS_AT)
    of = {"scale": run.scale, "asked": asked}
    found = safety.unanswered_audits(graded, as_at=AS_AT, **of)
    assert found.empty
    assert safety.by_question(found, graded, **of).empty
    monthly = safety.answered_by_month(graded, months=run.months, **of)
    assert monthly.empty
    assert safety.answered_in_all(monthly, label="All") is None
