"""Differences of auditors from moderators: shrinkage helps, and chance flags next to nobody."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from qaanalysis.errors import DisclosureError
from qaanalysis.metrics import leniency
from qaanalysis.metrics.moderation import moderated
from qaanalysis.metrics.pseudonyms import pseudonyms


def made_pairs(above, auditors) -> pd.DataFrame:
    """Return pairs in which the auditor is `above` grades above the moderator."""
    return pd.DataFrame(
        {
            "steps": -np.asarray(above, dtype=float),
            "auditor": auditors,
            "auditor_grade": "Good",
        }
    )


def drawn(rng, probability, sizes) -> tuple[pd.DataFrame, list[str]]:
    names = [f"Auditor {i}" for i in range(len(sizes))]
    above = rng.binomial(1, np.repeat(np.broadcast_to(probability, len(sizes)), sizes))
    return made_pairs(above, np.repeat(names, sizes)), names


def test_nothing_is_shown_unless_asked_for(audits, tables, run):
    pairs = moderated.pairs(audits, tables["moderations"], as_at=run.as_at)
    off = leniency.differences(pairs, key="secret")
    assert off.auditors.empty
    assert off.reason == leniency.NOT_WANTED


def test_nobody_in_the_example_has_enough_moderated_audits(audits, tables, run):
    pairs = moderated.pairs(audits, tables["moderations"], as_at=run.as_at)
    found = leniency.differences(pairs, key="secret", wanted=True)
    assert found.auditors.empty
    assert found.n_left_out == 37
    assert found.reason == "no auditor has 10 or more moderated audits"
    # 31 pairs one or two grades down, two of them by two.
    assert found.mean == pytest.approx(33 / 60)
    assert "coaching" in found.note


def test_shrunk_means_agree_with_the_formula_by_hand():
    above = [0, 1, 1, 0, 2, 1, 0, 0, 0, 1, 1, 1]
    auditors = list("aaaabbbbcccc")
    found = leniency.differences(made_pairs(above, auditors), key="k", wanted=True, least=4)
    groups = {
        name: [s for s, a in zip(above, auditors, strict=True) if a == name] for name in "abc"
    }
    means = {name: sum(g) / 4 for name, g in groups.items()}
    within = sum((s - means[n]) ** 2 for n, g in groups.items() for s in g) / 9
    grand = sum(above) / 12
    between = max(0, (sum(4 * (m - grand) ** 2 for m in means.values()) / 2 - within) / 4)
    kept = between / (between + within / 4)
    names = pseudonyms("abc", kind="auditor", key="k")
    for name, mean in means.items():
        row = found.auditors.loc[names[name]]
        assert row["steps_above"] == pytest.approx(mean)
        assert row["shrunk_steps_above"] == pytest.approx(grand + kept * (mean - grand))
    assert found.within_sd == pytest.approx(within**0.5)
    assert found.between_sd == pytest.approx(between**0.5)


def test_funnel_limits_are_those_of_the_binomial():
    # One pair in four is a grade apart: the mean of n draws is a binomial's share.
    rng = np.random.default_rng(4)
    sizes = [12, 20, 28]
    above = rng.permutation([1] * 15 + [0] * 45)
    names = np.repeat(["a", "b", "c"], sizes)
    found = leniency.differences(made_pairs(above, names), key="k", wanted=True)
    for n, row in found.funnel.iterrows():
        assert row["upper"] * n == pytest.approx(binom.isf(0.001, n, 0.25))
        assert row["lower"] * n == pytest.approx(binom.ppf(0.001, n, 0.25))
        assert row["upper_95"] * n == pytest.approx(binom.isf(0.025, n, 0.25))
        assert row["lower_95"] * n == pytest.approx(binom.ppf(0.025, n, 0.25))
    assert found.funnel.index.tolist() == list(range(10, 29))


def test_shrinkage_reduces_the_error_and_its_intervals_hold():
    rng = np.random.default_rng(11)
    raw = shrunk = held = n = 0.0
    for _ in range(40):
        sizes = rng.integers(10, 41, 40)
        truth = np.clip(rng.normal(0.5, 0.15, 40), 0.05, 0.95)
        pairs, names = drawn(rng, truth, sizes)
        found = leniency.differences(pairs, key="k", wanted=True).auditors
        coded = pseudonyms(names, kind="auditor", key="k")
        true = pd.Series(truth, [coded[name] for name in names]).loc[found.index]
        raw += ((found["steps_above"] - true) ** 2).sum()
        shrunk += ((found["shrunk_steps_above"] - true) ** 2).sum()
        held += true.between(
            found["shrunk_steps_above_low"], found["shrunk_steps_above_high"]
        ).sum()
        n += len(true)
    assert shrunk < 0.8 * raw
    assert 0.92 < held / n < 0.97


@pytest.mark.parametrize("probability", [0.5, 0.05, 0.01])
def test_of_auditors_all_alike_next_to_none_is_an_outlier(probability):
    rng = np.random.default_rng(12)
    flagged = [
        leniency.differences(
            drawn(rng, probability, rng.integers(10, 41, 40))[0], key="k", wanted=True
        )
        .auditors["outlier"]
        .sum()
        for _ in range(50)
    ]
    assert sum(flagged) / (50 * 40) <= 0.005


def test_an_auditor_far_from_all_others_is_an_outlier_either_way():
    rng = np.random.default_rng(13)
    chance = np.full(40, 0.5)
    chance[0], chance[1] = 1.0, 0.0
    pairs, names = drawn(rng, chance, np.full(40, 20))
    found = leniency.differences(pairs, key="k", wanted=True).auditors
    coded = pseudonyms(names, kind="auditor", key="k")
    assert set(found.index[found["outlier"]]) == {coded[names[0]], coded[names[1]]}


def test_between_the_95_and_the_998_limits_nobody_is_an_outlier():
    # 20 audits each, half of all a grade apart: 95% limits are 6 and 14, 99.8% limits 3 and 17.
    apart = {"a": 16, "b": 10, "c": 9, "d": 5}
    above = [int(i < k) for k in apart.values() for i in range(20)]
    found = leniency.differences(
        made_pairs(above, np.repeat(list(apart), 20)), key="k", wanted=True
    )
    limits = found.funnel.loc[20]
    assert (limits[["lower", "lower_95", "upper_95", "upper"]] * 20).tolist() == [3, 6, 14, 17]
    assert not found.auditors["outlier"].any()
    outside = (found.auditors["steps_above"] > limits["upper_95"]) | (
        found.auditors["steps_above"] < limits["lower_95"]
    )
    assert outside.sum() == 2


def test_rows_are_in_no_order_of_merit_and_name_nobody():
    rng = np.random.default_rng(14)
    pairs, names = drawn(rng, rng.uniform(0, 1, 30), np.full(30, 12))
    found = leniency.differences(pairs, key="k", wanted=True).auditors
    assert found.index.is_monotonic_increasing
    assert not found["steps_above"].is_monotonic_increasing
    assert not any(name in text for name in names for text in found.index)
    assert "auditor" not in [*found.columns, found.index.name]


def test_pseudonyms_are_stable_keyed_and_kept_apart_by_kind():
    one = pseudonyms(["A. One", "B. Two"], kind="auditor", key="secret")
    again = pseudonyms(["B. Two", "C. Three", "A. One"], kind="auditor", key="secret")
    assert one["A. One"] == again["A. One"]
    assert one["A. One"] != pseudonyms(["A. One"], kind="auditor", key="other")["A. One"]
    rater = pseudonyms(["A. One"], kind="rater", key="secret")["A. One"]
    assert rater.split()[1] != one["A. One"].split()[1]
    with pytest.raises(DisclosureError, match="secret key"):
        pseudonyms(["A. One"], kind="auditor", key="")


def test_pseudonyms_are_as_long_as_needed_to_differ():
    many = [f"Person {i}" for i in range(120_000)]
    assert len(set(pseudonyms(many, kind="rater", key="k").values())) == len(many)


@pytest.mark.parametrize(
    ("above", "auditors", "reason"),
    [
        ([], [], moderated.NOBODY),
        ([1] * 12, ["a"] * 12, leniency.TOO_FEW_AUDITORS),
        ([1] * 12 + [0] * 12, ["a"] * 12 + ["b"] * 12, leniency.NO_VARIANCE),
        ([0] * 24, ["a"] * 12 + ["b"] * 12, leniency.NO_VARIANCE),
        ([1, 0], ["a", "b"], "no auditor has 10 or more moderated audits"),
    ],
)
def test_too_little_ends_in_a_reason(above, auditors, reason):
    found = leniency.differences(made_pairs(above, auditors), key="k", wanted=True)
    assert found.reason == reason
    assert found.auditors["shrunk_steps_above"].isna().all()
