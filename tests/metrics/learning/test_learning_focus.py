"""Before and after a month in focus: by the calendar, with enough audits or not at all."""

import pandas as pd
import pytest
from raw_findings import named as raw_named
from raw_findings import returned as raw_returned
from statsmodels.stats.proportion import confint_proportions_2indep

from qaanalysis.disclosure import Ledger, protect
from qaanalysis.metrics import audit_cases, learning
from qaanalysis.metrics.learning import circumstances, focus, named
from qaanalysis.metrics.learning.focus import When, Why
from qaanalysis.vocabulary import Audience

MONTHS = pd.period_range("2023-05", "2023-11", freq="M", name="month")


def made(n_before: int, n_after: int, *, area: str = "North") -> pd.DataFrame:
    """Return rows of an obsession in focus in August, half of which name it."""
    months = [MONTHS[0]] * n_before + [MONTHS[6]] * n_after
    rows = pd.DataFrame({"month": pd.PeriodIndex(months), "service_area": area})
    rows["audit_id"] = [f"{area}{i}" for i in range(len(rows))]
    rows["development"] = [i % 2 == 0 for i in range(len(rows))]
    rows["strength"] = False
    rows["obsession"] = pd.Categorical(["Chronologies"] * len(rows))
    return focus.with_when(rows, focus={MONTHS[3]: "Chronologies"}, months=MONTHS)


def compared(rows, **given):
    return focus.before_after(rows, focus={MONTHS[3]: "Chronologies"}, **{"least": 20, **given})


def test_the_example_before_and_after_chronologies_is_that_of_its_raw_rows(obsessions, declared):
    table = focus.before_after(obsessions, focus=declared.focus, least=20)
    sides = {"before": range(5, 8), "after": range(9, 12)}
    for when, months in sides.items():
        audits = {a for a, row in raw_returned().items() if row["month"] in months}
        assert table.loc["Chronologies", f"{when}_audits"] == len(audits)
        named = audits & raw_named()["Chronologies", False]
        assert table.loc["Chronologies", when] == len(named)
    assert str(table.loc["Chronologies", "in_focus"]) == "2023-08"


def test_the_difference_and_its_interval_are_those_of_statsmodels(obsessions, declared):
    table = focus.before_after(obsessions, focus=declared.focus, least=20)
    for _, row in table[table["why"] == ""].iterrows():
        low, high = confint_proportions_2indep(
            *(row[name] for name in ("after", "after_audits", "before", "before_audits")),
            method="newcomb",
        )
        assert row["difference_low"] == pytest.approx(low, abs=1e-6)
        assert row["difference_high"] == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (20, 20, ""),
        (19, 20, Why.FEW_BEFORE),
        (20, 19, Why.FEW_AFTER),
        (3, 0, Why.FEW_BOTH),
    ],
)
def test_with_too_few_audits_there_is_no_difference_and_a_reason(before, after, why):
    row = compared(made(before, after)).loc["Chronologies"]
    assert row["why"] == why
    assert (row["before_audits"], row["after_audits"]) == (before, after)
    shown = row[["difference", "difference_low", "difference_high", "before_share"]]
    assert shown.isna().all() == bool(why)


def test_an_area_with_too_few_audits_gets_none_beside_one_with_enough():
    rows = pd.concat([made(30, 30), made(30, 5, area="South")], ignore_index=True)
    rows["obsession"] = rows["obsession"].astype("category")
    table = compared(rows, by="service_area")
    assert table.loc[("Chronologies", "North"), "why"] == ""
    assert pd.isna(table.loc[("Chronologies", "South"), "difference"])
    assert table.loc[("Chronologies", "South"), "why"] == Why.FEW_AFTER


def test_in_the_example_every_area_with_under_twenty_audits_on_a_side_gets_none(
    obsessions, declared
):
    table = focus.before_after(
        obsessions, focus=declared.focus, least=declared.least_audits, by="service_area"
    )
    few = (table["before_audits"] < 20) | (table["after_audits"] < 20)
    assert few.sum() > 20
    assert table.loc[few, "difference"].isna().all()
    assert table.loc[~few, "difference"].notna().all()


