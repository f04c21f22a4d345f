"""What was published is kept, and read again whole or not at all."""

import pytest

from qaanalysis.disclosure import kept
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.errors import DisclosureError

GOOD = Cell.of("audits", {"month": ["2023-10"], "grade": ["Good"]})
GRADED = Cell.of("audits", {"month": ["2023-10"]})
FACTS = [Fact(GRADED, 27, 27), Fact(GOOD, 1, hidden=True), Fact.percent(GOOD, 0.25, of=GRADED)]


def test_facts_come_back_as_they_were_and_as_earlier_ones(tmp_path):
    folder = tmp_path / kept.FOLDER
    folder.mkdir()
    (folder / "2023-10.json").write_text(kept.text([*FACTS, FACTS[0]]), encoding="utf-8")
    found = kept.facts(tmp_path)
    assert [f.earlier for f in found] == [True] * 3
    as_written = [Fact(f.cell, f.low, f.high, f.of, f.hidden) for f in found]
    assert as_written == FACTS


def test_nothing_was_published_before_the_first(tmp_path):
    assert kept.facts(tmp_path) == []


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"of": "audits"}]'])
def test_a_file_that_cannot_be_read_stops_everything(tmp_path, text):
    folder = tmp_path / kept.FOLDER
    folder.mkdir()
    (folder / "2023-10.json").write_text(text, encoding="utf-8")
    with pytest.raises(DisclosureError, match=r"kept-for-checks/2023-10.json can't be read"):
        kept.facts(tmp_path)
