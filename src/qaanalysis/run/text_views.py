"""What can be read in a file's text: between its tags, in them, and written in code of some kind.

Markup can split a word, and a word can be written as entities, as escapes of JSON or CSS, in
percent code, or in base64. Each is undone, beside the text as it stands.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from urllib.parse import unquote

from qaanalysis.run import base64_texts

# Each pattern begins with a character that is rare, so that looking for it costs little.
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
# Tags within which a word goes on: those of HTML that don't begin a block …
_WITHIN_WORDS = (
    r"<(?:/?(?:a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup"
    r"|tspan|u|var|wbr)\b[^>]*|!--[^>]*--)>"
)
# … and in office files all but paragraphs, cells and breaks.
_WITHIN_OFFICE_WORDS = (
    r"<(?!/?(?:\w+:)?(?:p|tc|br|tab|c|row|si|v|f|comment|lpwstr|property)\b)[^>]*>"
)
# Between parts of a word, of an address, or of a number in groups; begun from the first of many
# tags only, as Word’s styles are thousands in a row.
_INLINE, _INLINE_OFFICE = (
    re.compile(
        rf"<(?<=[\w@. \u00a0();-]<){tag[1:]}(?:{tag})*(?=[\w&@]|\.[a-z]|[ \u00a0()-]{{1,2}}\d)"
    )
    for tag in (_WITHIN_WORDS, _WITHIN_OFFICE_WORDS)
)
# Cells beside one another with the groups of a number or of a postcode; a year is none.
_GROUP = r"(?!(?:19|20)\d\d<)(?=[A-Za-z]{0,2}\d)[A-Za-z\d]{2,6}"
_CELLS = re.compile(rf"<t[dh]\b[^>]*>{_GROUP}</t[dh]>\s*(?:<t[dh]\b[^>]*>{_GROUP}</t[dh]>\s*)+")
# Breaks, list items and Word's cells between such groups, each with the tags by which a text has
# any: to look these up among its tags costs least.
_PARTED = tuple(
    (frozenset(marks), re.compile(rf"{between}(?=\d\w\w)(?!(?:19|20)\d\d(?!\w))"))
    for marks, between in (
        (("<br>", "<br/>", "<br />", "<BR>"), r"<[bB](?<=\w<.)[rR] ?/?>\s*"),
        (("</li>",), r"</li>(?<=\w</li>)\s*<li\b[^>]*>\s*"),
        (("</w:tc>",), r"</w:t>(?<=\w</w:t>)(?:</w:[rp]>)*\s*</w:tc>(?:<(?!/w:tc>)[^>]*>\s*)*"),
    )
)
# What is left of a tag where a text is cut: the measures in it would be taken for what is said.
_CUT_TAG = re.compile(r"\A[^<>]*>|<[^<>]*\Z")
# What is set in the header of a sheet: its place, its size, its colour.
_SHEET_HEADER = re.compile(r"(?<=Header>)[^<]+|(?<=Footer>)[^<]+")
_SET = re.compile(r"&amp;(?:&quot;.*?&quot;|\"[^\"]*\"|\d+|K[\dA-F+-]{5,6}|[A-JL-Za-z])")
# Lengths and counts of drawings and of office files, and colours, which look like identifiers.
_GEOMETRY = re.compile(r" (?:d|points)=[\"'][MLHVCSQTAZmlhvcsqtaz\d.,\s+-]*[\"']")
_WRITTEN = ("descr", "title", "name", "tooltip", "display", "val")
_NUMBERS = re.compile(rf"={''.join(f'(?<!{name}=)' for name in _WRITTEN)}\"-?[\d.]+\"")
_CELL_NAMES = re.compile(r" (?:r|ref|sqref)=\"[A-Z]{1,3}\d{1,7}\"")
# What most of a large sheet is made of: the end of a cell, and the beginning of one with its value.
_CELL_END = "</t></is></c>"
_CELL = re.compile(
    r"<c r=\"[A-Z]{1,3}\d{1,7}\"(?: s=\"\d{1,4}\")?(?: t=\"(?:inlineStr|n|s)\")?>(?:<is><t>|<v>)"
)
_VALUES = re.compile(
    r"<(?:a:\w+|w14:docId|w:(?:color|sz|szCs|kern|spacing|nsid|tmpl|rsid\w*|panose1|numId|abstractNumId))"
    r" (?:w\d*:)?val=\"-?\d+\""
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_OF_COLOUR = re.compile(
    r"(?:colou?r|fill|stroke|background|border[\w-]*|outline|shadow|--[\w-]+)\s*[:=][^;\"'#]*[\"']?$"
)
_JSON_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|["\\/bfnrt])')
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ENTITY = re.compile(r"&(?:#\w+|[a-zA-Z]\w+);")
_SCRIPT_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,5})\})")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
# A letter that no name has: none runs from one tag into the next.
NO_LETTER = "\u01c1"
_BETWEEN_TAGS = f"\n{NO_LETTER}\n"
_AROUND, _LONGEST_GROUP = 100, 6
_DIGIT = re.compile(r"\d")
_BETWEEN_GROUPS = frozenset(" \u00a0-();")
_BETWEEN = "<> \n\t"
_LETTER = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}


@dataclass(frozen=True)
class Views:
    """A text as it can be read, and what is packed in it.

    Parameters
    ----------
    said : list of str
        What stands between tags.
    markup : list of str
        What stands in tags and comments: attributes, names, styles.
    packed : list of bytes
        What was written in base64.
    """

    said: list[str]
    markup: list[str]
    packed: list[bytes]


def of_text(text: str, *, is_office: bool = False) -> Views:
    r"""Return how a text can be read.

    Examples
    --------
    >>> views = of_text('<p title="a&amp;b">K. Tansy<i>holt</i></p>')
    >>> [text.split() for text in views.said]
    [['K.', 'Tansy', 'holt'], ['K.', 'Tansyholt']]
    >>> views.markup[0].split()
    ['<p', 'title="a&b">', 'ǁ', '<i>', 'ǁ', '</i>', 'ǁ', '</p>']
    """
    packed: list[bytes] = []
    text = base64_texts.without_data(text, packed)
    if is_office:
        text = _of_office(text)
    parts = _TAG.split(text) if "<" in text else [text]
    said, tags = "\n".join(parts[::2]), dict.fromkeys(parts[1::2])
    views = Views(
        [_COLOUR.sub(_not_a_colour, said)],
        [_without_measures(tags, is_office)] if tags else [],
        packed,
    )
    inline = _INLINE_OFFICE if is_office else _INLINE
    views.said.extend(_whole_again(text, inline))
    views.said.extend(" ".join(_TAG.sub(" ", row[0]).split()) for row in _CELLS.finditer(text))
    views.said.extend(_with_parts_together(text, tags.keys()))
    for found in (views.said, views.markup):
        found.extend(_decoded(text) for text in [*found] if text)
        found[:] = [_unescaped(text) for text in found if text.strip()]
    return views


def of_json(text: str) -> str:
    r"""Return a JSON text without its escapes, as its strings are read.

    Examples
    --------
    >>> of_json('"O\\u2019Brien\\nsaid \\"no\\""')
    '"O’Brien\nsaid "no""'
    """
    text = _JSON_ESCAPE.sub(_json_character, text)
    # A character beyond the first 65,536 is written as two, which are none by themselves.
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _unescaped(text: str) -> str:
    text = html.unescape(text) if "&" in text else text
    # Escaped twice, as is what was text of a page already.
    return html.unescape(text) if _ENTITY.search(text) else text


def _json_character(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _LETTER.get(code, code)


def _of_office(text: str) -> str:
    """Return an office file's text without the marks of cells and what sets the look of headers."""
    text = _CELL_NAMES.sub("", _CELL.sub("\n", text.replace(_CELL_END, "\n")))
    if "Header>" in text or "Footer>" in text:
        text = _SHEET_HEADER.sub(lambda found: _SET.sub(" ", found[0]), text)
    return text


