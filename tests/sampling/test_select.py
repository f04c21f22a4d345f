"""Selection against sorting by numbers computed independently, and its frequencies."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from siphash import independent

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.select import order, selected
from qaanalysis.sampling.smallest import smallest

quick = settings(max_examples=30, deadline=None)


@st.composite
def frames(draw, min_size=0):
    names = draw(st.lists(st.text("ABC123-é", max_size=6), unique=True, min_size=min_size))
    strata = [draw(st.sampled_from("xyz")) for _ in names]
    return pd.DataFrame({"case": pd.Series(names, dtype="str"), "team": strata})


sizes_of = st.fixed_dictionaries({k: st.one_of(st.integers(0, 6), st.just("all")) for k in "xyz"})


def drawn(frame, sizes, seed="s", reserves=2):
    return selected(frame, unit="case", seed=seed, sizes=sizes, strata="team", reserves=reserves)


@quick
@given(frames(), sizes_of, st.integers(0, 3))
def test_the_smallest_independent_numbers_are_drawn(frame, sizes, reserves):
    draw = drawn(frame, sizes, reserves=reserves)
    for team, size in sizes.items():
        cases = sorted(frame.loc[frame["team"] == team, "case"], key=lambda c: independent(c, "s"))
        n = len(cases) if size == "all" else min(size, len(cases))
        spare = 0 if size == "all" else reserves
        mine = draw.units[draw.units["stratum"] == team]
        assert mine.loc[mine["role"] == "selected", "case"].tolist() == cases[:n]
        assert mine.loc[mine["role"] == "reserve", "case"].tolist() == cases[n : n + spare]
        assert mine["number"].tolist() == list(range(1, len(mine) + 1))


@quick
@given(frames(min_size=1), sizes_of, st.randoms())
def test_the_order_of_rows_counts_nothing(frame, sizes, random):
    rows = list(range(len(frame)))
    random.shuffle(rows)
    one, other = drawn(frame, sizes), drawn(frame.iloc[rows], sizes)
    pd.testing.assert_frame_equal(one.units, other.units)
    pd.testing.assert_frame_equal(one.strata, other.strata)


@quick
@given(frames(), sizes_of)
def test_nobody_is_in_two_places_and_shortfalls_are_told(frame, sizes):
    draw = drawn(frame, sizes)
    assert not draw.units["case"].duplicated().any()
    assert set(draw.sample["case"]).isdisjoint(draw.reserves["case"])
    table = draw.strata
    assert (table["n_selected"] + table["n_short"] == table["n_wanted"]).all()
    counts = frame["team"].value_counts()
    for team, size in sizes.items():
        there = int(counts.get(team, 0))
        short = size != "all" and size > there
        told = any(text.startswith(f"{team}: {size} wanted, {there}") for text in draw.shortfalls)
        assert short == told


@quick
@given(frames(min_size=1), sizes_of)
def test_weights_sum_to_the_frame_of_every_stratum_drawn_from(frame, sizes):
    draw = drawn(frame, sizes)
    sums = draw.sample.groupby("stratum")["weight"].sum()
    counts = frame["team"].value_counts()
    for team, total in sums.items():
        assert total == pytest.approx(counts[team])
    assert draw.reserves["weight"].isna().all()


@quick
@given(frames(min_size=2), sizes_of, st.integers(0, 10**6))
def test_a_unit_that_goes_moves_one_other_up_at_most(frame, sizes, pick):
    gone = frame["case"].iloc[pick % len(frame)]
    before = set(drawn(frame, sizes).sample["case"]) - {gone}
    after = set(drawn(frame[frame["case"] != gone], sizes).sample["case"])
    assert before <= after
    assert len(after - before) <= 1


@quick
@given(frames(), frames())
def test_other_strata_are_undisturbed(frame, more):
    old = frame[frame["team"] != "x"]
    new = more[(more["team"] == "x") & ~more["case"].isin(frame["case"])]
    sizes = {"x": 2, "y": 3, "z": "all"}
    both = drawn(pd.concat([frame, new]), sizes).units
    alone = drawn(old, sizes).units
    pd.testing.assert_frame_equal(
        both[both["stratum"] != "x"].reset_index(drop=True), alone, check_dtype=False
    )


def test_large_strata_are_drawn_as_if_all_were_sorted():
    frame = pd.DataFrame({"case": [f"C{i}" for i in range(3000)], "team": "x"})
    found = selected(frame, unit="case", seed="s", sizes=25, reserves=5)
    by_hand = sorted(frame["case"], key=lambda case: independent(case, "s"))
    assert found.units["case"].tolist() == by_hand[:30]
    places = order(frame, unit="case", seed="s")
    assert frame["case"].iloc[np.argsort(places.to_numpy())].tolist() == by_hand


def test_equal_numbers_are_ordered_by_identifier():
    prn = np.array([5, 5, 5, 1], dtype=np.uint64)
    names = pd.Series(["b", "c", "a", "d"])
    rows, places = smallest(prn, np.zeros(4, dtype=int), np.array([3]), names)
    assert names[rows].tolist() == ["d", "a", "b"]
    assert places.tolist() == [1, 2, 3]


def test_the_few_looked_at_are_enough_however_numbers_lie():
    # All numbers large: none lies where the smallest would be expected.
    prn = np.arange(2**64 - 500, 2**64, dtype=np.uint64)[::-1].copy()
    names = pd.Series([f"C{i}" for i in range(500)])
    rows, _ = smallest(prn, np.zeros(500, dtype=int), np.array([3]), names)
    assert rows.tolist() == [499, 498, 497]


def test_one_number_for_every_stratum_and_the_whole_frame():
    frame = pd.DataFrame({"case": list("ABCDEF"), "team": list("xxxyyy")})
    assert drawn(frame, 2).sample["stratum"].tolist() == ["x", "x", "y", "y"]
    whole = selected(frame, unit="case", seed="s", sizes=2)
    assert whole.strata.index.tolist() == ["whole frame"]
    assert whole.sample["weight"].tolist() == [3, 3]


FRAME = pd.DataFrame({"case": list("ABC"), "team": ["x", "x", "y"]})


@pytest.mark.parametrize(
    ("frame", "sizes", "error", "message"),
    [
        (FRAME.assign(case=["A", "A", "B"]), 1, DataError, "case: found 1 row repeating"),
        (FRAME.assign(case=["A", None, "B"]), 1, DataError, "case: found 1 row without"),
        (FRAME.assign(team=["x", None, "y"]), 1, DataError, "team: found 1 row without"),
        (FRAME, {"x": 1}, StatisticsError, "sizes: none for y"),
        (FRAME, -1, StatisticsError, "sizes: found -1; allowed: a whole number"),
        (FRAME, 1.5, StatisticsError, "sizes: found 1.5; allowed"),
        (FRAME, True, StatisticsError, "sizes: found True; allowed"),
        (FRAME, "some", StatisticsError, "sizes: found 'some'; allowed"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(frame, sizes, error, message):
    with pytest.raises(error, match=message):
        drawn(frame, sizes)


def test_a_stratum_that_turns_out_empty_is_a_shortfall():
    draw = drawn(FRAME, {"x": 1, "y": 1, "z": 4}, reserves=0)
    assert draw.shortfalls == ("z: 4 wanted, 0 there; all are taken",)
    assert np.isnan(draw.strata.loc["z", "inclusion_probability"])


def frequencies_fit(counts, n_drawn, n_seeds):
    """Tell whether counts of selection fit equal chances, allowing for n being fixed."""
    n = counts.size
    chance = n_drawn / n
    # Counts of one draw have variance π(1 − π) and covariance −π(1 − π)/(N − 1), so that this sum
    # has a chi-square distribution of N − 1 degrees of freedom.
    spread = n_seeds * chance * (1 - chance) * n / (n - 1)
    statistic = ((counts - n_seeds * chance) ** 2).sum() / spread
    return 0.0005 < chi2.sf(statistic, n - 1) < 0.9995


def check_frequencies(n_seeds):
    frame = pd.DataFrame({"case": [f"C{i:02d}" for i in range(30)], "team": list("xxyyyz") * 5})
    sizes = {"x": 3, "y": 4, "z": 2}
    counts = pd.Series(0, index=frame["case"])
    for seed in range(n_seeds):
        sample = drawn(frame, sizes, seed=f"frequencies/{seed}").sample["case"]
        counts[sample] += 1
    for team, size in sizes.items():
        mine = counts[frame.loc[frame["team"] == team, "case"]].to_numpy()
        assert mine.sum() == size * n_seeds
        assert frequencies_fit(mine, size, n_seeds)


def test_every_unit_is_selected_as_often_as_its_chance_says():
    check_frequencies(300)


@pytest.mark.slow
def test_every_unit_is_selected_as_often_as_its_chance_says_over_2_000_seeds():
    # benchmarks/selection_chances.py tries 20,000.
    check_frequencies(2_000)


def test_the_check_of_frequencies_would_find_an_unfair_draw():
    fair = np.full(10, 300)
    assert not frequencies_fit(fair + np.array([60, -60] + [0] * 8), 3, 1000)
    assert not frequencies_fit(fair, 3, 1000)
