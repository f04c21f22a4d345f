"""What is documented is there, and what is there is documented."""

import re
from typing import get_args

import pytest
from run_files import ROOT

from qaanalysis import (
    params,
    params_claims,
    params_committee,
    params_leak_gate,
    params_learning,
)
from qaanalysis import params_reading as reading
from qaanalysis import params_sections as sections
from qaanalysis.metrics import run_tables

MODELS = (
    *(params.Params, sections.Grade, sections.ReportParams, reading.Source, reading.Reading),
    *(sections.Moderation, sections.ModerationSample, sections.FollowUp),
    *(sections.Disclosure, sections.Publication, sections.Release),
    *(params_leak_gate.LeakGate, params_leak_gate.Allowed, params_committee.Committee),
    *(params_learning.Learning, params_learning.Theme, params_learning.SimpleThing),
    *(reading.Identifier, reading.Team, reading.EarlierScale),
    *(params_learning.Asked, params_learning.Event, params_learning.WorkforceMonth),
)
STATEMENTS = (
    *(params_claims.Claims, params_claims.ShareStated, params_claims.TotalStated),
    *(params_claims.TrendStated, params_claims.DateStated, params_claims.PeriodStated),
    *(params_claims.ProgrammeStated, params_claims.EarlierStated, params_claims.EveryStated),
    *(params_claims.WholeStated, params_claims.RecordStated, params_claims.SpellingStated),
)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_each_key_of_params_is_documented(model):
    page = (ROOT / "docs" / "params.md").read_text(encoding="utf-8")
    assert [name for name in model.model_fields if f"`{name}`" not in page] == []


def rows(name: str) -> list[tuple[tuple[str, ...], str]]:
    """Return what the tables of a page list: the names in the first cell, and the rest."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\| ((?:`[a-z_]+`(?:, )?)+) \| (.*) \|$", page)
    return [(tuple(re.findall(r"`([a-z_]+)`", names)), rest) for names, rest in listed]


def fields(name: str) -> list:
    return [model.model_fields[name] for model in MODELS if name in model.model_fields]


def test_each_key_in_the_reference_of_params_is_there():
    listed = [name for names, _ in rows("params.md") for name in names]
    assert len(listed) > 80
    # How tables lie is told by table, and `extends` is resolved before anything is checked.
    assert [name for name in listed if not fields(name) and name != "extends"] == []


def test_each_default_in_the_reference_of_params_is_that_of_the_model():
    told = [
        (name, default)
        for names, rest in rows("params.md")
        for name in names
        for default in re.findall(r"default (?:`(\w+)`|([\d.]+\d|\d))", rest)
    ]
    assert len(told) > 10
    for name, default in told:
        stated = next(filter(None, default))
        defaults = [str(field.get_default(call_default_factory=True)) for field in fields(name)]
        # Of a section the default of one of its keys is told, and of several values the first.
        alone = any(re.search(rf"(?<![\w.]){re.escape(stated)}(?![\w.])", d) for d in defaults)
        assert alone, (name, stated, defaults)


@pytest.mark.parametrize("model", STATEMENTS, ids=lambda m: m.__name__)
def test_each_kind_of_statement_is_documented_with_what_it_needs(model):
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    kinds = get_args(model.model_fields["kind"].annotation) if "kind" in model.model_fields else ()
    assert [name for name in (*model.model_fields, *kinds) if f"`{name}`" not in page] == []


def test_each_figure_that_commentary_can_call_in_is_documented():
    page = (ROOT / "docs" / "commentary.md").read_text(encoding="utf-8")
    scale = params.read(ROOT / "params" / "2023-11.yml").scale
    names = [name.removesuffix("_share") for name in run_tables.names(scale)]
    assert [name for name in names if f"`{name}`" not in page and name != "grades.worst"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_within_the_project_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s#]+)", text)
    inside = [link for link in links if "://" not in link]
    assert all((page.parent / link).exists() for link in inside), inside


def test_each_doc_is_linked_from_the_readme_or_another_doc():
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    for page in PAGES[2:]:
        assert any(page.name in text for other, text in texts.items() if other != page), page.name


@pytest.mark.parametrize("word", ["python start.py\n", "python start.py test\n"])
def test_the_two_commands_are_in_the_readme_each_on_a_line(word):
    assert f"```\n{word}```" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_module_is_on_a_page_of_the_api():
    """As the site's own test says, without building it."""
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "api").glob("*.rst")]
    listed = re.findall(r"modules:: qaanalysis\.([\w.]+)\n(   :deep:)?", "\n".join(pages))
    deep = {name for name, is_deep in listed if is_deep}
    source = ROOT / "src" / "qaanalysis"
    missing = []
    for path in source.rglob("*.py"):
        parts = path.relative_to(source).with_suffix("").parts
        if parts[-1] == "__main__" or parts == ("__init__",):
            continue
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        above = {".".join(parts[:n]) for n in range(1, len(parts))}
        shown = {name, *([] if is_package else [name.rpartition(".")[0]])} & {n for n, _ in listed}
        if not shown and not above & deep:
            missing.append(name)
    assert missing == []
