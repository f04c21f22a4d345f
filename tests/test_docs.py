"""What is documented is there, and what is there is documented."""

import re

import pytest
from run_files import ROOT

from qaanalysis import params, params_committee, params_leak_gate, params_learning
from qaanalysis import params_sections as sections

MODELS = (
    *(params.Params, sections.Grade, sections.Source, sections.Reading, sections.ReportParams),
    *(sections.Moderation, sections.ModerationSample, sections.FollowUp),
    *(sections.Disclosure, sections.Publication, sections.Release),
    *(params_leak_gate.LeakGate, params_leak_gate.Allowed, params_committee.Committee),
    *(params_learning.Learning, params_learning.Theme, params_learning.SimpleThing),
    *(params_learning.Asked, params_learning.Event, params_learning.WorkforceMonth),
)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_each_key_of_params_is_documented(model):
    page = (ROOT / "docs" / "params.md").read_text(encoding="utf-8")
    assert [name for name in model.model_fields if f"`{name}`" not in page] == []


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
