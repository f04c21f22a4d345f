"""The frame: every child once, in one place, for one reason; and who stands for a family."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siphash import independent

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling import siblings as choosing
from qaanalysis.sampling.frame import framed
from qaanalysis.sampling.rules import Rule

quick = settings(max_examples=30, deadline=None)
OLD = Rule("age", "at_least", 5, "under 5")


def made(cohort, **changes):
    asked = {"unit": "child_id", "family": "family_id", "seed": "s", **changes}
    return framed(cohort, **asked)


@st.composite
def cohorts(draw):
    n = draw(st.integers(0, 25))
    return pd.DataFrame(
        {
            "child_id": pd.Series([f"C{i:02d}" for i in range(n)], dtype="str"),
            "family_id": pd.Series(
                [draw(st.sampled_from(["F1", "F2", "F3", "F4", None])) for _ in range(n)],
                dtype="str",
            ),
            "age": pd.array([draw(st.integers(0, 17) | st.none()) for _ in range(n)], "Int64"),
            "team": pd.Series([draw(st.sampled_from("NS")) for _ in range(n)], dtype="str"),
            "entered_on": pd.to_datetime([f"2023-01-0{draw(st.integers(1, 9))}" for _ in range(n)]),
        }
    )


choices = st.sampled_from(["together", "random", "youngest", "oldest", "first_to_enter"])


@quick
@given(cohorts(), choices, st.randoms())
def test_every_child_has_one_place_in_any_order_of_rows(cohort, siblings, random):
    rules = [OLD, Rule("team", "equals", "N", "another team")]
    order = list(range(len(cohort)))
    random.shuffle(order)
    one = made(cohort, rules=rules, siblings=siblings)
    other = made(cohort.iloc[order], rules=rules, siblings=siblings)
    pd.testing.assert_frame_equal(one.rows, other.rows)
    pd.testing.assert_frame_equal(one.steps, other.steps)
    assert one.rows["child_id"].tolist() == sorted(cohort["child_id"])
    assert one.steps["n"].iloc[0] - one.steps["n_left_out"].sum() == one.steps["n"].iloc[-1]
    # Row by row: the first rule that isn't met is the reason.
    for row in one.rows.itertuples():
        if pd.isna(row.age) or row.age < 5:
            assert row.place == "under 5"
        elif row.team != "N":
            assert row.place == "another team"
        else:
            assert row.place in ("in the frame", "another child stands for the family")


@quick
@given(cohorts(), choices)
def test_one_child_of_each_family_is_the_one_asked_for(cohort, siblings):
    rows = made(cohort, siblings=siblings).rows
    kept = rows[rows["place"] == "in the frame"]
    if siblings == "together":
        assert len(kept) == len(cohort)
        return
    label = cohort["family_id"].fillna(cohort["child_id"])
    assert len(kept) == label.nunique()
    assert not kept["family_id"].dropna().duplicated().any()
    worst = {"youngest": 99, "oldest": -1}
    for row in kept.dropna(subset="family_id").itertuples():
        theirs = cohort[cohort["family_id"] == row.family_id]
        assert row.n_children == len(theirs)
        if siblings == "random":
            ranked = sorted(theirs["child_id"], key=lambda c: independent(c, "s/sibling"))
            assert row.child_id == ranked[0]
        elif siblings == "first_to_enter":
            assert row.entered_on == theirs["entered_on"].min()
        else:
            ages = theirs["age"].fillna(worst[siblings])
            age = worst[siblings] if pd.isna(row.age) else row.age
            assert age == (ages.min() if siblings == "youngest" else ages.max())


def test_a_child_who_is_left_out_stands_for_nobody():
    cohort = pd.DataFrame({"child_id": ["C1", "C2"], "family_id": "F1", "age": [2, 9]})
    found = made(cohort, rules=[OLD], siblings="youngest").rows
    assert found["place"].tolist() == ["under 5", "in the frame"]
    assert found["n_children"].tolist() == [pd.NA, 1]


def test_a_repeated_child_is_taken_once_and_counted():
    cohort = pd.DataFrame({"child_id": ["C2", "C1", "C1"], "age": [9, 7, 6]})
    for rows in (cohort, cohort.iloc[::-1]):
        found = made(rows)
        assert found.rows[["child_id", "age"]].to_numpy().tolist() == [["C1", 6], ["C2", 9]]
        assert found.steps["n"].tolist() == [3, 2, 2]
        assert found.steps["n_left_out"].tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"siblings": "eldest"}, StatisticsError, "siblings: found “eldest”; allowed: together"),
        ({"siblings": "youngest"}, StatisticsError, "youngest needs the column age"),
        ({"siblings": "random", "family": "fam"}, DataError, "found random and no column fam"),
        ({"rules": [Rule("child_id", "given", None, "selected")]}, StatisticsError, "other words"),
        ({"seed": ""}, StatisticsError, "seed: found none"),
    ],
)
def test_what_cannot_be_done_is_said(changes, error, message):
    cohort = pd.DataFrame({"child_id": ["C1"], "family_id": ["F1"]})
    with pytest.raises(error, match=message):
        made(cohort, **changes)


@pytest.mark.parametrize("wrong", [None, 7])
def test_a_child_needs_an_identifier_that_is_text(wrong):
    cohort = pd.DataFrame({"child_id": pd.Series(["C1", wrong], dtype=object)})
    with pytest.raises(DataError, match="child_id: found"):
        made(cohort)


def test_a_frame_says_how_many_it_holds():
    cohort = pd.DataFrame({"child_id": ["C1", "C2"], "age": [2, 9]})
    assert made(cohort, rules=[OLD])._repr_html_() == "<p>1 child in the frame, 1 left out.</p>"


def test_siblings_with_one_number_are_told_apart_by_identifier(monkeypatch):
    monkeypatch.setattr(choosing, "numbers", lambda units, seed: pd.Series(7, index=units.index))
    cohort = pd.DataFrame({"child_id": ["C3", "C1", "C2"], "family_id": ["F1", "F1", "F2"]})
    found = made(cohort, siblings="random").rows
    assert found.loc[found["place"] == "in the frame", "child_id"].tolist() == ["C1", "C2"]
