"""The moderation sample: who may be drawn, who is, who moderates, and what is said of the rest."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moderation_registers import (
    EARLY,
    GRADES,
    LATE,
    TEAMS,
    audit,
    audits,
    moderations,
    moderators,
    plan,
    plans,
    rows,
)

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.moderation_sample import Plan

quick = settings(max_examples=8, deadline=None)
UNTIL = dt.date(2023, 12, 20)


def drawn(register, done=None, people=None, **changes):
    asked = plan(**changes)
    frame = moderation_sample.frame(audits(register), moderations(done or ()), plan=asked)
    people = moderators() if people is None else people
    return moderation_sample.drawn(frame, people, plan=asked)


moderated = st.lists(
    st.tuples(
        st.integers(0, 24).map("QA{:03d}".format),
        st.sampled_from(["2023-11-28", "2023-08-01", "2023-02-01", "2023-12-15"]),
    ),
    max_size=8,
    unique_by=lambda pair: pair[0],
)


def check_places(frame, register, asked):
    """Every returned audit is in the frame's table, and the steps count each once."""
    last = pd.Timestamp(asked.late_until or asked.as_at)
    draw = moderation_sample.drawn(frame, moderators(), plan=asked)
    expected = [
        row[0]
        for row in register
        if row[3] and pd.Timestamp(row[3]) <= last
        if row[5] == "2023-11" and row[6] == "Individual"
    ]
    assert draw.audits["audit_id"].tolist() == sorted(expected)
    n = draw.audits["place"].value_counts()
    steps = draw.steps.set_index("step")["n"]
    assert steps["returned"] == len(expected) == n.sum()
    assert steps["eligible"] == len(expected) - n.get("without a grade", 0)
    assert steps["frame"] == steps["eligible"] - n.get("already moderated", 0)
    assert steps["sample"] == n.get("selected", 0)
    assert steps["reserves"] == n.get("reserve", 0)
    drawable = n.reindex(["selected", "reserve", "not drawn"], fill_value=0)
    assert drawable.sum() == steps["frame"]
    return draw


def check_target(frame, draw, asked):
    """The target is met exactly, or a sentence says why it isn't."""
    early = frame[(frame["place"] == "in the frame") & ~frame["late"]]
    certain = early[early["auditor_grade"].isin(asked.take_all)]
    sample = draw.sample[~draw.sample["late"]]
    assert len(sample) == max(min(asked.target, len(early)), len(certain))
    assert set(certain["audit_id"]) <= set(sample["audit_id"])
    said = " ".join(draw.unmet)
    assert ("The target of" in said) == (0 < len(early) < asked.target)
    assert ("more than the target" in said) == (len(certain) > asked.target)
    assert ("is left to moderate" in said) == early.empty


def check_auditors(frame, draw):
    """Whoever is due and has no audit in the sample is counted in a sentence."""
    early = frame[(frame["place"] == "in the frame") & ~frame["late"]]
    served = draw.sample.loc[~draw.sample["late"], "auditor"]
    n = len(set(early.loc[early["auditor_due"], "auditor"]) - set(served))
    said = [int(text.split()[0]) for text in draw.unmet if "can't have one this time" in text]
    assert said == ([n] if n else [])


def check(register, done, asked):
    frame = moderation_sample.frame(audits(register), moderations(done), plan=asked)
    draw = check_places(frame, register, asked)
    check_target(frame, draw, asked)
    check_auditors(frame, draw)
    weights = draw.sample["weight"] * draw.sample["inclusion_probability"]
    assert weights.to_numpy() == pytest.approx(1)
    assert (draw.sample["auditor"] != draw.sample["moderator"]).all()


@quick
@given(rows(), moderated, plans())
def test_every_audit_has_one_place_and_every_constraint_is_met_or_said(register, done, asked):
    check(register, done, asked)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(rows(), moderated, plans())
def test_every_audit_has_one_place_whatever_the_register(register, done, asked):
    check(register, done, asked)


@quick
@given(rows(), moderated, plans(), st.randoms())
def test_the_order_of_rows_counts_nothing(register, done, asked, random):
    frames = []
    for _ in range(2):
        made = moderation_sample.frame(audits(register), moderations(done), plan=asked)
        order = list(range(len(made)))
        random.shuffle(order)
        frames.append(made.iloc[order])
        random.shuffle(register)
        random.shuffle(done)
    one, other = (moderation_sample.drawn(f, moderators(), plan=asked) for f in frames)
    pd.testing.assert_frame_equal(one.audits, other.audits)
    assert one.unmet == other.unmet


