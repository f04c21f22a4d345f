"""What needs action, and lists that lead to other pages: words, links, and what comes out inert."""

import pytest
from bs4 import BeautifulSoup

from qaanalysis.present.actions import Action, actions, noted
from qaanalysis.present.listing import Link, listing, points
from qaanalysis.present.record import MIME

LATE = Action("late", 2, "2 of 9 re-audits are overdue", "Re-audits")
NONE = Action("unsafe", 0, "0 of 9 audits have no answer")
HOSTILE = '<img src=x onerror="alert(1)">'


def soup(shown):
    return BeautifulSoup(shown.html(), "html.parser")


def test_only_what_is_due_is_shown_and_everything_is_recorded():
    shown = actions([LATE, NONE])
    assert [li.get_text() for li in soup(shown).select("li")] == ["2 of 9 re-audits are overdue."]
    recorded = shown._repr_mimebundle_()[MIME]
    assert recorded["type"] == "needs_action"
    assert [(a["name"], a["count"]) for a in recorded["actions"]] == [("late", 2), ("unsafe", 0)]


def test_if_nothing_is_due_or_it_is_only_noted_nothing_is_shown():
    for shown in (actions([NONE]), actions([]), noted([LATE])):
        assert shown.html() == shown.text() == ""
    assert len(noted([LATE]).record()["actions"]) == 1


def test_a_listing_is_a_table_with_headings_and_links():
    rows = [[Link("May", "05/index.html"), "done", (Link("a", "a.html"), Link("b", "b.html"))]]
    table = soup(listing("Months", ["Month", "State", "Runs"], rows))
    assert [th["scope"] for th in table.select("th")] == ["col", "col", "col", "row"]
    assert [a["href"] for a in table.select("a")] == ["05/index.html", "a.html", "b.html"]
    folded = soup(listing("Months", ["Month"], [["May"]], folded=True))
    assert folded.details.summary.get_text() == "Table: Months"


@pytest.mark.parametrize(
    "shown",
    [
        actions([Action("x", 1, HOSTILE)]),
        points([(HOSTILE, Link(HOSTILE, f'a.html"{HOSTILE}'))], urgent=True),
        listing(HOSTILE, [HOSTILE], [[HOSTILE], [Link(HOSTILE, f'"{HOSTILE}')]]),
    ],
    ids=["actions", "points", "listing"],
)
def test_hostile_text_comes_out_inert(shown):
    page = soup(shown)
    assert page.select("img") == []
    assert HOSTILE in page.get_text()
