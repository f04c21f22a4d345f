"""Follow-up of the example, against counts made row by row from its export."""

import csv
import datetime as dt
from collections import Counter

import pytest
from run_files import EXPORT

from qaanalysis.metrics import follow_up, grades

AS_AT = dt.date(2023, 11, 30)
LETTER = {"o": "Outstanding", "g": "Good", "r": "Requires Improvement", "i": "Inadequate"}


def rows(name):
    """Return the export's rows, headings as typed, every cell trimmed."""
    with (EXPORT / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if any(cell.strip() for cell in line)]
    at = next(i for i, line in enumerate(lines) if sum(bool(c.strip()) for c in line) > 3)
    heads = [cell.strip() for cell in lines[at]]
    return [
        dict(zip(heads, (cell.strip() for cell in line), strict=True))
        for line in lines[at + 1 :]
        if line[0].strip() and line[0].strip() != "TOTAL"
    ]


def day(text):
    return None if text in ("", "-", "n/a") else dt.datetime.strptime(text, "%d/%m/%Y").date()


def grade(text):
    return LETTER.get(text[:1].lower())


def by(date):
    return date is not None and date <= AS_AT


@pytest.fixture(scope="module")
def first():
    """Each returned individual audit's final grade and return, as at the date."""
    found = {
        row["Audit ref"]: (grade(row["Audit grade"]), day(row["Date returned"]), row["Audited by"])
        for row in rows("audits")
        if row["Audit type"] == "Individual" and by(day(row["Date returned"]))
        and not by(day(row["Date exempted"]))
    }  # fmt: skip
    made = [row for row in rows("moderations") if by(day(row["Date moderated"]))]
    for row in sorted(made, key=lambda row: day(row["Date moderated"])):
        if row["Audit ref"] in found and row["Moderated by"] != found[row["Audit ref"]][2]:
            _, back, auditor = found[row["Audit ref"]]
            found[row["Audit ref"]] = (grade(row["Moderated grade"]), back, auditor)
    return {audit: (given, back) for audit, (given, back, _) in found.items()}


