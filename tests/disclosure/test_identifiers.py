"""Which values identify somebody, how they may be written, and which can't be told from text."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.data import Loaded
from qaanalysis.disclosure.identifier_search import Search
from qaanalysis.disclosure.identifiers import Column, Holds, identifiers
from qaanalysis.plain_text import BREAK, WordReader, words
from qaanalysis.vocabulary import GradeScale

SCALE = GradeScale(("Good", "Poor"), frozenset({"Good"}))
ASCII = st.text(alphabet="abAB12-/ .,'%", max_size=40)


def loaded(*, rejected: dict[str, pd.DataFrame] | None = None, **tables: dict) -> Loaded:
    accepted = {name: pd.DataFrame(columns) for name, columns in tables.items()}
    return Loaded(accepted, rejected or {}, pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), {})


def names(*values: str) -> list[Column]:
    return [Column("audits.auditor", "worker", Holds.NAME, values)]


def codes(*values: str) -> list[Column]:
    return [Column("audits.child_id", "child", Holds.CODE, values)]


def finds(columns: list[Column], text: str, ordinary: tuple[str, ...] = ()) -> list[bool]:
    """Return of each value found whether it is ambiguous."""
    return [match.ambiguous for match in Search(columns, ordinary).found(words(text))]


def by_name(found: list[Column]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(column.name, str(column.holds)): column.texts for column in found}


def test_every_column_that_the_specification_says_identifies_somebody_is_taken():
    audits = {"audit_id": ["A1"], "child_id": ["C1"], "auditor": ["K. Ash"], "team": ["Red"]}
    found = identifiers(loaded(audits=audits), SCALE)
    assert {(c.name, c.who): c.texts for c in found.columns if c.texts} == {
        ("audits.audit_id", "record"): ("A1",),
        ("audits.child_id", "child"): ("C1",),
        ("audits.auditor", "worker"): ("K. Ash",),
    }
    assert "Red" in found.ordinary
    assert "Good" in found.ordinary


def test_rejected_rows_spellings_and_cells_beyond_the_headings_are_taken_too():
    rejected = pd.DataFrame(
        {
            "row": [3],
            "child_id": ["C9"],
            "team": ["Q. Shifted"],
            "cells beyond the headings": ["LCS-555123 | seen with Kayleigh Thornbury"],
            "reasons": ["x"],
        }
    )
    tables = loaded(audits={"child_id": ["C1"], "team": ["Red"]}, rejected={"audits": rejected})
    found = identifiers(tables, SCALE, spellings={"child_id": {"C-one": "C1"}})
    values = by_name(found.columns)
    assert values["audits.child_id", "code"] == ("C1", "C9", "C-one")
    assert values["audits (cells beyond the headings)", "code"] == ("LCS-555123",)
    assert values["audits (cells beyond the headings)", "name"] == ("Kayleigh Thornbury",)
    assert "Q. Shifted" not in found.ordinary


def test_what_stands_for_no_value_is_nobodys():
    tables = loaded(audits={"child_id": ["C1", "-", "#N/A", "", "asap"]})
    found = identifiers(tables, SCALE, missing=["-", "ASAP"])
    assert by_name(found.columns)["audits.child_id", "code"] == ("C1",)


def test_references_and_names_within_free_text_are_taken_and_dates_are_not():
    reason = "Seen on 12/06/2023 by the aunt, Mary O’Hara-Smith (file LCS 177688)."
    found = identifiers(loaded(moderations={"reason": [reason]}), SCALE)
    held = {key: texts for key, texts in by_name(found.columns).items() if texts}
    assert held == {
        ("moderations.reason", "code"): ("LCS 177688",),
        ("moderations.reason", "name"): ("Mary O’Hara-Smith",),
        ("moderations.reason", "free text"): (reason,),
    }


def test_of_a_large_register_only_what_may_be_found_is_looked_up():
    ids = pd.Series([f"LCS-{n:06d}" for n in range(100_000)], dtype="str")
    short = pd.Series(["12", "AB-12", "LCS-１２３４"], dtype="str")
    tables = loaded(audits={"child_id": pd.concat([ids, short])})
    found = identifiers(tables, SCALE, among=["lcs", "152075", "012345"])
    [kept] = [c.texts for c in found.columns if c.name == "audits.child_id"]
    assert set(short) <= set(kept)
    assert {value for value in kept if value not in set(short)} == {
        value for value in ids if value.endswith(("2075", "2345"))
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("LCS-152075", "lcs‑152075"),
        ("LCS-152075", "ＬＣＳ-１５２０７５"),
        ("LCS 152075", "LCS152075"),
        ("0012345", "12345"),
        ("152075", "152075.0"),
        ("A/2023/00/00/12", "a-2023-00-00-12"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(value, text):
    assert finds(codes(value), f"before {text}, after") == [False]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A12", "a 12 per cent"),
        ("152075", "152,075.5"),
        ("152075", "152,075%"),
        ("152075", "1,152,075"),
        ("152075", "0.152075"),
        ("152075", "1520751"),
        ("152075", "x152075"),
        ("12", "12% of 123"),
    ],
)
def test_part_of_a_word_or_a_number_is_no_identifier(value, text):
    assert finds(codes(value), text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Kate Tansyholt", "TANSYHOLT, Kate", "K. Tansyholt", "Tansyholt K", "kate.tansyholt@x"),
        *("Ms Kate Tansyholt", "Kate\u00a0Tansyholt", "KateTansyholt"),
    ],
)
@pytest.mark.parametrize("value", ["Kate Tansyholt", "Tansyholt, Kate", "Ms Kate Tansyholt (SW)"])
def test_a_name_is_found_in_either_order_and_with_an_initial(value, text):
    assert finds(names(value), f"by {text}") == [False]


@pytest.mark.parametrize(
    "text",
    ["Kate said", "Tansyholtham", "Kate and Tansyholt", "Kate no Tansyholt", "Kate 1 Tansyholt"],
)
def test_a_part_of_a_name_is_not_the_name(text):
    assert finds(names("Kate Tansyholt"), text) == []


@pytest.mark.parametrize("value", ["May", "Good", "A. May", "KT", "Family Support", "N. Other"])
def test_a_name_like_ordinary_words_is_ambiguous(value):
    assert finds(names(value), value, ordinary=("Family Support 2",)) == [True]


@pytest.mark.parametrize("value", ["Rose May", "Tansyholt", "A. Smith", "Kim", "May Tansyholt"])
def test_a_name_that_is_no_ordinary_word_is_not(value):
    assert finds(names(value), value, ordinary=("Family Support 2",)) == [False]


@pytest.mark.parametrize(("value", "ambiguous"), [("12", True), ("2023", True), ("12345", False)])
def test_a_small_number_is_ambiguous(value, ambiguous):
    assert finds(codes(value), f"of {value} audits") == [ambiguous]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("152075", "152,075"),
        ("LCS-152075", "152075"),
        ("LCS-152075", "the child 152075"),
        ("AB/12/34567", "AB-12 / 34567"),
        ("C1234", "C 1234"),
    ],
)
def test_an_identifier_without_its_letters_or_as_a_count_is_written_is_ambiguous(value, text):
    expected = [value.startswith("AB") is False]
    assert finds(codes(value), f"of {text} cases") == expected


@pytest.mark.parametrize("text", ["00152075", "0152075"])
def test_noughts_before_a_number_make_no_difference(text):
    assert finds(codes("152075"), f"case {text}") == [False]


def test_a_long_number_tells_whose_it_is_without_its_letters():
    assert finds(codes("P12345678"), "case 12345678") == [False]


def test_the_number_of_a_record_is_not_looked_for_by_itself():
    record = [Column("actions.action_id", "record", Holds.CODE, ("ACT-152075",))]
    assert finds(record, "of 152075 cases") == []
    assert finds(record, "of ACT 152075") == [False]


@pytest.mark.parametrize("possessive", ["'s", "’s", "ʼs", "`s", "´s", "’S", "'", "’"])
@pytest.mark.parametrize(
    ("value", "said"),
    [("Kate Tansyholt", "Kate Tansyholt"), ("Kate Tansyholt", "K. TANSYHOLT"), ("Zoë É", "Zoë É")],
)
def test_what_is_somebodys_is_found(value, said, possessive):
    assert finds(names(value), f"{said}{possessive} audits") != []


@pytest.mark.parametrize("possessive", ["'s", "’s"])
def test_what_is_of_an_identifier_is_found(possessive):
    assert finds(codes("LCS-901234"), f"LCS-901234{possessive} file") == [False]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[
            ("SMITHERSON, Jane Anne", text)
            for text in (
                *("Jane Anne Smitherson", "Jane Smitherson", "Smitherson Jane", "Smitherson, Jane"),
                *("J A Smitherson", "J. A. Smitherson", "JA Smitherson", "J. Smitherson"),
                *("Smitherson, J.A.", "Jane A. Smitherson", "JaneSmitherson", "smitherson.jane"),
            )
        ],
        *[("Jane Smithers", text) for text in ("Jane A. Smithers", "J. A. Smithers")],
        *[
            ("Jean-Luc de la Fontaine", text)
            for text in (
                *("J. de la Fontaine", "J.-L. de la Fontaine", "de la Fontaine, Jean-Luc"),
                *("Jean-Luc Fontaine", "Jean de la Fontaine", "J. Fontaine", "JL Fontaine"),
            )
        ],
        *[
            ("Mohammed Al-Rashidi", text)
            for text in ("M. Al-Rashidi", "Mohammed Alrashidi", "Rashidi, Mohammed", "M Rashidi")
        ],
        *[
            ("Siobhán O'Hanrahan", text)
            for text in ("S. O Hanrahan", "Siobhan O Hanrahan", "O Hanrahan, S", "S OHanrahan")
        ],
        *[
            ("Dr Patricia Quillfeather-Jones", text)
            for text in (
                *("Patricia Quillfeather", "P. Quillfeather-Jones", "Patricia Jones"),
                *("Quillfeather Jones, P", "Patricia QuillfeatherJones"),
            )
        ],
        ("Jane Smithers, Lead", "Jane Smithers"),
        *[("Øystein Bjørnsen", text) for text in ("Oystein Bjornsen", "O. BJØRNSEN")],
        *[("Łukasz Wójcik", text) for text in ("Lukasz Wojcik", "ŁUKASZ WÓJCIK")],
        *[
            ("Jane Smithers", f"Jane Smi{chr(mark)}thers")
            for mark in (0x115F, 0x180B, 0x20DD, 0x2800, 0x3164, 0xE0020, 0xE0101, 0x200B)
        ],
        ("Jane Smithers", "\x1b[0;31mJane\x1b[0m \x1b[1;32mSmi\x1b[0mthers\x1b[0m"),
    ],
)
def test_a_name_is_found_though_it_is_not_as_typed(value, text):
    assert finds(names(value), f"seen by {text}") == [False]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[("Jane Brown", text) for text in ("J. Brown", "J Brown", "Brown, J.", "J. A. Brown")],
        *[("Tom Hill", "T. Hill"), ("Amy Lee", "A. Lee"), ("Kim Ng", "K Ng"), ("Li Wei", "L. Wei")],
        *[("Jane Anne Brown", "J. A. Brown"), ("May Anne Good", "May Good")],
    ],
)
def test_an_initial_and_an_ordinary_or_short_surname_are_ambiguous(value, text):
    assert finds(names(value), f"seen by {text}") == [True]


def test_a_decision_about_a_short_name_is_none_about_the_whole():
    search = Search(names("Jane Brown"), [], {"worker": ["J. Brown"]})
    assert search.found(words("J. Brown, Brown J")) == {}
    assert [match.ambiguous for match in search.found(words("Jane Brown"))] == [False]
    [match] = Search(names("Jane Brown"), []).found(words("Brown, J."))
    assert match.value == "J. Brown"


@pytest.mark.parametrize("value", ["Family Support Team", "Duty Team North", "Hackney Duty Desk"])
@pytest.mark.parametrize(
    "text", ["the family team", "duty north", "F. Team", "H desk", "a hackney"]
)
def test_a_teams_name_is_not_shortened_as_a_persons_is(value, text):
    assert finds(names(value), text) == []


def test_of_a_phrase_in_free_text_the_first_and_the_last_word_are_no_name():
    phrase = [Column("a.reason", "child", Holds.NAME, ("Health Needs Assessment",), is_quoted=True)]
    assert finds(phrase, "the health assessment") == []
    assert finds(phrase, "the Health Needs Assessment") == [False]
    review = [Column("a.reason", "child", Holds.NAME, ("Annual Review",), is_quoted=True)]
    assert finds(review, "a review") == [True]


def test_a_short_cell_of_free_text_tells_nobody():
    column = [Column("moderations.reason", "child", Holds.TEXT, ("No plan", "Plan out of date"))]
    assert finds(column, "No plan. Plan out of date") == []


def test_a_sentence_of_free_text_is_found_without_the_others():
    cell = "Plan late. The aunt who lives next door to the school said he was never there. Closed."
    column = [Column("moderations.reason", "child", Holds.TEXT, (cell,))]
    said = "the aunt who lives next door to the school said he was never there"
    assert finds(column, said) == [False]


@given(st.integers(10_000, 10**9), st.lists(ASCII, max_size=6), st.sampled_from(" -/(:;"))
def test_a_number_is_found_if_and_only_if_it_stands_alone(number, around, between):
    """The other rule is a regular expression for a run of digits that nothing continues."""
    text = between.join([*around, str(number), *around])
    plain = text.replace("'", "")
    alone = re.findall(rf"(?<![A-Za-z0-9]){number}(?![A-Za-z0-9])", plain)
    measured = re.findall(rf"(?:\d[.,]{number}|{number}[.,]\d|{number}%)", plain)
    if not measured:
        assert bool(finds(codes(str(number)), text)) == bool(alone)


@given(st.text(st.characters(codec="utf-8", exclude_characters=BREAK), max_size=200))
def test_words_are_the_same_read_at_once_and_between_spaces(text):
    assert WordReader().words(text) == words(" ".join(text.split()))


@given(st.lists(st.sampled_from(["kate", "Tansyholt", "K.", "the", "May"]), max_size=12))
def test_a_name_is_found_where_its_words_follow_one_another(said):
    plain = [word.strip(".").casefold() for word in said]
    ways = [["kate", "tansyholt"], ["tansyholt", "kate"], ["k", "tansyholt"], ["tansyholt", "k"]]
    expected = any(plain[i : i + 2] in ways for i in range(len(plain)))
    assert bool(finds(names("Kate Tansyholt"), " ".join(said))) == expected
