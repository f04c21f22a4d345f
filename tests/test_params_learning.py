"""What params may say of learning, and what is refused."""

import pytest
import yaml
from pydantic import ValidationError
from run_files import ROOT

from qaanalysis.params_learning import Learning

GIVEN = {
    "themes": [
        {"name": "Plans", "synonyms": ["Plan"], "simple_things": ["A plan"], "obsessions": ["Plan"]}
    ],
    "simple_things": [{"name": "A plan"}],
    "obsessions": ["Plan"],
    "in_focus": {"2023-06": "Plan"},
}


def fault(**changes) -> str:
    with pytest.raises(ValidationError) as caught:
        Learning(**{**GIVEN, **changes})
    return str(caught.value)


def test_words_are_looked_up_whatever_their_capitals_and_apostrophes():
    learning = Learning(themes=[{"name": "Child’s voice", "synonyms": ["Voice  of the CHILD"]}])
    assert learning.words == {
        "child's voice": "Child’s voice", "voice of the child": "Child’s voice"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"themes": [{"name": "Plans"}, {"name": "Other", "synonyms": ["plans"]}]}, "“plans”"),
        ({"themes": [{"name": "P", "simple_things": ["Pan"]}]}, "found “Pan”; allowed: A plan"),
        ({"themes": [{"name": "P", "obsessions": ["Pan"]}]}, "found “Pan”; allowed: Plan"),
        ({"in_focus": {"2023-06": "Pan"}}, "in_focus: 2023-06: found “Pan”"),
        ({"in_focus": {"June": "Plan"}}, "June"),
        ({"events": [{"date": "2023-06-01", "title": "T", "obsession": "Pan"}]}, "events: T"),
        (
            {"events": [{"date": "2023-06-01", "title": "T", "invited": 3, "attended": 4}]},
            "4 attended and 3 were invited",
        ),
        ({"workforce": [{"month": "2023-06"}, {"month": "2023-06"}]}, "“2023-06” stands there"),
        ({"workforce": [{"month": "2023-06", "agency_share": 20}]}, "agency_share"),
        ({"least_audits": 1}, "least_audits"),
        ({"synonyms": {}}, "synonyms"),
    ],
)
def test_what_does_not_agree_is_refused(changes, said):
    assert said in fault(**changes)


def test_nothing_needs_to_be_declared():
    empty = Learning()
    assert empty.words == {}
    assert empty.learning_events.empty
    assert empty.workforce_by_month.empty
    assert empty.least_audits == 20


def test_yes_and_no_of_yaml_are_the_words_that_were_typed():
    given = yaml.safe_load("[{name: A, questions: [{theme: T, question: Q, met: [No]}]}]")
    assert Learning(simple_things=given).questions == {"A": (("T", "Q", ("No",)),)}


def test_the_example_has_what_is_published_of_the_programme():
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text("utf-8"))
    learning = Learning(**declared["learning"])
    assert len(learning.simple_things) == 8
    assert len(learning.obsessions) == 6
    focus = learning.focus
    assert len(focus) == 18
    assert max(focus) - min(focus) == 17 * (max(focus) - (max(focus) - 1))
    assert {list(focus.values()).count(name) for name in learning.obsessions} == {3}
