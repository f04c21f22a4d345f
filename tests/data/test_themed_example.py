"""The example's themed audits are as large, and answered as often, as their contract says."""

import csv
from collections import Counter

import pytest
from run_files import EXPORT, ROOT

from qaanalysis import params
from qaanalysis.data import example, loading
from qaanalysis.data.example import themes

TRUE = {"Y": "Yes", "yes": "Yes", "N": "No", "no": "No", "-": ""}


def rows(table: str, heading: str) -> list[dict[str, str]]:
    """The rows of a csv file of the export that hold data, by heading."""
    with (EXPORT / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    top = next(i for i, line in enumerate(lines) if heading in line)
    return [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :] if any(line)]


@pytest.fixture(scope="module")
def cohort():
    return rows("cohort", "In the cohort since")


@pytest.fixture(scope="module")
def responses():
    return rows("themed_responses", "Completed by")


def of(table, theme):
    return [row for row in table if row["Theme"] == theme]


def families(table):
    return Counter(row["Family ID"] for row in table)


@pytest.mark.parametrize(
    ("theme", "n_children", "n_families"),
    [
        ("Open with no current plan", 361, 293),
        ("Public Law Outline", 30, 22),
        ("Coming into care", 287, 209),
        ("Child in Need over 12 months", 48, 28),
        ("Open caseload", 662, 517),
    ],
)
def test_a_cohort_has_as_many_children_and_families_as_published(
    cohort, theme, n_children, n_families
):
    found = of(cohort, theme)
    assert len({row["Child ID"] for row in found}) == len(found) == n_children
    assert len(families(found)) == n_families


def test_of_700_children_169_of_97_families_are_on_a_plan_again(cohort):
    found = of(cohort, "Repeat Child Protection plans")
    again = [row for row in found if int(row["Plans before this one"]) >= 1]
    assert (len(found), len(again), len(families(again))) == (700, 169, 97)
    assert Counter(families(again).values()) == {1: 44, 2: 35, 3: 17, 4: 1}
    # Some have a brother or sister whose plan is the first.
    others = families([row for row in found if row not in again])
    assert len(families(again).keys() & others.keys()) == 18


def test_the_open_caseload_holds_every_child_of_the_register(cohort):
    audited = {row["Child ID"] for row in rows("audits", "Audit ref")} - {""}
    assert len(audited) > 500
    assert audited <= {row["Child ID"] for row in of(cohort, "Open caseload")}


def test_no_child_is_in_two_themes_but_the_caseload(cohort):
    told = [row["Child ID"] for row in cohort]
    assert len(set(told)) == len(told)


def test_those_who_came_into_care_did_so_in_january_to_july_2023(cohort):
    days = [row["In the cohort since"] for row in of(cohort, "Coming into care")]
    assert {day[-4:] for day in days} == {"2023"}
    assert {day[3:5] for day in days} == {f"{month:02d}" for month in range(1, 8)}


def test_cases_without_a_plan_have_none(cohort):
    plans = {row["Plan type"] for row in of(cohort, "Open with no current plan")}
    assert plans == {"", "-"}


@pytest.mark.parametrize(
    ("theme", "question", "counts"),
    [
        ("Open with no current plan", "Is an assessment recorded?", {"Yes": 99, "No": 1}),
        ("Child in Need over 12 months", "Is the child visited regularly?", {"Yes": 34, "No": 14}),
        (
            "Child in Need over 12 months",
            "Is the plan reviewed?",
            {"Yes": 35, "No": 12, "Not recorded": 1},
        ),
        ("Child in Need over 12 months", "Is the assessment updated?", {"Yes": 10, "No": 38}),
        (
            "Child in Need over 12 months",
            "Was the case discussed in a Child in Need clinic?",
            {"Yes": 22, "No": 26},
        ),
    ],
)
def test_a_question_is_answered_as_often_as_published(responses, theme, question, counts):
    found = [row["Answer"] for row in of(responses, theme) if row["Question"] == question]
    assert Counter(TRUE.get(word, word) for word in found) == counts


@pytest.mark.parametrize(
    ("theme", "n_children", "n_families"),
    [
        ("Open with no current plan", 100, None),
        ("Public Law Outline", 30, 22),
        ("Coming into care", 77, 77),
        ("Child in Need over 12 months", 48, 28),
        ("Repeat Child Protection plans", 64, 36),
    ],
)
def test_as_many_children_are_answered_for_as_the_report_says(
    cohort, responses, theme, n_children, n_families
):
    found = of(responses, theme)
    children = {row["Child ID"]: row["Family ID"] for row in found}
    known = {row["Child ID"]: row["Family ID"] for row in of(cohort, theme)}
    assert len(children) == n_children
    assert children.items() <= known.items()
    assert n_families in (None, len(set(children.values())))
    assert len(found) == n_children * len({row["Question"] for row in found})


def test_repeat_plans_are_answered_for_by_whole_families(cohort, responses):
    found = of(cohort, "Repeat Child Protection plans")
    again = families([row for row in found if int(row["Plans before this one"]) >= 1])
    answered = {r["Child ID"]: r["Family ID"] for r in of(responses, found[0]["Theme"])}
    drawn = Counter(answered.values())
    assert all(again[family] == n for family, n in drawn.items())
    assert Counter(drawn.values()) == {1: 16, 2: 13, 3: 6, 4: 1}


def test_auditors_are_the_audit_team_and_service_managers_and_one_is_away(responses):
    found = rows("auditors", "Can audit")
    levels = Counter(row["Level of management"] for row in found)
    assert levels == {"Audit team": 9, "Service manager": 12}
    assert [row["Capacity"] for row in found].count("0") == 1
    assert {row["Completed by"] for row in responses} == {"Audit team", "Managers"}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_counts_hold_whatever_the_seed(seed):
    made = example.register(seed=seed)
    answers = made["themed_responses"]
    for theme in themes.THEMES:
        for question, counts in theme.answers.items():
            asked = (answers["theme"] == theme.name) & (answers["question"] == question)
            assert asked.sum() == sum(counts.values())
            assert (answers.loc[asked, "answer"] == "Yes").sum() == counts[themes.YES]


def test_every_row_of_the_themed_tables_is_accepted():
    loaded = loading.load(params.read(ROOT / "params" / "2023-11.yml"))
    found = loaded.counts.loc[["cohort", "auditors", "themed_responses"]]
    assert found["accepted"].tolist() == [2088, 21, 1053]
    assert found["rejected"].eq(0).all()
    assert loaded["cohort"]["service_area"].nunique() == 6
