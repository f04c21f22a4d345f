"""Reports rendered while others are still executed, and what is known only at the end."""

import datetime as dt
from pathlib import Path

import nbformat
import pytest

from qaanalysis.present.page import Page
from qaanalysis.run import pages, render
from qaanalysis.run.cells import output, text
from qaanalysis.run.execute import Executed
from qaanalysis.run.plan import Job

PAGE = Page("Example Trust", "2023-11", "May to November 2023", dt.date(2023, 12, 3))
NOTE = "Issued again. A figure was wrong."


def executed(folder: Path, name: str, *more: str) -> Executed:
    """An executed notebook."""
    cells = [text(f"# {name.title()}"), output(PAGE.header()), text("## Found"), *map(text, more)]
    nbformat.write(render.notebook(cells), folder / f"{name}.ipynb")
    return Executed(Job(name, Path(f"{name}.ipynb"), {}), folder / f"{name}.ipynb", 1.0)


def written(folder: Path) -> dict[str, str]:
    """The pages in a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def finished(
    results: list[Executed], ahead: pages.Ahead, notes: dict[str, list[str]]
) -> tuple[list[Executed], list[str]]:
    """All reports as a run ends with them, and the names of those made."""
    results, opened = pages.opened(results, ahead)
    results, made = pages.rendered(results, opened, ahead, corrections=notes)
    return results, list(made)


@pytest.mark.parametrize("notes", [{}, {"grades": [NOTE]}], ids=["as it is", "corrected"])
@pytest.mark.parametrize("early", [(), ("grades",), ("returns", "grades")], ids=len)
def test_pages_are_the_same_whenever_they_are_rendered(
    tmp_path: Path, early: tuple[str, ...], notes: dict[str, list[str]]
) -> None:
    found = {}
    for when, taken in (("late", ()), ("early", early)):
        folder = tmp_path / when
        folder.mkdir()
        results = [executed(folder, name) for name in ("grades", "returns")]
        ahead = pages.Ahead(folder)
        for name in taken:
            ahead.take(next(result for result in results if result.job.name == name))
        assert finished(results, ahead, notes)[1] == ["grades", "returns"]
        found[when] = written(folder)
    assert found["early"] == found["late"]
    assert (NOTE in found["early"]["grades.html"]) is bool(notes)


def test_what_is_rendered_is_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = [executed(tmp_path, name) for name in ("grades", "returns")]
    ahead = pages.Ahead(tmp_path)
    for result in results:
        ahead.take(result)
    rendered = []
    html = render.html
    monkeypatch.setattr(render, "html", lambda book: rendered.append(book) or html(book))
    finished(results, ahead, {"returns": [NOTE]})
    assert len(rendered) == 1


def test_one_that_cannot_be_rendered_fails_at_the_end_and_leaves_no_page(tmp_path: Path) -> None:
    broken = executed(tmp_path, "grades", "#### Too deep")
    ahead = pages.Ahead(tmp_path, in_word=["grades"])
    ahead.take(broken)
    ahead.take(Executed(broken.job, broken.notebook, 1.0, "In [1]", "It failed."))
    [result], made = finished([broken], ahead, {})
    assert (result.cell, made, written(tmp_path)) == ("the page", [], {})
    assert "don't leave a level out" in result.problem
    assert not (tmp_path / "grades.docx").exists()
