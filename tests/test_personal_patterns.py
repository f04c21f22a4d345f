"""Identifiers that are known by their form: the forms that are, and what only looks like one.

Telephone numbers are those that Ofcom keeps for fiction, the NHS numbers are from the NHS data
dictionary (943 476 5919) and the range kept for tests (999 …), with the check digit reckoned below.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis import personal_patterns as patterns


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
    [
        *("19434765919", "0.9434765919", "9434765919.5", "x9434765919", "943 476\n5919"),
        *("94 3476 5919", "1,943 476 5919", "94347659191", "snow9434765919x"),
        *("943 476.5919", "943/476-5919", "943  -476 5919", "943 476-59191", "8943 476-5919"),
    ],
)
def test_digits_of_something_longer_are_no_nhs_number(text):
    assert patterns.NHS not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        *("943  476  5919", "943.476.5919", "943/476/5919", "943_476_5919", "943–476–5919"),
        *("943 476-5919", "943-476 5919", "943·476·5919", "943·476 5919", "943_476-5919"),
        *("NHS9434765919", "nhs no9434765919", "no,9434765919", "1,9434765919,2", "9434765919,5"),
        *(
            "9434765919.0",
            "943\u200b476\u200b5919",
            "９４３ ４７６ ５９１９",
            "943\u202f476\u202f5919",
        ),
    ],
)
def test_an_nhs_number_however_it_is_parted_or_joined(text):
    assert kinds(f"Of {text}.") == {patterns.NHS}


@pytest.mark.parametrize(
    "text",
    [
        *("020 7946 0123", "(020) 7946 0123", "0161 496 0123", "01614960123", "0161-496-0123"),
        *("07700 900123", "07700900123", "+44 7700 900123", "+44 (0)161 496 0123"),
        *("0044 161 496 0123", "01632 960123", "0808 157 0123", "020\u00a07946\u00a00123"),
        *("07700 90 01 23", "07700  900123", "07700/900123", "07700–900–123", "07700.900.123"),
        *("07 700 900 123", "07-700-900-123", "+44 7 700 900 123"),
        *("07700900123,2", "2,07700900123", "tel:07700900123"),
    ],
)
def test_telephone_numbers_as_they_are_written(text):
    assert kinds(f"Ring {text}, now") == {patterns.PHONE}


@pytest.mark.parametrize(
    "text",
    [
        *("0 10 20 30 40 50", "0.1614960123", "2023-11-05 10:30", "00 12 34", "0123"),
        *("1 614 960 123", "01/02/2023 10:30", "AB/012/2023/0045", "1,075 300 4000", "07/11/2023"),
        *("01 23 45 67 89", "07 700 900", "07 70 900 123", "01 700 900 123", "7 700 900 123"),
    ],
)
def test_scales_dates_and_decimals_are_no_telephone_numbers(text):
    assert kinds(text) == set()


@pytest.mark.parametrize("number", ["7700900123", "7700900123.0"])
def test_a_mobiles_number_that_was_stored_as_one_is_found_by_itself(number):
    assert patterns.found(f"Good\n{number}\n62") == {(patterns.PHONE, "07700900123"): 1}
    for other in (f"of {number}", f"{number} audits", f"1{number}", "7000900123", "6700900124"):
        assert kinds(f"Good\n{other}\n62") == set()


@pytest.mark.parametrize(
    "text",
    [
        *("SW1A 1AA", "M1 1AE", "CR2 6XH", "DN55 1PT", "B33 8TH", "EC1A1BB", "W1 2PX", "S1 2TH"),
        *(
            "sw1a 1aa",
            "m1 1ae",
            "Sw1a 1aA",
            "M1\u200b1AE",
            "M1   1AE",
            "M1-1AE",
            "m11ae",
            "sw1a 2th",
        ),
        "M1\u00a01AE",
    ],
)
def test_postcodes_of_every_form(text):
    assert kinds(f"lives at {text}.") == {patterns.POSTCODE}


@pytest.mark.parametrize(
    "text",
    [
        *("Q1 1ST", "H2 1EM", "QA23 0CV", "A1 2BC", "W1 2px", "e49ec1aa", "e1 1st", "s3 2nd"),
        *("m1 30th", "M1    1AE", "3f1b2-4ab9"),
    ],
)
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
    "text",
    [
        *("postgres://qa:secret@db/qa", "Server=db;Uid=qa;Pwd=secret1;", "AccountKey=abcd1234=="),
        *(
            "password: tr0ub4dor",
            '"password": "troubador"',
            "PWD={tr0ub4dor}",
            "Password='hunter2'",
        ),
        *("https://x.example.net/c?sv=2020&sig=abcdef%2B12345", "api_key: 'abcd-1234-ef'"),
        *("Authorization: Bearer a1b2c3d4e5f6a7b8c9", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"),
        *(f"{start}{'a1B2' * 9}" for start in ("ghp_", "gho_", "ghs_", "github_pat_")),
        *("AKIAIOSFODNN7EXAMPLE", "key=AKIAIOSFODNN7EXAMPLE;"),
        "Server=tcp:db.example,1433;Database=LCS;Trusted_Connection=yes",
        "Data Source=db;Initial Catalog=LCS; Integrated Security = SSPI",
    ],
)
def test_connection_strings(text):
    assert kinds(text) == {patterns.CONNECTION}


@pytest.mark.parametrize(
    "text",
    [
        *("Password: ask the service desk", "password={password}", "the password: see section 4"),
        *("the bearer of responsibilities", "sig=abc", "pwd = {}"),
        *("ghp_", "a github_pat_ token", "ghp_short1", "the AKIA keys", "AKIAIOSFODNN7EXAMPLES"),
        *("AKIAIOSFODNNXEXAMPLE", "Trusted_Connection=yes", "Server: Trusted_Connection"),
    ],
)
def test_what_only_speaks_of_a_password(text):
    assert kinds(text) == set()


def test_an_address_without_a_password_is_no_connection_string():
    assert kinds("See https://example.org/page for the password rules") == set()
