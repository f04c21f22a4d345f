"""Tables as they are published: coarser first, then hidden; nothing told that isn't said."""

import datetime as dt
import itertools

import pandas as pd
import pytest
from two_reports import new_ones

from qaanalysis.cases import Cases
from qaanalysis.disclosure import HIDDEN, Ledger, Policy, protect
from qaanalysis.disclosure.gate import narrowed
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.errors import DisclosureError
from qaanalysis.metrics import audit_cases, grades, returns
from qaanalysis.vocabulary import Audience, GradeScale

SCALE = GradeScale(
    ("Outstanding", "Good", "Requires Improvement", "Inadequate"),
    frozenset({"Outstanding", "Good"}),
)
MONTHS = pd.period_range("2023-05", "2023-11", freq="M", name="month")
# The published table: a row a month.
COUNTS = (
    *((0, 21, 21, 2), (0, 7, 31, 4), (0, 2, 13, 12), (0, 10, 4, 19)),
    *((1, 10, 12, 10), (0, 6, 14, 7), (0, 5, 14, 4)),
)


def register(counts=COUNTS, months=MONTHS):
    """Return one row for each graded audit, areas in turn."""
    areas = itertools.cycle(["North", "South", "West"])
    rows = [
        {"month": month, "final_grade": grade, "service_area": next(areas)}
        for month, row in zip(months, counts, strict=True)
        for grade, n in zip(SCALE.labels, row, strict=True)
        for _ in range(n)
    ]
    found = pd.DataFrame(rows)
    found["audit_id"] = [f"A{i:04d}" for i in range(len(found))]
    found["final_grade"] = found["final_grade"].astype(SCALE.dtype)
    return found.assign(month=pd.PeriodIndex(found["month"], freq="M"))


def by_month(found, ledger, *, months=MONTHS, caption="Final grades"):
    table = grades.by_month(found, months=months, scale=SCALE)
    return protect(
        table,
        total=grades.total(table, label="All", scale=SCALE),
        cases=audit_cases.graded(found, months=months, scale=SCALE),
        audience=Audience.PUBLISHED,
        caption=caption,
        unit="audits",
        ledger=ledger,
    )


def test_months_become_quarters_and_what_matters_stays():
    safe = by_month(register(), Ledger(Policy()))
    assert safe.frame.index.tolist() == [
        "May to June 2023",
        "July to September 2023",
        "October to November 2023",
    ]
    # 62 of 229 Good or better, as published; the one Outstanding isn't to be had.
    assert safe.whole[["good_or_better", "graded", "Inadequate"]].tolist() == [62, 229, 58]
    assert safe.whole["good_or_better_share"] == pytest.approx(62 / 229)
    assert safe.whole["Outstanding"] == safe.whole["Good"] == HIDDEN
    assert "by quarter" in safe.note
    assert safe.hides


def test_columns_that_are_left_out_are_known_and_no_others():
    few = register(((0, 1, 2, 3), (1, 2, 0, 2)), MONTHS[-2:])
    safe = by_month(few, Ledger(Policy()), months=MONTHS[-2:])
    assert safe.left_out
    assert not {*safe.left_out} & {*safe.frame}
    assert by_month(register(), Ledger(Policy(most_hidden=1))).left_out == ()


@pytest.mark.parametrize("threshold", [5, 8, 10])
@pytest.mark.parametrize("zeros", ["show", "hide"])
def test_no_small_number_is_printed_and_none_can_be_worked_out(threshold, zeros):
    policy = Policy(threshold=threshold, zeros=zeros)
    safe = by_month(register(), Ledger(policy))
    counts = [*SCALE.labels, "good_or_better", "below_good"]
    for frame in (safe.frame, safe.total):
        for column in (name for name in counts if name in frame):
            printed = [n for n in frame[column] if n != HIDDEN]
            assert not any(policy.is_small(int(n)) for n in printed), column
    assert safe.whole["good_or_better"] == 62
    assert narrowed(safe.facts, [], width=policy.width) == {}


