"""The markup of a page: Markdown made safe, headings in order, contents, and what is refused."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.run.quick_imports import without_slow_grammars

NO_ALT = "No description has been provided"
LONGEST = 4_000
_CUT = " … [cut: the whole has {length:,} characters]"
# What turns the reading direction of all that follows, and what no page can show.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HASH = re.compile(r"\b([0-9a-f]{40,})\b")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEADING = ("href", "src", "xlink:href")
_FORBIDDEN = ("script", "iframe", "object", "embed", "link", "form", "base")


def markdown(source: str) -> str:
    """Return Markdown as HTML in which HTML of the source is plain text, and no link runs code."""
    return str(_markdown_renderer().render(source))


def finished(body: str) -> str:
    """Return a page with its contents listed, ids its own, and no text that could spoil it.

    Marks that turn the direction of reading are left out, characters that can't be shown become �,
    and a text longer than any that a reader would read (`LONGEST`) is cut, and says so.

    Raises
    ------
    RunError
        If a heading is skipped, there isn't one h1, an image has no description, or something in
        the page could run or ask for anything from outside.
    """
    from bs4 import BeautifulSoup

    page = BeautifulSoup(_harmless(body), "html.parser")
    _cut_endless_texts(page)
    # One list of the tags that each looks through: a drawing has thousands, and to select from the
    # page takes as long each time as all of it together.
    tags = page(True)
    _refuse_what_runs(tags)
    _refuse_undescribed_images(tags)
    _refuse_disordered_headings(tags)
    _number_repeated_figures(tags)
    _scope_plain_tables(page)
    tags = page(True)
    _tell_regions_apart(tags)
    _list_contents(page, tags)
    _drop_word_on_folded_tables(tags)
    _break_hashes(page, tags)
    # Once more: markup may have spelt such a character as a number.
    return _harmless(str(page))


@cache
def _markdown_renderer() -> Any:
    without_slow_grammars()
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(
        escape=True, allow_harmful_protocols=False, exclude_anchor_links=True
    )
    return MarkdownWithMath(renderer=renderer)


def _harmless(text: str) -> str:
    """Return a text without marks that turn it around, and with � for what can't be shown."""
    return _UNSHOWABLE.sub("\ufffd", _TURNING.sub("", text))


def _cut_endless_texts(page: Any) -> None:
    """Cut what nobody would read, such as a file's content pasted into a cell, and say so."""
    from bs4 import Tag

    for part in list(page.body.descendants):
        if isinstance(part, Tag):
            for name in ("aria-label", "alt", "title"):
                if len(said := str(part.get(name, ""))) > LONGEST:
                    part[name] = _cut(said)
        elif len(part) > LONGEST:
            part.replace_with(_cut(part))


def _cut(text: str) -> str:
    return text[:LONGEST] + _CUT.format(length=len(text))


def _refuse_what_runs(tags: Sequence[Any]) -> None:
    """Refuse what the page's own policy would block: the author should know, not the reader."""
    for tag in tags:
        events = any(name.startswith("on") for name in tag.attrs)
        links = [str(tag.attrs[name]) for name in _LEADING if name in tag.attrs]
        runs = any(link.strip().lower().startswith("javascript:") for link in links)
        if tag.name in _FORBIDDEN or events or runs:
            raise RunError(
                f"A cell shows markup that could run or load something (<{tag.name}>); a report "
                "holds none. Show figures with `present`."
            )
        source = str(tag.get("src", "data:"))
        if not source.startswith("data:"):
            raise RunError(f"A cell shows something from outside the report: {source}.")


def _refuse_undescribed_images(tags: Sequence[Any]) -> None:
    for image in tags:
        if image.name != "img" and image.get("role") != "img":
            continue
        said = image.get("alt") if image.name == "img" else image.get("aria-label")
        if not (said or "").strip() or NO_ALT in said:
            raise RunError(
                "An image has no description. Draw it with `charts`, which makes one from the "
                "data, or give Markdown images a text: ![what it shows](…)."
            )