def _without_measures(tags: Iterable[str], is_office: bool) -> str:
    """Return distinct tags as one text: one says nothing of the next, so that each is read once."""
    text = _GEOMETRY.sub("", _BETWEEN_TAGS.join(tags))
    if is_office:
        for measure in (_NUMBERS, _VALUES):
            text = measure.sub("", text)
    return _COLOUR.sub(_not_a_colour, _BETWEEN_TAGS.join(dict.fromkeys(text.split(_BETWEEN_TAGS))))


def _not_a_colour(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _AROUND) : found.start()]
    return "" if _OF_COLOUR.search(before) else found[0]


def _whole_again(text: str, inline: re.Pattern[str]) -> Iterator[str]:
    """Yield what surrounds tags that stand within a word, without them."""
    for start, end in _surroundings(text, inline, touching=True):
        yield _TAG.sub("\n", inline.sub("", text[start:end]))


def _with_parts_together(text: str, tags: Set[str]) -> Iterator[str]:
    """Yield what surrounds tags between groups of a number or of a postcode, without those tags."""
    for marks, between in _PARTED:
        if not marks.isdisjoint(tags):
            for start, end in _surroundings(text, between):
                around = _CUT_TAG.sub("", between.sub(" ", text[start:end]))
                yield _TAG.sub("\n", around)


def _decoded(text: str) -> str:
    """Return what surrounds each escape in a text, decoded."""
    found = []
    for pattern, decode in _DECODERS:
        found += [decode(text[start:end]) for start, end in _surroundings(text, pattern)]
    return "\n".join(found)


def _surroundings(
    text: str, pattern: re.Pattern[str], *, touching: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where a pattern is found, with what is around it; what overlaps as one."""
    start, end = 0, -1
    for found in pattern.finditer(text):
        if touching and not _goes_on(text, found.start(), found.end()):
            continue
        first, last = _whole_words(text, found.start() - _AROUND, found.end() + _AROUND)
        if end < first:
            if end >= 0:
                yield start, end
            start = first
        end = last
    if end >= 0:
        yield start, end


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether what stands before a tag may go on after it: a word, or groups of a number."""
    last = text[start - 1 : start]
    if last.isalnum() or last in ("@", "."):
        return True
    if last not in _BETWEEN_GROUPS:
        return False
    # A space may be written as an entity.
    before = _LONGEST_GROUP + (len("&nbsp;") if last == ";" else 0)
    return bool(_DIGIT.search(text, max(0, start - before), start)) and bool(
        _DIGIT.search(text, end, end + 3)
    )


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a part of a text so that it cuts no word: a part of a number is another number."""
    while start > 0 and text[start - 1] not in _BETWEEN:
        start -= 1
    while end < len(text) and text[end] not in _BETWEEN:
        end += 1
    return max(0, start), min(end, len(text))


def _css_decoded(text: str) -> str:
    return _CSS_ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)


def _script_decoded(text: str) -> str:
    return _SCRIPT_ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


_DECODERS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_PERCENT, unquote),
    (re.compile(r"\\u[0-9a-fA-F]{4}"), of_json),
    (_SCRIPT_ESCAPE, _script_decoded),
    (_CSS_ESCAPE, _css_decoded),
)
