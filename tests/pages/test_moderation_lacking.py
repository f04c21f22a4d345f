"""The report on moderation of a run without records of it: not known, and nowhere a nought."""

import pytest
from notebook_page import records, shown, text
from run_files import csv_sources, example_run

from qaanalysis.present.key_figures import tiles

# What doesn’t rest on moderation: grades as recorded, and benchmarking sessions.
RESTS_ON_OTHERS = ("Grades", "Sessions", "Raters", "Each rater")


@pytest.mark.slow
def test_without_records_of_moderation_nothing_is_counted_as_none(tmp_path):
    sources = {name: source for name, source in csv_sources().items() if name != "moderations"}
    found = shown("moderation", example_run(tmp_path, sources=sources))
    told = records(found)
    [lead] = [r for r in told if r["type"] == "prose" and r["lead"]]
    assert len(lead["paragraphs"]) == 1
    assert lead["paragraphs"][0].startswith("The month’s data has no moderations")
    [key_figures] = [r for r in told if r["type"] == "key_figures"]
    assert key_figures["figures"] == []
    tables = [r["caption"] for r in told if r["type"] == "table" and r["rows"]]
    assert tables
    assert [caption for caption in tables if not caption.startswith(RESTS_ON_OTHERS)] == []
    assert "were never moderated" not in text(found)


def test_without_key_figures_there_is_no_empty_list():
    assert tiles([]).html() == ""
