"""The themed sample: everybody in one place by any design, and plans that can't be drawn."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qaanalysis.errors import DataError, QAError, StatisticsError
from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.manifest import manifest, side
from qaanalysis.sampling.rules import Rule
from qaanalysis.sampling.themed_sample import Plan
from qaanalysis.sampling.verify import verified
from qaanalysis.sampling.worklist import Question

SECRET = b"the organisation's secret"
SMALL = Rule("age", "at_least", 3, "under 3")
# Every design, each with all that it needs.
DESIGNS = (
    {},
    {"siblings": "random"},
    {"siblings": "youngest", "design": "stratified", "strata": "team"},
    {"design": "stratified", "strata": "team"},
    {"design": "stratified", "strata": "team", "allocation": "equal"},
    {
        "design": "stratified",
        "strata": "team",
        "allocation": "neyman",
        "spread": {"East": 0.5, "North": 0.1, "South": 0.0},
    },
    {"design": "systematic"},
    {"design": "systematic", "strata": "team"},
    {"design": "pps", "size_field": "plans"},
    {"design": "families"},
    {"design": "families", "strata": "n_children"},
    {"design": "families", "strata": "team"},
    {"coordination_key": "together", "coordination_start": 0.4},
)
# What a child's number depends on: who stands for a family, and the key.
ORDERS = (
    {},
    {"siblings": "random"},
    {"siblings": "youngest"},
    {"coordination_key": "together", "coordination_start": 0.4},
)
TEAMS = ("North", "South", "East")


def child(i, family, age=9, plans=1):
    return (f"C{i:03d}", f"F{family:02d}", age, TEAMS[family % 3], plans)


def cohort(rows):
    columns = ["child_id", "family_id", "age", "team", "plans"]
    text = dict.fromkeys(("child_id", "family_id", "team"), "str")
    made = pd.DataFrame(list(rows), columns=columns).astype(text)
    return made.assign(theme="Theme", case_holder="P. Wick")


def plan(n=6, **changes):
    return Plan("Trust", "Theme", "2023-07", n, **changes)


def drawn(rows, asked, auditors=None):
    table = rows if isinstance(rows, pd.DataFrame) else cohort(rows)
    return themed_sample.drawn(themed_sample.frame(table, asked), auditors, asked)


@st.composite
def rows(draw):
    """Fifteen children or more, among them some of each team and enough families."""
    n = draw(st.integers(15, 40))
    families = [*range(9), *(draw(st.integers(0, 14)) for _ in range(n - 9))]
    return [
        child(i, family, 9 if i < 9 else draw(st.integers(0, 17)), draw(st.integers(1, 5)))
        for i, family in enumerate(families)
    ]


quick = settings(max_examples=4, deadline=None)  # For each of all designs.


def units(draw):
    """Return the children's units: families where they are drawn, else children."""
    families = draw.plan.design == "families" or draw.plan.siblings != "together"
    return draw.rows["family_id" if families else "child_id"]


def check_sizes(draw, asked):
    able = draw.rows[draw.rows["stratum"].notna()]
    label = units(draw)
    assert label[draw.rows["place"] == "selected"].nunique() == asked.n
    assert draw.strata["n_selected"].sum() == asked.n
    assert draw.strata["n_frame"].sum() == label[able.index].nunique()
    for stratum, group in able.groupby("stratum"):
        in_place = label[group.index].groupby(group["place"]).nunique()
        assert in_place.get("selected", 0) == draw.strata.loc[stratum, "n_selected"]
        assert in_place.get("reserve", 0) == draw.strata.loc[stratum, "n_reserves"]
        left = draw.strata.loc[stratum, "n_frame"] - draw.strata.loc[stratum, "n_selected"]
        assert draw.strata.loc[stratum, "n_reserves"] == min(asked.reserves, left)


