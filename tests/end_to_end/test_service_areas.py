"""The Head of Service packs of a real run: one a service area, each with nothing of the others."""

import json
import re

import export_rows
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

AREAS = sorted({export_rows.area(row) for row in export_rows.audits().values()})
IDENTIFIER = re.compile(r"QA\d\d-\d{4}")


def name(area):
    return f"head_of_service-{area.lower().replace(' ', '-')}"


@pytest.fixture(scope="module")
def books(example):
    return {
        file: load_workbook(example.made.folder / file)
        for file in ("audit-lists.xlsx", "tables.xlsx")
    }


def belonging(book, area):
    """Return all that stands in the sheets of an area's pack, which name it, as text."""
    said = []
    for sheet in book:
        cells = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        if sheet.title not in ("Contents", "Cover") and any(
            f"Head of Service pack: {area}" in cell for cell in cells
        ):
            said += cells
    return " ".join(said)


def test_there_is_a_pack_for_each_service_area_and_the_index_leads_to_them(example):
    page = BeautifulSoup(example.index, "lxml")
    leads = {a["href"].rpartition("/")[2] for a in page.select("main a")}
    made = {told["part"] for told in example.figures.values() if "part" in told}
    assert made == set(AREAS)
    assert {f"{name(area)}.html" for area in AREAS} <= leads
    assert [h.get_text() for h in page.select("main > h2")].count("Head of Service pack") == 1


@pytest.mark.parametrize("area", AREAS)
def test_nothing_of_another_area_is_in_what_belongs_to_a_pack(example, books, area):
    own, others = export_rows.audits(area), {*AREAS} - {area}
    kept = {
        "page": example.report(name(area)),
        "figures": json.dumps(example.figures[name(area)], ensure_ascii=False),
        **{file: belonging(book, area) for file, book in books.items()},
    }
    teams = {r["Team"].strip() for other in others for r in export_rows.audits(other).values()}
    for where, said in kept.items():
        found = set(IDENTIFIER.findall(said))
        assert found, where
        assert found <= set(own), where
        assert not [team for team in teams | others if team in said], where


@pytest.mark.parametrize("area", AREAS)
def test_a_pack_stands_by_itself(example, area):
    page = BeautifulSoup(example.report(name(area)), "lxml")
    leads = [tag.get("href") or tag.get("src") for tag in page.select("a[href], [src], link")]
    assert all(to.startswith(("#", "data:")) for to in leads)
    assert page.h1.get_text(" ", strip=True).startswith(f"Head of Service pack: {area}")
    assert area in page.title.get_text()
