"""How numbers that were hidden are written, and which texts tell no interval."""

import pytest

from qaanalysis.data.hidden_numbers import interval


@pytest.mark.parametrize(
    "text", ["<5", "< 5", "≤4", "<=4", "fewer than 5", "Fewer than 5", "under 5", "up to 4"]
)
def test_a_hidden_number_is_from_none_to_the_most_that_the_text_allows(text):
    assert interval(text) == (0, 4)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        *((text, (1, 4)) for text in ("1-4", "1–4", "1 - 4", "1 to 4", "1 TO 4")),
        ("<1", (0, 0)),
        ("<1,000", (0, 999)),
        ("less than 10", (0, 9)),
        ("at most 9", (0, 9)),
    ],
)
def test_a_range_gives_both_ends(text, ends):
    assert interval(text) == ends


@pytest.mark.parametrize(
    "text",
    ["[c]", "c", "*", "x", "<0", "5", "4-1", "4-4", "01-04", "2023-24", "1to4", ">5", "10+", "-4",
     "<5%", "<-5", "a few"],
)  # fmt: skip
def test_what_tells_no_interval_is_not_guessed(text):
    assert interval(text) is None
