"""The committee's report in words: the glossary, and what a grade is said to mean."""

import yaml
from run_files import ROOT

from qaanalysis import params
from qaanalysis.pages import committee


def test_the_glossary_has_the_words_that_charts_and_statements_use():
    said = committee.glossary().text()
    for word in ("Trial limits", "Common cause", "Regression to the mean"):
        assert word in said


def test_no_grade_but_the_best_two_says_that_the_child_is_safe_or_better_off():
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text(encoding="utf-8"))
    below = [grade for grade in declared["grade_scale"] if not grade.get("good_or_better")]
    assert len(below) == 2
    for grade in below:
        assert "safe" not in grade["definition"].lower()


def test_the_example_says_of_each_audience_what_holds_for_it():
    said = {
        name: params.read(ROOT / "params" / f"{name}.yml").committee.privacy
        for name in ("2023-11", "2023-11-published")
    }
    assert "hidden" not in said["2023-11"]  # small numbers are shown within the service
    assert said["2023-11-published"].startswith("Small numbers are hidden")
