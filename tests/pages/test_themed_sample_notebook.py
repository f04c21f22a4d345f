"""The notebook on a themed audit's sample, on the example's plans."""

import pytest
from notebook_page import ROOT, records, shown, text
from run_files import example_run

from qaanalysis import params
from qaanalysis.data import load

PLANS = ROOT / "params" / "themed"
DRAWN = ("coming-into-care", "open-no-plan", "repeat-child-protection", "individual-audits")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return example_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def pages(run):
    return {
        file.stem: shown("themed_sample", run, plan_file=str(file))
        for file in sorted(PLANS.glob("*.yml"))
    }


def test_one_child_of_each_family_is_a_share_of_the_frame_and_of_the_cohort(pages):
    said = text(pages["coming-into-care"])
    assert "Of 287 children in the cohort 209 are in the frame. Left out: 78 as another" in said
    assert "Drawn: 77 of 209 children (36.8%) of the frame and 77 of 287 children (26.8%)" in said
    # √(0.25/77 · 132/208) · 1.96
    assert "77 of 209 children give a share a margin of error of ±8.9 points at most" in said
    assert "The seed is “Example Children’s Trust/Coming into care/2023-07”" in said


def test_whole_families_have_strata_and_a_design_effect(pages):
    said = text(pages["repeat-child-protection"])
    assert "36 of 97 families were drawn" in said
    assert "64 of 169 children (37.9%) of the frame" in said
    assert "The strata, and what was drawn (families)" in said
    assert "a design effect of 1." in said


def test_next_months_individual_audits_are_held_against_whom_audits_have_seen(pages):
    said = text(pages["individual-audits"])
    assert "as audited in the last six months" in said
    assert "218 children of the caseload had an individual audit" in said
    assert "Standardised differences of those who were audited" in said
    assert "begins 66.7% of the way round" in said
    for other in ("coming-into-care", "open-no-plan", "public-law-outline"):
        assert "individual audit" not in text(pages[other])


def test_the_size_of_the_sample_before_is_missed(pages):
    assert "names the sample of June 2020 without its size" in text(pages["open-no-plan"])


@pytest.mark.parametrize("name", ["child-in-need-12-months", "public-law-outline"])
def test_what_nobody_drew_has_no_margin_no_seed_and_says_why(pages, name):
    said = text(pages[name]).split("Method:")[0]
    assert "Nobody knows how these children came to be chosen" in said
    assert "There was no draw, so that there is none to check" in said
    for word in ("margin of error of", "The seed", "In reserve", "Chance"):
        assert word not in said


def test_every_child_ends_in_one_place(pages):
    for name, found in pages.items():
        charts = [r for r in records(found) if r["type"] == "chart"]
        rows = charts[0]["table"]["rows"]
        left = sum(row["n_left_out"] for row in rows)
        assert rows[0]["n_still_in"] == left + rows[-1]["n_still_in"], name


def test_each_draw_has_its_charts_with_data(pages):
    for name in DRAWN:
        titles = [r["title"] for r in records(pages[name]) if r["type"] == "chart"]
        assert len(titles) == (4 if name == "individual-audits" else 3), titles


def test_no_child_and_nobody_is_named(pages, run):
    tables = load(params.read(run))
    names = set(tables["auditors"]["auditor"]) | set(tables["cohort"]["case_holder"].dropna())
    children = set(tables["cohort"]["child_id"]) | set(tables["cohort"]["family_id"].dropna())
    for name, found in pages.items():
        said = " ".join(part.html() for part in found)
        assert not [one for one in names | children if str(one) in said], name
