"""Follow-up on small tables made by hand: contradictions, what is missing, what has no date."""

import datetime as dt

import pandas as pd
import pytest

from qaanalysis.cases import mistold
from qaanalysis.metrics import audit_cases, follow_up
from qaanalysis.metrics.follow_up import contradictions as kinds
from qaanalysis.vocabulary import GradeScale

SCALE = GradeScale(("Good", "Fair", "Poor"), frozenset({"Good"}))
AS_AT = dt.date(2023, 11, 30)


def audits(**grade):
    """Return audits that came back on 1 July 2023 with these final grades; None: not back."""
    back = [None if g is None else "2023-07-01" for g in grade.values()]
    return pd.DataFrame(
        {
            "audit_id": list(grade),
            "audit_type": "Individual",
            "month": pd.PeriodIndex(["2023-07"] * len(grade), freq="M"),
            "service_area": "North",
            "team": "A",
            "returned_on": pd.to_datetime(pd.Series(back)),
            "final_grade": pd.Categorical(list(grade.values()), dtype=SCALE.dtype),
        }
    )


def re_audits(*rows):
    """Return re-audits, each given as audit, due, done, grade."""
    audit, due, done, grade = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "re_audit_id": [f"R{i}" for i in range(len(rows))],
            "audit_id": audit,
            "due_on": pd.to_datetime(pd.Series(due)),
            "done_on": pd.to_datetime(pd.Series(done)),
            "grade": pd.Categorical(grade, dtype=SCALE.dtype),
        }
    )


def found(made, register):
    graded = register[register["returned_on"].notna()]
    return kinds.contradictory_re_audits(made, graded, register, scale=SCALE, as_at=AS_AT)


@pytest.mark.parametrize(
    ("rows", "kind", "listed"),
    [
        ([("p", "2023-06-20", "2023-06-30", "Fair")], kinds.BEFORE, ["R0"]),
        (
            [("p", "2023-10-01", "2023-10-02", "Poor"), ("p", "2023-10-01", "2023-10-02", "Fair")],
            kinds.SAME_DAY,
            ["R0", "R1"],
        ),
        ([("g", "2023-10-01", "2023-10-01", "Good")], kinds.NOT_WORST, ["R0"]),
        ([("n", "2023-12-01", None, None)], kinds.NOT_GRADED, ["R0"]),
        ([("p", "2023-10-01", "2023-10-01", None)], kinds.NO_GRADE, ["R0"]),
        (
            [("p", "2023-12-01", None, None), ("p", "2023-12-01", "2023-12-05", "Fair")],
            kinds.DUE_TWICE,
            ["R0", "R1"],
        ),
    ],
)
def test_each_contradiction_is_counted_and_listed(rows, kind, listed):
    made, register = re_audits(*rows), audits(p="Poor", g="Good", n=None)
    told = found(made, register)
    assert told.loc[told["contradiction"] == kind, "re_audit_id"].tolist() == listed
    table = kinds.by_kind(told)
    assert table["re_audits"].to_dict() == {
        name: len(listed) if name == kind else 0 for name in kinds.KINDS
    }
    assert not mistold(audit_cases.contradictory(told), table, None)
    # None of them is dropped from the counts.
    assert follow_up.re_audits.by_state(made, as_at=AS_AT)["re_audits"].sum() == len(rows)


def test_what_is_in_order_is_no_contradiction():
    made = re_audits(("p", "2023-10-01", "2023-10-02", "Poor"), ("p", "2024-01-02", None, None))
    assert kinds.by_kind(found(made, audits(p="Poor")))["re_audits"].sum() == 0


def test_a_re_audit_before_its_audit_says_nothing_of_what_came_after():
    made = re_audits(("p", "2023-06-20", "2023-06-30", "Good"))
    latest = follow_up.history.latest(audits(p="Poor"), made, as_at=AS_AT)
    assert follow_up.history.movement(latest, scale=SCALE).to_numpy().sum() == 0
    timed = follow_up.times.to_better(audits(p="Poor"), made, scale=SCALE, as_at=AS_AT)
    assert timed[["days", "happened"]].to_numpy().tolist() == [[152, False]]


