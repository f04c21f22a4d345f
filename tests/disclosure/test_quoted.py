"""What in free text is taken for a name or a reference, wherever it stands, and what isn't."""

import unicodedata

import pytest

from qaanalysis.disclosure import quoted
from qaanalysis.disclosure.identifier_search import Search
from qaanalysis.disclosure.identifiers import Column, Holds
from qaanalysis.plain_text import words

BEFORE = [
    *("", "He left. ", "seen with ", "(", "[", "“", '"', "'", "re. ", "re:", "on 3/4/23 ", "/"),
    *("the son\n", "the son\r\n", "\t", "home – ", "at home;", "Really? ", "… "),
]
NAMES = [
    *("Kayleigh Thornbury", "Éloïse Dupré", "Łukasz Wójcik", "Darren O’Neill", "Jane A. Smithers"),
    *("Ōkuma\u00a0Łucja", "Mohammed al-Rashidi", "Anne-Marie van Zyl", "KAYLEIGH THORNBURY"),
]


def found(text: str, said: str, ordinary: tuple[str, ...] = ()) -> list[bool]:
    """Return of each name in free text that a page says whether it is ambiguous."""
    names = tuple(dict.fromkeys(quoted.names(text)))
    column = Column("moderations.reason", "child", Holds.NAME, names, is_quoted=True)
    return [match.ambiguous for match in Search([column], ordinary).found(words(said))]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_wherever_it_stands(before, name):
    for after in ("", " was at home", ")", "’s aunt", "' then", ". Plan late"):
        assert " ".join(name.split()) in quoted.names(f"{before}{name}{after}")


def test_a_name_whose_accents_are_typed_apart_is_taken():
    apart = unicodedata.normalize("NFD", "Éloïse Dupré was at home")
    assert quoted.names(apart) == ["Éloïse Dupré"]


@pytest.mark.parametrize(
    "text",
    [
        *("Mum Kayleigh Thornbury", "The Kayleigh Thornbury plan", "Collected Kayleigh Thornbury"),
        *("KAYLEIGH THORNBURY WAS AT HOME", "Social Worker Kayleigh Thornbury visited"),
        *("Kayleigh Thornbury’s Mum", "Kayleigh Thornbury’s Social Worker"),
    ],
)
def test_a_name_beside_other_words_with_capital_letters_is_found(text):
    assert found(text, "about Kayleigh Thornbury, now") != []


@pytest.mark.parametrize(
    "text",
    [
        *("The Social Worker left", "Family Support visited", "Child Protection plan late"),
        *("Saw Mum at home", "In March the plan was late", "No CIN plan", "The ICPC was late"),
        *("Requires Improvement", "Plan Not SMART", "PLAN OUT OF DATE AND NOT SHARED"),
        *("White British child", "Early Help closed it", "Core Group not held", "LAC Review late"),
        *("kayleigh thornbury at home", "Saw Kayleigh at home", "Good. Then Bad", "McKayleighT at"),
    ],
)
def test_what_begins_a_sentence_and_what_is_a_term_is_no_name(text):
    assert quoted.names(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Grace Court was late", "the grace court"),
        ("Assessed by Court South", "the team Court South"),
        ("URGENT THORNBURY", "urgent Thornbury"),
    ],
)
def test_what_may_be_an_ordinary_phrase_is_ambiguous(text, said):
    assert found(text, said, ("Court South",)) == [True]


def test_a_name_of_an_ordinary_word_and_another_is_not():
    assert found("May Thornbury was late", "May Thornbury") == [False]


def test_references_are_taken_and_dates_and_decimals_are_not():
    text = "LCS-177688, LCS 1, QA23/0001; 12/06/2023, 12345.5, 0.12345 and 54321"
    assert quoted.codes(text) == ["LCS-177688", "QA23/0001", "54321"]
