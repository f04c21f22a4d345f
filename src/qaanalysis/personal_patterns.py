"""Identifiers that are known by their form alone, wherever they come from.

NHS numbers with a right check digit, telephone numbers of the United Kingdom, e-mail addresses and
postcodes; and connection strings, passwords and tokens, which tell how to get at the data.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from qaanalysis.plain_text import normalised_of_seen, seen

# Each begins with a digit or a sign, which is looked for quickly, and then looks at what is before.
# Between groups of digits: two spaces, a hyphen, a dot … One beside another only if neither could
# be that of decimals, of a date or of a path.
_SEPARATOR, _MIXED = r"(?: {1,2}|[-./_\u00b7])", r"(?: {1,2}|[-_\u00b7])"
_NHS = re.compile(
    rf"\d(?<![\w.,+]\d)\d\d(?:({_SEPARATOR})\d{{3}}\1|{_MIXED}\d{{3}}{_MIXED})\d{{4}}(?!\w|[.,]\d)"
)
# Ten digits aren't a part of thousands, whatever comma is beside them; .0 may be a float's.
_NHS_SOLID = re.compile(r"\d(?:(?<![\w.+]\d)|(?<=nhs\d)|(?<=\bno\d))\d{9}(?!\w|\.(?!0+(?!\d))\d)")
# What all of these numbers have, however they are parted.
_LONG_NUMBER = re.compile(r"\d[\d ()./_\u00b7-]{8}")
_GAP = r"(?: {1,2}|[./-])?"
_PHONE = re.compile(
    r"[+(0](?<![\w.,+/-].)"
    r"(?:(?<=\+) ?44[ .-]?(?:\(0\)[ .-]?)?|(?<=0)0 ?44[ .-]?(?:\(0\)[ .-]?)?|(?<=\()0|(?<=0))"
    rf"(?:[1-37-9]\d{{1,4}}\)?{_GAP}\d{{3,4}}(?:{_GAP}\d{{2,4}})?|[1-37-9]\d{{3}}(?: \d\d){{3}}"
    r"|7(?:[ .-]\d{3}){3})"
    r"(?!\w|\.\d)"
)
# In a cell of its own, as a number, a mobile's has no nought.
_PHONE_AS_A_NUMBER = re.compile(r"^7[1-9]\d{8}(?:\.0)?$", re.MULTILINE)
_PHONE_AFTER_A_COMMA = re.compile(r",0[1-37-9]\d{8,9}(?!\w|\.\d)")
# Begun from the @, which is rare, and then looked at backwards.
_EMAIL = re.compile(r"@(?<=[\w.+%-]@)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
_LOCAL = re.compile(r"[\w.+%-]+$")
# The areas of the postcode system, by their first letter.
_AREA_NAMES = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_AREA_NAMES.split())
# Begun from its end, and then looked at backwards.
_INWARD = re.compile(r"\d([ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![^\W_])")
_OUTWARD = re.compile(r"(?<![^\W_])([A-Za-z]{1,2})\d[A-Za-z\d]?[ -]{0,3}$")
_LONGEST_OUTWARD = 9
# What two small letters after a number are sooner than the end of a postcode: 1st, 2px.
_UNITS = frozenset(
    ("st", "nd", "rd", "th", "px", "pt", "ex", "fr", "hr", "ft", "yr", "lb", "gb", "tb", "bn")
)
_CREDENTIALS = re.compile(r"://[^\s:@/<>\"']+:[^\s@/<>\"']+@[\w.-]+")
_KEYWORDS = (
    *("password", "passwd", "pwd", "accountkey", "sharedaccesskey", "apikey", "api_key"),
    *("client_secret",),
)
_KEYWORD = re.compile(
    rf"(?:{'|'.join(_KEYWORDS)})\"?\s*"
    r"(?:=\s*[^\s;,<>\"'{}()]{4,}|=\s*\{[^}\s]*\d[^}\s]*\}|[:=]\s*\"[^\"\n]{4,}\""
    # Without quotation marks only what is no word: prose has colons too.
    r"|:\s*(?=[^\s,;<>]*[\d!$%&*+^~#])[^\s,;<>\"(){}]{6,})"
)
_TOKENS = (
    ("sig=", re.compile(r"[?&]sig=[\w%+/=-]{10,}")),
    ("bearer", re.compile(r"\bbearer\s+(?=\S*\d)[\w.~+/-]{16,}=*")),
    *((f"gh{of}_", re.compile(rf"\bgh{of}_[a-z0-9]{{36,}}")) for of in "pos"),
    ("github_pat_", re.compile(r"\bgithub_pat_\w{22,}")),
    ("akia", re.compile(r"\bakia(?=[a-z]*\d)[a-z0-9]{16}\b")),
    # Without a password, but they tell where the data is.
    *(
        (word, re.compile(rf"\b(?:server|data source|driver)\s*=[^\n]{{1,300}};\s*{word}\s*="))
        for word in ("trusted_connection", "integrated security")
    ),
    ("eyj", re.compile(r"\beyj[\w-]{10,}\.[\w-]{6,}\.")),
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
NHS, PHONE, EMAIL, POSTCODE, CONNECTION = (
    *("an NHS number", "a telephone number", "an e-mail address"),
    *("a postcode", "a connection string"),
)


def found(text: str) -> Counter[tuple[str, str]]:
    """Return the identifiers of a known form in a text, each with its kind, and how often.

    Examples
    --------
    >>> sorted(found("Ring 0161 496 0000 or write to a.child@example.org, M1 1AA"))
    [('a postcode', 'm11aa'), ('a telephone number', '01614960000'),
     ('an e-mail address', 'a.child@example.org')]
    >>> found("943 476 5919")
    Counter({('an NHS number', '9434765919'): 1})
    >>> found("943 476 5918")
    Counter()
    """
    spaced = _HYPHENS.sub("-", _SPACES.sub(" ", text))
    cased = seen(spaced)
    plain = normalised_of_seen(cased)
    numbers = _lines_of_long_numbers(plain)
    result: Counter[tuple[str, str]] = Counter()
    for kind, find in _FINDERS.items():
        source = {POSTCODE: cased, NHS: numbers, PHONE: numbers}.get(kind, plain)
        result.update((kind, value) for value in find(source))
    return result


def found_in_any(lines: Collection[str]) -> set[tuple[str, str]]:
    """Return the identifiers of a known form in any of many lines, each with its kind.

    Examples
    --------
    >>> found_in_any({"Zoë’s number", "943 476 5919"})
    {('an NHS number', '9434765919')}
    """
    # What is plain already is the greater part, and read several times as fast.
    plain = [line for line in lines if line.isascii()]
    others = [line for line in lines if not line.isascii()]
    return {*found("\n".join(plain)), *found("\n".join(others))}


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits end in the check digit of an NHS number.

    The others, weighted by ten to two, are summed; eleven less the remainder by eleven is the last.

    Examples
    --------
    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _lines_of_long_numbers(text: str) -> str:
    """Return the lines that have digits enough in a row for an NHS or a telephone number."""
    lines, end = [], -1
    for match in _LONG_NUMBER.finditer(text):
        if match.start() > end:
            start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            end = len(text) if end < 0 else end
            lines.append(text[start:end])
    return "\n".join(lines)


def _nhs_numbers(text: str) -> Iterator[str]:
    for pattern in (_NHS, _NHS_SOLID):
        for match in pattern.finditer(text):
            digits = re.sub(r"[\W_]", "", match[0])
            if is_nhs_number(digits):
                yield digits


def _phones(text: str) -> Iterator[str]:
    for pattern in (_PHONE, _PHONE_AFTER_A_COMMA, _PHONE_AS_A_NUMBER):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0].replace("(0)", "").removesuffix(".0"))
            national = re.sub(r"^(?:0044|44|0)", "", digits)
            if 9 <= len(national) <= 10:
                yield f"0{national}"


def _emails(text: str) -> Iterator[str]:
    for match in _EMAIL.finditer(text):
        local = _LOCAL.search(text[max(0, match.start() - 64) : match.start()])
        yield f"{local[0] if local else ''}{match[0]}"


def _postcodes(text: str) -> Iterator[str]:
    for match in _INWARD.finditer(text):
        before = text[max(0, match.start() - _LONGEST_OUTWARD) : match.start()]
        outward = _OUTWARD.search(before)
        if outward is None or outward[1].upper() not in _AREAS:
            continue
        if len(outward[1]) > 1 or match[1] not in _UNITS:
            yield re.sub("[ -]", "", f"{outward[0]}{match[0]}").casefold()


def _connections(text: str) -> Iterator[str]:
    yield from (match[0] for match in _CREDENTIALS.finditer(text))
    # Looked for only where there is such a word: any letter could begin one.
    if any(word in text for word in _KEYWORDS):
        yield from (match[0] for match in _KEYWORD.finditer(text))
    for word, pattern in _TOKENS:
        if word in text:
            yield from (match[0] for match in pattern.finditer(text))


_FINDERS: dict[str, Callable[[str], Iterator[str]]] = {
    NHS: _nhs_numbers,
    PHONE: _phones,
    EMAIL: _emails,
    POSTCODE: _postcodes,
    CONNECTION: _connections,
}
