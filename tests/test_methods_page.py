"""docs/methods.md: its examples run, and each statistic has one, a source and a warning."""

import doctest
import importlib
import pkgutil
import re

import pytest
from run_files import ROOT

from qaanalysis import stats

PAGE = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
SECTIONS = dict(part.split("\n", 1) for part in re.split(r"(?m)^## ", PAGE)[1:])
# Sections whose arithmetic is a function of `stats` that is named in them.
OF_STATS = {title: text for title, text in SECTIONS.items() if "`stats." in text}
# What other modules of `stats` are made of, and no report shows.
PARTS = {"counts", "interval", "spc_chart", "spc_limits", "spc_rules", "trend_exact"}


def test_the_examples_run():
    """From top to bottom in one namespace, as a reader would paste them."""
    test = doctest.DocTestParser().get_doctest(PAGE, {}, "methods.md", "docs/methods.md", 0)
    assert len(test.examples) > 50
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(test, out=told.append).failed == 0, "".join(told)


def test_each_topic_of_stats_is_in_the_methods():
    topics = {module.name for module in pkgutil.iter_modules(stats.__path__)} - PARTS
    assert len(topics) > 10
    assert sorted(topic for topic in topics if f"stats.{topic}" not in PAGE) == []


@pytest.mark.parametrize("title", OF_STATS)
def test_a_statistic_has_an_example_a_source_and_a_warning(title):
    text = OF_STATS[title]
    assert ">>> " in text
    assert re.search(r"\b(1[89]|20)\d\d\b", text)
    assert re.search(r"\bmisleads?\b", text)


@pytest.mark.parametrize("title", OF_STATS)
def test_what_a_section_names_is_there(title):
    for name in re.findall(r"`(stats\.[\w.]+)`", OF_STATS[title]):
        assert _found(f"qaanalysis.{name}"), name


def _found(name: str) -> bool:
    module, _, last = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), last)
    return True
