"""The month's index, made from what reports recorded."""

import pytest
from bs4 import BeautifulSoup
from earlier_issues import recorded
from run_files import example_run

from qaanalysis import params
from qaanalysis.present.actions import Action, noted
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.prose import callout, cannot, prose
from qaanalysis.run import index_page
from qaanalysis.run.changes import Change
from qaanalysis.run.since import FIRST, Since
from qaanalysis.vocabulary import Audience


@pytest.fixture
def account(tmp_path):
    def make(**changes):
        figure = KeyFigure("rate", "Returned", 0.336, kind="share", count=229, total=681)
        records = [
            recorded(prose("The rate fell", lead=True)),
            recorded(prose("Not the first thing")),
            recorded(tiles([figure])),
        ]
        given = {
            "params": params.read(example_run(tmp_path)),
            "key": "0123456789ab",
            "reports": {"returns": index_page.Report("Audit returns", records)},
            "failures": {},
            "rejected": 0,
        }
        return index_page.Account(**{**given, **changes})

    return make


def soup(account, folder="run-1/"):
    return BeautifulSoup(index_page.html(account, folder=folder), "lxml")


def test_each_report_has_its_lead_its_key_figures_and_a_link(account):
    page = soup(account())
    main = page.main.get_text(" ", strip=True)
    assert "The rate fell." in main
    assert "33.6%" in main
    assert "229 of 681" in main
    assert "Not the first thing" not in main
    assert links(page) == ["run-1/returns.html", "run-1/tables.xlsx"]


def test_the_lists_of_audits_are_led_to_where_there_are_any(account):
    page = soup(account(lists="audit-lists.xlsx"))
    assert links(page)[-1] == "run-1/audit-lists.xlsx"
    assert "OFFICIAL-SENSITIVE" in section(page, "Tables and other months")


def test_reports_are_called_by_their_titles(account):
    said = soup(account()).footer.get_text(" ", strip=True)
    assert "Audit returns" in said
    assert "0123456789ab" in said


def links(page):
    """Return where the page leads, but for within itself."""
    return [a["href"] for a in page.main.select("a") if not a["href"].startswith("#")]


def section(page, heading):
    """Return what stands under a heading of the page, as text."""
    [start] = [h for h in page.select("main > h2") if h.get_text() == heading]
    below = []
    for tag in start.find_next_siblings():
        if tag.name == "h2":
            break
        below.append(tag.get_text(" ", strip=True))
    return " ".join(below)


def test_what_failed_and_what_was_rejected_are_said_first(account):
    page = soup(account(failures={"grades": "No grades <b>"}, rejected=2))
    main = page.main.get_text(" ", strip=True)
    assert main.index("Grades: No grades <b>") < main.index("The rate fell")
    assert "2 rows of the exports could not be accepted" in section(page, "Needs action today")
    assert page.main.select("b:not(.qa-value)") == []
    assert links(page)[:3] == [
        "run-1/grades.html",
        "run-1/rejected-rows.xlsx",
        "run-1/returns.html",
    ]


def test_the_page_is_headed_once_and_marked(account):
    page = soup(account())
    assert [h.get_text() for h in page.select("h1")] == ["Quality assurance audits, November 2023"]
    assert "OFFICIAL-SENSITIVE" in page.get_text()


def with_records(*shown, name="returns", title="Audit returns", places=None):
    records = [recorded(each) for each in shown]
    return {name: index_page.Report(title, records, places or {})}


LATE = Action("audits_overdue", 3, "3 of 9 audits are past the due date", "Not yet returned")
UNSAFE = Action("safety_not_recorded", 2, "2 audits have no answer on safety", "Safety")


def test_it_opens_with_what_needs_action_what_changed_and_what_cannot_be_concluded(account):
    headings = [h.get_text() for h in soup(account()).select("main > h2")]
    assert headings[:4] == [
        "Needs action today",
        "Changed since the last issue",
        "Cannot be concluded",
        "Audit returns",
    ]


def test_what_needs_action_leads_to_its_section_and_safety_comes_first(account):
    reports = with_records(noted([LATE]), places={"Not yet returned": "not-yet-returned"})
    reports |= with_records(noted([UNSAFE]), name="grades", title="Audit grades")
    page = soup(account(reports=reports))
    items = page.select("ul.qa-actions > li")
    assert [item.get_text(" ", strip=True) for item in items] == [
        "2 audits have no answer on safety. Audit grades",
        "3 of 9 audits are past the due date. Audit returns: Not yet returned",
    ]
    assert [item.a["href"] for item in items] == [
        "run-1/grades.html",
        "run-1/returns.html#not-yet-returned",
    ]


def test_if_nothing_needs_action_it_says_so(account):
    none = Action("audits_overdue", 0, "0 of 9 audits are past the due date")
    page = soup(account(reports=with_records(noted([none]))))
    assert section(page, "Needs action today") == "Nothing in “Audit returns” needs action."


