"""Stated counts: against the register, and what hidden ones leave open, by hand and by all."""

import itertools
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stated_rows import COUNTS, months
from stated_rows import stated as table

from qaanalysis.metrics import return_change, returns, stated_counts

MAY = pd.Period("2023-05", "M")


@pytest.fixture(scope="module")
def monthly(audits, run):
    return returns.by_month(audits, months=run.months, as_at=run.as_at)


def rates(*rows):
    return returns.of_counts(table(*rows), months=months(len(rows)))


def test_a_month_that_differs_from_the_stated_totals_is_named(monthly, tables):
    stated = tables["stated_totals"]
    assert stated_counts.against_stated(monthly, stated).empty
    wrong = stated.assign(returned=stated["returned"].where(stated["month"] != MAY, 45))
    found = stated_counts.against_stated(monthly, wrong)
    assert found.index.tolist() == [MAY]
    assert found.loc[MAY, ["returned", "returned_stated"]].tolist() == [44, 45]


def test_a_stated_count_that_is_hidden_differs_only_outside_its_interval(monthly, tables):
    stated = tables["stated_totals"]
    may = stated["month"] == MAY
    hidden = stated.assign(returned=stated["returned"].mask(may))
    for least, most, differs in ((0, 44, False), (44, 50, False), (0, 43, True), (45, 50, True)):
        ends = {"returned_at_least": least, "returned_at_most": most}
        told = hidden.assign(**{name: stated["planned"].where(~may, n) for name, n in ends.items()})
        assert stated_counts.against_stated(monthly, told).index.tolist() == [MAY] * differs
    # Another count of that month is held against the register as ever.
    wrong = hidden.assign(
        returned_at_most=50, planned=stated["planned"].mask(may, 90), exempted=stated["exempted"]
    )
    found = stated_counts.against_stated(monthly, wrong)
    assert found.index.tolist() == [MAY]
    assert pd.isna(found.loc[MAY, "returned_stated"])


def test_a_month_with_a_hidden_count_has_no_rate_and_bounds_on_it():
    made = rates((91, 8, 83, 44), (124, 7, 117, (0, 4)))
    june = made.loc["2023-06"]
    assert june[["returned", "return_rate", "return_rate_low", "returned_of_planned"]].isna().all()
    assert june["scheduled"] == 117
    bounds = stated_counts.rate_bounds(made)
    assert bounds.index.tolist() == [months(2)[1]]
    assert bounds.iloc[0].tolist() == [0, 4 / 117]


def test_what_rests_on_no_hidden_count_is_as_ever():
    made = rates((91, 8, 83, 44), (124, (0, 9), 117, 23))
    assert made.loc["2023-06", "return_rate"] == 23 / 117
    assert stated_counts.rate_bounds(made).empty
    assert stated_counts.rate_bounds_of_all(made, label="Both").empty


def test_a_hidden_count_of_those_scheduled_bounds_the_rate_from_both_sides():
    # 8 of 9 or of 10 come back; 8 planned at least.
    [bounds] = stated_counts.rate_bounds(rates(((0, 10), 0, (9, 12), 8))).to_numpy()
    assert bounds.tolist() == [8 / 10, 8 / 9]
    # Of up to 4 any may have come back; of none there is no rate.
    [bounds] = stated_counts.rate_bounds(rates((10, (0, 10), (0, 4), (0, 4)))).to_numpy()
    assert bounds.tolist() == [0, 1]
    [none] = stated_counts.rate_bounds(rates((2, 2, 0, (0, 4)))).isna().to_numpy()
    assert none.all()


def test_a_total_sums_ends_and_never_a_hidden_count():
    made = rates((91, 8, 83, 44), (124, 7, 117, (0, 4)), (40, (0, 9), 38, (2, 9)))
    total = returns.total(made, label="All").loc["All"]
    assert total[["planned", "scheduled"]].tolist() == [255, 238]
    assert total[["exempted", "returned", "return_rate", "returned_of_planned"]].isna().all()
    assert total[["returned_at_least", "returned_at_most"]].tolist() == [46, 57]
    # 40 planned less 38 scheduled are 2.
    assert total[["exempted_at_least", "exempted_at_most"]].tolist() == [17, 17]
    bounds = stated_counts.rate_bounds_of_all(made, label="All")
    assert bounds.loc["All"].tolist() == [46 / 238, 57 / 238]


