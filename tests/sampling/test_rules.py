"""Rules: what each operator takes in, with values missing, and what is refused."""

import datetime as dt

import pandas as pd
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.rules import OPERATORS, Rule, met

COHORT = pd.DataFrame(
    {
        "child_id": ["C1", "C2", "C3", "C4"],
        "age": pd.array([3, 10, 17, None], dtype="Int64"),
        "team": pd.Series(["North", "South", None, "North"], dtype="str"),
        "entered_on": pd.to_datetime(["2022-12-31", "2023-01-01", "2023-07-31", None]),
    }
)
FIRST, LAST = dt.date(2023, 1, 1), dt.date(2023, 7, 31)


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("age", "equals", 10, "C2"),
        ("age", "differs", 10, "C1 C3"),
        ("team", "equals", "North", "C1 C4"),
        ("team", "differs", "North", "C2"),
        ("team", "one_of", ["South", "East"], "C2"),
        ("team", "none_of", ["South", "East"], "C1 C4"),
        ("age", "at_least", 10, "C2 C3"),
        ("age", "at_most", 10, "C1 C2"),
        ("age", "between", [3, 10], "C1 C2"),
        ("entered_on", "between", [FIRST, LAST], "C2 C3"),
        ("entered_on", "at_most", FIRST, "C1 C2"),
        ("entered_on", "equals", "2023-07-31", "C3"),
        ("team", "given", None, "C1 C2 C4"),
        ("team", "missing", None, "C3"),
        ("age", "at_least_or_never", 10, "C2 C3 C4"),
    ],
)
def test_who_meets_a_rule(field, operator, value, expected):
    found = met(COHORT, Rule(field, operator, value, "why"))
    assert " ".join(COHORT.loc[found, "child_id"]) == expected


def test_every_operator_is_tested():
    tried = {mark.args[1][i][1] for mark in test_who_meets_a_rule.pytestmark for i in range(15)}
    assert tried == set(OPERATORS)


@pytest.mark.parametrize(
    ("field", "operator", "value", "message"),
    [
        ("age", "eval", "__import__('os')", "age: found “eval”; allowed: equals, differs"),
        ("age", "between", [10, 3], "age: found .10, 3.; allowed for between: two values"),
        ("age", "between", [3, "x"], "allowed for between"),
        ("age", "one_of", 3, "allowed for one_of: a list"),
        ("age", "one_of", [], "allowed for one_of: a list"),
        ("age", "at_least", True, "allowed for at_least: one number"),
        ("age", "at_least", float("nan"), "allowed for at_least: one number"),
        ("age", "given", 3, "allowed for given: nothing"),
        ("age", "equals", {"age": 3}, "allowed for equals"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(field, operator, value, message):
    with pytest.raises(StatisticsError, match=message):
        Rule(field, operator, value, "why")


@pytest.mark.parametrize(
    ("field", "operator", "value", "message"),
    [
        ("height", "given", None, "found “height”; allowed: child_id, age, team, entered_on"),
        ("child_id == 'C1' or True", "given", None, "allowed: child_id, age"),
        ("age", "equals", "ten", "age: found 'ten'; allowed: numbers"),
        ("team", "at_least", "North", "team: found at_least; allowed for numbers and dates only"),
        ("team", "equals", 3, "team: found 3; allowed: text"),
        ("entered_on", "at_least", "last May", "entered_on: found 'last May'; allowed: a date"),
        ("entered_on", "at_least", 2023, "entered_on: found 2023; allowed: a date"),
    ],
)
def test_a_rule_that_does_not_fit_the_cohort_is_refused(field, operator, value, message):
    with pytest.raises(StatisticsError, match=message):
        met(COHORT, Rule(field, operator, value, "why"))


def test_a_rule_has_a_reason():
    with pytest.raises(StatisticsError, match="found no why"):
        Rule("age", "given", None, " ")


def test_text_that_looks_like_code_is_only_compared():
    sly = pd.DataFrame({"team": ["@pd.eval('1')", "North"]})
    assert met(sly, Rule("team", "equals", "@pd.eval('1')", "why")).tolist() == [True, False]