def test_a_share_goes_with_its_count_and_with_few_cases():
    found = register(((0, 12, 6, 2),), MONTHS[-1:])
    ledger = Ledger(Policy(min_denominator=30))
    safe = by_month(found, ledger, months=MONTHS[-1:])
    assert safe.whole["good_or_better"] == 12
    assert safe.whole[["good_or_better_share", "good_or_better_share_low"]].tolist() == [HIDDEN] * 2


def test_counts_can_be_rounded_and_shares_follow():
    safe = by_month(register(), Ledger(Policy(rounding_base=5, most_hidden=1)))
    shown = [n for n in safe.frame[list(SCALE.labels)].to_numpy().ravel() if n != HIDDEN]
    assert shown
    assert all(n % 5 == 0 for n in shown)
    assert safe.whole["good_or_better_share"] == pytest.approx(60 / 230)


def scheduled_by_month(policy, *, months=MONTHS, counts=COUNTS, missing=39):
    """Return the table of what grades of all scheduled audits could be, some missing each month."""
    found = register(counts, months)
    audits = pd.concat(
        [
            found.assign(out=False),
            *(
                found[found["month"] == month]
                .head(1)
                .loc[lambda rows: rows.index.repeat(missing)]
                .assign(out=True)
                for month in months
            ),
        ],
        ignore_index=True,
    )
    audits["audit_id"] = [f"A{i:04d}" for i in range(len(audits))]
    back = pd.Timestamp("2023-11-30")
    audits = audits.assign(
        planned_on=pd.Timestamp("2023-05-01"),
        due_on=back,
        exempted_on=pd.NaT,
        returned_on=audits["out"].map({True: pd.NaT, False: back}),
    )
    graded = audits[~audits["out"]]
    as_at = dt.date(2023, 12, 3)
    by = grades.by_month(graded, months=months, scale=SCALE)
    rates = returns.by_month(audits, months=months, as_at=as_at)
    cases = audit_cases.bounded(audits, graded, months=months, as_at=as_at, scale=SCALE)
    return protect(
        grades.bounds(rates, by),
        cases=cases,
        audience=Audience.PUBLISHED,
        caption="What it could be",
        unit="audits",
        ledger=Ledger(policy),
    )


def test_what_is_derived_from_rounded_counts_gives_none_of_them_back():
    safe = scheduled_by_month(Policy(rounding_base=5, most_hidden=1))
    # May 2023: 21 Good of 44, and 39 missing. As printed: 20 of 45, 40 missing, 85 scheduled.
    may = safe.frame.iloc[0]
    assert may[["scheduled", "graded", "missing"]].tolist() == [85, 45, 40]
    assert may["good_or_better_share"] == pytest.approx(20 / 45)
    assert may["low"] == pytest.approx(20 / 85)
    assert may["high"] == pytest.approx((20 + 40) / 85)
    exact = scheduled_by_month(Policy(most_hidden=1)).frame.iloc[0]
    assert exact["low"] == pytest.approx(21 / 83)
    # No other count of Good of as many as there are would have rounded to what is printed.
    assert round(may["low"] * 83) != 21


def test_what_it_could_be_is_worked_out_for_quarters_as_well():
    safe = scheduled_by_month(Policy(most_hidden=0))
    assert safe.frame.index[0] == "May to June 2023"
    # 28 of 86 Good, and twice 39 missing.
    assert safe.frame["low"].iloc[0] == pytest.approx(28 / 164)
    assert safe.frame["high"].iloc[0] == pytest.approx((28 + 78) / 164)


def test_no_share_of_few_cases_is_derived_either():
    given = {"counts": ((0, 5, 0, 0),), "months": MONTHS[-1:], "missing": 4}
    few = scheduled_by_month(Policy(), **given).frame.iloc[0]
    assert few[["scheduled", "low", "high"]].tolist() == [9, HIDDEN, HIDDEN]
    more = scheduled_by_month(Policy(), **given | {"missing": 5}).frame.iloc[0]
    assert more[["scheduled", "low", "high"]].tolist() == [10, 0.5, 1.0]