def test_of_two_on_one_day_the_worse_grade_stands_in_either_order():
    first, second = (
        ("p", "2023-10-01", "2023-10-02", "Good"),
        ("p", "2023-10-01", "2023-10-02", "Poor"),
    )
    for rows in ((first, second), (second, first)):
        latest = follow_up.history.latest(audits(p="Poor"), re_audits(*rows), as_at=AS_AT)
        assert latest["latest_grade"].tolist() == ["Poor"]


@pytest.mark.parametrize(
    ("rows", "kind", "due"),
    [
        ([("x", "2023-10-01", None, None)], follow_up.missing.NO_ROW, "2023-10-01"),
        ([("p", "2023-10-01", "2023-10-15", "Poor")], follow_up.missing.NO_NEXT, "2024-01-15"),
        ([("p", "2023-10-01", "2023-10-15", "Fair")], None, None),
        ([("p", "2023-10-01", "2023-10-15", "Poor"), ("p", "2024-01-15", None, None)], None, None),
        ([("p", "2023-10-01", "2023-12-15", "Poor")], None, None),
    ],
)
def test_an_audit_whose_next_re_audit_is_not_in_the_table(rows, kind, due):
    told = follow_up.missing.missing_audits(
        audits(p="Poor", g="Good"), re_audits(*rows), scale=SCALE, every_months=3, as_at=AS_AT
    )
    if kind is None:
        assert told.empty
        return
    assert told["not_arranged"].tolist() == [kind]
    assert told["due_on"].dt.strftime("%Y-%m-%d").tolist() == [due]
    assert told["past_interval"].tolist() == [due < "2023-11-30"]
    assert follow_up.missing.by_kind(told)["audits"].sum() == 1


def test_the_interval_is_the_services_own():
    due = [
        follow_up.missing.missing_audits(
            audits(p="Poor"),
            re_audits(("x", "2023-10-01", None, None)),
            scale=SCALE,
            every_months=months,
            as_at=AS_AT,
        )["due_on"].iloc[0]
        for months in (2, 6)
    ]
    assert due == [pd.Timestamp("2023-09-01"), pd.Timestamp("2024-01-01")]


def actions(*rows):
    raised, due, done = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "action_id": [f"A{i}" for i in range(len(rows))],
            "audit_id": "p",
            "finding_id": [f"F{i}" for i in range(len(rows))],
            "owner": None,
            "raised_on": pd.to_datetime(pd.Series(raised)),
            "due_on": pd.to_datetime(pd.Series(due)),
            "completed_on": pd.to_datetime(pd.Series(done)),
        }
    )


def test_no_due_date_is_never_in_time_whenever_it_was_done():
    made = actions(
        ("2023-07-01", None, "2023-07-01"),
        ("2023-07-01", None, "2023-11-30"),
        ("2023-07-01", None, None),
        ("2023-07-01", None, "2023-12-01"),
    )
    status = follow_up.actions.status(made, audits(p="Poor"), as_at=AS_AT)
    table = follow_up.actions.by_group(status, by="service_area").loc["North"]
    assert table[["done, no due date", "open, no due date"]].tolist() == [2, 2]
    assert table[["done in time", "in_time", "due_date_passed"]].tolist() == [0, 0, 0]
    assert pd.isna(table["in_time_share"])
    assert not status["days_late"].notna().any()


def test_a_due_date_on_the_day_and_an_action_not_raised_yet():
    made = actions(
        ("2023-07-01", "2023-11-30", None),
        ("2023-07-01", "2023-11-29", None),
        ("2023-07-01", "2023-11-29", "2023-11-29"),
        ("2023-12-01", "2023-12-20", None),
    )
    status = follow_up.actions.status(made, audits(p="Poor"), as_at=AS_AT)
    assert status["action"].tolist() == ["not yet due", "overdue", "done in time"]
    assert "owner" not in status
    table = follow_up.actions.by_group(status, by="service_area")
    assert table.loc["North", "in_time_share"] == 0.5
    behind = audit_cases.actions_due(status)
    assert not mistold(behind, table, follow_up.due.total(table, label="All"))


def test_a_finding_with_one_of_two_actions_open_is_not_done():
    findings = pd.DataFrame(
        {"finding_id": ["F0"], "audit_id": ["p"], "finding_kind": ["Area for development"]}
    )
    made = actions(
        ("2023-07-01", "2023-09-01", "2023-08-01"), ("2023-07-01", "2023-09-01", None)
    ).assign(finding_id="F0")
    again = re_audits(("p", "2023-10-01", "2023-10-02", "Good"))
    reached = [
        follow_up.loop.findings(findings, audits(p="Poor"), some, again, as_at=AS_AT)["reached"][0]
        for some in (made.iloc[:0], made, made.iloc[:1])
    ]
    assert reached == [follow_up.loop.FOUND, follow_up.loop.ACTION, follow_up.loop.BETTER]


