"""Make the params file and the export of a run, small or as the example is, in a test's folder."""

import csv
from pathlib import Path

import yaml
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[1]
EXPORT = ROOT / "src" / "qaanalysis" / "data" / "example" / "export"
THEMED = ("themed_sample", "themed_findings")
SHEETS = {
    "audits": "Audit register",
    "moderations": "Moderation",
    "domain_grades": "Domain grades",
    "stated_totals": "Monthly totals",
    "cohort": "Themed cohorts",
    "findings": "Findings",
    "actions": "Actions",
    "re_audits": "Re-audits",
    "benchmarking": "Benchmarking",
    "themed_responses": "Themed answers",
    "moderators": "Moderators",
    "auditors": "Auditors",
}


def example_run(folder: Path, **changes: object) -> Path:
    """Write params for a November 2023 run on the example's workbook, with some keys changed."""
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text(encoding="utf-8"))
    month = yaml.safe_load((ROOT / "params" / "2023-11.yml").read_text(encoding="utf-8"))
    themed = {"plan_file": str(ROOT / "params" / "themed" / "coming-into-care.yml")}
    declared["reports"] |= month.pop("reports") | dict.fromkeys(THEMED, themed)
    declared |= month
    del declared["extends"]
    plans = [str(ROOT / "params" / plan) for plan in declared["committee"]["themed"]]
    declared["committee"]["themed"] = plans
    for named in ("claims", "commentary"):
        declared[named] = str(ROOT / "params" / declared[named])
    workbook = str(EXPORT / "audit-register.xlsx")
    declared["sources"] = {
        table: {**source, "file": workbook} for table, source in declared["sources"].items()
    }
    declared |= {"notebooks": str(ROOT / "notebooks"), "outputs": str(folder / "outputs")}
    path = folder / "run.yml"
    if changes.get("audience") == "published":
        own = yaml.safe_load((ROOT / "params" / "2023-11-published.yml").read_text("utf-8"))
        declared["committee"] |= own["committee"]
    # A key that is changed to None is left out.
    declared = {key: value for key, value in (declared | changes).items() if value is not None}
    path.write_text(yaml.safe_dump(declared, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def csv_sources() -> dict[str, dict[str, str]]:
    """Return sources that read the example's csv files."""
    return {path.stem: {"file": str(path)} for path in sorted((EXPORT / "csv").glob("*.csv"))}


def csv_without(folder: Path, table: str, heading: str, begins: str) -> dict[str, dict[str, str]]:
    """Return sources that lack a table's rows whose cell under a heading begins with a text."""
    with (EXPORT / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    first = next(n for n, line in enumerate(lines) if len([c for c in line if c.strip()]) > 3)
    at = [cell.strip() for cell in lines[first]].index(heading)
    kept = [line for n, line in enumerate(lines) if n <= first or not line[at].startswith(begins)]
    assert len(kept) < len(lines)
    path = folder / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(kept)
    return {**csv_sources(), table: {"file": str(path)}}


class Register:
    """A copy of the example's workbook that a test may spoil, cell by cell."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "register.xlsx"
        self.book = load_workbook(EXPORT / "audit-register.xlsx")

    def sheet(self, table: str):
        return self.book[SHEETS[table]]

    def header(self, table: str) -> tuple[int, dict[str, int]]:
        """Return the row of the headings, and each heading's column."""
        for row in self.sheet(table).iter_rows(max_row=10):
            texts = [str(cell.value or "").strip() for cell in row]
            if len([t for t in texts if t]) > 3:
                return row[0].row, {t: i + 1 for i, t in enumerate(texts) if t}
        raise AssertionError(table)

    def put(self, table: str, row: int, heading: str, value: object) -> None:
        """Put a value into a row of the file, under a heading."""
        self.sheet(table).cell(row, self.header(table)[1][heading]).value = value

    def value(self, table: str, row: int, heading: str) -> object:
        """Return what stands in a row of the file, under a heading."""
        return self.sheet(table).cell(row, self.header(table)[1][heading]).value

    def rows(self, table: str) -> list[int]:
        """Return the rows of the file that hold data."""
        first, _ = self.header(table)
        sheet = self.sheet(table)
        return [
            r
            for r in range(first + 1, sheet.max_row + 1)
            if sheet.cell(r, 1).value not in (None, "TOTAL")
        ]

    def save(self) -> dict[str, dict[str, str]]:
        """Save the copy, and return sources that read it."""
        self.book.save(self.path)
        declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text("utf-8"))
        return {
            table: {**source, "file": str(self.path)}
            for table, source in declared["sources"].items()
        }


def csv_without_column(folder: Path, table: str, heading: str) -> dict[str, dict[str, str]]:
    """Return sources of which a table lacks a column."""
    with (EXPORT / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    heads = next(line for line in lines if len([c for c in line if c.strip()]) > 3)
    at = [cell.strip() for cell in heads].index(heading)
    path = folder / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([*line[:at], *line[at + 1 :]] for line in lines)
    return {**csv_sources(), table: {"file": str(path)}}