def test_a_register_too_small_for_its_grades_is_withheld_in_words():
    safe = by_month(register(((0, 2, 1, 1),), MONTHS[-1:]), Ledger(Policy()), months=MONTHS[-1:])
    assert safe.withheld.startswith("not published, because the numbers are too small")
    assert safe.frame.empty
    assert set(safe.whole) == {HIDDEN}
    assert safe.facts == ()


def test_the_next_tables_know_the_ones_before():
    found, ledger = register(), Ledger(Policy())
    monthly = by_month(found, ledger)
    cases = audit_cases.graded(found, months=MONTHS, scale=SCALE)
    areas = protect(
        grades.shares(found, by="service_area", scale=SCALE),
        cases=cases,
        audience=Audience.PUBLISHED,
        caption="By area",
        unit="audits",
        ledger=ledger,
    )
    assert narrowed([*monthly.facts, *areas.facts], [], width=6) == {}


def test_cumulative_reports_one_after_the_other_give_no_month_away():
    until_october, october = register(COUNTS[:-1], MONTHS[:-1]), MONTHS[:-1]
    before = by_month(until_october, Ledger(Policy()), months=october)
    earlier = [Fact.read(fact.record(), earlier=True) for fact in before.facts]
    # By itself November's report says 62 of 229, October's 57 of 206: five more, of 23.
    after = by_month(register(), Ledger(Policy(), earlier))
    assert narrowed(after.facts, earlier, width=6) == {}
    printed = {f.cell: f.low for f in before.facts if f.low == f.high}
    compared = 0
    for now in (f for f in after.facts if f.low == f.high):
        where = now.cell.where
        if len(where["final_grade"]) == len(SCALE.labels):
            continue  # How many were graded is a count of work.
        for cell, n in printed.items():
            of_before = cell.where
            if of_before["month"] < where["month"] and of_before | {"month": 0} == where | {
                "month": 0
            }:
                compared += 1
                assert now.low == n or abs(now.low - n) >= 5
    assert compared


# Of the 27 of October three came in late, none of them Good or better.
UNTIL_OCTOBER = (*COUNTS[:5], (0, 6, 13, 5))


def good_by_month(found, ledger, *, months=MONTHS):
    table = grades.by_month(found, months=months, scale=SCALE)
    return protect(
        table[[grades.GRADED, grades.GOOD_SHARE]],
        cases=audit_cases.graded(found, months=months, scale=SCALE),
        audience=Audience.PUBLISHED,
        caption="Good or better",
        unit="audits",
        ledger=ledger,
    )


def told_by(counts, months, earlier=()):
    """Return what a report tells, made knowing an earlier one."""
    found, ledger = register(counts, months), Ledger(Policy(), earlier)
    safe = [by_month(found, ledger, months=months), good_by_month(found, ledger, months=months)]
    return [fact for table in safe for fact in table.facts if not fact.is_silent]


def until_october():
    told = told_by(UNTIL_OCTOBER, MONTHS[:-1])
    return [Fact.read(fact.record(), earlier=1) for fact in told]


def test_late_returns_are_not_known_by_grade_from_two_reports():
    before = until_october()
    after = told_by(COUNTS, MONTHS, before)
    every = {"month": [str(month) for month in MONTHS], "final_grade": list(SCALE.labels)}
    october = {"month": {"2023-10"}}
    for grades_of in ({"Requires Improvement", "Inadequate"}, {"Outstanding", "Good"}):
        place = {**october, "final_grade": grades_of}
        assert any(f.cell.where == place and f.low == f.high for f in before)
        # How many came in is known from counts of work: three. What they were graded isn't.
        assert new_ones(before, after, place, properties=every) == (0, 3)
    assert narrowed(after, before, width=6) == {}


def test_the_gate_asks_for_small_differences_that_no_table_shows():
    earlier = until_october()
    where = {"month": {"2023-10"}, "final_grade": set(SCALE.labels)}
    graded = Fact(Cell.of("graded audits", where), 27, 27)
    good = Fact(Cell.of("graded audits", {**where, "final_grade": {"Outstanding", "Good"}}), 6, 6)
    below = Cell.of("graded audits", {**where, "final_grade": set(SCALE.labels[2:])})
    # 21, of 18 before.
    assert narrowed([graded, Fact(below, 0)], earlier, width=6) == {}
    assert narrowed([graded, good, Fact(below, 0)], earlier, width=6) == {"graded audits": 1}


