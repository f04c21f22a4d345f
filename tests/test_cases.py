"""Figures and their cases: every figure is as many as its list, and rows add up to their total."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.cases import Cases, mistold

AREAS, GRADES = ["North", "South", "West"], ["Good", "Poor", ""]
registers = st.lists(st.tuples(st.sampled_from(AREAS), st.sampled_from(GRADES)), max_size=40)


def cases(register, **more):
    rows = pd.DataFrame(register, columns=["area", "grade"], dtype=object)
    rows.index = pd.Index([f"A{n}" for n in range(len(rows))], name="audit_id")
    counts = {"all": {}, "good": {"grade": ["Good"]}, "graded": {"grade": ["Good", "Poor"]}}
    return Cases(rows, "audits", counts, **more)


@settings(deadline=None)
@given(registers, st.sampled_from(["all", "good", "graded"]))
def test_a_figure_is_as_many_as_its_list_and_as_a_count_one_by_one(register, column):
    made = cases(register)
    wanted = {"all": GRADES, "good": ["Good"], "graded": ["Good", "Poor"]}[column]
    for area in AREAS:
        by_hand = [f"A{n}" for n, (a, g) in enumerate(register) if a == area and g in wanted]
        assert made.ids({"area": area}, column).tolist() == by_hand
        assert made.number({"area": area}, column) == len(by_hand)


@settings(deadline=None)
@given(registers, st.sampled_from(["all", "good", "graded"]))
def test_rows_add_up_to_the_total_and_share_no_case(register, column):
    made = cases(register)
    parts = [list(made.ids({"area": area}, column)) for area in AREAS]
    assert sum(made.number({"area": area}, column) for area in AREAS) == made.number({}, column)
    assert sorted(audit for part in parts for audit in part) == sorted(made.ids({}, column))


@settings(deadline=None)
@given(registers)
def test_bounds_hold_for_rows_and_totals(register):
    made = cases(register, within={"area": ["North", "South"]})
    assert made.number({"area": "West"}, "all") == 0
    assert made.number({}, "all") == sum(area != "West" for area, _ in register)


@settings(deadline=None)
@given(registers)
def test_a_heading_that_tells_nothing_apart_changes_no_figure(register):
    made = cases(register, untold=("test",))
    assert made.number({"test": "Bowker"}, "good") == made.number({}, "good")


def test_a_wrong_figure_is_told_and_a_missing_one_is_not():
    made = cases([("North", "Good"), ("North", "Poor")])
    index = pd.Index(["North"], name="area")
    right = pd.DataFrame({"all": [2], "good": [1], "graded": [None]}, index)
    assert mistold(made, right, None) == []
    assert mistold(made, right.assign(good=2), None) == ["good"]
    assert mistold(made, right, right.assign(all=3)) == ["all"]