@pytest.fixture(scope="module")
def again():
    """The re-audits: audit, due, done by the date or None, grade."""
    found = []
    for row in rows("re_audits"):
        done = day(row["Re-audit done"])
        found.append(
            (row["Original audit ref"], day(row["Re-audit due"]), done if by(done) else None,
             grade(row["Re-audit grade"]))
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def graded(tables, audits):
    return grades.final(audits, tables["moderations"], as_at=AS_AT)


def test_due_done_and_overdue_are_those_of_the_raw_rows(tables, again):
    of = {"as_at": AS_AT, "audits": tables["audits"]}
    table = follow_up.re_audits.by_state(tables["re_audits"], **of)
    expected = {
        "done in time": sum(bool(done) and done <= due for _, due, done, _ in again),
        "done late": sum(bool(done) and done > due for _, due, done, _ in again),
        "not yet due": sum(not done and due >= AS_AT for _, due, done, _ in again),
        "overdue": sum(not done and due < AS_AT for _, due, done, _ in again),
    }
    assert table["re_audits"][lambda n: n > 0].to_dict() == expected
    assert min(expected.values()) > 0
    longest = max((AS_AT - due).days for _, due, done, _ in again if not done and due < AS_AT)
    assert table.loc["overdue", "most_days_late"] == longest


def test_the_share_in_time_is_of_those_whose_due_date_has_passed(tables, again):
    found = follow_up.re_audits.stood(tables["re_audits"], tables["audits"], as_at=AS_AT)
    areas = follow_up.re_audits.by_group(found, by="service_area")
    total = follow_up.due.total(areas, label="All").iloc[0]
    passed = [(due, done) for _, due, done, _ in again if due < AS_AT]
    in_time = sum(bool(done) and done <= due for due, done in passed)
    assert (total["due_date_passed"], total["in_time"]) == (len(passed), in_time)
    assert total["in_time_share"] == pytest.approx(in_time / len(passed))
    assert total["done in time"] > in_time  # some were done before a due date still to come
    of_area = {row["Audit ref"]: row["Service area"] for row in rows("audits")}
    cared = [a for a, *_ in again if of_area[a] == "Children in Care"]
    assert areas.loc["Children in Care", "re_audits"] == len(cared) > 0


def test_the_movement_matrix_is_that_of_the_raw_rows(run, tables, graded, first, again):
    latest = {}
    for audit, _, done, given in sorted(again, key=lambda row: (row[2] is None, row[2])):
        if audit in first and done and done >= first[audit][1] and given:
            latest[audit] = given
    expected = Counter((first[audit][0], given) for audit, given in latest.items())
    found = follow_up.history.latest(graded, tables["re_audits"], as_at=AS_AT)
    matrix = follow_up.history.movement(found, scale=run.scale)
    told = {(a, b): n for a, row in matrix.to_dict("index").items() for b, n in row.items() if n}
    assert told == dict(expected)
    assert len(told) > 2


def test_audits_without_their_next_re_audit(run, tables, graded, first, again):
    worst = {audit for audit, (given, _) in first.items() if given == "Inadequate"}
    without = worst - {audit for audit, *_ in again}
    found = follow_up.missing.missing_audits(
        graded, tables["re_audits"], scale=run.scale, every_months=3, as_at=AS_AT
    )
    assert set(found["audit_id"]) == without
    assert len(without) == 2
    assert found["past_interval"].tolist() == [
        # Three months are at least 90 and at most 92 days.
        (AS_AT - first[audit][1]).days > 92 for audit in found["audit_id"]
    ]  # fmt: skip


def test_each_of_the_weakest_stands_in_one_place(run, tables, graded, first, again):
    worst = {audit for audit, (given, _) in first.items() if given == "Inadequate"}
    better = {a for a, _, done, given in again if a in worst and done and given != "Inadequate"}
    late = {a for a, due, done, _ in again if a in worst and not done and due < AS_AT}
    placed = follow_up.standing.each(
        graded, tables["re_audits"], scale=run.scale, every_months=3, as_at=AS_AT
    )
    table = follow_up.standing.by_month(placed, months=run.months)
    total = follow_up.standing.total(table, label="All").iloc[0]
    assert total["graded_worst"] == len(worst)
    assert total["better since"] == len(better)
    assert total["re-audit overdue"] == len(late - better)
    assert total[list(follow_up.standing.STANDINGS)].sum() == len(worst)


def test_actions_are_those_of_the_raw_rows(tables):
    table = follow_up.actions.by_group(
        follow_up.actions.status(tables["actions"], tables["audits"], as_at=AS_AT),
        by="service_area",
    )
    told = follow_up.due.total(table, label="All").iloc[0]
    expected = Counter()
    for row in rows("actions"):
        if not by(day(row["Date raised"])):
            continue
        due, done = day(row["Target date"]), day(row["Date completed"])
        if due is None:
            state = "done, no due date" if by(done) else "open, no due date"
        elif by(done):
            state = "done in time" if done <= due else "done late"
        else:
            state = "overdue" if due < AS_AT else "not yet due"
        expected[state] += 1
    assert {name: told[name] for name in follow_up.actions.STATES} == dict(expected)
    assert told["actions"] == sum(expected.values())
    dated = sum(n for state, n in expected.items() if "no due date" not in state)
    assert told["due_date_passed"] < dated


def test_the_loop_from_finding_to_better_re_audit(run, tables, graded, first, again):
    opened, closed = set(), {}
    for row in rows("actions"):
        if row["Finding ref"] and by(day(row["Date raised"])):
            done = day(row["Date completed"])
            opened.add(row["Finding ref"])
            known = closed.get(row["Finding ref"], dt.date.min)
            closed[row["Finding ref"]] = max(known, done) if by(done) and known else None
    counts = Counter()
    for row in rows("findings"):
        audit, finding = row["Audit ref"], row["Finding ref"]
        if row["Strength or area for development"] == "Strength" or audit not in first:
            continue
        since = [(done, given) for a, _, done, given in again if a == audit and done and given]
        done_on = closed.get(finding)
        steps = [True, finding in opened, done_on is not None]
        steps.append(steps[-1] and bool(since) and max(since)[0] >= done_on)
        order = list(reversed(LETTER.values()))
        steps.append(steps[-1] and order.index(max(since)[1]) > order.index(first[audit][0]))
        counts.update(i for i, reached in enumerate(steps) if reached)
    followed = follow_up.loop.findings(
        tables["findings"], graded, tables["actions"], tables["re_audits"], as_at=AS_AT
    )
    table = follow_up.loop.by_grade(followed, scale=run.scale)
    total = follow_up.loop.total(table, label="All").iloc[0]
    assert total.tolist() == [counts[i] for i in range(5)]
    assert counts[4] > 0
    steps = follow_up.loop.steps(table, grade="Inadequate")
    assert steps["left_here"].sum() + steps["come_so_far"].iloc[-1] == table.iloc[-1, 0]


def test_days_until_better_are_censored_at_the_date(run, tables, graded, first, again):
    expected = {}
    for audit, (given, back) in first.items():
        if given != "Inadequate":
            continue
        ends = [done for a, _, done, g in again if a == audit and done and g != "Inadequate"]
        end = min(ends, default=AS_AT)
        expected[audit] = ((end - back).days, bool(ends))
    timed = follow_up.times.to_better(graded, tables["re_audits"], scale=run.scale, as_at=AS_AT)
    told = {r.audit_id: (r.days, r.happened) for r in timed.itertuples()}
    assert told == expected
    assert any(not happened for _, happened in told.values())