def check_weights(draw, asked):
    sample = draw.sample
    assert (sample["weight"] * sample["inclusion_probability"]).to_numpy() == pytest.approx(1)
    assert draw.rows["weight"].notna().sum() == len(sample)
    chance = draw.rows.drop_duplicates() if asked.design != "families" else draw.rows
    one = chance.assign(unit=units(draw)).dropna(subset="stratum").drop_duplicates("unit")
    assert one["inclusion_probability"].sum() == pytest.approx(asked.n)
    if asked.design != "pps" and (draw.strata["n_selected"] > 0).all():
        weights = sample.assign(unit=units(draw)).drop_duplicates("unit")["weight"]
        assert weights.sum() == pytest.approx(draw.strata["n_frame"].sum())


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@quick
@given(made=rows(), reserves=st.integers(0, 3))
def test_everybody_is_in_one_place_and_the_sizes_are_exact(design, made, reserves):
    asked = plan(eligible=(SMALL,), reserves=reserves, **design)
    draw = drawn(made, asked)
    assert draw.rows["child_id"].tolist() == sorted(row[0] for row in made)
    assert (draw.rows["stratum"].notna() == (draw.rows["place"] != "under 3")).all() or (
        asked.siblings != "together"
    )
    known = {"selected", "reserve", "not drawn", "under 3", "another child stands for the family"}
    assert set(draw.rows["place"]) <= known
    check_sizes(draw, asked)
    check_weights(draw, asked)
    n = draw.rows["place"].value_counts()
    assert draw.steps["n"].iloc[-2:].tolist() == [n["selected"], n.get("reserve", 0)]
    if asked.siblings != "together":
        held = draw.rows[draw.rows["place"].isin(["selected", "reserve"])]
        assert not held["family_id"].duplicated().any()
    if asked.design == "families":
        able = draw.rows[draw.rows["stratum"].notna()]
        assert not able[["family_id", "place"]].drop_duplicates()["family_id"].duplicated().any()


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@quick
@given(made=rows(), random=st.randoms())
def test_the_order_of_rows_counts_nothing(design, made, random):
    asked = plan(reserves=2, **design)
    other = list(made)
    random.shuffle(other)
    pd.testing.assert_frame_equal(drawn(made, asked).rows, drawn(other, asked).rows)


@pytest.mark.parametrize("order", ORDERS, ids=str)
@settings(max_examples=6, deadline=None)
@given(made=rows(), family=st.integers(0, 20))
def test_a_child_who_is_added_changes_nobody_elses_order(order, made, family):
    asked = plan(**order)
    before = drawn(made, asked).rows.set_index("child_id")
    after = drawn([*made, child(900, family)], asked).rows.set_index("child_id")
    everybody = plan(n=None, selection="census", siblings=asked.siblings)
    whole = [
        drawn(held, dataclasses.replace(everybody, seed=asked.key, seed_reason="the same"))
        for held in (made, [*made, child(900, family)])
    ]
    # Of all in the frame: the others follow one another as they did.
    one, other = (
        w.rows.assign(unit=units(w)).dropna(subset="number").set_index("unit") for w in whole
    )
    kept = one.sort_values("number").index
    assert other.loc[kept, "number"].is_monotonic_increasing
    lost = set(before.index[before["place"] == "selected"]) - set(
        after.index[after["place"] == "selected"]
    )
    assert len(lost) <= 1


def test_the_seed_is_organisation_theme_and_period_or_has_a_reason():
    assert plan().key == "Trust/Theme/2023-07"
    assert plan(coordination_key="shared").key == "shared"
    assert plan(seed="other", seed_reason="the first was leaked").key == "other"


def test_a_plan_with_the_same_key_overlaps_and_one_that_starts_elsewhere_avoids():
    made = [child(i, i) for i in range(200)]
    first = plan(40, coordination_key="k")
    overlap, avoid = plan(60, coordination_key="k"), plan(40, coordination_key="k")
    avoid = dataclasses.replace(avoid, coordination_start=0.5)
    ids = [set(drawn(made, asked).sample["child_id"]) for asked in (first, overlap, avoid)]
    assert ids[0] < ids[1]
    assert not ids[0] & ids[2]
    assert len(set(drawn(made, plan(40)).sample["child_id"]) & ids[0]) not in (0, 40)


def test_families_by_number_of_children_as_in_the_published_audit():
    # 97 families of 169 children; 36 families drawn are 64 children, whatever the seed.
    sizes = np.repeat([1, 2, 3, 4], [44, 35, 17, 1])
    family = np.repeat(np.arange(97), sizes)
    made = [child(i, 0) for i in range(len(family))]
    table = cohort(made).assign(family_id=[f"F{f:02d}" for f in family])
    for seed in ("a", "b", "c"):
        asked = plan(36, design="families", strata="n_children", seed=seed, seed_reason="test")
        draw = drawn(table, asked)
        assert draw.strata["n_selected"].to_dict() == {"1": 16, "2": 13, "3": 6, "4": 1}
        assert len(draw.sample) == 64


def test_a_census_takes_all_with_certainty_and_a_choice_has_no_probability():
    made = [child(i, i % 7, age=i) for i in range(20)]
    census = drawn(made, plan(None, selection="census", eligible=(SMALL,)))
    assert len(census.sample) == 17
    assert (census.sample[["inclusion_probability", "weight"]] == 1).all().all()
    for selection in ("purposive", "unknown"):
        chosen = drawn(made, plan(None, selection=selection, why="the panel's list"))
        assert len(chosen.sample) == 20
        assert chosen.rows[["inclusion_probability", "weight"]].isna().all().all()
        assert chosen.reserves.empty


