"""What counts as a typed number, a typed date, a typed comparing word."""

import pytest

from qaanalysis.present import typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("33.6% of 681, or 34 per cent", ["33.6%", "681", "34 per cent"]),
        ("May 2023 to 3 December 2023, in 2023/24 and 2023-11-30", []),
        ("on 31/10/2023 the 2nd of 1,234 (5)", ["1,234", "5"]),
        ("Team A4, v1.2.3, CP7", []),
        ("in June 12 came back", ["12"]),
        ("an 18-month programme", ["18"]),
        ("", []),
    ],
)
def test_numbers(text, found):
    assert [number.text for number in typed.numbers(text)] == found


@pytest.mark.parametrize(
    ("text", "supported"),
    [("34%", True), ("33.6%", True), ("33.63%", True), ("33.7%", False), ("229", True),
     ("229%", False), ("230", False), ("33.6", True), ("34", False), ("0.3", False)],
)  # fmt: skip
def test_a_number_is_supported_to_the_digits_typed(text, supported):
    [number] = typed.numbers(text)
    assert number.is_among({229 / 681}, {229.0}) == supported


def test_comparing_words():
    assert typed.comparing_words("It rose, then fell and Improved") == ["rose", "fell", "Improved"]
    assert typed.comparing_words("Requires Improvement; a rosette; waterfalls") == []
