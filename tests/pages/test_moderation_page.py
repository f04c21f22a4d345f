"""The moderation report, on the example and on registers with next to nothing in them."""

import pandas as pd
import pytest
from notebook_page import records, shown, text
from run_files import Register, csv_sources, example_run


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return shown("moderation", example_run(tmp_path_factory.mktemp("moderation")))


@pytest.mark.parametrize(
    "said",
    [
        "60 of 229 returned audits (26.2%) were moderated",
        "29 were supported (48.3%, 95% interval 36.2–60.7)",
        "31 downgraded (51.7%, 95% interval 39.3–63.8) and 0 upgraded",
        "Of 31 grades that moderation changed, 31 went down",
        "exact sign test, p less than 0.001",
        "not which of the two is right",
        "they hold more graded Good and fewer graded Inadequate",
        "Estimate: what 229 returned audits would show had each been moderated",
        "6 more were moderated, but not known to be chosen at random",
        "1 audit that its auditor graded Outstanding was never moderated",
        "it is for coaching only",
    ],
)
def test_the_page_says_what_is_known(example, said):
    assert said in text(example)


def table(found, caption):
    return next(r for r in records(found) if r["type"] == "table" and r["caption"] == caption)


def test_every_coefficient_has_its_interval(example):
    rows = table(example, "Coefficients of agreement")["rows"]
    names = {row["coefficient"] for row in rows}
    assert names == {
        *("percent_agreement", "cohen_kappa", "scott_pi", "gwet_ac"),
        *("brennan_prediger", "krippendorff_alpha"),
    }
    assert all(row["estimate_low"] < row["estimate"] < row["estimate_high"] for row in rows)


def test_the_estimate_has_its_interval_and_never_replaces_what_is_recorded(example):
    rows = table(example, "Grades as reported, and as an estimate had all been moderated")["rows"]
    by_grade = {row["grade"]: row for row in rows}
    assert by_grade["Good"]["reported"] == 61
    assert by_grade["good_or_better"]["estimated_share_low"] < 0.14


def test_whatever_rests_on_invented_pairs_says_so(example):
    resting = (
        *("Coefficients of agreement", "Tests of whether both use the grades alike"),
        *("Moderator’s grade less the auditor’s, in grades", "Sessions", "Raters"),
        *("How it was moderated", "Second opinions on a moderator’s grade"),
        "Grades as reported, and as an estimate had all been moderated",
    )
    for caption in resting:
        noted = [r for r in records(example) if r["type"] == "table" and r["caption"] == caption]
        assert noted, caption
        assert all("Invented pairs" in record["note"] for record in noted)


def few(folder, keep, *, grade=None):
    """Write a register in which only some moderations are left."""
    register = Register(folder)
    rows = register.rows("moderations")
    sheet = register.sheet("moderations")
    for row in reversed(rows[keep:]):
        sheet.delete_rows(row)
    if grade:
        for row in register.rows("moderations"):
            register.put("moderations", row, "Moderated grade", grade)
            audit = register.value("moderations", row, "Audit ref")
            at = next(
                r
                for r in register.rows("audits")
                if register.value("audits", r, "Audit ref") == audit
            )
            register.put("audits", at, "Audit grade", grade)
            register.put("moderations", row, "Outcome", "Supported")
    return example_run(folder, sources=register.save())


@pytest.mark.slow
@pytest.mark.parametrize("keep", [1, 2, 3])
def test_a_handful_of_moderations_gives_counts_and_says_why_there_is_no_more(tmp_path, keep):
    page = shown("moderation", few(tmp_path, keep))
    assert "of at least 30 needed: counts only" in text(page)
    assert "There is no estimate of the grades had all been moderated" in text(page)
    assert f"{keep} of 229 returned audits" in text(page)


@pytest.mark.slow
def test_moderations_that_all_agree_on_one_grade_leave_agreement_undefined(tmp_path):
    page = shown("moderation", few(tmp_path, 40, grade="Good"))
    assert "agreement beyond chance is undefined" in text(page)
    rows = table(page, "Coefficients of agreement")["rows"]
    kappa = next(row for row in rows if row["coefficient"] == "cohen_kappa")
    assert kappa["estimate"] is None
    assert kappa["note"]