def test_children_without_a_family_count_singly_and_are_told():
    table = cohort([child(i, 0) for i in range(5)])
    table["family_id"] = [None, None, "F1", "F1", "F1"]
    draw = drawn(table, plan(3, siblings="random"))
    assert len(draw.sample) == 3
    assert draw.unmet == ("2 children of the frame without a family_id count as a family each.",)


def test_reserves_that_are_not_there_are_told():
    draw = drawn([child(i, i) for i in range(7)], plan(6, reserves=3))
    fewer = "whole frame: 2 reserves fewer than wanted; no more units are left"
    assert draw.shortfalls == draw.unmet == (fewer,)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n": 0}, "n: found 0; allowed: a whole number of 1 or more"),
        ({"n": None}, "n: found None"),
        ({"n": "all"}, "n: found 'all'"),
        ({"n": 2.5}, "n: found 2.5"),
        ({"period": "July"}, "period: found “July”; allowed: such as 2023-07"),
        ({"organisation": ""}, "seed: found an empty part"),
        ({"design": "quota"}, "design: found “quota”; allowed: simple, stratified"),
        ({"selection": "random"}, "selection: found “random”; allowed: probability, census"),
        ({"selection": "unknown", "n": None}, "why: found none; needed for unknown"),
        ({"selection": "census", "n": 9}, "n: found 9; allowed for census: none"),
        ({"selection": "census", "n": None, "reserves": 2}, "reserves: found 2; allowed for cen"),
        ({"selection": "census", "n": None, "design": "pps"}, "design: found pps; allowed for"),
        ({"design": "stratified"}, "strata: found none; needed for design stratified"),
        ({"strata": "team"}, "strata: found one; allowed for design stratified only"),
        ({"design": "pps"}, "size_field: found none; needed for design pps"),
        ({"allocation": "equal"}, "strata: found none; needed for this allocation"),
        (
            {"design": "systematic", "strata": "team", "allocation": "equal"},
            "allocation: found equal; allowed for design systematic: proportional",
        ),
        ({"design": "stratified", "strata": "n_children"}, "allowed for design families only"),
        ({"design": "families", "siblings": "random"}, "siblings: found random; allowed for des"),
        (
            {"design": "stratified", "strata": "team", "allocation": "neyman"},
            "spread: found none; needed for allocation neyman",
        ),
        (
            {
                "design": "stratified",
                "strata": "team",
                "allocation": "fixed",
                "sizes": {"North": 2},
            },
            "n: found 6; allowed: 2, what sizes add up to",
        ),
        ({"seed": "lucky"}, "seed_reason: found none; needed: why the seed isn't Trust/Theme"),
        ({"seed": "a", "seed_reason": "b", "coordination_key": "c"}, "allowed: one of the two"),
        ({"coordination_key": " "}, "seed: found none"),
        ({"coordination_start": 1.0}, "coordination_start: found 1.0; allowed: 0 or more"),
        ({"reserves": -1}, "reserves: found -1"),
        ({"apart": ("friend",)}, "apart: found friend; allowed: team, case_holder"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_one_sentence(changes, message):
    asked = {"organisation": "Trust", "theme": "Theme", "period": "2023-07", "n": 6, **changes}
    with pytest.raises(StatisticsError, match=message) as told:
        assert Plan(**asked).key
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"n": 13}, StatisticsError, "n: found 13; allowed: 1 to 12, all there are to draw"),
        ({"n": 8, "siblings": "random"}, StatisticsError, "n: found 8; allowed: 1 to 6"),
        ({"eligible": (Rule("height", "given", None, "x"),)}, StatisticsError, "found “height”"),
        ({"eligible": (Rule("age", "at_most", -1, "x"),)}, StatisticsError, "no child who meets"),
        ({"design": "stratified", "strata": "area"}, StatisticsError, "strata: found “area”"),
        ({"design": "pps", "size_field": "size"}, StatisticsError, "size_field: found “size”"),
        ({"skilled_in": "skill"}, StatisticsError, "skilled_in: found “skill”; allowed: child_id"),
        (
            {"n": 2, "design": "stratified", "strata": "team"},
            StatisticsError,
            "n: found 2 for these strata; allowed: 3 to 12",
        ),
        (
            {
                "n": None,
                "design": "stratified",
                "strata": "team",
                "allocation": "fixed",
                "sizes": {"North": 1, "South": 1, "East": 1, "West": 1},
            },
            StatisticsError,
            "sizes: found West, of which there is nobody to draw; needed: one for each of East",
        ),
        ({"design": "families", "strata": "age"}, DataError, "age: found 6 families with children"),
    ],
)
def test_a_plan_that_the_cohort_does_not_allow_is_refused_in_one_sentence(changes, error, message):
    with pytest.raises(error, match=message) as told:
        drawn([child(i, i % 6, age=i) for i in range(12)], plan(**{"n": 6, **changes}))
    assert "\n" not in str(told.value)