def test_without_a_table_nothing_is_claimed():
    register = audits(p="Poor")
    every = {"scale": SCALE, "every_months": 3, "as_at": AS_AT}
    months = pd.period_range("2023-07", "2023-08", freq="M", name="month")
    assert follow_up.standing.each(register, None, **every) is None
    empty = [
        follow_up.standing.by_month(None, months=months),
        follow_up.missing.missing_audits(register, None, **every),
        kinds.by_kind(
            kinds.contradictory_re_audits(None, register, register, scale=SCALE, as_at=AS_AT)
        ),
        follow_up.times.to_better(register, None, scale=SCALE, as_at=AS_AT),
        follow_up.loop.by_grade(None, scale=SCALE),
        follow_up.actions.by_group(
            follow_up.actions.status(None, register, as_at=AS_AT), by="service_area"
        ),
        follow_up.re_audits.by_group(
            follow_up.re_audits.stood(None, register, as_at=AS_AT), by="service_area"
        ),
    ]
    assert [len(frame) for frame in empty] == [0] * len(empty)
    assert follow_up.due.total(empty[-1], label="All") is None
    assert follow_up.loop.stages(None) == follow_up.loop.STAGES[:3]


def test_a_month_without_audits_has_its_row_of_noughts():
    months = pd.period_range("2023-07", "2023-08", freq="M", name="month")
    placed = follow_up.standing.each(
        audits(p="Poor"),
        re_audits(("p", "2023-10-01", None, None)),
        scale=SCALE,
        every_months=3,
        as_at=AS_AT,
    )
    table = follow_up.standing.by_month(placed, months=months)
    assert table["graded_worst"].tolist() == [1, 0]
    assert table["re-audit overdue"].tolist() == [1, 0]


EARLY_AND_UNDATED = [
    ("p", "2023-06-20", "2023-06-15", "Good"),  # before its audit came back on 1 July
    ("p", "2024-01-01", "2023-06-16", "Good"),  # before it, and due later
    ("p", "2023-10-01", "2023-09-30", "Poor"),
    ("p", None, "2023-10-05", "Poor"),
    ("p", None, None, None),
    ("p", None, None, None),
]


def test_a_re_audit_before_its_audit_or_without_a_due_date_is_never_in_time():
    register, made = audits(p="Poor"), re_audits(*EARLY_AND_UNDATED)
    stood = follow_up.re_audits.stood(made, register, as_at=AS_AT)
    table = follow_up.re_audits.by_group(stood, by="service_area").loc["North"]
    wanted = {"done in time": 1, "done before its audit": 2}
    wanted |= {"done, no due date": 1, "open, no due date": 2, "due_date_passed": 2, "in_time": 1}
    assert table[list(wanted)].to_dict() == wanted
    cases = audit_cases.re_audits_due(stood)
    assert mistold(cases, follow_up.re_audits.by_group(stood, by="service_area"), None) == []
    by_state = follow_up.re_audits.by_state(made, as_at=AS_AT, audits=register)["re_audits"]
    assert by_state["done in time"] == 1
    assert by_state["done before its audit"] == 2


def test_a_re_audit_before_its_audit_is_reported_and_in_no_movement_and_no_curve():
    register, made = audits(p="Poor"), re_audits(*EARLY_AND_UNDATED[:2])
    listed = found(made, register)
    assert listed.loc[listed[kinds.KIND] == kinds.BEFORE, "re_audit_id"].tolist() == ["R0", "R1"]
    latest = follow_up.history.latest(register, made, as_at=AS_AT)
    assert follow_up.history.movement(latest, scale=SCALE).to_numpy().sum() == 0
    timed = follow_up.times.to_better(register, made, scale=SCALE, as_at=AS_AT)
    assert not timed["happened"].any()


def test_open_re_audits_without_a_due_date_are_not_due_on_one_day():
    listed = found(re_audits(*EARLY_AND_UNDATED[4:]), audits(p="Poor"))
    assert kinds.DUE_TWICE not in set(listed[kinds.KIND])
