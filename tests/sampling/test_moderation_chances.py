"""The stated probabilities of the moderation sample, against how often audits are drawn.

`copied` makes many copies of a frame, each with its own names for audits, auditors and strata, so
that one call draws all copies independently; the slow test draws one frame with many seeds.
"""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from moderation_registers import GRADES, LATE, audit, audits, moderations, plan
from scipy.stats import norm

from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.moderation_sample.chances import chances
from qaanalysis.sampling.moderation_sample.places import placed
from qaanalysis.sampling.moderation_sample.strata import Sizes, sizes, stratified

_, GOOD, RI, POOR = GRADES
# Auditors due: A (3 audits), B (2), C, D, E; one of E's is taken anyway, which serves E. F and G
# were moderated in November. Two audits came after the draw.
REGISTER = [
    *[audit(i, "A", grade) for i, grade in enumerate((GOOD, GOOD, RI))],
    *[audit(3 + i, "B", GOOD) for i in range(2)],
    audit(5, "C", RI),
    audit(6, "D", GOOD),
    audit(7, "E", POOR),
    audit(8, "E", GOOD),
    *[audit(9 + i, "F", (GOOD, RI)[i % 2]) for i in range(5)],
    *[audit(14 + i, "G", GOOD) for i in range(3)],
    audit(20, "A", GOOD, LATE),
    audit(21, "H", POOR, LATE),
    audit(30, "F", GOOD),
    audit(31, "G", GOOD),
]
DONE = [("QA030", "2023-11-28"), ("QA031", "2023-11-28")]


def asked(**changes):
    return plan(take_all=("Inadequate",), late_until=dt.date(2023, 12, 20), **changes)


def frame_of(choice):
    frame = moderation_sample.frame(audits(REGISTER), moderations(DONE), plan=choice)
    return frame[frame["place"] == "in the frame"].reset_index(drop=True)


def copied(found, table, n):
    """Return n copies of stratified audits and of the sizes, with names of their own."""
    copy = np.repeat(np.arange(n), len(found)).astype(str)
    many = pd.concat([found] * n, ignore_index=True)
    for column in ("audit_id", "auditor", "stratum"):
        many[column] = many[column].astype(str) + "/" + copy
    tables = [table.table.set_axis(table.table.index + f"/{i}") for i in range(n)]
    return many, Sizes(pd.concat(tables), table.to_reach_all)


def taken(choice, n):
    """Return the stated chances and how often each audit was drawn in n copies."""
    found = stratified(frame_of(choice), choice)
    table = sizes(found, choice)
    many, tables = copied(found, table, n)
    drawn = placed(many, tables, choice)["place"].to_numpy() == "selected"
    return found, chances(found, table), drawn.reshape(n, len(found))


def check(stated, drawn):
    """Compare frequencies with chances; certainties exactly, others by a z of all of them."""
    n = len(drawn)
    counts, p = drawn.sum(axis=0), stated.to_numpy()
    certain = (p == 0) | (p == 1)
    assert (counts[certain] == n * p[certain]).all()
    z = (counts - n * p)[~certain] / np.sqrt(n * p * (1 - p))[~certain]
    assert (np.abs(z) < norm.isf(0.0005 / len(p))).all()


# From nobody of the others to the whole frame: auditors due left out, all just reached, others
# in part, second audits in part.
TARGETS = (1, 3, 5, 8, 10, 13, 15, 16, 17)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("least", [0, 1])
def test_audits_are_drawn_as_often_as_their_chance_says(target, least):
    _, stated, drawn = taken(asked(target=target, least=least), 400)
    check(stated, drawn)


@pytest.mark.parametrize("target", TARGETS)
def test_the_number_drawn_is_fixed_but_for_late_audits(target):
    found, stated, drawn = taken(asked(target=target), 200)
    early = ~found["late"].to_numpy()
    assert (drawn[:, early].sum(axis=1) == min(target, early.sum())).all()
    assert stated[early].sum() == pytest.approx(min(target, early.sum()))


@pytest.mark.parametrize("target", [8, 10, 16])
def test_weighted_counts_are_right_on_average_by_grade(target):
    found, stated, drawn = taken(asked(target=target), 1000)
    for grade in (GOOD, RI, POOR):
        of_grade = (found["auditor_grade"] == grade).to_numpy()
        totals = (drawn * of_grade / stated.to_numpy()).sum(axis=1)
        error = totals.std(ddof=1) / np.sqrt(len(totals))
        assert abs(totals.mean() - of_grade.sum()) <= 4 * error + 1e-9


def test_the_chances_by_hand():
    # 17 audits by the day of the draw. E's Inadequate is taken. Due: A stands with the lowest
    # grade given, so A and C under Requires Improvement, B and D under Good. Others: E's Good, F's
    # and G's: Good 7, Requires Improvement 2. Target 10: 1, then 4 auditors, then 5 of 9 others:
    # 5 × 7/9 = 3.9 and 5 × 2/9 = 1.1, so 4 and 1. Late: 9 of 16 of the rest were drawn.
    found, stated, _ = taken(asked(target=10), 1)
    by_audit = dict(zip(found["audit_id"], stated, strict=True))
    expected = {
        **dict.fromkeys(["QA000", "QA001", "QA002"], 1 / 3),
        **dict.fromkeys(["QA003", "QA004"], 1 / 2),
        **dict.fromkeys(["QA005", "QA006", "QA007", "QA021"], 1),
        **dict.fromkeys(["QA008", "QA009", "QA011", "QA013", "QA014", "QA015", "QA016"], 4 / 7),
        **dict.fromkeys(["QA010", "QA012"], 1 / 2),
        "QA020": 9 / 16,
    }
    assert by_audit == pytest.approx(expected)
    # Target 3, least 1: 1, then one of each stratum of others, which leaves no place for those due.
    scarce = taken(asked(target=5), 1)[1]
    assert scarce[:3].tolist() == pytest.approx([1 / 2 * 1 / 3] * 3)
    assert scarce[5] == pytest.approx(1 / 2)
    # Target 16: 1 + 4 + 9 leave 2 for second audits: 1 of A's 2 others, and B's 1 other.
    full = taken(asked(target=16), 1)[1]
    assert full[:3].tolist() == pytest.approx([1 / 3 + 2 / 3 * 1 / 2] * 3)
    assert full[3:5].tolist() == pytest.approx([1, 1])


@pytest.mark.slow
@pytest.mark.parametrize("target", [1, 5, 8, 16])
def test_audits_are_drawn_as_often_as_their_chance_says_in_20_000_copies(target):
    _, stated, drawn = taken(asked(target=target), 20_000)
    check(stated, drawn)


@pytest.mark.slow
def test_audits_are_drawn_as_often_as_their_chance_says_over_1_000_seeds():
    choice = asked(target=10)
    found = stratified(frame_of(choice), choice)
    table = sizes(found, choice)
    drawn = np.empty((1_000, len(found)), dtype=bool)
    for i in range(len(drawn)):
        seeded = dataclasses.replace(choice, seed=f"chances/{i}", seed_reason="simulation")
        drawn[i] = placed(found, table, seeded)["place"].to_numpy() == "selected"
    check(chances(found, table), drawn)
