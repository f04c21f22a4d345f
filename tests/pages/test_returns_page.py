"""What the report on returns says, from tables made by hand."""

import datetime as dt

import pandas as pd
import pytest

from qaanalysis.disclosure import protect
from qaanalysis.metrics import return_change, returns
from qaanalysis.pages import returns as page
from qaanalysis.stats.trend import Trend
from qaanalysis.vocabulary import Audience

NAN = float("nan")


def safe(frame, total=None, caption="A table"):
    return protect(frame, total=total, caption=caption, unit="audits", audience=Audience.INTERNAL)


def months(n: int) -> pd.PeriodIndex:
    return pd.period_range("2023-05", periods=n, freq="M", name="month")


def monthly(*pairs):
    """Make a table of rates from pairs of scheduled and returned."""
    from qaanalysis.metrics.shares import with_share

    scheduled, returned = zip(*pairs, strict=True)
    frame = pd.DataFrame(
        {"planned": scheduled, "exempted": 0, "scheduled": scheduled, "returned": returned},
        index=months(len(pairs)),
    )
    rates = with_share(
        frame, "return_rate", count="returned", total="scheduled", confidence=0.95
    ).assign(returned_of_planned=frame["returned"] / frame["planned"])
    return safe(rates, returns.total(rates, label="All"))


def control(table):
    return safe(return_change.control_chart(table.frame))


def test_the_lead_gives_the_month_its_place_and_the_period():
    table = monthly((83, 44), (103, 42), (117, 23))
    said = page.lead(table, control(table))
    assert said[0] == (
        "In July 2023, 23 of 117 scheduled audits (19.7%) were returned, "
        "the lowest of the three months"
    )
    assert "109 of 303 scheduled audits" in said[1]


def test_the_lead_of_one_month_says_no_more_than_that_month():
    table = monthly((83, 44))
    assert len(page.lead(table, control(table))) == 1


def test_the_tiles_of_one_month_are_the_month_and_what_is_outstanding():
    left = safe(pd.DataFrame({"outstanding": [1], "overdue": [1]}, index=pd.Index(["x"])))
    table = monthly((5, 1))
    tiles = page.key_figures(table, control(table), left)
    assert [tile.name for tile in tiles] == ["return_rate_month", "outstanding"]
    assert tiles[1].note == "1 is past the due date"
    first = table.frame.index[0]
    assert "Only one month" in page.parts(safe(pd.DataFrame()), since=first, to=first)


def test_rows_that_differ_from_the_stated_totals_are_told():
    frame = pd.DataFrame({"returned": [44], "returned_stated": [45]}, index=months(1))
    assert "don't agree" in page.reconciled(safe(frame), stated=True)
    assert "May 2023" in page.reconciled(safe(frame), stated=True)
    assert "The rows agree" in page.reconciled(safe(frame.iloc[:0]), stated=True)
    assert page.reconciled(safe(frame.iloc[:0]), stated=False) == ""


def test_one_audit_is_spoken_of_in_the_singular():
    table = monthly((5, 1))
    assert "1 of 5 scheduled audits (20.0%) was returned" in page.lead(table, control(table))[0]


def test_a_month_with_nothing_scheduled_is_said_in_words():
    table = monthly((10, 5), (0, 0))
    said = page.lead(table, control(table))[0]
    assert said.startswith("In June 2023 no audit was scheduled")
    assert "nan" not in " ".join(page.lead(table, control(table))).lower()


def test_the_tile_of_the_month_calls_for_a_look_only_if_chance_does_not_explain_it():
    left = safe(pd.DataFrame({"outstanding": [3], "overdue": [2]}, index=pd.Index(["x"])))
    low = monthly(*[(100, 50)] * 6, (100, 10))
    usual = monthly(*[(100, 50)] * 7)
    assert page.key_figures(low, control(low), left)[0].alert
    assert not page.key_figures(usual, control(usual), left)[0].alert
    assert page.key_figures(usual, control(usual), left)[2].value == 3


def stood(*rates, days=3, kind=""):
    frame = pd.DataFrame(
        {"days": days, "rate_then": rates, "kind": [""] * (len(rates) - 1) + [kind]},
        index=months(len(rates)),
    )
    return safe(frame)


NONE_YOUNG = safe(pd.DataFrame({"days": [], "rate_then": [], "kind": []}))


def test_a_young_month_is_compared_with_the_one_before_at_the_same_age():
    left = safe(pd.DataFrame({"outstanding": [3], "overdue": [2]}, index=pd.Index(["x"])))
    table = monthly(*[(100, 97)] * 6, (101, 60))
    usual = stood(*[0.743] * 6, 0.594)
    said = "At the same age, 3 days after the month’s end, October 2023 stood at 74.3%"
    tile = page.key_figures(table, control(table), left, usual)[0]
    assert tile.note == f"{said}; late returns may still come"
    assert not tile.alert
    lead = page.lead(table, control(table), usual)
    assert lead[0].endswith(f"the lowest of the seven months. {said}; late returns may still come")
    assert lead[2].endswith("November 2023 is the youngest month: late returns may still come.")
    low = stood(*[0.743] * 6, 0.594, kind="concern")
    assert page.key_figures(table, control(table), left, low)[0].alert