@quick
@given(rows(min_size=1), moderated, plans(late_until=UNTIL))
def test_audits_returned_after_the_draw_change_nobody_elses_place_or_moderator(
    register, done, asked
):
    before = dataclasses.replace(asked, late_until=None)
    draws = [
        moderation_sample.drawn(
            moderation_sample.frame(audits(register), moderations(done), plan=one),
            moderators(),
            plan=one,
        ).audits
        for one in (before, asked)
    ]
    columns = ["audit_id", "place", "number", "inclusion_probability", "moderator"]
    kept = draws[1][~draws[1]["late"]][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, draws[0][columns])
    late = {row[0] for row in register if row[3] == LATE}
    assert set(draws[1].loc[draws[1]["late"], "audit_id"]) <= late


@quick
@given(rows(min_size=1), st.sampled_from(GRADES))
def test_a_late_entry_loses_nobody(register, grade):
    before = drawn(register, target=6, reserves=3).audits.set_index("audit_id")
    after = drawn([*register, audit(900, "New", grade)], target=6, reserves=3).audits
    after = after.set_index("audit_id")
    assert set(after.index) == {*before.index, "QA900"}
    # The chance numbers of the others are what they were: only the newcomer comes between them.
    same = before.index[(before["stratum"] == after["stratum"].reindex(before.index)).fillna(False)]
    for _, group in before.loc[same].groupby("stratum"):
        order = group.sort_values("number").index
        again = after.loc[order, "number"]
        assert again.is_monotonic_increasing


def test_who_leaves_the_sample_for_a_newcomer_is_the_first_reserve():
    register = [audit(i, f"Auditor {i}") for i in range(20)]
    asked = {"target": 5, "take_all": (), "auditor_every": 1}
    before = drawn(register, **asked).sample["audit_id"]
    displaced = 0
    for i in range(10):
        draw = drawn([*register, audit(900 + i, f"New {i}")], **asked)
        left = set(before) - set(draw.sample["audit_id"])
        displaced += len(left)
        assert len(left) <= 1
        assert left <= set(draw.reserves.loc[draw.reserves["number"] == 6, "audit_id"])
    assert 0 < displaced < 10


def test_what_can_be_drawn_is_returned_graded_individual_of_the_month_and_not_moderated():
    register = [
        audit(1),
        audit(2, on=None),
        audit(3, grade=None),
        audit(4, kind="Themed"),
        audit(5, month="2023-10"),
        audit(6, on="2023-12-05"),
        audit(7),
        audit(8),
    ]
    done = [("QA007", "2023-11-30"), ("QA008", "2023-12-05")]
    frame = moderation_sample.frame(audits(register), moderations(done), plan=plan())
    assert dict(zip(frame["audit_id"], frame["place"], strict=True)) == {
        "QA001": "in the frame",
        "QA003": "without a grade",
        "QA007": "already moderated",
        "QA008": "in the frame",
    }
    both = moderation_sample.frame(
        audits(register), moderations(done), plan=plan(months=("2023-10", "2023-11"))
    )
    assert "QA005" in set(both["audit_id"])


def test_an_auditor_is_due_who_was_not_moderated_in_the_last_months():
    register = [
        audit(1, "Recent"),
        audit(2, "Long ago"),
        audit(3, "Never"),
        audit(11, "Recent", month="2023-06"),
        audit(12, "Long ago", month="2023-05"),
    ]
    # The draw is on 4 December 2023: six months back is 4 June.
    done = [("QA011", "2023-06-05"), ("QA012", "2023-06-04")]
    frame = moderation_sample.frame(audits(register), moderations(done), plan=plan())
    due = frame.set_index("auditor")["auditor_due"].to_dict()
    assert due == {"Recent": False, "Long ago": True, "Never": True}


def test_every_auditor_due_has_an_audit_when_the_target_allows_it():
    register = [audit(i, f"Auditor {i % 12}", GRADES[i % 3]) for i in range(30)]
    draw = drawn(register, [("QA000", "2023-11-28")], target=25)
    able = draw.audits[draw.audits["auditor_due"]]["auditor"]
    assert able.nunique() == 11
    assert set(able) <= set(draw.sample["auditor"])