def test_what_isnt_shown_is_told_to_the_gate_without_telling_which_is_small():
    safe = good_by_month(register(), Ledger(Policy()))
    silent = {fact.cell for fact in safe.facts if fact.is_silent}
    grades_of = [cell.where["final_grade"] for cell in silent if cell.where["month"] == {"2023-05"}]
    assert {frozenset({name}) for name in SCALE.labels} <= set(grades_of)
    assert Ledger(Policy()).known("graded audits") == []
    ledger = Ledger(Policy())
    ledger.add("Good or better", safe.facts)
    assert not any(fact.is_silent for fact in ledger.known("graded audits"))


def test_a_table_must_say_what_it_counts():
    given = {"audience": Audience.PUBLISHED, "caption": "Grades", "unit": "audits"}
    frame = pd.DataFrame({"Good": [61]}, index=pd.Index(["All"], name="month"))
    with pytest.raises(DisclosureError, match="without a policy"):
        protect(frame, **given)
    given["ledger"] = Ledger(Policy())
    with pytest.raises(DisclosureError, match="doesn't say which cases it counts"):
        protect(frame, **given)
    assert protect(frame, workload=True, **given).frame.loc["All", "Good"] == 61
    assert protect(frame, internal_only=True, **given).withheld == "for internal readers only"
    rows = pd.DataFrame({"month": ["All"] * 60, "grade": ["Good"] * 60})
    wrong = Cases(rows, "audits", {"Good": {"grade": ["Good"]}})
    with pytest.raises(
        DisclosureError, match="doesn't count the cases it says it counts, in: Good"
    ):
        protect(frame, cases=wrong, **given)
    odd = Cases(pd.concat([rows, rows[:1]]), "audits", {"Good": {"grade": ["Good"]}})
    with pytest.raises(DisclosureError, match="The column share can't be published"):
        protect(frame.assign(share=0.5), cases=odd, **given)


@pytest.mark.parametrize("grouping", ["team", "management_level"])
def test_groupings_of_teams_and_workers_are_internal(grouping):
    frame = pd.DataFrame({"returned": [44]}, index=pd.Index(["x"], name=grouping))
    given = {"caption": "Returns", "unit": "audits", "workload": True}
    with pytest.raises(DisclosureError, match=f"{grouping} is for internal readers only"):
        protect(frame, audience=Audience.PUBLISHED, ledger=Ledger(Policy()), **given)
    assert not protect(frame, audience=Audience.INTERNAL, **given).frame.empty


def test_a_later_table_does_not_give_away_what_a_coarser_one_keeps_quiet_about():
    """Of 40 actions 11 are done, 9 in time: the 2 that were late aren’t to be worked out."""
    states = ["open"] * 29 + ["in time"] * 9 + ["late"] * 2
    rows = pd.DataFrame({"state": states, "area": ["North", "South"] * 20})
    ledger = Ledger(Policy(most_hidden=0.1))

    def shown(counts, caption, **more):
        cases = Cases(rows, "actions", counts, **more)
        total = pd.DataFrame([{name: cases.number({}, name) for name in counts}], index=["All"])
        given = {"audience": Audience.PUBLISHED, "unit": "actions", "ledger": ledger}
        return protect(total.head(0), total=total, cases=cases, caption=caption, **given)

    every = {"actions": {}, "open": {"state": ["open"]}, "late": {"state": ["late"]}}
    every |= {"in time": {"state": ["in time"]}}
    first = shown(every, "Actions by state", coarser=(("actions", "open"),))
    assert first.left_out == ("late", "in time")
    done = {"actions": {}, "done": {"state": ["in time", "late"]}}
    second = shown(done | {"in time": {"state": ["in time"]}}, "Actions done")
    assert narrowed([*first.facts, *second.facts], [], width=ledger.policy.width) == {}
    assert second.whole["in time"] == HIDDEN
