"""Each tutorial does what it says: its commands are run, and print what it shows."""

import json
import re
import shutil

import pytest
from openpyxl import load_workbook
from run_files import ROOT
from tutorial_page import FENCE, Reader, project, quotations, steps, unlike

DOCS = ROOT / "docs"
TUTORIALS = [DOCS / "first-month.md", *sorted((DOCS / "tutorials").glob("*.md"))]


def an_export(reader: Reader) -> None:
    """Put the export of another shape where the page says."""
    (reader.folder / "exports").mkdir()
    export = DOCS / "tutorials" / "another-export.csv"
    shutil.copy(export, reader.folder / "exports" / "register.csv")


def confirmed(reader: Reader) -> None:
    """Write into organisation.yml what the page says is the reader's to write."""
    file = reader.folder / "our-audits" / "params" / "organisation.yml"
    text = file.read_text(encoding="utf-8")
    for before, after in (
        ("organisation: Name of the organisation", "organisation: Our service"),
        ("aliases: [RI,", "aliases: [Reqs improvement, RI,"),
        ("\n# extends: reading.yml\n", "\nextends: reading.yml\n"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def answered(reader: Reader) -> None:
    """Fill in the worklists of two auditors, as they would, and put them where the page says."""
    [lists] = reader.folder.glob("outputs/2023-07/*/worklists")
    (reader.folder / "returned").mkdir()
    for path in sorted(lists.glob("*.xlsx"))[:2]:
        shutil.copy(path, reader.folder / "returned")
    for path in (reader.folder / "returned").iterdir():
        book = load_workbook(path)
        form = book["Return form"]
        for row in form.iter_rows(min_row=4, min_col=2):
            for cell in row:
                heading = str(form.cell(3, cell.column).value)
                typed = {"Date audited": "14/09/2023"}.get(heading, "Yes")
                cell.value = None if heading.startswith("Notes") else typed
        book.save(path)


# What a reader does by hand before a command, by page and how the command begins.
BY_HAND = {
    ("your-exports", "python start.py new our-audits"): an_export,
    ("your-exports", "python start.py check our-audits"): confirmed,
    ("themed-sample", "python start.py collect"): answered,
}


@pytest.fixture
def reader(tmp_path, monkeypatch, request) -> Reader:
    """Somebody with the project's files, in their folder."""
    runs = {
        "2023-11.yml": request.getfixturevalue("example"),
        "2023-11-published.yml": request.getfixturevalue("published"),
    }
    monkeypatch.chdir(project(tmp_path))
    monkeypatch.delenv("QAANALYSIS_SECRET", raising=False)
    return Reader(tmp_path, runs)


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda p: p.stem)
def test_a_tutorial_does_what_it_says(page, reader):
    printed = ""
    for step in steps(page):
        if step.kind == "shell":
            printed = ""
            for command in step.text.splitlines():
                for (name, begins), by_hand in BY_HAND.items():
                    if name == page.stem and command.startswith(begins):
                        by_hand(reader)
                printed += reader.say(command)
        elif step.kind == "yaml":
            reader.write(step)
        elif step.kind == "text":
            assert unlike(step.text, printed) == "", printed
        else:
            pytest.fail(f"{page.name} has a fence that nothing is done with: {step.kind!r}")
    told = reported(reader)
    assert [said for said in quotations(page) if said not in told] == []


def reported(reader: Reader) -> str:
    """Return all that the reader's runs say, in one line."""
    files = reader.folder.glob("**/outputs/**/figures.json")
    return " ".join(" ".join(texts(json.loads(f.read_text(encoding="utf-8")))) for f in files)


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def test_there_is_a_tutorial_for_each_thing_a_new_colleague_does():
    assert {page.stem for page in TUTORIALS} == {
        *("first-month", "your-exports", "read-moderation", "themed-sample", "each-month"),
        "publish-safely",
    }


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda p: p.stem)
def test_each_output_in_a_tutorial_follows_a_command(page):
    kinds = [step.kind for step in steps(page)]
    assert kinds.count("shell")
    assert all(kinds[n - 1] == "shell" for n, kind in enumerate(kinds) if kind == "text")
    # Every fence is one that the tests see.
    assert len(FENCE.findall(page.read_text(encoding="utf-8"))) * 2 == len(
        re.findall(r"(?m)^ *```", page.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("Index: …index.html", "Index: elsewhere"), ("a\nb", "b\na"), ("5 rows", "15 rows")],
)
def test_what_isnt_printed_is_told(shown, printed):
    assert unlike(shown, printed) != ""


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("…\nb\n…", "a\nb\nc"), ("│ a  │ 5 │", "│ a │    5 │"), ("made in … s", "made in 3.1 s")],
)
def test_what_is_printed_is_found(shown, printed):
    assert unlike(shown, printed) == ""