@quick
@given(rows(min_size=4), st.integers(1, 12))
def test_auditors_due_come_before_others_and_nobody_twice_before_all_once(register, target):
    asked = plan(target=target, least=0, take_all=())
    done = [(register[0][0], "2023-11-28")]
    frame = moderation_sample.frame(audits(register), moderations(done), plan=asked)
    draw = moderation_sample.drawn(frame, moderators(), plan=asked)
    able = frame[frame["auditor_due"] & (frame["place"] == "in the frame")]["auditor"]
    served = draw.sample[draw.sample["part"] == "due"]["auditor"]
    waiting = set(able) - set(served)
    if waiting:
        assert (draw.sample["part"] == "due").all()
        assert not served.duplicated().any()
        said = next(text for text in draw.unmet if "can't have one this time" in text)
        assert said.startswith(f"{len(waiting)} of {able.nunique()} auditor")


def test_the_target_said_to_reach_all_reaches_all():
    register = [audit(i, f"Auditor {i % 12}", GRADES[i % 4]) for i in range(30)]
    done = [("QA000", "2023-11-28"), ("QA001", "2023-11-28"), ("QA002", "2023-11-28")]
    few = drawn(register, done, target=17)
    said = next(text for text in few.unmet if "would reach all" in text)
    target = int(said.rsplit("target of ", 1)[1].split()[0])
    enough, short = (drawn(register, done, target=n) for n in (target, target - 1))
    assert not any("would reach all" in text for text in enough.unmet)
    assert any("would reach all" in text for text in short.unmet)


def test_every_stratum_has_the_least_so_that_every_audit_has_a_chance():
    register = [audit(i, f"Auditor {i}", GRADES[1 + i % 2]) for i in range(20)]
    register += [audit(50 + i, "Seen", GRADES[1 + i % 2]) for i in range(6)]
    done = [("QA050", "2023-11-28")]
    draw = drawn(register, done, target=9, least=1)
    assert (draw.strata["n_selected"] >= 1).all()
    assert (draw.audits["inclusion_probability"].dropna() > 0).all()
    strict = drawn(register, done, target=9, least=0)
    assert set(strict.sample["part"]) == {"due"}
    assert any(
        text.startswith(
            "5 audits had no chance of being drawn (other audits graded Good, other audits graded "
            "Requires Improvement): "
        )
        for text in strict.unmet
    )


def test_fewer_places_than_strata_is_said():
    register = [audit(1, "A", "Good"), audit(2, "B", "Requires Improvement")]
    draw = drawn(register, target=1)
    assert len(draw.sample) == 1
    assert any("had no chance of being drawn" in text for text in draw.unmet)


def test_reserves_follow_in_each_stratum_and_never_overlap():
    register = [audit(i, f"Auditor {i}", GRADES[1 + i % 2]) for i in range(20)]
    draw = drawn(register, target=6, reserves=3)
    for _, group in draw.audits.groupby("stratum"):
        chosen = group[group["place"] == "selected"]["number"].max()
        assert group[group["place"] == "reserve"]["number"].tolist() != []
        spare = sorted(group[group["place"] == "reserve"]["number"])
        assert spare == [chosen + 1, chosen + 2, chosen + 3]


def test_which_audits_lack_reserves_is_said_in_words():
    register = [audit(1, "A", "Good"), *(audit(i, f"Seen {i}", "Good") for i in (2, 3))]
    draw = drawn(register, [("QA002", "2023-11-28"), ("QA003", "2023-11-28")], target=1, reserves=2)
    assert draw.unmet == ()  # nobody else is left at all
    register += [audit(i, "Seen 2", "Requires Improvement") for i in (4, 5)]
    draw = drawn(register, [("QA002", "2023-11-28"), ("QA003", "2023-11-28")], target=2, reserves=2)
    assert draw.unmet[-1] == (
        "Not every group of audits has its 2 reserves, as no more are left to draw: audits of "
        "auditors who are due and whose lowest grade is Good (0 reserves), other audits graded "
        "Requires Improvement (1 reserve)."
    )


