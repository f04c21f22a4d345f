"""The notebooks as they are kept: pages that load, call and show."""

import ast
import json
import re
from pathlib import Path

import pytest

from qaanalysis import params
from qaanalysis.run import readers
from qaanalysis.run.plan import declared_parameters, jobs

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FORBIDDEN = (
    *(ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With, ast.Lambda),
    *(ast.If, ast.BinOp),
)


def cells(path: Path, kind: str) -> list[dict]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_are_notebooks_to_check():
    assert {p.stem for p in NOTEBOOKS} >= {"returns", "grades"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestNotebook:
    def test_it_is_kept_without_outputs(self, path):
        for cell in cells(path, "code"):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None

    def test_its_code_cells_are_at_most_ten_lines(self, path):
        for cell in cells(path, "code"):
            lines = [line for line in source(cell).splitlines() if line.strip()]
            assert len(lines) <= 10, source(cell)

    def test_it_computes_nothing_itself(self, path):
        for cell in cells(path, "code"):
            for node in ast.walk(ast.parse(source(cell))):
                assert not isinstance(node, FORBIDDEN), source(cell)

    def test_it_prints_nothing_and_names_no_policy_number(self, path):
        for cell in cells(path, "code"):
            if "parameters" in cell["metadata"].get("tags", []):
                continue
            assert "print(" not in source(cell)
            for node in ast.walk(ast.parse(source(cell))):
                if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                    # Positions and yes or no, never a figure that a reader could disagree with.
                    assert node.value in (0, 1, True, False), source(cell)

    def test_its_prose_holds_no_typed_number(self, path):
        for cell in cells(path, "markdown"):
            assert not re.search(r"\d", source(cell)), source(cell)

    def test_it_begins_with_a_title_and_a_question(self, path):
        first = source(cells(path, "markdown")[0])
        assert re.match(r"# [^\n]+\n\n[^\n]+\?", first)

    def test_its_parameters_are_typed_literals_with_the_example_for_default(self, path):
        tagged = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
        assert len(tagged) == 1
        for node in ast.parse(source(tagged[0])).body:
            assert isinstance(node, ast.AnnAssign)
            ast.literal_eval(node.value)
        defaults = declared_parameters(path)
        assert (ROOT / defaults["params_file"]).is_file()

    def test_it_ends_with_what_it_rests_on_and_all_that_it_told(self, path):
        if readers.is_lab_only(path):
            pytest.skip("it is no report, and tells its readers nothing")
        last = source(cells(path, "code")[-1])
        assert re.search(r"report\.provenance\(.*told=run\.told\)$", last, re.DOTALL)

    def test_it_is_documented(self, path):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        assert f"`{path.name}`" in readme

    def test_its_cells_have_names_that_stay(self, path):
        found = json.loads(path.read_text(encoding="utf-8"))["cells"]
        names = [cell["id"] for cell in found]
        assert len(set(names)) == len(names)


def test_params_give_only_parameters_that_the_notebooks_have():
    file = ROOT / "params" / "2023-11.yml"
    made = jobs(params.read(file), file, areas=["North"])
    # What is made where there are only counts isn't made where there are rows.
    of_rows = {path.stem for path in NOTEBOOKS if readers.needs_rows(path)}
    assert {job.report for job in made} == of_rows - {"explore"}


def test_only_the_notebook_with_drop_downs_is_no_report():
    assert [path.stem for path in NOTEBOOKS if readers.is_lab_only(path)] == ["explore"]
