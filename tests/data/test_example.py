"""The example adds up to the published totals and is untidy on purpose."""

import datetime as dt
import os
import re
import runpy
import subprocess
import sys
import tracemalloc

import numpy as np
import openpyxl
import pandas as pd
import pytest

from qaanalysis.data import example, schemas
from qaanalysis.data.example.layout import SHEETS

GRADES = ["Outstanding", "Good", "Requires Improvement", "Inadequate"]
SPECIFICATION = schemas.tables(example.SCALE)
MADE = [sheet.table for sheet in SHEETS]
AS_AT = pd.Timestamp("2023-12-03")


@pytest.fixture(scope="module")
def tables():
    return example.register()


@pytest.fixture(scope="module", params=[1, 2])
def other(request):
    """The example made from another seed."""
    return example.register(seed=request.param)


@pytest.fixture(scope="module")
def written(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    example.write_export(tables, folder)
    return folder


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written / "audit-register.xlsx")


def individual(tables):
    audits = tables["audits"]
    return audits[audits["audit_type"].astype(str) == "Individual"]


def final(tables):
    """Individual audits with the final grade: the moderator's where there is one."""
    moderated = tables["moderations"].set_index("audit_id")["moderator_grade"].astype(object)
    audits = individual(tables)
    given = audits["audit_id"].map(moderated)
    return audits.assign(final=given.fillna(audits["auditor_grade"].astype(object)))


def counted(tables):
    """Count planned, exempted, scheduled and returned by month, from the raw rows."""
    rows = []
    for month, group in individual(tables).groupby(individual(tables)["month"].astype(str)):
        gone = sum(day is not pd.NaT for day in group["exempted_on"])
        came = sum(day is not pd.NaT for day in group["returned_on"])
        rows.append([month, len(group), gone, len(group) - gone, came])
    return rows


def assert_published(tables, published):
    returns = pd.read_csv(published / "returns.csv").drop(columns="stated_return_rate_pct")
    assert counted(tables) == returns.to_numpy(object).tolist()
    grades = pd.read_csv(published / "grades.csv").set_index("month").drop("total")
    found = final(tables)
    table = pd.crosstab(found["month"].astype(str), found["final"]).reindex(columns=GRADES)
    assert table.to_numpy().tolist() == grades.drop(columns="total").to_numpy().tolist()
    stated = pd.read_csv(published / "moderation.csv").set_index("measure")["value"]
    moderated = tables["moderations"]
    n_graded = moderated["moderator_grade"].value_counts()
    assert len(moderated) == stated["moderated_total"]
    assert n_graded["Outstanding"] == 0
    for grade in GRADES[1:]:
        key = grade.lower().replace(" ", "_")
        assert n_graded[grade] == stated[f"moderated_{key}"]
    outcome = moderated["outcome"].value_counts()
    assert outcome["Supported"] == stated["grade_supported"]
    assert outcome["Downgraded"] == stated["grade_downgraded"]
    assert outcome["Upgraded"] == 0


def test_the_records_add_up_to_the_published_totals(tables, published):
    assert_published(tables, published)


def test_another_seed_gives_other_records_and_the_same_totals(tables, other, published):
    assert_published(other, published)
    assert not other["audits"].equals(tables["audits"])


def test_the_same_seed_gives_the_same_records(tables):
    again = example.register()
    assert all(again[name].equals(frame) for name, frame in tables.items())


def test_the_stated_totals_are_the_published_ones(tables, published):
    returns = pd.read_csv(published / "returns.csv").drop(columns="stated_return_rate_pct")
    stated = tables["stated_totals"].astype({"month": str})
    # None of them is hidden, so that there is no interval of any.
    assert stated.drop(columns=returns.columns).isna().all(axis=None)
    assert stated[list(returns)].to_numpy(object).tolist() == returns.to_numpy(object).tolist()


def test_the_outcome_of_a_moderation_is_what_its_grades_say(tables):
    audits = individual(tables).set_index("audit_id")
    for row in tables["moderations"].itertuples():
        given, came = (
            GRADES.index(audits.auditor_grade[row.audit_id]),
            GRADES.index(row.moderator_grade),
        )
        assert {0: "Supported", 1: "Downgraded"}[int(came > given)] == row.outcome
        assert came - given in (0, 1, 2)
        assert row.moderator != audits.auditor[row.audit_id]