def test_to_date_there_is_no_count_from_a_hidden_one_on():
    made = returns.to_date(rates((91, 8, 83, 44), (9, 0, 9, (0, 4)), (79, 4, 75, 33)))
    assert made["returned"].isna().tolist() == [False, True, True]
    assert made["scheduled"].tolist() == [83, 92, 167]
    assert made["returned_at_most"].tolist() == [44, 48, 81]
    assert made["return_rate"].isna().tolist() == [False, True, True]


def test_the_control_chart_leaves_hidden_months_out_of_its_limits():
    rows = [(100, 0, 100, n) for n in (40, 44, 38, 41)]
    with_one = return_change.control_chart(rates(*rows[:2], (100, 0, 100, (0, 4)), *rows[2:]))
    without = return_change.control_chart(rates(*rows))
    assert pd.isna(with_one["value"].iloc[2])
    assert with_one["special_cause"].iloc[2] == ""
    kept = with_one.drop(index=with_one.index[2])
    assert kept["upper"].tolist() == without["upper"].tolist()


def test_a_hidden_number_of_audits_planned_is_not_said_to_be_none():
    stated = table(((0, 4), 0, (0, 4), 0), (0, 0, 0, 0))
    rows = pd.DataFrame({"month": months(0)})
    found = returns.months_without_audits(rows, months=months(2), stated=stated)
    assert found.tolist() == [MAY]


def test_hidden_counts_are_told_as_they_were_given_and_not_as_the_row_narrows_them():
    told = stated_counts.given(table((12, (0, 4), 10, 4), (9, 0, 9, (1, 4))), months=months(2))
    assert told.to_dict("list") == {
        "count": ["exempted", "returned"], "at_least": [0, 1], "at_most": [4, 4]
    }  # fmt: skip
    assert stated_counts.given(None, months=months(2)).empty


@st.composite
def hidden_rows(draw):
    """Draw a month's counts, some of them hidden behind an interval that holds them."""
    exempted, scheduled = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    truth = (exempted + scheduled, exempted, scheduled, draw(st.integers(0, scheduled)))
    told = []
    for n in truth:
        ends = (max(0, n - draw(st.integers(0, 3))), n + draw(st.integers(0, 3)))
        told.append(ends if draw(st.booleans()) else n)
    return truth, tuple(told)


def completions(told):
    """Return every row of whole numbers that a row with hidden counts can be."""
    spans = [range(t[0], t[1] + 1) if isinstance(t, tuple) else (t,) for t in told]
    return [c for c in itertools.product(*spans) if c[0] == c[1] + c[2] and c[3] <= c[2]]


@settings(deadline=None, max_examples=60)
@given(st.lists(hidden_rows(), min_size=1, max_size=2))
def test_bounds_are_the_least_and_the_most_of_all_that_the_hidden_counts_can_be(drawn):
    made = rates(*(told for _, told in drawn))
    possible = [completions(told) for _, told in drawn]
    bounds = stated_counts.rate_bounds(made)
    for (truth, told), each, month in zip(drawn, possible, made.index, strict=True):
        assert truth in each
        if any(isinstance(t, tuple) for _, all_told in drawn for t in all_told):
            for i, count in enumerate(COUNTS):
                ends = made.loc[month, [f"{count}_at_least", f"{count}_at_most"]].tolist()
                assert ends == [min(c[i] for c in each), max(c[i] for c in each)]
        if not any(isinstance(t, tuple) for t in told[2:]):
            assert month not in bounds.index
            continue
        shares = [Fraction(c[3], c[2]) for c in each if c[2]]
        if not shares:
            assert bounds.loc[month].isna().all()
            continue
        assert bounds.loc[month].tolist() == [float(min(shares)), float(max(shares))]
    in_all = [tuple(map(sum, zip(*rows, strict=True))) for rows in itertools.product(*possible)]
    shares = [Fraction(c[3], c[2]) for c in in_all if c[2]]
    of_all = stated_counts.rate_bounds_of_all(made, label="All")
    if len(of_all) and shares:
        assert of_all.loc["All"].tolist() == [float(min(shares)), float(max(shares))]
    total = returns.total(made, label="All").loc["All"]
    for i, count in enumerate(COUNTS):
        if any(isinstance(told[i], tuple) for _, told in drawn):
            assert pd.isna(total[count])
            assert total[f"{count}_at_least"] == min(c[i] for c in in_all)
            assert total[f"{count}_at_most"] == max(c[i] for c in in_all)
        else:
            assert total[count] == sum(truth[i] for truth, _ in drawn)
