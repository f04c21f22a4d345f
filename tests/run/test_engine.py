"""An executed notebook is written once, and whole; real kernels."""

import json
from pathlib import Path

import papermill.engines
import papermill.execute
import pytest
from tiny_pack import notebook

from qaanalysis.run.execute import Executed, Pool, execute
from qaanalysis.run.plan import Job
from qaanalysis.run.watch import Limits

CELLS = 4


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where papermill writes notebooks, each time that it does."""
    told: list[str] = []
    write = papermill.engines.write_ipynb
    for module in (papermill.engines, papermill.execute):
        monkeypatch.setattr(
            module, "write_ipynb", lambda book, path: told.append(path) or write(book, path)
        )
    return told


def run(folder: Path, last: str) -> tuple[Executed, list[dict]]:
    """Execute a notebook of a few cells, and return what became of it and of its code cells."""
    whole = notebook("1 + 1", title="Tried")
    cell = whole["cells"][-1]
    told = ["1 + 1"] * (CELLS - 1) + [last]
    whole["cells"][-1:] = [{**cell, "id": f"c{n}", "source": said} for n, said in enumerate(told)]
    path = folder / "tried.ipynb"
    path.write_text(json.dumps(whole), encoding="utf-8")
    limits = Limits(cell_seconds=2)
    job = Job("made", path, {})
    with Pool(1, limits) as pool:
        [result] = execute(pool, [job], folder)
    cells = json.loads(result.notebook.read_text(encoding="utf-8"))["cells"]
    return result, [cell for cell in cells if cell["source"][:1] == ["1 + 1"]]


def test_a_notebook_is_written_once_however_many_cells_it_has(
    tmp_path: Path, writes: list[str]
) -> None:
    result, cells = run(tmp_path, "1 + 1")
    assert not result.failed
    assert [cell["outputs"][0]["data"]["text/plain"] for cell in cells] == [["2"]] * CELLS
    assert writes == [str(result.notebook)]


@pytest.mark.parametrize("last", ["while True: pass", "1 / 0"], ids=["ended", "raised"])
def test_one_that_does_not_reach_its_end_is_there_as_far_as_it_came(
    tmp_path: Path, writes: list[str], last: str
) -> None:
    result, cells = run(tmp_path, last)
    assert result.failed
    assert result.cell.startswith("In [")
    assert [cell["outputs"][0]["data"]["text/plain"] for cell in cells] == [["2"]] * (CELLS - 1)
    assert set(writes) == {str(result.notebook)}
