"""What the published report states: each gets the verdict that follows from its own tables."""

import json
import re

import pytest
from run_files import ROOT

from qaanalysis.metrics import claims

SET = json.loads((ROOT / "tests" / "published" / "claims.json").read_text(encoding="utf-8"))
CASES = SET["statements"]


@pytest.fixture(scope="module")
def known(run, tables, audits):
    return claims.known(
        audits,
        tables.get("moderations"),
        tables.get("re_audits"),
        months=run.months,
        as_at=run.as_at,
        scale=run.scale,
        month_names=run.reading.month_names,
    )


@pytest.fixture(scope="module")
def checked(run, known):
    return claims.checked(run.claims, known)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["printed"])
def test_each_statement_gets_the_verdict_of_the_published_tables(checked, case):
    [row] = checked.loc[[case["statement"]]].to_dict("records")
    assert row["verdict"] == case["verdict"]
    for words in case["says"]:
        assert words in f"{row['why']} {row['figure']}"


def test_every_other_statement_of_the_example_is_right_or_has_no_numerator(checked):
    others = checked.drop(index=[case["statement"] for case in CASES])
    assert set(others["verdict"]) <= {"holds", "can’t be known"}
    assert (others["verdict"] == "holds").sum() >= 5


@pytest.mark.parametrize("percent", [71, 74, 21, 46])
def test_the_percentages_of_48_children_are_reached_as_arithmetic_says(checked, percent):
    [said] = [name for name in checked.index if name.startswith(f"{percent}% of 48 children")]
    # Half up, of whole numbers, as no share of 48 is an exact half of a percent here.
    rounded = [n for n in range(49) if (200 * n + 48) // 96 == percent]
    cut = [n for n in range(49) if 100 * n // 48 == percent]
    way = "by rounding" if rounded else "by truncation" if cut else "not reachable"
    assert checked.loc[said, "reached"] == way
    if rounded:
        assert checked.loc[said, "figure"] == f"{rounded[0]} of 48"
        assert len(rounded) == 1


def test_reasons_are_sentences(checked):
    for why in checked["why"]:
        assert re.fullmatch(r"[A-Z0-9“].*[^.]\.", why), why
        assert ".." not in why


def test_without_a_table_what_rests_on_it_cannot_be_known_and_the_table_is_named(run, audits):
    less = claims.known(
        audits, None, None, months=run.months, as_at=run.as_at, scale=run.scale, month_names={}
    )
    told = run.claims.model_copy(update={"not_evidence": {}})
    found = claims.checked(told, less)
    for statement, table in (
        ("The grades of 229 audits are after moderation", "moderations"),
        ("Inadequate audits are re-audited every 3 months", "re_audits"),
    ):
        assert found.loc[statement, "verdict"] == "can’t be known"
        assert f"no table {table}" in found.loc[statement, "why"]


def test_where_nothing_is_set_aside_the_records_of_the_run_answer(run, known, tables, audits):
    told = run.claims.model_copy(update={"not_evidence": {}})
    found = claims.checked(told, known)
    due = tables["re_audits"]
    due = due[due["due_on"].dt.date < run.as_at]
    in_time = sum(
        done <= day for done, day in zip(due["done_on"], due["due_on"], strict=True) if done == done
    )
    row = found.loc["Inadequate audits are re-audited every 3 months"]
    assert row["verdict"] == "doesn’t hold"
    assert row["figure"] == f"{in_time} of {len(due)} re-audits due"
    assert found.loc["No child was found unsafe", "verdict"] == "doesn’t hold"


def test_no_claims_no_rows(known):
    assert claims.checked(None, known).empty
