"""A reader of everything that is published works out no more and no less than is possible."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import enumerated, two_way

from qaanalysis.disclosure.attack import Attack
from qaanalysis.disclosure.gate import narrowed
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.disclosure.parts import Parts
from qaanalysis.errors import DisclosureError

GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


def graded(*grades, months=("2023-05",)):
    return Cell.of("audits", {"month": months, "grade": grades or GRADES})


def test_one_hidden_cell_in_a_row_is_its_total_less_the_others():
    # May 2023 as published: 0, 21, 21, 2 of 44, the last of them hidden.
    known = [Fact(graded(), 44, 44), Fact(graded("Outstanding"), 0, 0)]
    known += [Fact(graded(name), 21, 21) for name in GRADES[1:3]]
    found = Attack(known, []).reach(graded("Inadequate"))
    assert (found.low, found.high, found.width) == (2, 2, 0)
    assert found.proof == {0, 1, 2, 3}


def test_a_percentage_gives_a_hidden_count_back():
    # 47.7% of 44 is 21 and no other whole number: 20 is 45.5%, 22 is 50.0%.
    share = Fact.percent(graded("Good"), 0.477, of=graded())
    found = Attack([Fact(graded(), 44, 44), share], []).reach(graded("Good"))
    assert (found.low, found.high) == (21, 21)


def test_a_percentage_of_a_hidden_total_leaves_what_it_leaves():
    share = Fact.percent(graded("Good"), 0.5, of=graded(), digits=0)
    found = Attack([share, Fact(graded(), 10, 12)], []).reach(graded("Good"))
    assert (found.low, found.high) == (5, 6)


def test_a_rounded_figure_leaves_its_span():
    whole = Fact(graded(), 44, 44)
    found = Attack([whole, Fact(graded(*GRADES[:3]), 38, 42)], []).reach(graded("Inadequate"))
    assert (found.low, found.high) == (2, 6)


def test_cumulative_totals_of_two_reports_give_the_month_between():
    until_october = [f"2023-{m:02d}" for m in range(5, 11)]
    until_november = [*until_october, "2023-11"]
    before = Fact(graded("Good", months=until_october), 56, 56, earlier=True)
    now = Fact(graded("Good", months=until_november), 61, 61)
    found = Attack([now, before], []).reach(graded("Good", months=["2023-11"]))
    assert (found.low, found.high) == (5, 5)


def test_a_case_that_came_in_since_contradicts_nothing():
    # October was published as 27 and is 28 now, a late return.
    october = ["2023-10"]
    before = [Fact(graded(months=october), 27, 27, earlier=True)]
    before += [Fact(graded(*GRADES[:3], months=october), 20, 20, earlier=True)]
    reader = Attack([Fact(graded(months=october), 28, 28), *before], [])
    found = reader.reach(graded("Inadequate", months=october))
    # Seven were inadequate by then. Whether the one that came in is can't be known.
    assert (found.low, found.high) == (7, 8)


def test_a_figure_that_was_revised_since_is_off_by_as_little_as_it_takes():
    # One of the 20 of October was withdrawn since, and the total is one less.
    october = ["2023-10"]
    before = [Fact(graded(months=october), 27, 27, earlier=1)]
    before += [Fact(graded(*GRADES[:3], months=october), 20, 20, earlier=1)]
    now = [Fact(graded(months=october), 26, 26)]
    now += [Fact(graded(*GRADES[:3], months=october), 19, 19)]
    found = Attack([*now, *before], []).reach(graded("Inadequate", months=october))
    assert (found.low, found.high) == (7, 7)


def test_a_hidden_number_of_an_earlier_report_is_of_the_cases_there_were_then():
    # Five or fewer then, by the 27 less the 22; two more have come in since.
    before = [Fact(graded(), 27, 27, earlier=1), Fact(graded("Good"), 22, 22, earlier=1)]
    now = [Fact(graded(), 29, 29), Fact(graded("Good"), 22, 22)]
    reader = Attack([*now, *before], [graded("Inadequate")])
    then, since = (reader.reach(graded("Inadequate"), earlier=ago) for ago in (1, 0))
    assert (then.low, then.high, since.low, since.high) == (0, 5, 0, 7)


def test_three_reports_in_a_row_each_count_what_came_in_since():
    told = [Fact(graded(), 20, 20, earlier=2), Fact(graded("Good"), 8, 8, earlier=2)]
    told += [Fact(graded(), 24, 24, earlier=1), Fact(graded("Good"), 10, 10)]
    told += [Fact(graded(), 25, 25)]
    reader = Attack(told, [])
    reaches = [reader.reach(graded("Good"), earlier=ago) for ago in (2, 1, 0)]
    # Of the two that are Good beyond the first eight, the last report's one may have been one.
    assert [(found.low, found.high) for found in reaches] == [(8, 8), (9, 10), (10, 10)]


def test_with_nothing_known_anything_is_possible():
    found = Attack([], [graded("Good")]).reach(graded("Good"))
    assert (found.low, found.high, found.proof) == (0, inf, frozenset())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_interval_is_that_of_all_tables_that_fit(data):
    counts = data.draw(
        st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=2), min_size=2, max_size=2)
    )
    figures = two_way(counts)
    hidden = data.draw(st.sets(st.integers(0, len(figures) - 1), min_size=1, max_size=4))
    facts = [f.printed for i, f in enumerate(figures) if i not in hidden]
    marks = [Fact(figures[i].cell, 1, hidden=True) for i in hidden]
    reader = Attack([*facts, *marks], [figures[i].cell for i in hidden])
    tried = enumerated(figures, hidden, most=17, least=1)
    for i in hidden:
        reach = reader.reach(figures[i].cell)
        assert reach.low == min(tried[i])
        if reach.high < 17:
            assert reach.high == max(tried[i])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_proof_alone_gets_the_reader_as_far(data):
    shape = (data.draw(st.integers(2, 4)), data.draw(st.integers(2, 4)))
    counts = np.array(
        data.draw(st.lists(st.integers(0, 30), min_size=shape[0] * shape[1], max_size=99))
    )[: shape[0] * shape[1]].reshape(shape)
    figures = two_way(counts)
    hidden = data.draw(st.sets(st.integers(0, counts.size - 1), min_size=1, max_size=5))
    facts = [f.printed for i, f in enumerate(figures) if i not in hidden]
    cells = [figures[i].cell for i in hidden]
    for cell in cells:
        all_known = Attack(facts, cells).reach(cell)
        only = Attack([facts[k] for k in sorted(all_known.proof)], [*cells]).reach(cell)
        assert (only.low, only.high) == (all_known.low, all_known.high)


def test_too_many_ways_to_divide_are_refused_in_words():
    cells = [
        Cell.of("audits", {name: {str(v)}}) for name in "abcdef" for v in range(9)
    ]  # fmt: skip
    with pytest.raises(DisclosureError, match="too many ways to be checked: a \\(9\\), b \\(9\\)"):
        Parts(cells)


def test_the_gate_looks_at_all_tables_together():
    total, good = Fact(graded(), 23, 23), Fact(graded("Good", "Outstanding"), 19, 19)
    rest = Fact(graded(*GRADES[2:]), 1, hidden=True)
    assert narrowed([total, rest], [], width=6) == {}
    assert narrowed([total, rest], [good], width=6) == {"audits": 1}


def test_combinations_that_stand_in_the_same_cells_are_one_unknown():
    area, grade = {"area": {"North"}}, {"grade": {"Good"}}
    places = [{}, area, grade, {"area": {"South"}}, {"grade": {"Poor"}}]
    cells = [Cell.of("audits", place) for place in places]
    # Of the four combinations all can be told apart …
    assert Parts(cells).n == 4
    # … but not where one table has the areas of the good ones, and no other has grades.
    good = [Cell.of("audits", {**place, **grade}) for place in (area, {"area": {"South"}})]
    poor = Cell.of("audits", {"grade": {"Poor"}})
    parts = Parts([*good, poor])
    assert parts.n == 3
    assert [parts.row(cell).tolist() for cell in (*good, poor)] == [
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
    ]
