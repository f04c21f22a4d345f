"""The notebook on themed audits, on the example's plans; counts as the trust published them."""

import pytest
from notebook_page import ROOT, shown, text
from run_files import csv_sources, example_run

PLANS = ROOT / "params" / "themed"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = example_run(tmp_path_factory.mktemp("run"))

    def made(plan: str) -> str:
        return text(shown("themed_findings", file, plan_file=str(PLANS / f"{plan}.yml")))

    return made


def test_one_child_of_each_family_is_a_share_of_families_and_of_the_cohort(page):
    said = page("coming-into-care")
    assert "77 of 209 children (36.8%) of the frame" in said
    assert "77 of 287 children (26.8%) of the whole cohort." in said
    assert "shares are of families and not of children" in said
    assert "The seed is “Example Children’s Trust/Coming into care/2023-07”" in said
    assert "Not recorded, so that the share met may be" in said


def test_a_simple_draw_has_exact_limits_and_an_earlier_count_without_its_size_no_share(page):
    said = page("open-no-plan")
    # 1 to 17 of 361 without an assessment.
    assert "99 of 100, 99.0% (95% interval 95.3–99.7)" in said
    assert "77 in June 2020, 1 of 100 now. They can’t be compared: the size of" in said


def test_cases_of_unknown_choice_have_shares_no_interval_and_stated_figures_checked(page):
    said = page("child-in-need-12-months")
    assert "No share has an interval: it isn’t known how the cases were chosen" in said
    assert "95% interval" not in said.split("Method:")[0]
    assert "74% of 48. No whole number of 48 rounds to that; 35 of 47 does" in said
    for count in ("34 of 48", "35 of 47", "10 of 48", "22 of 48"):
        assert f"Found: {count} answers, which agrees" in said


def test_thirty_files_that_nobody_drew_are_shown_as_they_are(page):
    said = page("public-law-outline")
    assert "isn’t known, as no cohort is given" in said
    assert "2 without an answer" in said


def test_without_the_cohort_findings_are_told_of_these_cases_alone(tmp_path):
    sources = {name: source for name, source in csv_sources().items() if name != "cohort"}
    file = example_run(tmp_path, sources=sources)
    said = text(shown("themed_findings", file, plan_file=str(PLANS / "coming-into-care.yml")))
    assert "has no cohort, so that how the sample was chosen isn’t known" in said
    assert "Was the entry to care planned? 30 of 75, 40.0%" in said
    assert "say nothing of others" in said
    assert "95% interval" not in said.split("Method:")[0]
    assert "stands for each family" not in said


def test_whole_families_are_weighted_by_their_strata(page):
    said = page("repeat-child-protection")
    assert "64 of 169 children (37.9%) of the frame" in said
    assert "Families were drawn at random" in said
    assert "95% interval" in said.split("Method:")[0]
