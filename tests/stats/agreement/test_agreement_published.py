"""Every value of tests/published/agreement.json."""

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from qaanalysis.stats import agreement

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "published" / "agreement.json").read_text(encoding="utf-8")
)
CASES = {case["name"]: case for case in PUBLISHED["cases"]}
COEFFICIENTS = {
    "pa": "percent_agreement",
    "kappa": "cohen_kappa",
    "conger": "conger_kappa",
    "scott": "scott_pi",
    "fleiss": "fleiss_kappa",
    "gwet": "gwet_ac",
    "bp": "brennan_prediger",
    "alpha": "krippendorff_alpha",
}
WEIGHTS = ("unweighted", "linear", "quadratic", "ordinal")
COHEN_1968 = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
DIGITS = 1e-8  # intervals are stored to 8 decimals


def ratings_of(case):
    if "ratings" in case:
        return np.array(case["ratings"], dtype=float)
    cells = np.indices(np.shape(case["table"])).reshape(2, -1)
    return np.repeat(cells, np.ravel(case["table"]), axis=1).T


def compared(case, **options):
    if "table" in case:
        return agreement.from_table(case["table"], **options)
    return agreement.from_ratings(ratings_of(case), categories=case["categories"], **options)


def raters(case, *columns, **options):
    ratings = ratings_of(case)[:, columns]
    return agreement.from_ratings(ratings, categories=case["categories"], **options).cohen_kappa


def check_coefficient(case, name, expected):
    coefficient, weights, *finite = name.split("_")
    options = {"weights": weights, "population": 100 if finite else None}
    found = getattr(compared(case, **options), COEFFICIENTS[coefficient])
    assert found.estimate == pytest.approx(expected["value"], abs=case["tolerance"])
    assert found.se == pytest.approx(expected["se"], abs=case["tolerance"])
    if "ci95_t" in expected:
        assert [found.low, found.high] == pytest.approx(
            expected["ci95_t"], abs=max(case["tolerance"], DIGITS)
        )
    if "ci95_z" in expected:
        normal = getattr(compared(case, interval="normal", **options), COEFFICIENTS[coefficient])
        assert [normal.low, normal.high] == pytest.approx(
            expected["ci95_z"], abs=max(case["tolerance"], DIGITS)
        )


def check_test(found, expected, tolerance):
    assert found.statistic == pytest.approx(expected["value"], abs=tolerance)
    assert found.p_value == pytest.approx(expected["p"], abs=tolerance)
    if "df" in expected:
        assert found.df == expected["df"]
    else:
        assert math.isnan(found.df)


def check_bowker(case, expected):
    tolerance = case["tolerance"]
    check_test(agreement.bowker(case["table"], empty_pairs="count"), expected, tolerance)
    found = agreement.bowker(case["table"])
    assert found.df == expected["df_nonempty_pairs"]
    assert found.p_value == pytest.approx(expected["p_nonempty"], abs=tolerance)


SINGLE = {
    "kappa_cohen1968weights": lambda c: compared(c, weights=COHEN_1968).cohen_kappa,
    "kappa_quadratic_raters12": lambda c: raters(c, 0, 1, weights="quadratic"),
    "kappa_linear_raters12": lambda c: raters(c, 0, 1, weights="linear"),
    "kappa_raters23": lambda c: raters(c, 1, 2, weights="unweighted"),
    "light_kappa": lambda c: agreement.light_kappa(
        ratings_of(c), categories=c["categories"], weights="unweighted"
    ),
}
TESTS = {
    "stuart_maxwell": lambda c: agreement.stuart_maxwell(c["table"]),
    "bhapkar": lambda c: agreement.bhapkar(c["table"]),
    "mh_ordinal_z": lambda c: agreement.mean_shift(c["table"]),
}


@pytest.mark.parametrize(
    ("case", "name"), [(case, name) for case in CASES for name in CASES[case]["expected"]]
)
def test_published_value(case, name):
    case = CASES[case]
    expected, tolerance = case["expected"][name], case["tolerance"]
    if name.split("_")[0] in COEFFICIENTS and name.split("_")[1] in WEIGHTS and name not in SINGLE:
        check_coefficient(case, name, expected)
    elif name == "bowker":
        check_bowker(case, expected)
    elif name in TESTS:
        check_test(TESTS[name](case), expected, tolerance)
    elif name.startswith("kripp_alpha_"):
        found = agreement.krippendorff_alpha(ratings_of(case), level=name.split("_")[2])
        assert found.estimate == pytest.approx(expected["value"], abs=tolerance)
    elif name == "fleiss_z_null":
        found = agreement.fleiss_test(ratings_of(case), categories=case["categories"])
        assert found.statistic == pytest.approx(expected["value"], abs=tolerance)
    else:
        found = SINGLE[name](case)
        assert found.estimate == pytest.approx(expected["value"], abs=tolerance)
        if "se" in expected:
            assert found.se == pytest.approx(expected["se"], abs=tolerance)


def test_light_is_the_mean_over_pairs_of_raters():
    case = CASES["diagnoses_fleiss1971"]
    pairs = [raters(case, a, b).estimate for a, b in combinations(range(6), 2)]
    found = agreement.light_kappa(ratings_of(case), categories=case["categories"])
    assert found.estimate == pytest.approx(np.mean(pairs))


def test_published_moderation_went_one_way():
    # 60 moderated: 29 supported, 31 downgraded, none upgraded (committee report, February 2024).
    found = agreement.direction([[10, 0, 0], [22, 12, 0], [0, 9, 7]])
    assert (found.n_same, found.n_lower, found.n_higher) == (29, 31, 0)
    assert [found.same.low, found.same.high] == pytest.approx([0.362, 0.607], abs=5e-4)
    assert found.p_value == pytest.approx(2 * 0.5**31)
