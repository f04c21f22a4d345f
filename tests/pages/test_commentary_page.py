"""Commentary: figures called in by name, and what is typed without one."""

import dataclasses
from dataclasses import dataclass

import pytest
from notebook_page import records, shown, text
from run_files import ROOT, example_run

from qaanalysis.errors import DisclosureError, ParamsError
from qaanalysis.notebook import open_run
from qaanalysis.pages import commentary


@dataclass
class Text:
    text: str
    name: str = "2023-11-commentary.md"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return open_run(str(example_run(tmp_path_factory.mktemp("run"))))


@pytest.fixture(scope="module")
def internal(run):
    return commentary.figures(run)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    file = example_run(tmp_path_factory.mktemp("published"), audience="published")
    return commentary.figures(open_run(str(file)))


def said(words, known):
    return commentary.written(Text(words), known)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("returns.rate", "33.6%"),
        ("returns.rate.interval", "30.2–37.3"),
        ("returns.rate.2023-08", "44.0%"),
        ("returns.returned.month", "23"),
        ("returns.planned", "730"),
        ("grades.requires_improvement", "109"),
        ("grades.good_or_better_share", "27.1%"),
        ("grades.good_or_better_share.interval", "21.7–33.2"),
        ("grades.inadequate.month", "4"),
        ("missing.least", "9.1%"),
        ("missing.most", "75.5%"),
        ("moderation.moderated", "60"),
        ("moderation.downgraded_share", "51.7%"),
        ("moderation.supported_share.interval", "36.2–60.7"),
    ],
)
def test_a_name_becomes_the_published_figure(internal, place, value):
    assert said(f"It is {{{place}}}.", internal).text() == f"It is {value}."


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("grades.inadequate.month", "a number that isn’t shown by itself"),
        ("grades.outstanding", "a number that is hidden"),
        ("grades.inadequate.movement", "moved in a way that is hidden"),
    ],
)
def test_a_hidden_figure_is_said_in_words_to_readers_outside(published, internal, place, why):
    assert said(f"{{{place}}}", published).text() == why
    assert why not in said(f"{{{place}}}", internal).text()


def test_what_is_hidden_to_readers_outside_is_no_symbol(published):
    assert said("{returns.rate} {grades.graded}", published).text() == "33.6% 229"


def test_what_it_tells_readers_is_among_what_is_checked_before_publication(published):
    told = said("{grades.good_or_better} of {grades.graded}", published)._repr_mimebundle_()
    [recorded] = [data for mime, data in told.items() if mime.endswith("json")]
    [table] = recorded["tables"]
    assert any(fact["hidden"] for fact in table["facts"])


def test_a_name_that_there_is_not_is_told_with_file_line_and_what_is_allowed(internal):
    with pytest.raises(ParamsError) as caught:
        said("Fine: {returns.rate}\n\n{returns.rat} and\n{returns.rate.2024-01} {}", internal)
    told = str(caught.value)
    assert told.startswith("2023-11-commentary.md:\n  line 3: {returns.rat} isn’t a figure; is ")
    assert "{returns.rate} meant?" in told
    assert "line 4: {returns.rate.2024-01}: the run covers May to November 2023" in told
    assert "line 4: {} isn’t a figure" in told
    assert "Allowed: returns.planned, " in told


@pytest.mark.parametrize("place", ["returns.planned.interval", "returns.rate.month.movement"])
def test_a_form_that_a_figure_does_not_have_is_refused(internal, place):
    with pytest.raises(ParamsError, match="line 1"):
        said(f"{{{place}}}", internal)


def test_a_typed_number_that_no_figure_supports_is_told_with_its_line(internal):
    found = said("34% came back, 229 audits.\n\nAnother 35% and 987 by 31st April 2023.", internal)
    assert found.notes == (
        "2023-11-commentary.md, line 3: no figure of this run is 35%.",
        "2023-11-commentary.md, line 3: no figure of this run is 987.",
        "2023-11-commentary.md, line 3: “31st April 2023” is no date: April 2023 has 30 days.",
    )
    assert found.record()["warnings"] == found.notes
    assert "no figure of this run is 35%" in found.html()


def test_a_comparing_word_and_a_heading_are_told(internal):
    notes = said("# Returns\n\nThey have improved.", internal).notes
    assert "line 1: headings" in notes[0]
    assert "line 3: “improved” is typed" in notes[1]


def test_a_typed_number_that_is_hidden_refuses_a_report_for_publication(published, internal):
    with pytest.raises(DisclosureError, match="line 1: 12"):
        said("In July 12 were Inadequate.", published)
    assert said("In July 12 were Inadequate.", internal).notes == ()


def test_a_typed_script_is_inert(internal):
    html = said("<script>alert(1)</script> <img src=x onerror=y>", internal).html()
    assert "<script" not in html
    assert "<img" not in html


def test_without_moderations_their_figures_are_not_available(run):
    known = commentary.figures(
        dataclasses.replace(
            run,
            tables=dataclasses.replace(
                run.tables,
                accepted={k: v for k, v in run.tables.accepted.items() if k != "moderations"},
            ),
        )
    )
    assert said("{moderation.moderated} {moderation.upgraded.movement}", known).text() == (
        "a number that isn’t available moved in a way that isn’t available"
    )


def test_without_commentary_there_is_nothing_to_show(tmp_path):
    made = commentary.shown(open_run(str(example_run(tmp_path, commentary=None))))
    assert (made.html(), made.text()) == ("", "")


def test_the_examples_own_commentary_has_no_note(run):
    made = commentary.shown(run)
    assert made.name == "2023-11-commentary.md"
    assert made.notes == ()
    assert "229 of 681 scheduled audits, 33.6%" in made.text()


def test_the_text_is_part_of_what_a_run_rests_on(tmp_path, run):
    file = tmp_path / "mine.md"
    file.write_text("Ours: {returns.rate}.", encoding="utf-8")
    own = open_run(str(example_run(tmp_path, commentary=str(file))))
    before = own.key
    assert before != run.key
    assert own.params.resolved()["commentary"]["file"] == "mine.md"
    file.write_text("Ours: {returns.planned}.", encoding="utf-8")
    assert open_run(str(example_run(tmp_path, commentary=str(file)))).key != before


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ParamsError, match=r"commentary: the file none\.md can't be read"):
        open_run(str(example_run(tmp_path, commentary="none.md")))


def test_the_notebook_shows_statements_verdicts_and_commentary(tmp_path):
    page = shown("claims", example_run(tmp_path))
    told = text(page)
    assert "of 29 statements seven hold, 13 don’t, and nine can’t be known" in told
    assert "229 of 681 scheduled audits, 33.6%" in told
    assert [r["type"] for r in records(page)].count("commentary") == 1
    names = {k["name"]: k["value"] for r in records(page) if r["type"] == "key_figures"
             for k in r["figures"]}  # fmt: skip
    assert names == {"claims_fail": 13, "claims_unknown": 9, "claims_hold": 7}


def test_the_notebook_without_statements_says_so(tmp_path):
    told = text(shown("claims", example_run(tmp_path, claims=None, commentary=None)))
    assert "Params name no statements of a report to test" in told
    assert str(ROOT) not in told
