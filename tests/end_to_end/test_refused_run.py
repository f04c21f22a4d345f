"""The leak gate on real runs: no false alarm on the example, and a report that leaks is refused."""

import json
import shutil

import pytest
from bs4 import BeautifulSoup
from made import STARTED, Made, make
from run_files import ROOT, example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.errors import DisclosureError
from qaanalysis.run import leak_gate, pack

CHILD = "LCS-152075"
REPORTS = {"returns": {}, "spoiled": {}}


def spoiled_run(folder, said: str, **changes: object) -> Made:
    """Run returns beside a copy of it in which something is said."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    shutil.copy(ROOT / "notebooks" / "returns.ipynb", notebooks)
    notebook = json.loads((notebooks / "returns.ipynb").read_text(encoding="utf-8"))
    cell = {"cell_type": "markdown", "id": "said", "metadata": {}, "source": [said]}
    notebook["cells"].append(cell)
    (notebooks / "spoiled.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return make(folder, notebooks=str(notebooks), reports=REPORTS, **changes)


def everything(folder) -> str:
    """Return all bytes of a folder's files, and their names."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(f"{path.name}\n{path.read_bytes().decode('latin-1')}" for path in files)


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["internal", "published"])
def test_the_example_raises_no_alarm(runs, audience):
    run = runs[audience]
    read = params.read(run.file)
    assert read.audience == audience
    assert leak_gate.check(run.made.folder, load(read), read) == []
    assert run.made.published


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "said", "column"),
    [
        ("internal", f"## Of one case\n\nIt is {CHILD}.", "audits.child_id (child)"),
        ("published", "Audit **QA23-0**001 was late.", "audits.audit_id (record)"),
    ],
)
def test_a_report_that_leaks_is_refused_and_the_others_are_made(tmp_path, audience, said, column):
    made = spoiled_run(tmp_path, said, audience=audience).made
    [failed] = made.failed
    assert failed.job.name == "spoiled"
    assert column in failed.problem
    page = BeautifulSoup((made.folder / "spoiled.html").read_bytes(), "lxml")
    assert "Report not made" in page.h1.get_text()
    found = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert {f"{of} ({whose})" for of, whose, _ in found} == {column}
    assert any(where.startswith("spoiled.html, ") for *_, where in found)
    assert "docs/publishing.md" in page.get_text()
    assert not (made.folder / "notebooks" / "spoiled.ipynb").exists()
    assert "Returns" in (made.folder / "returns.html").read_text(encoding="utf-8")
    assert "spoiled" not in json.loads((made.folder / "figures.json").read_text(encoding="utf-8"))
    assert not made.published
    (made.folder / "rejected-rows.xlsx").unlink(missing_ok=True)
    assert CHILD not in everything(tmp_path / "outputs")


def test_params_that_name_somebody_refuse_the_run(tmp_path):
    """The manifest holds the params: what they say is published with the reports."""
    file = example_run(tmp_path, correction=f"About {CHILD}", reports={"moderation_sample": {}})
    with pytest.raises(DisclosureError, match=r"audits.child_id \(child\)") as caught:
        pack.make(file, workers=1, started=STARTED)
    assert CHILD not in str(caught.value)
    made = [path for path in (tmp_path / "outputs").rglob("*") if path.is_file()]
    assert sorted(path.name for path in made) == ["2023-11.lock", "secret.key"]


def test_all_places_of_what_params_name_are_told_at_once(tmp_path):
    committee = {"recommendations": [f"Look at {CHILD} again."]}
    file = example_run(tmp_path, committee=committee, reports={"committee_report": {}})
    with pytest.raises(DisclosureError) as caught:
        pack.make(file, workers=1, started=STARTED)
    said = str(caught.value)
    key = "committee.recommendations (number 1)"
    assert f"in manifest.json, the key {key} of params" in said
    assert "in committee_report.html, " in said
    assert said.endswith(f"It was typed in params: take it out there, from {key}.")
    assert CHILD not in said


@pytest.mark.slow
def test_a_secret_of_the_environment_reaches_no_output(tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTER_PASSWORD", "correct-horse-battery")
    made = spoiled_run(
        tmp_path, "Ask with correct-horse-battery.", leak_gate={"secrets": ["REGISTER_PASSWORD"]}
    ).made
    assert "the secret REGISTER_PASSWORD" in made.failed[0].problem
    assert "correct-horse-battery" not in everything(tmp_path / "outputs")
