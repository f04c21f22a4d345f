"""The moderation report, on the example and on registers with next to nothing in them."""

import json
import re

import pandas as pd
import pytest
from notebook_page import records, shown, text
from run_files import Register, csv_sources, example_run

from qaanalysis import secret
from qaanalysis.notebook import open_run


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return shown("moderation", example_run(tmp_path_factory.mktemp("moderation")))


@pytest.mark.parametrize(
    "said",
    [
        "60 of 229 returned audits (26.2%) were moderated",
        "29 were supported (48.3%, 95% interval 36.2–60.7)",
        "31 downgraded (51.7%, 95% interval 39.3–63.8) and 0 upgraded",
        "All 31 grades that moderation changed went down: more one way than chance explains",
        "exact sign test, p less than 0.001",
        "not which of the two is right",
        "they hold more graded Good (61.7% against 26.6%: +35.0 points, 95% interval 20.5–47.8) "
        "and fewer graded Inadequate (3.3% against 28.4%: −25.1 points, 95% interval −32.7 to "
        "−14.9)",
        "By service area: no difference is larger than chance",
        "no month and no service area has as many, so that there are counts only",
        "2 of 60 audits (3.3%) are two or more grades apart",
        "37 of 72 auditors who returned audits (51.4%) had at least one moderated",
        "17 of 17 audits (100.0%) with the same grade",
        "between 9.1% and 75.5% by reported grades",
        "14 of 22 raters graded one file only",
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


# All others rest on pairs of grades, of which the published report has none.
RESTING_ON_NO_PAIR = {
    *("Audits moderated, by month", "Audits moderated, by service area", "Contradictions"),
    *("Audits moderated, by auditor (pseudonyms)", "By service area: moderated and the rest"),
    "Auditors of whose audits at least one was moderated",
    "Records that contradict one another",
}


def tables_of(found):
    """Return every table a page shows, those of its charts among them."""
    shown = [r["table"] if r["type"] == "chart" else r for r in records(found)]
    return [r for r in shown if r["type"] == "table"]


def test_whatever_rests_on_invented_pairs_says_so(example):
    resting = [t for t in tables_of(example) if t["caption"] not in RESTING_ON_NO_PAIR]
    assert {t["caption"] for t in resting} >= {
        *("Coefficients of agreement", "Tests of whether both use the grades alike"),
        *("How many grades apart", "Sessions", "Raters", "Each rater, by pseudonym"),
        *("How it was moderated", "Second opinions on a moderator’s grade"),
        *("Agreement by month, quadratic weights", "Agreement by service area, quadratic weights"),
        *("What moderation did to grades", "What moderation did to grades, by service area"),
        "Raters’ agreement beyond chance, quadratic weights",
        "The quality of the audits themselves, by what moderation did to the grade",
        "Grades as reported, and as an estimate had all been moderated",
    }
    for one in resting:
        assert "Invented pairs" in one["note"], one["caption"]


def test_sentences_and_key_figures_on_invented_pairs_say_so(example):
    figures = next(r for r in records(example) if r["type"] == "key_figures")["figures"]
    estimate = next(f for f in figures if f["name"] == "good_or_better_estimate")
    assert "invented pairs" in estimate["note"]
    said = [p for r in records(example) if r["type"] == "prose" and not r["lead"]
            for p in r["paragraphs"]]  # fmt: skip
    for begun in (
        *("The share downgraded", "The moderator’s grade less", "A coefficient needs"),
        *("By the auditor’s own grade", "Good or better: reported", "Estimate: what 229"),
        *("Blind or not", "The quality of the audit itself", "Moderator and panel"),
        *("Panel: 4 people", "Service: 18 people", "For raters’ own learning"),
    ):
        found = [text for text in said if text.startswith(begun)]
        assert len(found) == 1, begun
        assert found[0].endswith("(invented pairs)."), found[0]


def test_coverage_is_shown_by_month_grade_and_auditor(example):
    for name in ("month", "the auditor’s own grade", "auditor (pseudonyms)"):
        rows = pd.DataFrame(table(example, f"Audits moderated, by {name}")["rows"])
        assert rows[["returned", "moderated"]].sum().tolist() == [229, 60]


def test_coverage_is_drawn_by_service_area(example):
    areas = next(
        t for t in tables_of(example) if t["caption"] == "Audits moderated, by service area"
    )
    rows = pd.DataFrame(areas["rows"])
    assert len(rows) == 6
    assert (rows["returned"] * rows["moderated_share"]).sum() == pytest.approx(60)
    assert areas["total"]["moderated_share"] == pytest.approx(60 / 229)


def test_agreement_by_month_and_area_has_counts_and_no_coefficient(example):
    for name in ("month", "service area"):
        found = table(example, f"Agreement by {name}, quadratic weights")
        assert found["columns"] == ["compared", "same"]
        rows = pd.DataFrame(found["rows"])
        assert rows[["compared", "same"]].sum().tolist() == [60, 29]


def test_the_best_grade_that_nobody_checked_leads_to_its_audit(example):
    rows = table(example, "Graded Outstanding and never moderated")["rows"]
    assert len(rows) == 1
    assert set(rows[0]) == {"audit_id", "month", "service_area", "team"}


def test_no_worker_is_named_anywhere_on_the_page(example, tmp_path):
    tables = open_run(str(example_run(tmp_path))).tables
    named = {"audits": "auditor", "moderations": "moderator", "benchmarking": "rater"}
    names = {name for kind, column in named.items() for name in tables[kind][column].unique()}
    assert len(names) > 90
    page = json.dumps(records(example), ensure_ascii=False)
    assert [name for name in names if name in page] == []


# What is wrong after a single one.
SINGULAR = re.compile(
    r"(?<![\d.,])1 (audits|were|are|have|pairs|grades|days|people|files|raters|auditors|months)\b"
)


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
    assert "nan" not in text(page).lower().split()
    assert not SINGULAR.search(text(page)), SINGULAR.search(text(page))


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
    assert "The month’s data has no moderations" in text(page)
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
    assert "No audit planned for August 2023 was moderated: that month has no share" in text(page)


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
    assert "Agreement can’t be computed: only final grades are recorded" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "heading", "said"),
    [
        ("moderations", "Moderated grade", "1 of 60 rows of moderations could not be accepted"),
        ("audits", "Audit grade", "1 of 742 rows of audits"),
    ],
)
def test_a_grade_outside_the_scale_is_rejected_and_said_to_be(tmp_path, sheet, heading, said):
    register = Register(tmp_path)
    row = next(r for r in register.rows(sheet) if register.value(sheet, r, heading))
    register.put(sheet, row, heading, "Splendid")
    page = text(shown("moderation", example_run(tmp_path, sources=register.save())))
    assert said in page
    assert "Splendid" not in page
    moderated = 59 if sheet == "moderations" else 60
    assert re.search(rf"\b({moderated}|{moderated - 1}) of 22[89] returned audits", page)


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