def test_moderations_are_spread_and_follow_the_return_by_one_to_four_weeks(tables, other):
    for made in (tables, other):
        both = made["moderations"].merge(individual(made), on="audit_id", validate="1:1")
        wait = (both["moderated_on"] - both["returned_on"]).dt.days
        assert wait.between(7, 28).all()
        assert both["moderated_on"].max() <= AS_AT
        assert both.groupby("month")["audit_id"].count().ge(2).all()
        assert both["month"].nunique() == 7
        assert both["team"].nunique() >= 15
        assert both["auditor"].nunique() >= 25


def test_the_one_outstanding_was_never_moderated(tables):
    best = final(tables).query("final == 'Outstanding'")
    assert len(best) == 1
    assert not best["audit_id"].isin(tables["moderations"]["audit_id"]).any()


@pytest.mark.parametrize("name", MADE)
def test_tables_keep_the_specification(tables, other, name):
    table = SPECIFICATION[name]
    for made in (tables, other):
        frame = made[name]
        table.schema.validate(frame)
        assert not frame.duplicated(list(table.key)).any()
        for rule in table.rules:
            assert not rule.broken(frame).any(), rule.name
        for column, target in table.references.items():
            known = made[target][SPECIFICATION[target].key[0]]
            assert frame[column].dropna().isin(known).all()
        for column in frame.columns[frame.dtypes == "datetime64[s]"]:
            if column not in ("due_on",):
                assert frame[column].max() <= AS_AT or frame[column].isna().all()


def test_other_types_stand_in_the_register_and_share_no_id(tables):
    kinds = tables["audits"]["audit_type"].value_counts()
    assert kinds["Themed"] + kinds["Dip sample"] == 8
    assert kinds["Re-audit"] == 4
    others = tables["audits"].query("audit_type != 'Individual'")
    assert others["returned_on"].notna().any()
    for name in ("moderations", "domain_grades", "findings", "actions", "re_audits"):
        assert not tables[name]["audit_id"].isin(others["audit_id"]).any()


def test_late_returns_make_equal_age_differ_from_as_at(tables, other):
    for made in (tables, other):
        back = individual(made).dropna(subset="returned_on")
        late = (back["returned_on"] - back["due_on"]).dt.days
        assert 0.1 < (late > 0).mean() < 0.2
        very = back[late > 14]
        assert len(very) >= 6
        assert "2023-11" not in very["month"].astype(str).to_numpy()
        assert late.max() <= 28
        assert back["returned_on"].max() <= pd.Timestamp("2023-12-01")
        assert back["due_on"].dt.day_of_week.lt(5).all()


def test_exemptions_hold_the_faults_to_be_found(tables, other):
    for made in (tables, other):
        gone = individual(made).dropna(subset="exempted_on")
        assert (gone["exempted_on"] > gone["due_on"]).sum() == 4
        assert gone["exemption_reason"].isna().sum() == 2
        assert gone["exemption_approver"].isna().sum() == 2
        lacking = gone["exemption_reason"].isna() | gone["exemption_approver"].isna()
        assert lacking.sum() == 3
        assert gone["exemption_reason"].nunique() <= 5


def test_safety_answers_hold_blanks_to_be_found(tables, other):
    for made in (tables, other):
        bottom = final(made).query("final == 'Inadequate'")
        answers = bottom["immediate_concern"].value_counts(dropna=False)
        assert answers[np.nan] == 7
        assert answers["Yes"] == 31
        assert answers["No"] == 20
        raised = individual(made).query("immediate_concern == 'Yes'")
        assert raised["concern_raised_on"].notna().all()
        assert raised["made_safe_on"].isna().sum() == 4
        assert raised["escalated_to"].isna().sum() == 2
        quiet = individual(made)["immediate_concern"].ne("Yes")
        assert individual(made).loc[quiet, "concern_raised_on"].isna().all()


def test_ten_audits_are_graded_better_than_their_safety(tables, other):
    for made in (tables, other):
        domains = made["domain_grades"]
        assert domains.groupby("audit_id", observed=True).size().eq(7).all()
        assert domains["audit_id"].nunique() == 229
        safety = domains.query("domain == 'Safety'").set_index("audit_id")["grade"]
        back = final(made).dropna(subset="returned_on")
        worse = back["audit_id"].map(safety.astype(object)).map(GRADES.index)
        assert (worse > back["auditor_grade"].astype(object).map(GRADES.index)).sum() == 10
        assert (worse > back["final"].map(GRADES.index)).sum() == 10