def test_an_unknown_theme_and_a_missing_stratum_are_told():
    made = cohort([child(i, i) for i in range(4)])
    with pytest.raises(StatisticsError, match="theme: found “Theme”; allowed: Other"):
        drawn(made.assign(theme="Other"), plan())
    made.loc[2, "team"] = None
    with pytest.raises(DataError, match="team: found 1 row without one"):
        drawn(made, plan(3, design="stratified", strata="team"))


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_a_plan_comes_back_from_its_plain_form(design):
    asked = plan(eligible=(Rule("age", "between", [3, 17], "age"), SMALL), **design)
    assert Plan.from_plain(asked.plain()) == asked


def test_what_is_not_a_themed_plan_is_refused():
    for plain in ({}, {**plan().plain(), "luck": 1}, {**plan().plain(), "eligible": [3]}):
        with pytest.raises(QAError, match="plan: found fields that aren't those of a theme"):
            Plan.from_plain(plain)


AUDITORS = pd.DataFrame(
    {
        "auditor": ["U. Garth", "V. Combe", "W. Lund", "P. Wick"],
        "team": ["North", None, None, None],
        "capacity": pd.array([None, None, 0, None], dtype="Int64"),
        "skills": [None, "Child in Need; Child Protection", None, None],
    }
)


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_a_draw_is_verified_and_a_changed_row_is_named(design):
    made = cohort([child(i, i % 11, age=i % 18, plans=1 + i % 4) for i in range(30)])
    asked = plan(eligible=(SMALL,), reserves=2, **design)
    draw = drawn(made, asked, AUDITORS)
    text = manifest(draw)
    kept = side(draw, text, secret=SECRET, given=draw.given)
    again = themed_sample.frame(made.sample(frac=1, random_state=1), asked).rows
    assert verified(text, kept, again, SECRET, people=AUDITORS).ok
    victim = draw.sample["child_id"].iloc[0]
    made.loc[made["child_id"] == victim, "case_holder"] = "Q. Holt"
    again = themed_sample.frame(made, asked).rows
    found = verified(text, kept, again, SECRET)
    assert not found.ok
    assert found.changed == (victim,)


def test_nobody_audits_their_own_or_their_teams_case_or_without_the_skill():
    made = cohort([child(i, i) for i in range(24)])
    made["plan_type"] = ["Child in Need", "Child in Care"] * 12
    draw = drawn(made, plan(24, skilled_in="plan_type"), AUDITORS)
    given_to = draw.sample.groupby("auditor")
    # W. Lund is on leave and P. Wick holds every case.
    assert set(given_to.groups) == {"U. Garth", "V. Combe"}
    assert (given_to.get_group("U. Garth")["team"] != "North").all()
    assert (given_to.get_group("V. Combe")["plan_type"] == "Child in Need").all()
    nobody = draw.sample[draw.sample["auditor"].isna()]
    assert len(nobody) == 4
    assert ((nobody["team"] == "North") & (nobody["plan_type"] == "Child in Care")).all()
    assert any("without the skill it needs" in text or "capacity" in text for text in draw.unmet)


def test_without_auditors_the_sample_stands_all_the_same():
    made = [child(i, i) for i in range(9)]
    with_, without = drawn(made, plan(), AUDITORS), drawn(made, plan())
    assert without.allocation is None
    assert without.sample["auditor"].isna().all()
    assert with_.sample["child_id"].tolist() == without.sample["child_id"].tolist()


def test_worklists_ask_the_questions_and_hold_each_child_once(tmp_path):
    made = cohort([child(i, i) for i in range(9)]).assign(service_area="Family Support")
    draw = drawn(made, plan(), AUDITORS)
    asked = [Question("q1", "Was it planned?", ("Yes", "No"))]
    files = themed_sample.worklists(draw, tmp_path, dt.date(2023, 9, 1), asked)
    held = []
    for name, path in files.items():
        book = load_workbook(path)
        cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
        assert "Was it planned?" in cells
        mine = draw.sample.loc[draw.sample["auditor"] == name, "child_id"]
        assert set(mine) <= set(cells)
        held += mine.tolist()
    assert sorted(held) == draw.sample["child_id"].tolist()
