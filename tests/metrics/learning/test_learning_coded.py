"""Findings coded and counted, against a count from the raw rows."""

import datetime as dt

import pandas as pd
import pytest
from raw_findings import named as raw_named
from raw_findings import returned as raw_returned
from statsmodels.stats.proportion import proportion_confint

from qaanalysis.metrics import audit_cases, learning
from qaanalysis.metrics.learning import named, trends

DAY = pd.Timestamp("2023-05-02")
AS_AT = dt.date(2023, 6, 1)


def register(*ids: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "audit_id": list(ids),
            "month": pd.Period("2023-05", "M"),
            "service_area": "North",
            "planned_on": DAY,
            "exempted_on": pd.NaT,
            "returned_on": DAY,
        }
    )


def coded(findings, audits=None, words=None):
    table = pd.DataFrame(findings, columns=["audit_id", "finding_kind", "theme"])
    given = {"plans": "Plans", "plan": "Plans", "pets": "Pets"} if words is None else words
    return learning.coded(
        table, register("A", "B") if audits is None else audits, words=given, as_at=AS_AT
    )


@pytest.fixture(scope="module")
def by_theme(found, declared):
    rows = named.named(found, declared.own_themes, heading="theme")
    return named.shares(rows, by="theme")


def test_the_example_has_as_many_audits_that_name_each_theme_as_its_raw_rows(by_theme, declared):
    assert len(raw_returned()) == 229
    for theme in declared.own_themes:
        row = by_theme.loc[theme]
        assert row["audits"] == 229
        assert row["strength"] == len(raw_named().get((theme, True), ())), theme
        assert row["development"] == len(raw_named().get((theme, False), ())), theme
    assert by_theme["development"].sum() > 300


def test_the_intervals_are_wilsons_as_statsmodels_has_them(by_theme):
    for _, row in by_theme.iterrows():
        low, high = proportion_confint(row["development"], row["audits"], method="wilson")
        assert row["development_share_low"] == pytest.approx(low)
        assert row["development_share_high"] == pytest.approx(high)


def test_simple_things_count_an_audit_that_names_several_of_their_themes_once(found, declared):
    rows = named.named(found, declared.themes_of_simple_things, heading="simple_thing")
    table = named.shares(rows, by="simple_thing")
    themes = declared.themes_of_simple_things["Decision-making and evidence"]
    together = set.union(*(raw_named()[theme, False] for theme in themes))
    assert table.loc["Decision-making and evidence", "development"] == len(together)
    assert len(together) < sum(len(raw_named()[theme, False]) for theme in themes)


def test_by_service_area_the_counts_are_those_of_the_raw_rows(found, declared):
    rows = named.named(found, declared.own_themes, heading="theme")
    table = named.shares(rows, by=["theme", "service_area"])
    same = {"Child Protection & Court": "Child Protection and Court"}
    area = next(key for key in next(iter(raw_returned().values())) if key.lower() == "service area")
    for (theme, group), row in table.iterrows():
        theirs = [
            audit
            for audit in raw_named().get((theme, False), ())
            if same.get(raw_returned()[audit][area], raw_returned()[audit][area]) == group
        ]
        assert row["development"] == len(theirs), (theme, group)


def test_an_audit_counts_once_however_often_it_says_the_same():
    found = coded([("A", "Strength", "Plans")] * 3 + [("A", "Strength", "plan")])
    table = named.shares(named.named(found, {"Plans": ["Plans"]}, heading="theme"), by="theme")
    assert table.loc["Plans", ["audits", "strength", "development"]].tolist() == [2, 1, 0]


def test_synonyms_stand_for_their_theme_and_other_words_are_listed_with_their_counts():
    found = coded(
        [("A", "Strength", " PLAN "), ("A", "Strength", "Weather"), ("B", "Strength", "Weather")]
    )
    assert found.findings["theme"].tolist()[0] == "Plans"
    assert found.unmatched.to_dict("index") == {"Weather": {"findings": 2, "audits": 2}}
    assert found.n_uncoded == 1


def test_findings_of_audits_that_did_not_come_back_are_in_no_figure_and_are_counted():
    audits = register("A", "B").assign(returned_on=[DAY, pd.NaT])
    found = coded([("A", "Strength", "Plans"), ("B", "Strength", "Plans")], audits)
    assert found.n_other == 1
    assert len(found.audits) == 1


def test_without_a_findings_table_nothing_is_counted_and_nothing_is_0():
    found = learning.coded(None, register("A"), words={"plans": "Plans"}, as_at=AS_AT)
    assert not found.is_known
    assert named.shares(named.named(found, {"P": ["Plans"]}, heading="t"), by="t").empty


def test_a_thing_without_a_theme_has_no_row():
    found = coded([("A", "Strength", "Plans")])
    rows = named.named(found, {"Plans": ["Plans"], "Partners": []}, heading="theme")
    assert named.shares(rows, by="theme").index.tolist() == ["Plans"]


def test_a_trend_in_the_example_is_the_one_its_raw_months_give(found, run, declared):
    rows = named.named(found, declared.own_themes, heading="theme")
    table = trends.trends(rows, by="theme", months=run.months)
    for theme in ("Plans", "Visit recording"):
        pairs = [
            (row["month"], audit in raw_named()[theme, False])
            for audit, row in raw_returned().items()
        ]
        raw = pd.DataFrame(pairs, columns=["x", "y"]).astype(float)
        slope = raw.cov().loc["x", "y"] / raw["x"].var()
        assert table.loc[theme, "slope_difference"] == pytest.approx(slope)
    assert (table["adjusted_p_value"] >= table["p_value"]).all()


def test_the_cases_count_what_the_table_shows(found, run, declared, by_theme):
    rows = named.named(found, declared.own_themes, heading="theme")
    cases = audit_cases.named(rows, by="theme", months=run.months)
    for theme, row in by_theme.iterrows():
        assert cases.number({"theme": theme}, "development") == row["development"]
        assert cases.number({"theme": theme}, "no_development") == 229 - row["development"]