def test_findings_actions_and_re_audits_follow_from_the_audits(tables):
    findings = tables["findings"]
    n_each = findings.groupby("audit_id").size()
    assert len(n_each) == 229
    assert n_each.between(1, 4).all()
    weak = findings.query("finding_kind == 'Area for development'")
    actions = tables["actions"]
    assert actions["finding_id"].isin(weak["finding_id"]).all()
    assert 0.04 < actions["due_on"].isna().mean() < 0.13
    assert (actions["completed_on"] > actions["due_on"]).sum() > 10
    bottom = final(tables).query("final == 'Inadequate'")["audit_id"]
    again = tables["re_audits"]
    assert set(again["audit_id"]) < set(bottom)
    overdue = again["done_on"].isna() & (again["due_on"] <= pd.Timestamp("2023-11-30"))
    assert overdue.sum() >= 3
    assert (again["done_on"] <= again["due_on"]).sum() >= 3
    assert (again["done_on"] > again["due_on"]).sum() >= 3


def test_people_are_many_and_siblings_share_a_family(tables):
    audits = individual(tables)
    assert 570 <= audits["child_id"].nunique() <= 640
    assert 450 <= audits["family_id"].nunique() <= 510
    assert audits.groupby("child_id")["family_id"].nunique().eq(1).all()
    assert audits.groupby("family_id")["child_id"].nunique().max() in (3, 4)
    assert not audits.duplicated(["child_id", "month"]).any()
    assert audits["service_area"].nunique() == 6
    assert audits["team"].nunique() == 20
    assert audits["management_level"].nunique() == 6
    assert audits["child_id"].str.fullmatch(r"LCS-\d{6}").all()
    assert audits["family_id"].str.fullmatch(r"FAM-\d{5}").all()
    assert audits["auditor"].astype(str).str.fullmatch(r"[A-Z]\. [A-Z][a-z]+").all()


def test_return_rates_differ_by_area_and_level(tables):
    audits = individual(tables)
    scheduled = audits[audits["exempted_on"].isna()]
    came = scheduled["returned_on"].notna()
    for column, gap in (("service_area", 0.1), ("management_level", 0.3)):
        rates = came.groupby(scheduled[column], observed=True).mean()
        assert rates.max() - rates.min() > gap


def test_two_reasons_hold_the_childs_id_as_free_text_does(tables):
    reasons = tables["moderations"]["reason"].dropna()
    assert reasons.str.contains(r"LCS-\d{6}").sum() == 2
    assert len(reasons) == 31


def test_benchmarking_has_panel_and_service_on_one_file_a_session(tables):
    sessions = tables["benchmarking"].groupby("session_on")
    assert len(sessions) == 3
    assert sessions["file_id"].nunique().tolist() == [1, 1, 1]
    assert sessions["rater_group"].nunique().tolist() == [2, 2, 2]
    assert (sessions.size() == 12).all()


def test_the_committed_export_is_what_the_code_writes(written):
    committed = {p.relative_to(example.EXPORT) for p in example.EXPORT.rglob("*.*")}
    assert committed == {p.relative_to(written) for p in written.rglob("*.*")}
    for name in committed:
        same = (example.EXPORT / name).read_bytes() == (written / name).read_bytes()
        assert same, f"{name}: run python -m qaanalysis.data.example on the export's folder"


def test_the_module_writes_the_same_bytes_without_lxml(written, tmp_path):
    command = [sys.executable, "-m", "qaanalysis.data.example", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "OPENPYXL_LXML": "False"})
    for path in (p for p in written.rglob("*.*") if p.is_file()):
        assert (tmp_path / path.relative_to(written)).read_bytes() == path.read_bytes()


def test_the_module_asks_for_a_folder(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["example"])
    with pytest.raises(SystemExit, match="Say which folder"):
        runpy.run_module("qaanalysis.data.example", run_name="__main__")


def cells(page):
    return [[cell.value for cell in row] for row in page.iter_rows()]


def as_csv(cell):
    return "" if cell is None else str(cell)


def below(page, heading):
    """The cells of a column below its heading."""
    rows = cells(page)
    top = next(i for i, row in enumerate(rows) if heading in row)
    place = rows[top].index(heading)
    return [row[place] for row in rows[top + 1 :]]


