"""The follow-up report where something is lacking: it says what, and shows the rest."""

import re

import pytest
from made import make
from run_files import Register, csv_sources

ALONE = {"follow_up": {"group_by": "service_area"}}
LACKING = {
    "re_audits": (
        "The month’s data has no re-audits: where audits stand",
        ["actions whose due date has passed", "areas for development", "isn’t recorded"],
    ),
    "actions": (
        "The month’s data has no actions: what was agreed",
        ["have since been found better by a re-audit", "re-audits are overdue"],
    ),
    "findings": (
        "The month’s data has no findings: it can’t be told which findings led to an action",
        ["have since been found better by a re-audit", "actions whose due date has passed"],
    ),
}


def words(made) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", made.report("follow_up"))


@pytest.mark.slow
@pytest.mark.parametrize("table", LACKING)
def test_without_a_table_it_says_so_and_shows_the_rest(table, tmp_path):
    sources = {name: source for name, source in csv_sources().items() if name != table}
    told = words(make(tmp_path, sources=sources, reports=ALONE))
    said, rest = LACKING[table]
    assert said in told
    for shown in rest:
        assert shown in told


@pytest.mark.slow
def test_published_without_the_table_of_re_audits(tmp_path):
    sources = {name: source for name, source in csv_sources().items() if name != "re_audits"}
    made = make(tmp_path, sources=sources, reports=ALONE, audience="published")
    told = words(made)
    assert LACKING["re_audits"][0] in told
    assert "actions whose due date has passed" in told


@pytest.mark.slow
def test_without_a_month_the_others_are_shown(tmp_path):
    register = Register(tmp_path)
    sheet = register.sheet("audits")
    gone = [
        row
        for row in register.rows("audits")
        if str(register.value("audits", row, "Audit month")).startswith("Aug")
    ]
    assert len(gone) > 50
    for row in reversed(gone):
        sheet.delete_rows(row)
    made = make(tmp_path, sources=register.save(), reports=ALONE)
    told = words(made)
    assert "could not be accepted and are in no figure" in told
    assert re.search(r"of 3\d audits graded Inadequate", told)  # 58 without August's 19 or so
    tables = [r for r in made.figures["follow_up"]["records"] if r["type"] == "chart"]
    [stood] = [t["table"] for t in tables if "stand, by month" in t["title"]]
    by_month = {row["month"]: row for row in stood["rows"]}
    assert by_month["2023-08"]["better since"] is None
    assert by_month["2023-06"]["better since"] == 4
