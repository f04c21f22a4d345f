"""A month of which the register has no audits is a month of which nothing is known, not a 0."""

import datetime as dt

import pandas as pd
import pytest
from export_rows import rows
from notebook_page import records, shown
from run_files import csv_without, example_run

from qaanalysis.disclosure import Ledger, Policy, protect
from qaanalysis.metrics import audit_cases, claims, grades, returns
from qaanalysis.params_claims import Claims
from qaanalysis.present import charts
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience, GradeScale

SCALE = GradeScale(("Good", "Poor"), frozenset({"Good"}))
MONTHS = pd.period_range("2023-07", "2023-10", freq="M", name="month")
JULY, AUGUST, SEPTEMBER, OCTOBER = MONTHS
SAID = "The register has no audits of August 2023."
AS_AT = dt.date(2023, 12, 3)


def register(planned: dict[pd.Period, tuple[int, int]]) -> pd.DataFrame:
    """Return audits planned, and of these returned and graded, by month."""
    made = [
        {"month": month, "returned_on": f"{month}-20" if n < back else None}
        for month, (n_planned, back) in planned.items()
        for n in range(n_planned)
    ]
    frame = pd.DataFrame(made)
    days = frame["month"].dt.to_timestamp()
    graded = frame["returned_on"].notna().map({True: "Poor", False: None})
    return frame.assign(
        audit_id=[f"A{n}" for n in range(len(frame))],
        audit_type="individual",
        planned_on=days,
        due_on=days + pd.Timedelta(days=27),
        returned_on=pd.to_datetime(frame["returned_on"]),
        exempted_on=pd.NaT,
        exemption_reason=None,
        exemption_approver=None,
        service_area=pd.Categorical(["North"] * len(frame)),
        team=pd.Categorical(["North 1"] * len(frame)),
        immediate_concern=None,
        plan_type=None,
        management_level=None,
        auditor=[f"W{n}" for n in range(len(frame))],
        auditor_grade=pd.Categorical(graded, list(SCALE.labels), ordered=True),
    ).astype({"exempted_on": "M8[s]"})


WITHOUT_AUGUST = register({JULY: (20, 10), SEPTEMBER: (20, 8), OCTOBER: (20, 0)})


def absent(audits: pd.DataFrame, stated: pd.DataFrame | None = None) -> list[str]:
    found = returns.months_without_audits(audits, months=MONTHS, stated=stated)
    return found.astype(str).tolist()


def test_only_a_month_without_rows_lacks_data_and_a_stated_0_is_one():
    assert absent(WITHOUT_AUGUST) == ["2023-08"]
    stated = pd.DataFrame({"month": [AUGUST], "planned": [0]})
    assert absent(WITHOUT_AUGUST, stated) == []
    assert absent(WITHOUT_AUGUST, stated.assign(planned=75)) == ["2023-08"]


def graded(audience: Audience):
    final = grades.final(WITHOUT_AUGUST, None, as_at=AS_AT)
    monthly = grades.by_month(final, months=MONTHS, scale=SCALE)
    total = grades.total(monthly, label="July to October 2023", scale=SCALE)
    how = {"caption": "Grades", "unit": "audits", "ledger": Ledger(Policy(), ())}
    cases = audit_cases.graded(final, months=MONTHS, scale=SCALE)
    gone = returns.months_without_audits(WITHOUT_AUGUST, months=MONTHS)
    return protect(monthly, total=total, cases=cases, absent=gone, audience=audience, **how)


@pytest.mark.parametrize("audience", list(Audience))
def test_its_cells_are_not_available_and_another_months_none_stays_none(audience):
    safe = graded(audience)
    found = {row[0]: row[1:] for row in table(safe).rows(safe.frame)}
    assert set(found["August 2023"]) == {"[x]"}
    assert found["October 2023"][0] == "0"
    assert SAID in table(safe).note
    assert safe.whole["graded"] == 18


def test_a_bar_says_that_it_is_not_available():
    chart = charts.stacked_shares(graded(Audience.INTERNAL), columns=SCALE.labels, title="Grades")
    assert "not available" in chart.html()
    assert "No shares for August 2023 and October 2023." in chart.alt


def check(**statement: object) -> pd.Series:
    gone = returns.months_without_audits(WITHOUT_AUGUST, months=MONTHS)
    when = {"months": MONTHS, "as_at": AS_AT, "scale": SCALE, "month_names": {}}
    known = claims.known(WITHOUT_AUGUST, None, None, absent=gone, **when)
    told = Claims(source="A report", statements=[{"said": "It says so", **statement}])
    return claims.checked(told, known).iloc[0]


MONTHLY = {"kind": "trend", "moved": "fell", "each_month": True}


@pytest.mark.parametrize(
    "statement",
    [
        {"kind": "period", "first": "2023-07", "last": "2023-10"},
        {"kind": "total", "number": 18, "figure": "returns.returned"},
        {"kind": "every", "count": 18, "out_of": "grades.graded"},
        {"kind": "whole", "count": 0, "known": "grades.graded", "whole": "returns.scheduled"},
        {**MONTHLY, "figure": "returns.rate"},
    ],
    ids=lambda statement: statement["kind"],
)
def test_a_statement_on_a_time_that_the_rows_do_not_cover_cannot_be_known(statement):
    found = check(**statement)
    assert found["verdict"] == "can’t be known"
    assert found["why"].startswith(SAID.removesuffix("."))


def test_what_the_known_months_refute_does_not_hold():
    assert check(**{**MONTHLY, "moved": "rose"}, figure="returns.rate")["verdict"] == "doesn’t hold"
    other = check(kind="period", first="2023-04", last="2023-10")
    assert other["verdict"] == "doesn’t hold"


@pytest.fixture(scope="module")
def committee(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    sources = csv_without(folder, "audits", "Audit month", "Aug")
    found = shown("committee_report", example_run(folder, sources=sources))
    return [part for part in found if part is not None]


def test_the_committees_report_says_so_and_publishes_the_rest(committee):
    text = " ".join(part.text() for part in committee)
    assert SAID in text
    individual = [row for row in rows("audits") if row["Audit type"] == "Individual"]
    left = [row for row in individual if not row["Audit month"].startswith("Aug")]
    assert f"From May to November 2023, {len(left)} audits were planned" in text
    assert "fell in every one of four months" in text
    assert "There is no figure for August 2023." in text


def test_no_table_by_month_of_the_committees_report_counts_it(committee):
    by_month = [
        row
        for record in records(committee)
        for row in record.get("table", record).get("rows", [])
        if isinstance(row, dict) and row.get("month") == "2023-08"
    ]
    assert len(by_month) > 5
    figures = {
        value
        for row in by_month
        for name, value in row.items()
        if name != "month" and not isinstance(value, str | bool)
    }
    assert figures == {None}