def test_the_workbook_has_its_sheets_titles_totals_and_blank_rows(book):
    assert book.sheetnames == ["Read me", *(sheet.name for sheet in SHEETS)]
    for sheet in SHEETS:
        rows = cells(book[sheet.name])
        assert rows[0][0] == f"Example Children's Trust – {sheet.name}"
        assert rows[1][0] == "Exported 03/12/2023"
        assert list(sheet.headings.values()) in rows[2:4]
    assert cells(book["Audit register"])[-1][0] == "TOTAL"
    assert cells(book["Monthly totals"])[-1] == ["TOTAL", 730, 49, 681, 229]
    blank = [row for row in cells(book["Audit register"]) if not any(row)]
    assert len(blank) == 2


def test_the_workbook_is_untidy_as_real_exports_are(book):
    register = book["Audit register"]
    grades = set(below(register, "Audit grade"))
    assert {"RI", "Requiring Improvement", "requires improvement ", "good"} <= grades
    assert "Requires\N{NO-BREAK SPACE}Improvement" in grades
    months = set(below(register, "Audit month"))
    assert {"Sept 2023", "September 2023", "November 2023"} <= months
    assert {type(day) for day in below(register, "Date exempted")[:-1]} == {str, type(None)}
    returned = {type(day) for day in below(register, "Date returned")[:-1]}
    assert {dt.datetime, str} <= returned
    assert all(
        re.fullmatch(r"\d\d/\d\d/\d{4}", day)
        for day in below(register, "Date returned")
        if isinstance(day, str)
    )
    assert "-" in below(register, "Allocated worker")
    assert "Y" in below(register, "Practitioner present?")
    assert "Absent" in below(book["Benchmarking"], "Grade")
    assert "AfD" in below(book["Findings"], "Strength or area for development")


def test_dates_are_shown_the_uk_way(book):
    page = book["Audit register"]
    formats = {c.number_format for row in page.iter_rows(min_row=5) for c in row if c.is_date}
    assert formats == {"DD/MM/YYYY"}


def test_the_csv_files_hold_what_the_sheets_hold(book, written):
    for sheet in SHEETS:
        raw = (written / "csv" / f"{sheet.table}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        frame = pd.read_csv(
            written / "csv" / f"{sheet.table}.csv",
            header=None,
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            skip_blank_lines=False,
        )
        as_text = [
            [f"{cell:%d/%m/%Y}" if isinstance(cell, dt.datetime) else as_csv(cell) for cell in row]
            for row in cells(book[sheet.name])
        ]
        assert frame.to_numpy().tolist() == as_text


def test_the_first_sheet_says_that_all_is_invented(book):
    said = " ".join(row[0] or "" for row in cells(book["Read me"]))
    assert "no child, family or worker in it is real" in said


def test_scaled_has_the_shape_and_dtypes_of_a_register():
    frame = example.scaled(months=3, organisations=4, audits_per_month=50)
    table = SPECIFICATION["audits"]
    assert len(frame) == 600
    table.schema.validate(frame)
    assert not any(rule.broken(frame).any() for rule in table.rules)
    assert frame["month"].astype(str).unique().tolist() == ["2023-09", "2023-10", "2023-11"]
    assert frame["team"].nunique() <= 80
    assert 0.2 < frame["returned_on"].notna().mean() < 0.45
    assert frame["returned_on"].max() <= AS_AT
    assert frame.equals(example.scaled(months=3, organisations=4, audits_per_month=50))
    assert not frame.equals(example.scaled(months=3, organisations=4, audits_per_month=50, seed=1))


def test_scaled_needs_little_memory_for_each_row():
    tracemalloc.start()
    frame = example.scaled(months=2, organisations=10, audits_per_month=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / len(frame) < 500
    assert frame.memory_usage(deep=True).sum() / len(frame) < 250


def test_a_scaled_csv_has_as_many_rows_as_asked_and_uk_dates(tmp_path):
    path = tmp_path / "scaled.csv"
    example.write_scaled_csv(path, 5_001)
    frame = pd.read_csv(path, dtype=str)
    assert len(frame) == 5_001
    headings = [name.lower().replace(" ", "_") for name in frame.columns]
    columns = SPECIFICATION["audits"].schema.columns
    assert headings == [column for column, spec in columns.items() if spec.required]
    assert frame["Audit id"].is_unique
    assert frame["Due on"].str.fullmatch(r"\d\d/\d\d/\d{4}").all()
    again = tmp_path / "again.csv"
    example.write_scaled_csv(again, 5_001)
    assert path.read_bytes() == again.read_bytes()
