"""Numbers, dates and comparing words that somebody typed into a text."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from qaanalysis.present import words

_MONTH = f"(?:{'|'.join(f'{month}|{month[:3]}' for month in words.MONTHS)}|Sept)"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
)
# Years and months name a time, and state no figure.
_TIME = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b{_MONTH},? \d{{4}}\b|\b(?:19|20)\d\d-\d\d\b"
    r"|\b(?:19|20)\d\d/\d\d(?:\d\d)?\b|\b(?:19|20)\d\d\b"
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<percent>\s?%|\s?per ?cent\b)?"
)
_COMPARING = re.compile(
    r"\b(?:rose|risen|rises|fell|fallen|falls|(?:in|de)creas(?:ed|es|ing)|reduc(?:ed|es|ing)"
    r"|improv(?:ed|es|ing)|declin(?:ed|es|ing)|worsen(?:ed|s|ing)|month[ -]on[ -]month)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """A number as it was typed: its value, its decimals, and whether it is a percentage."""

    text: str
    value: Decimal
    is_percent: bool

    @property
    def digits(self) -> int:
        """How many decimals were typed."""
        return max(0, -int(self.value.as_tuple().exponent))

    def is_among(self, shares: Collection[float], counts: Collection[float]) -> bool:
        """Tell whether it is one of some shares (0–1) or counts, to the digits typed.

        Examples
        --------
        >>> [numbers(text)[0].is_among([0.3363], [229]) for text in ("34%", "33.6%", "229", "35%")]
        [True, True, True, False]
        """
        as_share = self.is_percent or self.digits > 0
        if as_share and any(self._is(share, 100) for share in shares):
            return True
        return not self.is_percent and any(self._is(count, 1) for count in counts)

    def _is(self, value: float, scale: int) -> bool:
        return words.rounded(value, self.digits, scale=scale) == self.value


def numbers(text: str) -> list[Typed]:
    """Return the numbers in a text, but for those of dates and years.

    Examples
    --------
    >>> [typed.text for typed in numbers("1,234 audits and 33.6% in May 2023, on the 2nd: A4")]
    ['1,234', '33.6%']
    """
    left = _TIME.sub(" ", DATE.sub(" ", text))
    return [
        Typed(
            found[0].strip(),
            Decimal(found["number"].replace(",", "")),
            found["percent"] is not None,
        )
        for found in _NUMBER.finditer(left)
        # An ordinal (2nd) is a place and no figure.
        if not left[found.end() :][:2].lower().startswith(("st", "nd", "rd", "th"))
    ]


def dates(text: str) -> list[str]:
    """Return the dates in a text, whether or not the calendar has them.

    Examples
    --------
    >>> dates("From 1 May 2023 to 31st April 2023, and 2023-12-03")
    ['1 May 2023', '31st April 2023', '2023-12-03']
    """
    return DATE.findall(text)


def comparing_words(text: str) -> list[str]:
    """Return the words that say a figure moved.

    Examples
    --------
    >>> comparing_words("It has reduced month on month; practice that requires improvement")
    ['reduced', 'month on month']
    """
    return _COMPARING.findall(text)