def test_months_in_focus_are_in_neither_and_the_calendar_decides():
    calendar = {MONTHS[2]: "Chronologies", MONTHS[5]: "Chronologies", MONTHS[3]: "Assessments"}
    found = focus.when(calendar, "Chronologies", MONTHS)
    assert [str(found[month]) for month in MONTHS] == [
        *("before", "before", "in focus", "after", "after", "in focus", "after")
    ]
    assert set(focus.when(calendar, "Case summaries", MONTHS).values()) == {When.UNKNOWN}


def test_what_cannot_be_told_has_its_reason():
    calendar = {MONTHS[0] - 1: "Early", MONTHS[6] + 1: "Later", MONTHS[3]: "Now"}
    themes = {"Early": ["a"], "Later": ["a"], "Now": ["a"], "Never": ["a"], "Bare": []}
    assert focus.unsaid(calendar, themes, MONTHS) == {
        "Early": Why.EARLIER, "Later": Why.LATER, "Never": Why.NEVER, "Bare": Why.NO_THEME
    }  # fmt: skip


def test_the_cases_count_what_the_table_shows(obsessions, declared, run):
    cases = audit_cases.before_after(obsessions, by="obsession", months=run.months)
    table = focus.before_after(obsessions, focus=declared.focus, least=20)
    for name, row in table.iterrows():
        for column in ("before_audits", "before", "after_audits", "after"):
            assert cases.number({"obsession": name}, column) == row[column]


def test_return_rates_before_and_after_are_those_of_the_published_totals(
    obsessions, declared, found, audits, run, published
):
    table = focus.before_after(obsessions, focus=declared.focus, least=20)
    around = circumstances.circumstances(
        obsessions,
        table,
        found=found,
        audits=audits,
        focus=declared.focus,
        months=run.months,
        as_at=run.as_at,
    ).loc["Chronologies"]
    told = pd.read_csv(published / "returns.csv").set_index("month")
    for when, months in (("before", range(5, 8)), ("after", range(9, 12))):
        part = told.loc[[f"2023-{month:02d}" for month in months], ["returned", "scheduled"]].sum()
        expected = part["returned"] / part["scheduled"]
        assert around[f"return_{when}_share"] == pytest.approx(expected)
    assert around["months_before"] == 3


def test_a_trend_before_a_focus_that_is_there_already_is_found():
    rows = made(0, 25)
    earlier = [
        {"month": month, "development": i < n, "audit_id": f"{month}{i}", "service_area": "North"}
        for month, n in zip(MONTHS[:3], (40, 20, 2), strict=True)
        for i in range(40)
    ]
    before = pd.DataFrame(earlier).assign(strength=False, obsession="Chronologies")
    every = pd.concat([before, rows.drop(columns="when")], ignore_index=True)
    every["obsession"] = every["obsession"].astype("category")
    every = focus.with_when(every, focus={MONTHS[3]: "Chronologies"}, months=MONTHS)
    audits = every.assign(
        planned_on=pd.Timestamp("2023-05-01"),
        returned_on=pd.Timestamp("2023-05-02"),
        exempted_on=pd.NaT,
    )
    none = pd.DataFrame({"audit_id": [], "finding_kind": [], "word": [], "theme": []})
    row = circumstances.circumstances(
        every,
        compared(every),
        found=learning.Coded(audits, none.astype(object)),
        audits=audits,
        focus={MONTHS[3]: "Chronologies"},
        months=MONTHS,
        as_at=pd.Timestamp("2023-12-03").date(),
    ).loc["Chronologies"]
    assert row["trend_p_value"] < 0.001
    assert row["trend_slope_difference"] < 0


def test_of_what_is_published_no_small_number_is_the_whole_less_the_rest(obsessions, declared, run):
    safe = {"audience": Audience.PUBLISHED, "unit": "audits", "ledger": Ledger(run.policy)}
    cases = audit_cases.named(obsessions, by="obsession", months=run.months)
    table = named.shares(obsessions, by="obsession")
    whole = protect(table, caption="Obsessions", cases=cases, **safe).frame["development"]
    parts = audit_cases.before_after(obsessions, by="obsession", months=run.months)
    compared = focus.before_after(obsessions, focus=declared.focus, least=20)
    shown = protect(compared, caption="Before and after", cases=parts, **safe).frame
    assert (shown == "[c]").any(axis=None)
    for name, row in shown.iterrows():
        left = [n for n in (whole[name], row["before"], row["after"]) if not isinstance(n, str)]
        if len(left) == 3:
            # What is left was named while it was in focus.
            assert left[0] - left[1] - left[2] not in range(1, 5), name
