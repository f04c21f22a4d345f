"""The figures of a page of docs, and where the page says that they stand in a run's record.

A page's table “figure | in the report | table, row and column” has a line for each. Where it
stands is either `key figure NAME`, which may be followed by `· low` or the like, or the caption of
a table, the words of its row's headings, and a column, with `·` between them.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HEADER = "| figure | in the report | table, row and column |"
NUMBER = re.compile(r"[−+±]?\d+(?:,\d{3})*(?:\.\d+)?%?")


@dataclass(frozen=True)
class Line:
    """A figure as it is printed, its report and place, and the function that makes it."""

    printed: str
    report: str
    place: tuple[str, ...]
    made_by: str = ""


def lines(page: str) -> list[Line]:
    """Return the lines of a page's table of figures."""
    rows = page.split(HEADER, 1)[1].split("\n\n", 1)[0].splitlines()[2:] if HEADER in page else []
    found = []
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        place = tuple(part.strip() for part in cells[2].split("·"))
        found.append(Line(cells[0], cells[1], place, *(cell.strip("`") for cell in cells[3:4])))
    return found


def value(line: Line, figures: dict) -> object:
    """Return what a run's record has in the place of a figure."""
    records = figures[line.report]["records"]
    first, *rest = line.place
    if first.startswith("key figure "):
        name = first.removeprefix("key figure ")
        named = [
            figure
            for record in records
            if record["type"] == "key_figures"
            for figure in record["figures"]
            if figure["name"] == name
        ]
        assert len(named) == 1, f"{name}: {len(named)} key figures"
        return named[0][rest[0] if rest else "value"]
    row, column = rest
    keys = {part.strip() for part in row.split(", ")}
    found = [
        cells[column]
        for record in records
        for table in (record, record.get("table") or {})
        if table.get("caption") == first
        for cells in table["rows"]
        if {str(cells[heading]) for heading in table["headings"]} in (keys, {row})
        if column in cells
    ]
    assert found, f"{line.place} isn't in the record of {line.report}"
    assert len(set(found)) == 1, found
    return found[0]


def same(printed: str, recorded: object) -> bool:
    """Tell whether a recorded value, rounded half up, is what is printed of it."""
    if isinstance(recorded, str):
        return printed in NUMBER.findall(recorded)
    text = printed.replace(",", "").replace("−", "-").lstrip("+±")
    share = Decimal(repr(float(recorded)))
    is_share = text.endswith("%") or (abs(share) < 1 and abs(Decimal(text.rstrip("%"))) > 1)
    digits = Decimal(text.rstrip("%"))
    return (share * (100 if is_share else 1)).quantize(digits, rounding=ROUND_HALF_UP) == digits


def prose(page: str) -> str:
    """Return a page's own sentences: no quotations, tables, fences, code, links or headings."""
    text = re.sub(r"(?ms)^```.*?^```$", "", page)
    text = re.sub(r"(?m)^(>|\||#).*$", "", text)
    text = re.sub(r"`[^`]*`", "", text)
    return re.sub(r"\]\([^)]*\)", "]", text)
