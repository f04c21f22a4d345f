"""The part of Markdown that commentary may use: paragraphs, emphasis and lists; the rest is text.

HTML comes out as it was typed, never as markup.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import groupby

PARAGRAPH, BULLETS, NUMBERED = "paragraph", "bullets", "numbered"
_ITEM = {
    BULLETS: re.compile(r"^\s*[-*+]\s+(?=\S)"),
    NUMBERED: re.compile(r"^\s*\d{1,3}[.)]\s+(?=\S)"),
}
_PLACE = re.compile(r"\{([^{}\n]*)\}")
_MARK, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_MARK}(\\d+){_END}")
_EMPHASIS = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), "strong"),
    (re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*"), "em"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"), "em"),
)
_TAGS = {BULLETS: "ul", NUMBERED: "ol"}
_UNTAKEN = re.compile(r"^\s{0,3}#{1,6}\s|^\s*```|^\s*\||!?\[[^\]]*\]\([^)]*\)|<[A-Za-z/!]")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list with its items, as it was typed."""

    kind: str
    items: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    r"""Return the paragraphs and lists of a text.

    Examples
    --------
    >>> for block in blocks("Two points:\n- one,\n  of which more\n- another"):
    ...     print(block.kind, list(block.items))
    paragraph ['Two points:']
    bullets ['one, of which more', 'another']
    """
    # The signs of a placeholder's place are no text that anybody types.
    plain = text.replace(_MARK, "").replace(_END, "").expandtabs(4)
    pieces: list[tuple[str, str]] = []
    open_kind = ""
    for line in plain.splitlines():
        begins = next((kind for kind, item in _ITEM.items() if item.match(line)), "")
        if not line.strip():
            open_kind = ""
        elif begins:
            pieces.append((begins, _ITEM[begins].sub("", line).strip()))
            open_kind = begins
        elif open_kind:
            kind, before = pieces.pop()
            pieces.append((kind, f"{before} {line.strip()}"))
        else:
            pieces.append((PARAGRAPH, line.strip()))
            open_kind = PARAGRAPH
    found: list[Block] = []
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        items = tuple(text for _, text in group)
        alone = [(item,) for item in items] if kind == PARAGRAPH else [items]
        found += [Block(kind, each) for each in alone]
    return tuple(found)


def html(found: tuple[Block, ...], fill: Callable[[str], str]) -> str:
    """Return paragraphs and lists as HTML, in which only what this module makes is markup.

    Parameters
    ----------
    found : tuple of Block
        From `blocks`.
    fill : callable
        What stands in the place of a placeholder, by what is between its braces.

    Examples
    --------
    >>> html(blocks("**{n}** of _us_ <b>"), {"n": "[c]"}.__getitem__)
    '<p class="qa-prose"><strong>[c]</strong> of <em>us</em> &lt;b&gt;</p>'
    """
    return "".join(_block(block, fill) for block in found)


def _block(block: Block, fill: Callable[[str], str]) -> str:
    items = [_inline(item, fill) for item in block.items]
    if block.kind == PARAGRAPH:
        return "".join(f'<p class="qa-prose">{item}</p>' for item in items)
    tag = _TAGS[block.kind]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<{tag} class="qa-prose">{listed}</{tag}>'


def _inline(text: str, fill: Callable[[str], str]) -> str:
    marked, names = _set_aside(text)
    made = escape(marked)
    for pattern, tag in _EMPHASIS:
        made = pattern.sub(rf"<{tag}>\1</{tag}>", made)
    return _MARKED.sub(lambda place: escape(fill(names[int(place[1])])), made)


def plain(text: str, fill: Callable[[str], str]) -> str:
    """Return an item's words without marks of emphasis.

    Examples
    --------
    >>> plain("**{n}** of *us*", {"n": "23"}.__getitem__)
    '23 of us'
    """
    made, names = _set_aside(text)
    for pattern, _ in _EMPHASIS:
        made = pattern.sub(r"\1", made)
    return _MARKED.sub(lambda place: fill(names[int(place[1])]), made)


def _set_aside(text: str) -> tuple[str, list[str]]:
    """Return a text with signs for its placeholders, whose names may hold marks of emphasis."""
    names = _PLACE.findall(text)
    count = iter(range(len(names)))
    return _PLACE.sub(lambda _: f"{_MARK}{next(count)}{_END}", text), names


def placeholders(line: str) -> list[str]:
    """Return what stands between braces.

    Examples
    --------
    >>> placeholders("{returns.rate} of {} {what")
    ['returns.rate', '']
    """
    return _PLACE.findall(line)


def without_placeholders(line: str) -> str:
    """Return a line without them, and without the number of a list's item."""
    return _PLACE.sub(" ", _ITEM[NUMBERED].sub("", line))


def is_untaken(line: str) -> bool:
    """Tell whether a line has what Markdown knows and commentary shows as it is typed.

    Examples
    --------
    >>> is_untaken("# A heading"), is_untaken("<b>bold</b>"), is_untaken("3 < 4, **so**")
    (True, True, False)
    """
    return bool(_UNTAKEN.search(line))
