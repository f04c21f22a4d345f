"""Allocation against every possibility of small problems, and its constraints on larger ones."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.allocate import Apart, allocated

RULES = (Apart("auditor", "moderator", "its auditor"), Apart("team", "team", "of its team"))
quick = settings(max_examples=30, deadline=None)


def allocate(cases, people, seed="s"):
    return allocated(cases, people, case="audit_id", person="moderator", apart=RULES, seed=seed)


def cases_of(pairs):
    frame = pd.DataFrame(pairs, columns=["auditor", "team"]).astype("str")
    return frame.assign(audit_id=[f"A{i:02d}" for i in range(len(pairs))]).astype(
        {"audit_id": "str"}
    )


@st.composite
def problems(draw, max_cases=5, max_people=3, capacities=True):
    names, teams = [f"P{i}" for i in range(max_people)], ["North", "South", "East"]
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from([*names, "Q"]), st.sampled_from(teams)), max_size=max_cases
        )
    )
    n = draw(st.integers(1, max_people))
    people = pd.DataFrame(
        {
            "moderator": names[:n],
            "team": draw(st.lists(st.sampled_from([*teams, None]), min_size=n, max_size=n)),
        }
    )
    for column in draw(st.sets(st.sampled_from(["capacity", "load"]))) if capacities else ():
        people[column] = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    return cases_of(pairs), people


def may(case, person):
    return case.auditor != person.moderator and case.team != person.team


def best(cases, people):
    """Return the most cases that can be allocated, and the least uneven of such allocations."""
    files, staff = list(cases.itertuples()), list(people.itertuples())
    load = [getattr(person, "load", 0) for person in staff]
    capacity = [getattr(person, "capacity", None) for person in staff]
    found = []
    for given_to in itertools.product(range(-1, len(staff)), repeat=len(files)):
        pairs = [(f, staff[p]) for f, p in zip(files, given_to, strict=True) if p >= 0]
        new = [given_to.count(p) for p in range(len(staff))]
        total = [one + other for one, other in zip(load, new, strict=True)]
        over = [
            n and limit is not None and t > limit
            for n, t, limit in zip(new, total, capacity, strict=True)
        ]
        if all(may(*pair) for pair in pairs) and not any(over):
            found.append((-len(pairs), uneven(total, capacity)))
    return min(found)


def uneven(loads, capacity):
    return sum(
        load**2 / max(limit if limit is not None else 1, 1)
        for load, limit in zip(loads, capacity, strict=True)
        if limit != 0
    )


@quick
@given(problems())
def test_no_other_allocation_is_fuller_or_more_even(problem):
    cases, people = problem
    done = allocate(cases, people)
    loads = done.loads.sort_values("moderator")
    people = people.sort_values("moderator")
    capacity = [getattr(person, "capacity", None) for person in people.itertuples()]
    n, least = best(cases, people)
    assert int(done.loads["n_cases"].sum()) == -n
    assert uneven(loads["load"].tolist(), capacity) == pytest.approx(least)


@quick
@given(problems(max_cases=30, max_people=6))
def test_constraints_hold_and_every_case_is_accounted_for(problem):
    cases, people = problem
    done = allocate(cases, people)
    assert sorted(done.cases["audit_id"]) == sorted(cases["audit_id"])
    both = done.cases.merge(cases, on="audit_id", validate="1:1").merge(
        people, on="moderator", suffixes=("", "_person"), validate="m:1"
    )
    assert (both["auditor"] != both["moderator"]).all()
    assert not (both["team"] == both["team_person"]).any()
    if "capacity" in people:
        busy = done.loads[done.loads["n_cases"] > 0]
        assert (busy["load"] <= busy["capacity"]).all()
    nobody = done.cases["moderator"].isna()
    assert ((done.cases["reason"] != "") == nobody).all()
    for case in done.cases.loc[nobody, "audit_id"]:
        assert any(case in sentence for sentence in done.unmet)


@quick
@given(problems(max_cases=20, max_people=5), st.randoms())
def test_the_order_of_rows_counts_nothing(problem, random):
    cases, people = problem
    rows, staff = list(range(len(cases))), list(range(len(people)))
    random.shuffle(rows)
    random.shuffle(staff)
    one, other = allocate(cases, people), allocate(cases.iloc[rows], people.iloc[staff])
    pd.testing.assert_frame_equal(one.cases, other.cases)
    pd.testing.assert_frame_equal(one.loads, other.loads)
    assert one.unmet == other.unmet


def test_loads_differ_by_one_at_most_and_the_seed_decides_who_has_more():
    cases = cases_of([("Q", "North")] * 20)
    people = pd.DataFrame({"moderator": ["P0", "P1", "P2"], "team": [None] * 3})
    found = {tuple(allocate(cases, people, seed=str(i)).loads["n_cases"]) for i in range(30)}
    assert found == {(7, 7, 6), (7, 6, 7), (6, 7, 7)}


def test_capacities_are_shared_in_proportion():
    cases = cases_of([("Q", "North")] * 9)
    people = pd.DataFrame(
        {"moderator": ["P0", "P1", "P2"], "team": [None] * 3, "capacity": [12, 6, 0]}
    )
    assert allocate(cases, people).loads["n_cases"].tolist() == [6, 3, 0]


def test_what_somebody_has_already_counts():
    cases = cases_of([("Q", "North")] * 4)
    people = pd.DataFrame({"moderator": ["P0", "P1"], "team": [None] * 2, "load": [5, 2]})
    done = allocate(cases, people)
    assert sorted(done.loads["load"]) == [5, 6]
    assert done.unmet == ()


def test_spaces_and_capitals_do_not_make_somebody_else_of_the_auditor():
    cases = cases_of([("p. wick ", "North")])
    people = pd.DataFrame({"moderator": ["P.  Wick", "R. Mere"], "team": [None, None]})
    assert allocate(cases, people).cases["moderator"].tolist() == ["R. Mere"]


def test_each_reason_is_said_with_its_cases_and_the_rest_is_allocated():
    cases = cases_of([("P0", "South"), ("Q", "North"), ("Q", "East"), ("Q", "East")])
    people = pd.DataFrame(
        {"moderator": ["P0", "P1"], "team": ["North", "South"], "capacity": [5, 0]}
    )
    done = allocate(cases, people)
    assert done.cases["moderator"].notna().tolist() == [False, False, True, True]
    assert done.unmet == (
        "1 case isn't allocated, as all 2 people are its auditor or of its team: A00.",
        "1 case isn't allocated, as the only one of 2 people who may have it has no capacity left:"
        " A01.",
    )


def test_too_little_capacity_is_said():
    people = pd.DataFrame({"moderator": ["P0", "P1"], "team": [None, None], "capacity": [1, 2]})
    done = allocate(cases_of([("Q", "North")] * 5), people)
    assert done.loads["n_cases"].tolist() == [1, 2]
    assert len(done.unmet) == 1
    assert done.unmet[0].startswith("2 cases aren't allocated, as nobody has capacity left: A0")


def test_a_load_the_constraints_make_uneven_is_said():
    people = pd.DataFrame({"moderator": ["P0", "P1"], "team": ["North", None]})
    done = allocate(cases_of([("Q", "North")] * 3), people)
    assert done.loads["n_cases"].tolist() == [0, 3]
    assert done.unmet == (
        "The load runs from 0 to 3 cases: as even as it can be while nobody has a case they must "
        "be kept apart from.",
    )


def test_many_cases_for_few_are_solved_with_slots_as_needed():
    rng = np.random.default_rng(1)
    cases = cases_of([("Q", team) for team in rng.choice(["North", "South", "East"], 300)])
    people = pd.DataFrame(
        {"moderator": [f"P{i}" for i in range(6)], "team": ["North"] * 3 + ["South"] * 2 + [None]}
    )
    done = allocate(cases, people)
    assert done.cases["moderator"].notna().all()
    assert done.loads["n_cases"].sum() == 300


PEOPLE = pd.DataFrame({"moderator": ["P0", "P1"], "team": [None, "North"]})
CASES = cases_of([("Q", "North"), ("R", "South")])


@pytest.mark.parametrize(
    ("cases", "people", "error", "message"),
    [
        (CASES, PEOPLE.iloc[:0], StatisticsError, "moderator: found nobody"),
        (CASES.assign(auditor=["Q", None]), PEOPLE, DataError, "auditor: found 1 row without"),
        (CASES.assign(audit_id="A"), PEOPLE, DataError, "audit_id: found 1 row repeating"),
        (CASES, PEOPLE.assign(moderator="P"), DataError, "moderator: found 1 row repeating"),
        (CASES, PEOPLE.assign(capacity=[1, None]), StatisticsError, "capacity: found one that"),
        (CASES, PEOPLE.assign(load=[1, -1]), StatisticsError, "load: found one that"),
        (CASES, PEOPLE.assign(load=["one", 1]), StatisticsError, "load: found one that"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(cases, people, error, message):
    with pytest.raises(error, match=message):
        allocate(cases, people)


def test_no_cases_are_no_trouble():
    done = allocate(CASES.iloc[:0], PEOPLE)
    assert done.cases.empty
    assert done.loads["n_cases"].tolist() == [0, 0]
    assert done.unmet == ()