def test_no_moderator_is_the_auditor_or_of_the_team_that_holds_the_case():
    register = [audit(i, f"Moderator {i % 4}", team=TEAMS[i % 3]) for i in range(24)]
    people = moderators(4, ["North", "South", None, None])
    draw = drawn(register, people=people, target=24, take_all=())
    both = draw.sample.merge(people, on="moderator", suffixes=("", "_own"), validate="m:1")
    assert len(both) == 24
    assert (both["auditor"] != both["moderator"]).all()
    assert not (both["team"].astype("str") == both["team_own"]).any()
    assert draw.allocation.loads["n_cases"].max() - draw.allocation.loads["n_cases"].min() <= 1


def test_an_audit_nobody_may_moderate_is_said_and_the_rest_is_allocated():
    register = [audit(1, "Moderator 0", "Inadequate"), audit(2, "Auditor B", "Inadequate")]
    draw = drawn(register, people=moderators(1), target=2)
    given_to = draw.sample.set_index("audit_id")["moderator"]
    assert pd.isna(given_to["QA001"])
    assert given_to["QA002"] == "Moderator 0"
    assert any("1 case isn't allocated" in text and "QA001" in text for text in draw.unmet)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_audits_end_in_plain_sentences(n):
    draw = drawn([audit(i, f"Auditor {i}") for i in range(n)])
    assert len(draw.sample) == n
    expected = (
        "The target of 8 can't be reached: all 1 in the frame are taken."
        if n == 1
        else f"The target of 8 can't be reached: all {n} in the frame are taken."
    )
    nothing = "No returned audit of 2023-11 is left to moderate."
    assert draw.unmet == ((expected,) if n else (nothing,))
    assert "<p>" in draw._repr_html_()


def test_waiting_auditors_are_said_without_their_names():
    register = [audit(1, "Ungraded", None), audit(2, "Late", on=LATE), audit(3, "C"), audit(4, "D")]
    for seed in range(6):
        draw = drawn(register, target=1, late_until=UNTIL, seed=str(seed), seed_reason="test")
        said = " ".join(draw.unmet)
        assert "1 auditor not moderated in the 6 months before the draw returned no audit" in said
        late = draw.audits.set_index("audit_id").loc["QA002", "place"]
        assert ("returned late" in said) == (late == "not drawn")
        assert "Ungraded" not in said


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": 0}, "target: found 0; allowed: a whole number of 1 or more"),
        ({"target": 2.5}, "target: found 2.5"),
        ({"auditor_every": 0}, "auditor_every: found 0"),
        ({"reserves": -1}, "reserves: found -1"),
        ({"months": ("Nov 2023",)}, "months: found"),
        ({"months": ()}, "months: found"),
        ({"late_until": dt.date(2023, 12, 4)}, "late_until: found 2023-12-04; allowed: after"),
        ({"seed": "lucky"}, "seed_reason: found none; needed: why the seed isn't Trust/moderation"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(changes, message):
    with pytest.raises(StatisticsError, match=message):
        plan(**changes)


def test_a_plan_comes_back_from_its_plain_form():
    asked = plan(late_until=UNTIL, seed="other", seed_reason="the first draw was leaked")
    assert Plan.from_plain(asked.plain()) == asked
    assert asked.key == "other"
    with pytest.raises(StatisticsError, match="plan: found fields"):
        Plan.from_plain({**asked.plain(), "code": "import os"})


def test_a_grade_off_the_scale_and_a_bad_register_are_refused():
    register = audits([audit(1), audit(2)])
    with pytest.raises(StatisticsError, match=r"take_all: found Poor; allowed: Outstanding, Good"):
        moderation_sample.frame(register, moderations(), plan=plan(take_all=("Poor",)))
    with pytest.raises(DataError, match="audit_id: found 1 row repeating"):
        moderation_sample.frame(register.assign(audit_id="QA001"), moderations(), plan=plan())
    with pytest.raises(DataError, match="auditor_grade: found"):
        moderation_sample.frame(register.assign(auditor_grade="Good"), moderations(), plan=plan())
    with pytest.raises(DataError, match="found 2 rows without audit_id or auditor"):
        moderation_sample.frame(register.assign(auditor=None), moderations(), plan=plan())


def test_the_day_of_the_draw_counts_as_before_it():
    register = [audit(1, on="2023-12-04"), audit(2, on=EARLY)]
    assert len(drawn(register).audits) == 2
