"""Plan files of themed audits: every fault at once, each with its file and key."""

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest
from run_files import ROOT

from qaanalysis import themed_plan, themed_rules
from qaanalysis.data.example import themed_draws, themes
from qaanalysis.errors import ParamsError

PLANS = sorted((ROOT / "params" / "themed").glob("*.yml"))
PAGE = (ROOT / "docs" / "themed-plan.md").read_text(encoding="utf-8")
MODELS = (
    *(themed_plan.ThemedPlan, themed_plan.Auditors, themed_plan.Question),
    *(themed_plan.Previous, themed_plan.Stated, themed_rules.Rule),
)
RUN = """
organisation: A service
notebooks: notebooks
outputs: outputs
grade_scale: [{label: Good, good_or_better: true}, {label: Poor}]
sources:
  audits: {file: audits.csv}
  cohort: {file: cohort.csv}
reports: {returns: {}}
month: 2023-11
first_month: 2023-05
as_at: 2023-12-03
"""
PLAN = """
run: run.yml
theme: Coming into care
title: Children coming into care
period: 2023-07
selection: probability
eligible:
  - {field: age, is: at_most, value: 17, why: grown up}
  - {field: entered_on, is: between, value: [2023-01-01, 2023-07-31], why: another time}
design: simple
n: 7
questions:
  - {question: "Planned?", answers: [Yes, No, Not recorded], good: [Yes]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run.yml").write_text(RUN, encoding="utf-8")
    (tmp_path / "plan.yml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str, name: str = "plan.yml") -> Path:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder / "plan.yml"


def faults(path: Path) -> str:
    with pytest.raises(ParamsError) as caught:
        themed_plan.read(path)
    return str(caught.value)


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_each_plan_of_the_example_is_read(path):
    run, plan = themed_plan.read(path)
    assert run.organisation == "Example Children’s Trust"
    assert plan.title
    assert (plan.n is None) == (plan.selection == "unknown")


def test_the_plans_are_those_of_the_report_and_the_monthly_draw():
    assert [path.stem for path in PLANS] == [
        *("child-in-need-12-months", "coming-into-care", "individual-audits", "open-no-plan"),
        *("public-law-outline", "repeat-child-protection"),
    ]


def test_a_plan_is_read_with_its_run_and_its_words_are_the_vocabularys(folder):
    run, plan = themed_plan.read(folder / "plan.yml")
    assert run.as_at == dt.date(2023, 12, 3)
    assert plan.run == folder.resolve() / "run.yml"
    assert [str(word) for word in plan.questions[0].answers] == ["Yes", "No", "Not recorded"]
    assert plan.questions[0].good == ("Yes",)
    assert plan.eligible[1].value == [dt.date(2023, 1, 1), dt.date(2023, 7, 31)]
    assert (plan.siblings, plan.allocation, plan.least, plan.reserves) == (
        *("together", "proportional", 1, 0),
    )


def test_no_answer_but_those_that_were_declared_is_a_default():
    question = themed_plan.Question(question="Is the child seen?")
    assert [str(word) for word in question.answers] == [
        *("Yes", "Partly", "No", "Not applicable", "Not recorded"),
    ]


def test_every_fault_is_reported_at_once_of_plan_and_run(folder):
    change(folder, "month: 2023-11", "month: 2023-13", "run.yml")
    change(folder, "period: 2023-07", "period: July\ncolour: red")
    path = change(folder, "design: simple", "design: cluster")
    message = faults(path)
    assert message.splitlines()[0] == "plan.yml has 3 faults:"
    assert "plan.yml: colour: isn't a key that params have; allowed here: run, theme" in message
    assert "plan.yml: period: “July” isn't a month" in message
    assert "plan.yml: design: found “cluster”; allowed: 'simple', 'stratified'" in message
    assert "run.yml has 1 fault:\n  run.yml: month: “2023-13” isn't a month" in message


RULE = "{field: age, is: at_most, value: 17, why: grown up}"
CLASSES = "import('os').system('true')"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "field: age",
            "field: aeg",
            "eligible (number 1).field: found “aeg”; allowed: child_id, family",
        ),
        (
            "field: age",
            f'field: "{CLASSES}"',
            f"eligible (number 1).field: found “{CLASSES}”; allowed",
        ),
        (
            "is: at_most",
            "is: eval",
            "eligible (number 1).is: found “eval”; allowed: 'equals', 'differs'",
        ),
        (
            "value: 17, ",
            "",
            "eligible (number 1): value: found “None”; allowed for at_most: a number",
        ),
        ("value: 17", "value: young", "value: found “young”; allowed for at_most: a number"),
        ("value: 17", "value: true", "value: found “Yes”; allowed for at_most: a number"),
        (", why: grown up", "", "eligible (number 1).why: is needed and isn't given"),
        ("2023-07-31]", "2022-07-31]", "for between: the first and then the last date such"),
        ("[2023-01-01, 2023-07-31]", "2023-01-01", "for between: the first and then the last"),
        (RULE, "{field: age, is: given, value: 1, why: x}", "allowed for given: none"),
        (RULE, "{field: team, is: one_of, value: [], why: x}", "one_of: a list, each a text"),
        (RULE, "{field: team, is: at_least, value: A, why: x}", "for dates and numbers only"),
        (RULE, "{field: age, iz: given, why: x}", "allowed here: field, is, value, why"),
    ],
)
def test_a_wrong_rule_is_told_in_one_line(folder, old, new, said):
    message = faults(change(folder, old, new))
    assert said in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("n: 7", "n: 0", "n: found “0”; allowed: a whole number of 1 or more, or all for a"),
        ("n: 7", "n: 7.5", "n: found “7.5”; allowed: a whole number"),
        ("n: 7", "n: true", "n: found “True”; allowed: a whole number"),
        ("n: 7", "n: all", "n: found “all”; allowed for selection probability: a whole number"),
        ("n: 7", "", "n is needed for selection probability"),
        ("selection: probability", "selection: random", "allowed: 'probability', 'census'"),
        ("n: 7", "n: 7\nseed: mine", "seed_reason is needed with a seed"),
        (
            "n: 7",
            "n: 7\nseed: mine\nseed_reason: why not\ncoordination_key: ours",
            "seed and coordination_key both replace the usual seed",
        ),
        ("n: 7", "n: 7\ncoordination_start: 1.0", "coordination_start: found “1.0”"),
        ("selection: probability", "selection: census", "allowed for selection census: none is"),
        (
            "selection: probability",
            "selection: unknown",
            "why is needed for selection unknown: how the files came to be chosen; n: found “7”",
        ),
        (
            "selection: probability\n",
            "selection: purposive\nwhy: asked for\nreserves: 2\n",
            "reserves: found “2”; allowed for selection purposive: 0",
        ),
        ("theme: Coming into care", "theme: ''", "theme: found “”"),
    ],
)
def test_a_wrong_choice_is_told_what_is_wrong(folder, old, new, said):
    assert said in faults(change(folder, old, new))


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("stratified", "strata is needed for design stratified"),
        ("stratified\nstrata: tem", "strata: found “tem”; allowed: child_id"),
        ("stratified\nstrata: n_children", "n_children is allowed for design families only"),
        ("simple\nstrata: team", "strata: found “team”; allowed for design simple: none"),
        ("families\nsiblings: random", "siblings: found “random”; allowed for design families"),
        ("pps", "size_field is needed for design pps"),
        ("simple\nsize_field: age", "size_field is allowed only for design pps"),
        ("stratified\nstrata: team\nallocation: fixed", "sizes is needed for allocation fixed"),
        ("stratified\nstrata: team\nallocation: neyman", "spread is needed for allocation ney"),
        ("simple\nallocation: equal", "allocation: found “equal”; needed with it: strata"),
        (
            "stratified\nstrata: team\nallocation: fixed\nsizes: {North: 2, South: 3}",
            "n: found “7”; the sizes add up to 5",
        ),
    ],
)
def test_a_design_that_does_not_hold_together_is_told(folder, design, said):
    assert said in faults(change(folder, "design: simple", f"design: {design}"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("previous: {when: then, question: Other, count: 1}", "previous.question: found “Other”"),
        ('previous: {when: t, question: "Planned?", count: 3, n: 2}', "allowed: at most n, 2"),
        (
            'stated: [{what: w, question: W, percent: "71", of: 48}]',
            "stated (number 1).question: found “W”",
        ),
        (
            'stated: [{what: w, question: "Planned?", percent: most, of: 48}]',
            "stated (number 1).percent: found “most”; allowed: a percentage as printed, in quotes",
        ),
        (
            "auditors: {apart: [family_id]}",
            "auditors.apart (number 1): found “family_id”; allowed: 'team'",
        ),
        ("auditors: {skilled_in: plan}", "auditors.skilled_in: found “plan”; allowed: child_id"),
        ("due_days: 0", "due_days: found “0”"),
    ],
)
def test_a_wrong_side_key_is_told(folder, more, said):
    assert said in faults(change(folder, "n: 7", f"n: 7\n{more}"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("good: [Partly]", "good: found “Partly”; allowed: one or more of Yes, No"),
        ("good: [Not recorded]", "good: found “Not recorded”; allowed: one or more of Yes, No"),
        (
            "good: [Maybe]",
            "questions (number 1).good (number 1): found “Maybe”; allowed: 'Yes', 'Partly'",
        ),
        ("good: []", "allowed: one or more of Yes, No"),
    ],
)
def test_a_wrong_question_is_told(folder, question, said):
    assert said in faults(change(folder, "good: [Yes]", question))


def test_a_question_twice_is_told(folder):
    twice = '  - {question: "Planned?"}\n  - {question: "Planned?", answers'
    message = faults(change(folder, '  - {question: "Planned?", answers', twice))
    assert "questions has a question twice" in message


@pytest.mark.parametrize("heading", ["Child", "date audited", "PLANNED?"])
def test_a_question_called_as_the_form_or_another_is_told(folder, heading):
    other = f'  - {{question: "{heading}"}}\n  - {{question: "Planned?", answers'
    message = faults(change(folder, '  - {question: "Planned?", answers', other))
    assert "the form's own" in message or "questions has a question twice" in message


def test_a_run_that_is_not_there_or_has_no_cohort_is_told(folder):
    change(folder, "  cohort: {file: cohort.csv}\n", "", "run.yml")
    assert "plan.yml: run: run.yml has no cohort under sources" in faults(folder / "plan.yml")
    path = change(folder, "run: run.yml", "run: ruin.yml")
    assert "plan.yml: run: there is no file ruin.yml" in faults(path)
    assert "run: is needed" in faults(change(folder, "run: ruin.yml\n", ""))


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_each_key_of_a_plan_is_documented(model):
    keys = [known.alias or name for name, known in model.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in PAGE] == []


def test_each_operator_is_documented_and_no_other():
    table = PAGE.split("| operator |")[1].split("\n\n")[0]
    told = [name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row)]
    # The last row says what it is by another operator.
    assert told[-1] == "at_least"
    assert sorted(told[:-1]) == sorted(get_args(themed_rules.Operator))


def test_the_example_was_drawn_by_the_plans_of_the_project():
    drawn = themed_draws.plans()
    for path in PLANS:
        run, plan = themed_plan.read(path)
        if plan.theme != themes.CASELOAD:
            assert plan.sample_plan(run.organisation, run.as_at) == drawn.pop(plan.theme)
            asked = {question.question: question for question in plan.questions}
            answered = next(theme for theme in themes.THEMES if theme.name == plan.theme).answers
            assert list(asked) == list(answered)
            for question, counts in answered.items():
                assert set(counts) - {None} <= set(asked[question].answers)
    assert not drawn


def test_a_plan_for_the_draw_holds_every_choice_of_the_file(folder):
    more = "\n".join(
        [
            *("n: 5", "reserves: 2", "strata: team", "allocation: fixed", "sizes: {A: 2, B: 3}"),
            *("least: 0", "seed: ours", "seed_reason: agreed", "coordination_start: 0.25"),
            "auditors: {apart: [team], skilled_in: plan_type}",
        ]
    )
    change(folder, "design: simple", "design: stratified")
    _, plan = themed_plan.read(change(folder, "n: 7", more))
    found = plan.sample_plan("A service", dt.date(2023, 12, 3))
    assert found.key == "ours"
    assert found.default_seed == "A service/Coming into care/2023-07"
    assert (found.sizes, found.least, found.reserves) == ({"A": 2, "B": 3}, 0, 2)
    assert (found.apart, found.skilled_in) == (("team",), "plan_type")
    assert found.coordination_start == 0.25
    assert [rule.value for rule in found.eligible] == [17, ("2023-01-01", "2023-07-31")]
