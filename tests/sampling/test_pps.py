"""Probabilities in proportion to size against the published ones, and the draw by them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.pps import in_proportion, inclusion_probabilities

PUBLISHED = {
    case["name"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "published" / "sampling.json").read_text(encoding="utf-8")
    )["cases"]
}
quick = settings(max_examples=40, deadline=None)
sizes_of = st.lists(st.integers(1, 50) | st.floats(0.1, 60), min_size=1, max_size=15)


def test_the_published_probabilities():
    case = PUBLISHED["pps_inclusion_probabilities_certainty"]
    found = inclusion_probabilities(pd.Series(case["inputs"]["size"]), case["inputs"]["n"])
    assert found.to_numpy() == pytest.approx(case["expected"]["pi"], abs=case["tolerance"])


@quick
@given(sizes_of, st.data())
def test_probabilities_add_up_to_n_and_are_in_proportion_below_1(sizes, data):
    n = data.draw(st.integers(0, len(sizes)))
    found = inclusion_probabilities(pd.Series(sizes), n).to_numpy()
    assert found.sum() == pytest.approx(n)
    assert ((found >= 0) & (found <= 1)).all()
    below = found < 1
    ratios = found[below] / np.array(sizes, dtype=float)[below]
    assert np.ptp(ratios) == pytest.approx(0, abs=1e-12) if below.any() else True


@quick
@given(sizes_of, st.data(), st.randoms())
def test_n_are_drawn_the_certain_among_them_in_any_order_of_rows(sizes, data, random):
    n = data.draw(st.integers(0, len(sizes)))
    frame = pd.DataFrame({"child_id": [f"C{i:02d}" for i in range(len(sizes))], "size": sizes})
    order = list(range(len(sizes)))
    random.shuffle(order)
    asked = {"unit": "child_id", "seed": "s", "n": n, "size": "size", "reserves": 2}
    one, other = in_proportion(frame, **asked), in_proportion(frame.iloc[order], **asked)
    assert one.units["child_id"].tolist() == other.units["child_id"].tolist()
    assert len(one.sample) == n
    assert len(one.reserves) == min(2, len(sizes) - n)
    assert not one.units["child_id"].duplicated().any()
    chance = inclusion_probabilities(frame["size"], n)
    assert set(frame.loc[chance == 1, "child_id"]) <= set(one.sample["child_id"])
    expected = chance.set_axis(frame["child_id"])[one.sample["child_id"]].to_numpy()
    assert one.sample["inclusion_probability"].to_numpy() == pytest.approx(expected)


@pytest.mark.parametrize("wrong", [0, -1, None, np.inf])
def test_a_size_is_over_0(wrong):
    with pytest.raises(DataError, match="size: found 1 row without a size over 0"):
        inclusion_probabilities(pd.Series([1.0, wrong], name="size"), 1)


def test_no_more_than_there_are():
    with pytest.raises(StatisticsError, match="n: found 3; allowed: 0 to 2"):
        inclusion_probabilities(pd.Series([1, 2]), 3)
