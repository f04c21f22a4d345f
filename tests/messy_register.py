"""A small register that a test may spoil, written as the kind of file the test is about."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import yaml
from openpyxl import Workbook

from qaanalysis import params
from qaanalysis.data import Loaded, load
from qaanalysis.errors import DataError

COLUMNS = (
    *("audit_id", "audit_type", "month", "child_id", "family_id", "plan_type", "service_area"),
    *("team", "case_holder", "auditor", "management_level", "planned_on", "due_on", "returned_on"),
    *("exempted_on", "exemption_reason", "exemption_approver", "auditor_grade"),
)
GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


def audit(n: int = 1, **changes: object) -> dict[str, object]:
    """Return a returned audit of September 2023, with some cells changed."""
    row = dict.fromkeys(COLUMNS, "") | {
        "audit_id": f"A{n}",
        "audit_type": "Individual",
        "month": "September 2023",
        "child_id": f"C{n}",
        "family_id": f"F{n}",
        "service_area": "North",
        "team": "North 1",
        "case_holder": f"Worker {n}",
        "auditor": f"Auditor {n}",
        "management_level": "Team manager",
        "planned_on": "01/09/2023",
        "due_on": "30/09/2023",
        "returned_on": "20/09/2023",
        "auditor_grade": "Good",
    }
    return row | changes


def audits(*changes: dict[str, object]) -> list[dict[str, object]]:
    """Return an audit for each of some changes, numbered from 1."""
    return [audit(n, **change) for n, change in enumerate(changes, start=1)]


def table(rows: list[dict[str, object]]) -> list[list[object]]:
    """Return rows as a sheet holds them, beneath their headings."""
    columns = list(rows[0])
    return [columns, *([row[c] for c in columns] for row in rows)]


def as_csv(rows: list[list[object]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def workbook(path: Path, rows: list[list[object]], sheet: str = "Audits") -> Workbook:
    """Return a workbook with a sheet of rows, to be changed and saved by the test."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return book


def run(folder: Path, sources: object, *, reading: object = None, **changes: object) -> Loaded:
    """Load a run of September 2023 on the sources; audits if it is only a file or rows."""
    return load(read_run(folder, sources, reading=reading, **changes))


def read_run(
    folder: Path, sources: object, *, reading: object = None, **changes: object
) -> params.Params:
    """Return the params of such a run."""
    declared = {
        "organisation": "A service",
        "grade_scale": [
            {"label": grade, "good_or_better": grade in GRADES[:2]}
            | ({"aliases": ["RI", "R.I."]} if grade.startswith("Requires") else {})
            for grade in GRADES
        ],
        "month": "2023-09",
        "first_month": "2023-09",
        "as_at": dt.date(2023, 10, 3),
        "notebooks": "notebooks",
        "outputs": "outputs",
        "reports": {"returns": {}},
        "reading": reading or {},
    }
    declared["sources"] = {
        name: _source(folder, name, source)
        for name, source in (sources if isinstance(sources, dict) else {"audits": sources}).items()
    }
    path = folder / "run.yml"
    path.write_text(yaml.safe_dump(declared | changes, allow_unicode=True), encoding="utf-8")
    return params.read(path)


def _source(folder: Path, name: str, source: object) -> dict[str, str]:
    if isinstance(source, list):
        path = folder / f"{name}.csv"
        path.write_text(as_csv(table(source)), encoding="utf-8", newline="")
        return {"file": str(path)}
    return source if isinstance(source, dict) else {"file": str(source)}


def refused(folder: Path, sources: object, **changes: object) -> str:
    """Return the sentence with which a run is refused."""
    try:
        run(folder, sources, **changes)
    except DataError as error:
        return str(error)
    raise AssertionError("the run wasn't refused")


def reconciles(found: Loaded) -> bool:
    """Tell whether every row that was read was either accepted or rejected."""
    counts = found.counts
    return bool((counts["read"] == counts["accepted"] + counts["rejected"]).all())


def repairs(found: Loaded) -> dict[tuple[str, str], int]:
    """Return by rule and what was found: how many rows a declared rule changed."""
    listed = found.repairs.groupby(["rule", "found"])["n_rows"].sum()
    return {(str(rule), str(text)): int(n) for (rule, text), n in listed.items()}


def notices(found: Loaded) -> dict[str, str]:
    """Return by rule: the rows that something was noticed in."""
    return dict(zip(found.notices["rule"], found.notices["rows"], strict=True))


def faults(found: Loaded) -> list[tuple[int, str]]:
    return list(found.faults[["row", "rule"]].itertuples(index=False, name=None))


def with_part(path: Path, name: str, old: bytes, new: bytes) -> None:
    """Change bytes within a part of a workbook, as only another program would write them."""
    with zipfile.ZipFile(path) as read:
        parts = {part: read.read(part) for part in read.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for part, content in parts.items():
            written.writestr(part, content)
