"""Identifiers that are known by their form: the forms that are, and what only looks like one.

Telephone numbers are those that Ofcom keeps for fiction, the NHS numbers are from the NHS data
dictionary (943 476 5919) and the range kept for tests (999 …), with the check digit reckoned below.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.disclosure import personal_patterns as patterns


def kinds(text: str) -> set[str]:
    return {kind for kind, _ in patterns.found(text)}


def check_digit(nine: str) -> int:
    """Reckon the check digit by the data dictionary's five steps; 10 means there is none."""
    remainder = (
        sum(int(d) * w for d, w in zip(nine, (10, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    )
    return 0 if 11 - remainder == 11 else 11 - remainder


@given(st.integers(100_000_000, 999_999_999), st.integers(0, 9))
def test_an_nhs_number_is_one_whose_last_digit_is_right(nine, last):
    digits = f"{nine}{last}"
    expected = check_digit(str(nine)) == last and len(set(digits)) > 1
    for written in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}"):
        assert (patterns.NHS in kinds(f"Of {written}.")) == expected


@pytest.mark.parametrize(
    "text",
    ["19434765919", "0.9434765919", "9434765919.5", "x9434765919", "943 476\n5919", "94 3476 5919"],
)
def test_digits_of_something_longer_are_no_nhs_number(text):
    assert patterns.NHS not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        *("020 7946 0123", "(020) 7946 0123", "0161 496 0123", "01614960123", "0161-496-0123"),
        *("07700 900123", "07700900123", "+44 7700 900123", "+44 (0)161 496 0123"),
        *("0044 161 496 0123", "01632 960123", "0808 157 0123", "020\u00a07946\u00a00123"),
    ],
)
def test_telephone_numbers_as_they_are_written(text):
    assert kinds(f"Ring {text}, now") == {patterns.PHONE}


@pytest.mark.parametrize(
    "text",
    ["0 10 20 30 40 50", "0.1614960123", "2023-11-05 10:30", "00 12 34", "0123", "1 614 960 123"],
)
def test_scales_dates_and_decimals_are_no_telephone_numbers(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text", ["SW1A 1AA", "M1 1AE", "CR2 6XH", "DN55 1PT", "B33 8TH", "EC1A1BB"]
)
def test_postcodes_of_every_form(text):
    assert kinds(f"lives at {text}.") == {patterns.POSTCODE}


@pytest.mark.parametrize("text", ["Q1 1ST", "H2 1EM", "QA23 0CV", "A1 2BC", "W1 2px", "e49ec1aa"])
def test_what_only_looks_like_a_postcode(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text", ["a.b@example.org", "<a.b+c@mail.example.co.uk>", "A.B@EXAMPLE.ORG"]
)
def test_e_mail_addresses(text):
    assert kinds(text) == {patterns.EMAIL}


@pytest.mark.parametrize("text", ["@media print", "@page {}", "a @ b", "x@y"])
def test_what_only_has_an_at_sign(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text", ["postgres://qa:secret@db/qa", "Server=db;Uid=qa;Pwd=secret1;", "AccountKey=abcd1234=="]
)
def test_connection_strings(text):
    assert kinds(text) == {patterns.CONNECTION}


def test_an_address_without_a_password_is_no_connection_string():
    assert kinds("See https://example.org/page for the password rules") == set()
