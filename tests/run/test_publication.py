"""Whether all reports of a run may be published together."""

import pytest
from run_files import example_run

from qaanalysis import params
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.errors import DisclosureError
from qaanalysis.run import publication

NORTH, SOUTH = (Cell.of("audits", {"area": {area}}) for area in ("North", "South"))
ALL = Cell.of("audits", {"area": {"North", "South"}})
HIDDEN = Fact(NORTH, 1, hidden=True)
TABLE = {"type": "table", "facts": [f.record() for f in (HIDDEN, Fact(ALL, 12, 12))]}


def foot(*facts):
    return {"type": "provenance", "tables": [{"facts": [fact.record() for fact in facts]}]}


@pytest.fixture
def read(tmp_path):
    return params.read(example_run(tmp_path, audience="published"))


def test_a_hidden_number_that_stays_hidden_may_be_published(read):
    publication.check([TABLE, foot(HIDDEN)], read)


def test_what_only_a_sentence_tells_is_known_too(read):
    with pytest.raises(DisclosureError, match="1 of audits"):
        publication.check([TABLE, foot(Fact(SOUTH, 9, 9))], read)


def test_what_is_told_twice_is_kept_once():
    assert publication.facts([TABLE, foot(HIDDEN)]) == [HIDDEN, Fact(ALL, 12, 12)]
