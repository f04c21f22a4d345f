"""Over many seeds every child is selected as often as its probability says, by every design."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from qaanalysis.sampling.pps import in_proportion, inclusion_probabilities
from qaanalysis.sampling.select import selected
from qaanalysis.sampling.siblings import stands_for_family
from qaanalysis.sampling.systematic import every_kth

CHILDREN = [f"C{i:02d}" for i in range(12)]
TEAMS = list("NNNNNNNSSSSS")
SIZES = [1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 40]
FRAME = pd.DataFrame({"child_id": CHILDREN, "team": TEAMS, "size": SIZES})
# Families of 1, 2, 4 and 5 children; two families of the four are drawn.
FAMILIES = pd.Series(list("abbccccddddd"))


def simple(seed):
    return selected(FRAME, unit="child_id", seed=seed, sizes=5).sample["child_id"]


def stratified(seed):
    sizes = {"N": 2, "S": 3}
    return selected(FRAME, unit="child_id", seed=seed, sizes=sizes, strata="team").sample[
        "child_id"
    ]


def systematic(seed):
    return every_kth(FRAME, unit="child_id", seed=seed, n=5, by="team").sample["child_id"]


def pps(seed):
    return in_proportion(FRAME, unit="child_id", seed=seed, n=4, size="size").sample["child_id"]


def one_of_each_family(seed):
    first = stands_for_family(FRAME, FAMILIES, unit="child_id", how="random", seed=seed)
    able = FRAME[first].assign(family=FAMILIES[first])
    drawn = selected(able, unit="family", seed=seed, sizes=2).sample["family"]
    return able.loc[able["family"].isin(drawn), "child_id"]


def families(seed):
    frame = pd.DataFrame({"family": list("abcd")})
    drawn = selected(frame, unit="family", seed=seed, sizes=2).sample["family"]
    return FRAME.loc[FAMILIES.isin(drawn), "child_id"]


CHANCES = {
    simple: [5 / 12] * 12,
    stratified: [2 / 7] * 7 + [3 / 5] * 5,
    systematic: [5 / 12] * 12,
    # By Tillé's definition: 40 of 82 is over a fourth, so certain; the rest share 3 by size.
    pps: [3 * size / 42 for size in SIZES[:-1]] + [1],
    one_of_each_family: [0.5 / n for n in [1] + [2] * 2 + [4] * 4 + [5] * 5],
    families: [0.5] * 12,
}


def fits(design, n_seeds):
    """Tell whether counts fit, by a chi-square that takes how units go together from the draws."""
    place = {child: i for i, child in enumerate(CHILDREN)}
    drawn = np.zeros((n_seeds, len(CHILDREN)))
    for i in range(n_seeds):
        drawn[i, [place[child] for child in design(f"{design.__name__} {i}")]] = 1
    off = drawn.mean(0) - CHANCES[design]
    size, way = np.linalg.eigh(np.cov(drawn, rowvar=False) / n_seeds)
    varies = size > 1e-9 * size.max()
    along = way.T @ off
    statistic = (along[varies] ** 2 / size[varies]).sum()
    # What can't vary, such as the total, must be right to the last digit.
    assert np.abs(along[~varies]).max(initial=0) < 1e-9
    return 0.0005 < chi2.sf(statistic, varies.sum()) < 0.9995


def test_pps_has_the_probabilities_that_are_expected():
    assert inclusion_probabilities(FRAME["size"], 4).tolist() == pytest.approx(CHANCES[pps])


@pytest.mark.parametrize("design", CHANCES, ids=lambda design: design.__name__)
def test_every_child_is_selected_as_often_as_its_chance_says(design):
    assert fits(design, 300)


# The others choose by `selected` alone, which test_select tries with as many seeds.
@pytest.mark.slow
@pytest.mark.parametrize(
    "design", [systematic, pps, one_of_each_family], ids=lambda design: design.__name__
)
def test_every_child_is_selected_as_often_as_its_chance_says_over_2_000_seeds(design):
    # benchmarks/selection_chances.py tries 20,000, which takes minutes for each design.
    assert fits(design, 2_000)


def test_one_key_for_both_choices_would_be_found_out(monkeypatch):
    """The trap that two keys avoid: large families would be drawn more often."""
    from qaanalysis.sampling import siblings

    own = siblings.numbers
    monkeypatch.setattr(
        siblings, "numbers", lambda ids, seed: own(ids, seed=seed.removesuffix("/sibling"))
    )

    def by_child(seed):
        first = stands_for_family(FRAME, FAMILIES, unit="child_id", how="random", seed=seed)
        return selected(FRAME[first], unit="child_id", seed=seed, sizes=2).sample["child_id"]

    monkeypatch.setitem(CHANCES, by_child, CHANCES[one_of_each_family])
    assert not fits(by_child, 500)
