"""Systematic selection against the published positions and its own rules."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siphash import independent

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.systematic import every_kth, positions

PUBLISHED = {
    case["name"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "published" / "sampling.json").read_text(encoding="utf-8")
    )["cases"]
}
quick = settings(max_examples=30, deadline=None)


def test_the_published_positions():
    case = PUBLISHED["systematic_fractional_interval"]
    given_ = case["inputs"]
    found = positions(given_["N"], given_["n"], start=given_["start"])
    assert found == case["expected"]["jfa_positions"]


@settings(deadline=None)
@given(st.integers(1, 200), st.data())
def test_n_places_are_selected_whatever_the_start(population, data):
    n = data.draw(st.integers(0, population))
    share = data.draw(st.fractions(0, 1).filter(bool))
    found = positions(population, n, start=share * Fraction(population, max(n, 1)))
    assert len(set(found)) == n
    assert all(1 <= place <= population for place in found)
    gaps = {after - before for before, after in pairwise(found)}
    assert not gaps or max(gaps) - min(gaps) <= 1


@quick
@given(st.integers(1, 40), st.data(), st.randoms())
def test_the_list_is_in_the_order_of_independent_numbers(population, data, random):
    n = data.draw(st.integers(0, population))
    ids = [f"C{i}" for i in range(population)]
    random.shuffle(ids)
    frame = pd.DataFrame({"child_id": pd.Series(ids, dtype="str")})
    draw = every_kth(frame, unit="child_id", seed="s", n=n, reserves=3)
    listed = sorted(ids, key=lambda c: independent(c, "s"))
    share = Fraction(independent("start", "s/start") + 1, 2**64)
    places = positions(population, n, start=share * Fraction(population, max(n, 1)))
    assert draw.sample["child_id"].tolist() == [listed[place - 1] for place in places]
    rest = sorted(set(ids) - set(draw.sample["child_id"]))
    rest.sort(key=lambda c: independent(c, "s/reserve"))
    assert draw.reserves["child_id"].tolist() == rest[:3]
    assert draw.units["number"].tolist() == list(range(1, len(draw.units) + 1))


def test_each_value_of_the_column_has_its_share():
    frame = pd.DataFrame({"child_id": [f"C{i}" for i in range(40)], "team": list("abbb") * 10})
    for seed in range(50):
        draw = every_kth(frame, unit="child_id", seed=f"{seed}", n=8, by="team")
        teams = frame.set_index("child_id")["team"][draw.sample["child_id"]]
        assert teams.value_counts().to_dict() == {"b": 6, "a": 2}


@pytest.mark.parametrize(
    ("n", "start", "message"),
    [(6, 1, "n: found 6; allowed: 0 to 5"), (2, 0, "start: found 0"), (2, 2.6, "at most 5/2")],
)
def test_what_makes_no_sense_is_refused(n, start, message):
    with pytest.raises(StatisticsError, match=message):
        positions(5, n, start=start)
