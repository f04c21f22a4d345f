"""What the report says of who is kept from which audit, and of a draw without moderators."""

import pandas as pd
import pytest
from run_files import example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.disclosure import protect
from qaanalysis.draws import moderation
from qaanalysis.pages import moderation_sample as page
from qaanalysis.vocabulary import Audience


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    read = params.read(example_run(tmp_path_factory.mktemp("page")))
    return read, load(read)


def drawn(tables, *, teams=None, own_teams=None, without=()):
    read, loaded = tables
    accepted = {name: frame for name, frame in loaded.accepted.items() if name not in without}
    if teams is not None:
        accepted["moderators"] = accepted["moderators"].assign(team=pd.Categorical(teams))
    if own_teams is not None:
        audits = accepted["audits"]
        known = pd.Series([own_teams(i) for i in range(len(audits))], dtype="category")
        accepted["audits"] = audits.assign(auditor_team=known)
    changed = type(loaded)(accepted, {}, *list(vars(loaded).values())[2:])
    return moderation.sample(read, changed)


def test_that_no_moderator_has_a_team_is_said(tables):
    said = page.kept_apart(drawn(tables))
    assert said[0] == "Nobody moderates their own audit"
    assert said[1].startswith("No moderator has a team in the table of moderators, so that nobody")


TEAMS = ["Team A", "Team B", None, None, None]


@pytest.mark.parametrize(
    ("own_teams", "said"),
    [
        (None, "couldn’t be checked: the register doesn’t give it. Add the column auditor_team"),
        (lambda i: "Team C", "an auditor of their own team: it is known for all 12 audits"),
        (lambda i: "Team C" if i % 2 else None, "The auditor’s own team is known for "),
    ],
)
def test_which_rules_could_be_checked_is_said(tables, own_teams, said):
    found = page.kept_apart(drawn(tables, teams=TEAMS, own_teams=own_teams))
    assert "2 of 5 moderators have a team in the table of moderators" in found[1]
    assert said in found[2]


def test_without_moderators_the_page_says_so_and_shows_the_draw(tables):
    sample = drawn(tables, without=["moderators"])
    lead = page.lead(sample)
    assert "12 of them were drawn for moderation, with 4 in reserve" in lead[0]
    assert "Nobody can be allocated, as there is no table of moderators" in lead[-1]
    assert "Add the table “moderators” under sources in params" in lead[-1]
    table = protect(
        moderation.loads(sample), audience=Audience.INTERNAL, caption="x", unit="audits"
    )
    assert page.shared_out(table) == ""
    assert page.kept_apart(sample) == []
    assert len(moderation.listed(sample)) == 16