@pytest.mark.slow
def test_auditors_with_moderated_audits_enough_are_shown_for_coaching(tmp_path):
    register = Register(tmp_path)
    made = [
        [register.value("moderations", row, heading) for heading in ("Audit ref", "Outcome")]
        for row in register.rows("moderations")
    ]
    lowered = [ref for ref, outcome in made if "owngraded" in outcome]
    rest = [ref for ref, outcome in made if "owngraded" not in outcome]
    who = {ref: "K. Indly" if i < 17 else "M. Iddling" for i, ref in enumerate(lowered)}
    who |= {ref: "S. Evere" if i < 15 else "M. Iddling" for i, ref in enumerate(rest[:-1])}
    who[rest[-1]] = "O. Nce"
    for row in register.rows("audits"):
        if name := who.get(register.value("audits", row, "Audit ref")):
            register.put("audits", row, "Audited by", name)
    file = example_run(tmp_path, sources=register.save(), moderation={"show_leniency": True})
    page = shown("moderation", file)
    assert "For coaching, not performance management" in text(page)
    assert "2 of 3 auditors shown lie beyond the 99.8% limits" in text(page)
    assert "1 auditor has fewer than 10 moderated audits and is not shown" in text(page)
    rows = table(page, "Auditors, by pseudonym")["rows"]
    assert sorted(row["moderated"] for row in rows) == [15, 17, 27]
    assert {"steps_above", "shrunk_steps_above", "shrunk_steps_above_low"} <= set(rows[0])
    assert not {"K. Indly", "S. Evere", "O. Nce"} & set(re.findall(r"\w\. \w+", text(page)))


def test_the_charts_of_pairs_are_labelled_where_everybody_sees_it(example):
    charts = [part for part in example if type(part).__name__ == "Chart" and part.wide]
    of_pairs = [c for c in charts if c.table.safe.caption not in RESTING_ON_NO_PAIR]
    assert len(of_pairs) >= len(charts) - 1 >= 6
    for chart in of_pairs:
        visible = chart.html().split("<details>")[0]
        assert "Invented pairs" in visible, chart.title


def test_no_difference_is_claimed_of_intervals_that_nobody_has(tmp_path):
    sources = csv_sources()
    del sources["moderations"]
    page = text(shown("moderation", example_run(tmp_path, sources=sources)))
    assert "no difference is larger than chance" not in page
    assert "there is nothing to compare" in page


def test_pseudonyms_are_keyed_with_what_no_report_holds(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    run = open_run(str(example_run(tmp_path, moderation={"show_leniency": True})))
    key = run.pseudonym_key
    assert key == secret.existing(tmp_path / "outputs").hex()
    assert key != run.key


def test_pseudonyms_that_nobody_is_followed_by_need_no_secret_and_stay_as_the_register(tmp_path):
    run = open_run(str(example_run(tmp_path)))
    assert not (tmp_path / "outputs").exists()
    key = run.pseudonym_key
    assert not (tmp_path / "outputs").exists()
    assert len(key) == 64
    assert key not in {run.key, *run.tables.fingerprint.values()}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert open_run(str(example_run(elsewhere, as_at="2023-12-02"))).pseudonym_key == key
    assert open_run(str(example_run(elsewhere, sources=csv_sources()))).pseudonym_key == key
    register = Register(elsewhere)
    register.put("audits", register.rows("audits")[0], "Child ID", "LCS-000001")
    changed = open_run(str(example_run(elsewhere, sources=register.save())))
    assert changed.pseudonym_key != key
