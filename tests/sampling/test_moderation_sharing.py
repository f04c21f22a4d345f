"""Who moderates: nobody of the case's or the auditor's team, and nobody where nobody is known."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moderation_registers import AUDITORS, GRADES, TEAMS, audit, audits, moderations, moderators
from moderation_registers import plan as plan_of

from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.moderation_sample.kept_apart import checkable
from qaanalysis.sampling.moderation_sample.sharing import NOBODY, for_reserve, shared_out

REGISTER = [audit(i, AUDITORS[i % 8], GRADES[i % 4], team=TEAMS[i % 3]) for i in range(24)]


def drawn(people, own_teams=None, register=REGISTER, **changes):
    asked = plan_of(**changes)
    frame = audits(register)
    if own_teams is not None:
        frame = frame.assign(auditor_team=own_teams)
    made = moderation_sample.frame(frame, moderations(), plan=asked)
    return moderation_sample.drawn(made, people, plan=asked)


teams = st.sampled_from([*TEAMS, None])


@settings(max_examples=20, deadline=None)
@given(st.lists(teams, min_size=24, max_size=24), st.lists(teams, min_size=4, max_size=4))
def test_nobody_moderates_their_own_case_team_or_auditors_team(own_teams, theirs):
    people = moderators(4, theirs)
    draw = drawn(people, own_teams)
    own = people.set_index("moderator")["team"]
    for row in draw.sample.itertuples():
        may = [
            name
            for name, team in own.items()
            if pd.isna(team) or team not in (row.team, row.auditor_team)
        ]
        if pd.isna(row.moderator):
            assert may == []
        else:
            assert row.moderator in may
    unallocated = draw.sample[draw.sample["moderator"].isna()]["audit_id"]
    said = " ".join(draw.unmet)
    assert all(audit_id in said for audit_id in unallocated)


def test_an_auditors_team_in_other_capitals_is_the_same_team():
    draw = drawn(moderators(2, ["  NORTH ", None]), ["north"] * 24)
    assert set(draw.sample["moderator"]) == {"Moderator 1"}


def test_why_nobody_may_have_an_audit_names_the_auditors_team():
    draw = drawn(moderators(1, ["West"]), ["West"] * 24)
    assert any(
        "as the only person is its auditor or of its team or of its auditor's team" in text
        for text in draw.unmet
    )


def test_without_the_auditors_team_the_other_rules_hold():
    people = moderators(3, ["North", "South", None])
    one, other = drawn(people), drawn(people, [None] * 24)
    pd.testing.assert_series_equal(one.sample["moderator"], other.sample["moderator"])
    assert checkable(one.sample, people)["n_audits"].tolist() == [len(one.sample)] * 2 + [0]
    assert checkable(one.sample, people)["n_moderators"].tolist() == [3, 2, 2]


@pytest.mark.parametrize("target", [8, 1])
def test_without_moderators_the_draw_is_the_same_and_what_to_supply_is_said(target):
    nobody = moderators(0, [])
    draw = drawn(nobody, target=target)
    with_them = drawn(moderators(3), target=target)
    columns = ["audit_id", "place", "number", "inclusion_probability"]
    pd.testing.assert_frame_equal(draw.audits[columns], with_them.audits[columns])
    assert draw.sample["moderator"].isna().all()
    assert draw.unmet[-1] == NOBODY
    assert "Add the table “moderators” under sources in params" in NOBODY
    assert len(draw.allocation.loads) == 0
    assert len(draw.allocation.cases) == len(draw.sample)


def test_a_blank_capacity_is_as_the_others_mean():
    sample = audits([audit(i) for i in range(6)]).assign(late=False, auditor_team=None)
    people = moderators(3).assign(capacity=pd.array([1, None, 3], dtype="Int64"))
    loads = shared_out(sample, people, seed="a").loads.set_index("moderator")
    assert loads["capacity"].tolist() == [1, 2, 3]
    assert loads["n_cases"].tolist() == [1, 2, 3]
    blank = people.assign(capacity=pd.array([None] * 3, dtype="Int64"))
    assert shared_out(sample, blank, seed="a").loads["n_cases"].tolist() == [2, 2, 2]


def reserve(**changes):
    row = audits([audit(1, "Moderator 0")]).assign(auditor_team=None)
    return row.assign(**changes)


def given_to(people, before, n_cases, **changes):
    found = for_reserve(reserve(**changes), people, before=before, n_cases=n_cases, seed="a")
    return found.cases["moderator"].iloc[0], found.cases["reason"].iloc[0]


def test_a_reserve_goes_to_whoever_had_the_audit_it_replaces():
    busy = {"Moderator 1": 9}
    assert given_to(moderators(3), "Moderator 1", busy) == ("Moderator 1", "")


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        ("Moderator 0", {}),
        ("Moderator 1", {"team": "South"}),
        ("Moderator 1", {"auditor_team": "South"}),
        ("Somebody who left", {}),
        (None, {}),
    ],
)
def test_where_they_may_not_it_goes_to_whoever_has_fewest(before, changes):
    people = moderators(4, [None, "South", None, None])
    n_cases = {"Moderator 0": 1, "Moderator 1": 3, "Moderator 2": 3, "Moderator 3": 2}
    assert given_to(people, before, n_cases, **changes) == ("Moderator 3", "")


def test_where_nobody_may_have_it_that_is_said():
    name, reason = given_to(moderators(1), "Moderator 0", {})
    assert pd.isna(name)
    assert reason.startswith("the only person is its auditor")
    full = moderators(2).assign(capacity=2)
    name, reason = given_to(full, "Moderator 1", {"Moderator 1": 2})
    assert pd.isna(name)
    assert "capacity" in reason
    assert pd.isna(given_to(moderators(0, []), None, {})[0])
