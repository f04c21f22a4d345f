"""A folder with the example's run and themed plans, in which draws can be made."""

from pathlib import Path

import yaml
from openpyxl import load_workbook
from run_files import example_run
from typer.testing import CliRunner

from qaanalysis.cli import app

ROOT = Path(__file__).parents[2]
KEY = b"a secret of sixteen bytes or more"


def plan_file(folder: Path, name: str, **changes: object) -> Path:
    """Write a plan of the example beside a run of its own, with some keys changed or taken out."""
    file = ROOT / "params" / "themed" / f"{name}.yml"
    declared = yaml.safe_load(file.read_text(encoding="utf-8")) | changes
    declared = {key: value for key, value in declared.items() if value is not None}
    declared["run"] = "run.yml"
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    return path


def command(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def fill(path: Path, answer):
    """Fill in a worklist's form as an auditor would: `answer(case, heading)` for each open cell."""
    book = load_workbook(path)
    sheet = book["Return form"]
    for row in sheet.iter_rows(min_row=4):
        for cell in row[1:]:
            cell.value = answer(row[0].value, sheet.cell(3, cell.column).value)
    book.save(path)


__all__ = ["KEY", "ROOT", "command", "example_run", "fill", "plan_file"]
