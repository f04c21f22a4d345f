"""Whole months since a child's last individual audit; counted by hand."""

import datetime as dt

import pandas as pd
import pytest

from qaanalysis.metrics.themed import since_audit

AS_AT = dt.date(2023, 12, 3)


def register(rows):
    columns = ["child_id", "audit_type", "planned_on", "exempted_on", "returned_on"]
    made = pd.DataFrame(rows, columns=columns)
    days = ["planned_on", "exempted_on", "returned_on"]
    return made.assign(**{day: pd.to_datetime(made[day]) for day in days})


def one(returned, kind="Individual", exempted=None):
    return ("C1", kind, "2023-01-01", exempted, returned)


def months(*rows, child="C1"):
    children = pd.Series([child])
    return since_audit.months_since_audit(children, register(rows), as_at=AS_AT).tolist()[0]


@pytest.mark.parametrize(
    ("returned", "whole"),
    [
        ("2023-12-03", 0),
        ("2023-11-04", 0),
        ("2023-11-03", 1),
        ("2023-06-04", 5),
        ("2023-06-03", 6),
        ("2022-12-03", 12),
    ],
)
def test_a_month_is_whole_when_its_day_comes_round(returned, whole):
    assert months(one(returned)) == whole


def test_the_last_counts_whatever_the_order():
    rows = [one("2023-02-03"), one("2023-09-03"), one("2023-05-03")]
    assert months(*rows) == months(*rows[::-1]) == 3


@pytest.mark.parametrize(
    "row",
    [
        one(None),
        one("2023-12-04"),
        one("2023-05-03", kind="Themed"),
        one("2023-05-03", kind="Dip sample"),
        one("2023-05-03", exempted="2023-05-01"),
    ],
)
def test_what_isnt_an_individual_audit_that_came_back_is_none(row):
    assert pd.isna(months(row))


def test_a_child_never_audited_has_none_and_rows_keep_their_index():
    cohort = pd.DataFrame({"child_id": ["C2", "C1"], "age": [1, 2]}, index=[7, 3])
    found = since_audit.with_months(cohort, register([one("2023-10-01")]), as_at=AS_AT)
    assert found.index.tolist() == [7, 3]
    assert found["months_since_audit"].tolist() == [pd.NA, 2]
    assert str(found["months_since_audit"].dtype) == "Int64"
    assert "months_since_audit" not in cohort