@pytest.mark.slow
def test_a_register_without_moderations_says_that_it_has_none(tmp_path):
    file = example_run(tmp_path, sources={"audits": csv_sources()["audits"]})
    page = shown("moderation", file)
    assert "This run has no table “moderations”" in text(page)
    assert "nan" not in text(page).lower().split()


@pytest.mark.slow
def test_a_month_without_moderations_is_a_gap_and_not_nothing(tmp_path):
    register = Register(tmp_path)
    sheet = register.sheet("moderations")
    audits = {
        register.value("audits", r, "Audit ref")
        for r in register.rows("audits")
        if register.value("audits", r, "Audit month") == "August 2023"
    }
    for row in reversed(register.rows("moderations")):
        if register.value("moderations", row, "Audit ref") in audits:
            sheet.delete_rows(row)
    page = shown("moderation", example_run(tmp_path, sources=register.save()))
    rows = table(page, "What moderation did to grades")["rows"]
    august = next(row for row in rows if row["month"] == "2023-08")
    assert august["moderated"] == 0
    assert august["downgraded_share"] is None


@pytest.mark.slow
def test_only_final_grades_can_tell_nothing_of_agreement(tmp_path):
    register = Register(tmp_path)
    moderated = {
        register.value("moderations", r, "Audit ref") for r in register.rows("moderations")
    }
    for row in register.rows("audits"):
        if register.value("audits", row, "Audit ref") in moderated:
            register.put("audits", row, "Audit grade", None)
    page = text(shown("moderation", example_run(tmp_path, sources=register.save())))
    assert "only final grades are recorded" in page


@pytest.mark.slow
@pytest.mark.parametrize("name", ["returns", "grades", "moderation"])
def test_a_register_of_one_audit_makes_every_report(tmp_path, name):
    frame = pd.read_csv(csv_sources()["audits"]["file"], dtype=str, skiprows=3)
    frame = frame[frame["Audit type"] == "Individual"]
    november = frame[(frame["Audit month"] == "November 2023") & frame["Date returned"].notna()]
    november.head(1).to_csv(tmp_path / "one.csv", index=False, encoding="utf-8")
    file = example_run(tmp_path, sources={"audits": {"file": str(tmp_path / "one.csv")}})
    assert "1 row of the audit register read" in text(shown(name, file))


@pytest.mark.slow
def test_leniency_is_shown_only_if_asked_for_and_by_pseudonym(tmp_path):
    file = example_run(tmp_path, moderation={"show_leniency": True})
    page = text(shown("moderation", file))
    assert "Auditors are not shown: " in page


def test_the_charts_of_pairs_are_labelled_where_everybody_sees_it(example):
    charts = [part for part in example if type(part).__name__ == "Chart" and part.wide]
    assert len(charts) >= 3
    for chart in charts:
        visible = chart.html().split("<details>")[0]
        assert "Invented pairs" in visible, chart.title


def test_no_difference_is_claimed_of_intervals_that_nobody_has(tmp_path):
    sources = csv_sources()
    del sources["moderations"]
    page = text(shown("moderation", example_run(tmp_path, sources=sources)))
    assert "every interval includes none" not in page
    assert "there is nothing to compare" in page


def test_pseudonyms_are_keyed_with_what_no_report_holds(tmp_path, monkeypatch):
    from qaanalysis import secret
    from qaanalysis.notebook import open_run

    monkeypatch.delenv(secret.VARIABLE, raising=False)
    run = open_run(str(example_run(tmp_path, moderation={"show_leniency": True})))
    key = run.pseudonym_key
    assert key == secret.existing(tmp_path / "outputs").hex()
    assert key != run.key
    again = open_run(str(example_run(tmp_path, as_at="2023-12-04")))
    assert again.pseudonym_key == "no pseudonym is shown"