def test_where_a_report_failed_nothing_is_given_the_all_clear(account):
    none = Action("audits_overdue", 0, "0 of 9 audits are past the due date")
    page = soup(account(reports=with_records(noted([none])), failures={"grades": "No grades"}))
    for heading in ("Needs action today", "Cannot be concluded"):
        said = section(page, heading)
        assert said.startswith("Not known in full: “grades” could not be made.")
        assert "“Audit returns”" in said
    page = soup(account(reports={}, failures={"grades": "No grades"}))
    assert section(page, "Needs action today") == ("Not known in full: “grades” could not be made.")


def test_a_published_index_says_nothing_of_action_and_names_no_internal_file(account, tmp_path):
    read = params.read(example_run(tmp_path)).model_copy(update={"audience": Audience.PUBLISHED})
    page = soup(account(params=read, reports=with_records(noted([LATE])), rejected=2))
    assert "Needs action" not in page.get_text()
    assert "2 rows of the exports could not be accepted and are in no figure." in page.get_text()
    assert "rejected-rows" not in str(page)


def test_what_reports_refuse_to_conclude_is_gathered_once(account):
    refused = cannot("it fell. Whether by chance can't be told", "no trend can be told")
    reports = with_records(prose("It fell", refused), callout("Box", refused, cannot("nor this")))
    said = section(soup(account(reports=reports)), "Cannot be concluded")
    assert said == "No trend can be told. Audit returns Nor this. Audit returns"
    assert section(soup(account()), "Cannot be concluded") == (
        "Every conclusion that is looked for in “Audit returns” can be drawn."
    )


def test_what_changed_is_told_with_before_and_now(account):
    assert section(soup(account()), "Changed since the last issue") == FIRST
    change = Change("returns", "Returned", "19.7%", "20.5%")
    table = Change("returns", "table “Returns”", "", "November 2023, Returned, from 23 to 24")
    page = soup(account(since=Since("Compared with the draft.", (change,), (table,))))
    said = section(page, "Changed since the last issue")
    assert "Returned 19.7% 20.5% Audit returns" in said
    assert "“Returns” November 2023, Returned, from 23 to 24 Audit returns" in said


def test_a_change_that_two_reports_tell_is_told_once_and_another_figure_by_its_name(account):
    same = [Change(name, "Returned", "19.7%", "20.5%") for name in ("returns", "committee")]
    other = Change("returns", "Most: Plans", "18.2%", "18.3%", "Most: Assessments")
    tables = [
        Change(name, "table “R”", "", "May, from 1 to 2") for name in ("returns", "committee")
    ]
    page = soup(account(since=Since("Compared.", (*same, other), tuple(tables))))
    said = section(page, "Changed since the last issue")
    assert said.count("19.7%") == said.count("from 1 to 2") == 1
    assert "Returned 19.7% 20.5% Audit returns; committee" in said
    assert "Most: Plans “Most: Assessments”, 18.2% 18.3% Audit returns" in said


def test_a_correction_heads_the_index(account):
    page = soup(account(correction=["Issued again.", "Returned: from 23 to 24."]))
    box = page.select_one("main .correction")
    assert [li.get_text() for li in box.select("li")] == [
        "Issued again.",
        "Returned: from 23 to 24.",
    ]
    assert soup(account()).select(".correction") == []


def test_it_leads_to_the_index_of_all_months_where_there_is_one(account):
    made = index_page.html(account(), folder="run-1/", overview="../index.html")
    assert links(BeautifulSoup(made, "lxml"))[-1] == "../index.html"


def test_places_are_found_by_the_headings_of_a_page():
    page = '<h2 id="contents">Contents</h2><h2 id="a-b">A &amp; b</h2><h3 id="c">C</h3>'
    assert index_page.sections(page) == {"Contents": "contents", "A & b": "a-b"}


def packs(*areas, **more):
    records = [recorded(prose("What a pack says first", lead=True)), recorded(noted([LATE]))]
    records.append(recorded(prose("It fell", cannot("nothing can be told"))))
    return {
        f"pack-{n}": index_page.Report(f"A pack: {area}", records, part=area, **more)
        for n, area in enumerate(areas)
    }


def test_reports_for_each_service_area_are_listed_once_and_say_nothing_else(account):
    reports = with_records(prose("The rate fell", lead=True)) | packs("In Care <b>", "North")
    page = soup(account(reports=reports))
    said = page.main.get_text(" ", strip=True)
    assert [h.get_text() for h in page.select("main > h2")][3:5] == ["Audit returns", "A pack"]
    assert "no other service area’s audits are in it" in section(page, "A pack")
    listed = [a for a in page.main.select("a") if a["href"].startswith("run-1/pack")]
    assert [(a.get_text(), a["href"]) for a in listed] == [
        ("In Care <b>", "run-1/pack-0.html"),
        ("North", "run-1/pack-1.html"),
    ]
    assert "What a pack says first" not in said
    assert "past the due date" not in said
    assert "nothing can be told" not in said.casefold()
    assert "Audit returns, A pack" in page.footer.get_text(" ", strip=True)


def test_a_pack_as_a_word_document_is_led_to_beside_its_page(account):
    page = soup(account(reports=packs("North", word="pack-0.docx")))
    assert links(page)[:2] == ["run-1/pack-0.html", "run-1/pack-0.docx"]