def _refuse_disordered_headings(tags: Sequence[Any]) -> None:
    before = 0
    for heading in (tag for tag in tags if tag.name in _HEADINGS):
        level, text = int(heading.name[1]), heading.get_text(" ", strip=True)
        if level == 1 and before:
            raise RunError(f"“{text}” is a second main heading; begin it with “## ”.")
        if level > before + 1:
            raise RunError(
                f"“{text}” is a heading of level {level} after one of level {before}; "
                "don't leave a level out."
            )
        before = level


def _number_repeated_figures(tags: Sequence[Any]) -> None:
    """Give a drawing that is shown again ids of its own."""
    from bs4 import BeautifulSoup

    seen: Counter[str] = Counter()
    for drawing in (tag for tag in tags if tag.name == "svg" and "id" in tag.attrs):
        name = drawing["id"]
        seen[name] += 1
        if seen[name] > 1:
            again = str(drawing).replace(name, f"{name}-{seen[name]}")
            drawing.replace_with(BeautifulSoup(again, "html.parser"))


def _scope_plain_tables(page: Any) -> None:
    """Make tables written in Markdown say what their headings head, and scroll by themselves."""
    for table in (table for table in page("table") if "class" not in table.attrs):
        for heading in table.select("thead th"):
            heading["scope"] = "col"
            heading.attrs.pop("style", None)
        table["class"] = "qa-table"
        label = {"class": "qa-scroll", "role": "region", "tabindex": "0", "aria-label": "Table"}
        table.wrap(page.new_tag("div", attrs=label))


def _tell_regions_apart(tags: Sequence[Any]) -> None:
    """Count through regions of one name, such as a table and the data of its chart."""
    seen: Counter[str] = Counter()
    for region in (tag for tag in tags if tag.get("role") == "region"):
        name = region["aria-label"]
        seen[name] += 1
        if seen[name] > 1:
            region["aria-label"] = f"{name} ({seen[name]})"


def _list_contents(page: Any, tags: Sequence[Any]) -> None:
    """Give each section an id and list the sections in the head."""
    taken = {tag["id"] for tag in tags if "id" in tag.attrs}
    items = page.new_tag("ol")
    sections = [tag for tag in tags if tag.name == "h2" and tag.parent.name == "main"]
    for heading in sections:
        heading["id"] = _free_id(heading.get_text(" ", strip=True), taken)
    feet = [tag for tag in tags if tag.get("id") == "provenance" and tag.name == "h2"]
    for heading in [*sections, *(foot for foot in feet if foot.find_parent("footer"))]:
        item = page.new_tag("li", attrs={} if heading in sections else {"class": "foot"})
        link = page.new_tag("a", href=f"#{heading['id']}")
        link.string = heading.get_text(" ", strip=True)
        item.append(link)
        items.append(item)
    if sections:
        page.nav.append(items)
    else:
        page.nav.decompose()
        for link in _of_class(tags, "up"):
            link.decompose()


def _drop_word_on_folded_tables(tags: Sequence[Any]) -> None:
    """Leave out, on a page where nothing is folded, that what is folded isn't printed."""
    if not any(tag.name == "details" for tag in tags):
        for said in _of_class(tags, "on-paper"):
            said.decompose()


def _of_class(tags: Sequence[Any], name: str) -> list[Any]:
    """Return the paragraphs of a class."""
    return [tag for tag in tags if tag.name == "p" and name in tag.get("class", ())]


def _break_hashes(page: Any, tags: Sequence[Any]) -> None:
    """Set each hash apart in the foot, and let a line break within it between groups of eight."""
    for said in (tag for tag in tags if tag.name == "dd" and tag.find_parent("footer")):
        parts = _HASH.split(said.get_text())
        if len(parts) == 1:
            continue
        said.clear()
        for text in parts:
            if not _HASH.fullmatch(text):
                said.append(text)
                continue
            code = page.new_tag("code", attrs={"class": "hash"})
            for start in range(0, len(text), 8):
                code.extend([text[start : start + 8], page.new_tag("wbr")])
            said.append(code)


def _free_id(text: str, taken: set[str]) -> str:
    """Return an id made of a heading's words that nothing on the page has."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
    name, count = words, 1
    while name in taken:
        count += 1
        name = f"{words}-{count}"
    taken.add(name)
    return name