def test_a_month_that_is_no_longer_young_is_compared_as_both_stand_now():
    left = safe(pd.DataFrame({"outstanding": [3], "overdue": [2]}, index=pd.Index(["x"])))
    table = monthly(*[(100, 97)] * 6, (101, 60))
    for then in (None, NONE_YOUNG):
        tile = page.key_figures(table, control(table), left, then)[0]
        assert tile.note == "59.4%, down from 97.0% in October 2023, as both stand now"
        assert tile.alert
        assert not page.is_young(then)
        assert "may still come" not in " ".join(page.lead(table, control(table), then))


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "on the month’s last day"), (1, "1 day after"), (-4, "4 days before the month’s end")],
)
def test_the_age_is_told_in_days_from_the_months_end(days, said):
    table = monthly((100, 97), (101, 60))
    assert said in page.lead(table, control(table), stood(0.7, 0.6, days=days))[0]


def test_of_a_month_before_without_a_figure_no_age_is_told():
    table = monthly((0, 0), (101, 60))
    lead = page.lead(table, control(table), stood(NAN, 0.6))[0]
    assert lead.endswith("(59.4%) were returned, the only one of the months with a figure. "
                         "Late returns may still come")  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "said"),
    [
        (Trend(-5.0, 0.0000002, "asymptotic", -0.05, 681, ""), "downward trend"),
        (Trend(2.1, 0.036, "asymptotic", 0.05, 681, ""), "upward trend"),
        (Trend(-1.0, 0.32, "asymptotic", -0.01, 681, ""), "isn't shown"),
        (
            Trend(float("nan"), float("nan"), "", float("nan"), 0, "one month only"),
            "one month only",
        ),
    ],
)
def test_a_trend_is_claimed_only_where_it_is_shown(trend, said):
    frame = pd.DataFrame({"rate_0": [0.5, 0.4, 0.3]}, index=months(3))
    sentence = page.equal_age(safe(frame), trend, age=0)
    assert said in sentence
    assert ("steeper than chance" in sentence) == (trend.p_value < 0.05)


def test_the_parts_of_a_change_are_those_of_the_table():
    split = pd.DataFrame(
        {"before": [44.0, 83.0], "after": [23.0, 117.0], "effect": [-0.21625, -0.11729]},
        index=pd.Index(["returned", "scheduled"], name="factor"),
    )
    first, last = months(7)[0], months(7)[-1]
    said = page.parts(safe(split), since=first, to=last)
    assert "changed by −33.4 points: −21.6 points with the number returned (from 44 to 23)" in said
    assert said.endswith("(from 83 to 117). Rounded, the parts don’t quite add up to the whole")
    even = split.assign(effect=[-0.21625, -0.11763])
    assert page.parts(safe(even), since=first, to=last).endswith("(from 83 to 117)")
    undefined = split.assign(effect=float("nan"))
    assert "nothing was scheduled" in page.parts(safe(undefined), since=first, to=last)


def groups(*rows):
    from qaanalysis.metrics.shares import with_share

    frame = pd.DataFrame(rows, columns=["area", "scheduled", "returned"]).set_index("area")
    return safe(
        with_share(frame, "return_rate", count="returned", total="scheduled", confidence=0.95)
    )


def test_groups_whose_intervals_overlap_are_not_put_in_an_order():
    said = page.groups(groups(("North", 20, 8), ("South", 20, 12)), name="area")
    assert "from North (40.0% of 20) to South (60.0% of 20)" in said
    assert "the order could be chance" in said
    said = page.groups(groups(("North", 200, 20), ("South", 200, 120)), name="area")
    assert "don't overlap" in said


def test_one_group_is_not_compared():
    assert "only one area" in page.groups(groups(("North", 20, 8), ("None", 0, 0)), name="area")


def test_exemptions_that_lack_something_are_counted():
    frame = pd.DataFrame(
        {"exempted": [20, 2], "after_due": [1, 0], "without_approver": [0, 1]},
        index=pd.Index(["Case closed", "No reason given"], name="exemption_reason"),
    )
    said = page.exemptions(safe(frame), no_reason="No reason given")
    assert "22 audits were exempted" in said
    assert "two had no reason, one no approver, and one was made after the due date" in said
    assert page.exemptions(safe(frame.iloc[:0]), no_reason="x") == "No audit was exempted."


def test_what_changed_since_the_last_report():
    frame = pd.DataFrame({"returned_before": [24], "returned_after": [27]}, index=months(1))
    day = dt.date(2023, 11, 3)
    assert "since 3 November 2023 have changed the figures of May 2023" in page.revised(
        safe(frame), previous=day
    )
    assert "No figure of an earlier month" in page.revised(safe(frame.iloc[:0]), previous=day)
    assert "first report" in page.revised(safe(frame.iloc[:0]), previous=None)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((229, 226, 210, 0), "The 229 returned audits are of 226 children in 210 families"),
        ((2, 2, 1, 1), "The 2 returned audits are of 2 children in 1 family, and 1 without a "
                       "family recorded"),
        ((1, 1, 0, 1), "The 1 returned audit is of 1 child; of no family, as none is recorded"),
        ((0, 0, 0, 0), ""),
    ],
)  # fmt: skip
def test_children_and_families_are_told_with_the_audits(counts, said):
    columns = ["returned", "children", "families", "without_family"]
    frame = pd.DataFrame([counts], columns=columns, index=["Returned audits"])
    assert page.children(safe(frame)) == said


def test_scheduled_audits_without_a_due_date_are_told():
    frame = pd.DataFrame({"rate_0": [0.5, 0.4], "without_due_date": [0, 2]}, index=months(2))
    said = page.undated(safe(frame))
    assert said.startswith("2 scheduled audits have no due date. They count as scheduled")
    assert page.undated(safe(frame[["rate_0"]])) == ""
