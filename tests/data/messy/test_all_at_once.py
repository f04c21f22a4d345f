"""The example with every fault that can live in one register: a run, its page, and the way back."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from planted_faults import ELSEWHERE, plant, reading
from planted_register import Planted
from run_files import ROOT, SHEETS, example_run

from qaanalysis import params
from qaanalysis.data import Loaded, kept_rows, load
from qaanalysis.present import labels
from qaanalysis.run import pack
from qaanalysis.run.prepared import Asked

pytestmark = pytest.mark.slow

SECRET = b"a secret of the tests"
STARTED = dt.datetime(2023, 12, 4, 9, 30)


@dataclass(frozen=True)
class Ran:
    """The clean tables, what was planted, the params of the run on it, and what the run made."""

    clean: Loaded
    planted: Planted
    file: Path
    made: pack.Pack

    def respelt(self) -> Counter[tuple[str, str]]:
        """Count, cell by cell, what the example has of other spellings and of what was planted."""
        declared = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        reading = declared["reading"]
        aliases = {a.casefold() for g in declared["grade_scale"] for a in g.get("aliases", ())}
        found: Counter[tuple[str, str]] = Counter()
        for table in SHEETS:
            named = {h: c for c, hs in reading["headings"].get(table, {}).items() for h in hs}
            for heading in self.planted.header(table)[1]:
                column = named.get(heading, heading.casefold().replace(" ", "_").rstrip("?"))
                spellings = reading["spellings"].get(column, {})
                words = {spelling.casefold(): word for spelling, word in spellings.items()}
                for text in self.planted.texts(table, heading, apart=column == "theme"):
                    if text in reading["missing"]:
                        found[table, "marker of a missing value"] += 1
                    elif words.get(text.casefold(), text) != text or text.startswith("Sept "):
                        found[table, "declared spelling"] += 1
                    elif text.casefold() in aliases and column.endswith(("grade", "quality")):
                        found[table, "alias"] += 1
        return found

    def table(self, caption: str) -> list[dict[str, str]]:
        """Return a table of the page by its caption, a row as headings and cells."""
        page = BeautifulSoup(
            (self.made.folder / "data_quality.html").read_text(encoding="utf-8"), "html.parser"
        )
        found = next(t for t in page.find_all("table") if t.caption and caption in t.caption.text)
        heads, *rows = [
            [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in found.find_all("tr")
        ]
        return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Ran:
    folder = tmp_path_factory.mktemp("planted")
    planted = Planted(folder)
    plant(planted)
    clean = load(params.read(example_run(folder)))
    kept = folder / "outputs" / "2023-10" / "20231103-093000-abc"
    kept.mkdir(parents=True)
    (folder / "outputs" / "secret.key").write_bytes(SECRET)
    kept_rows.write(
        clean, kept, secret=SECRET, month="2023-10", organisation="Example Children’s Trust"
    )
    base = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text(encoding="utf-8"))
    declared = reading(planted, base["reading"])
    file = example_run(folder, sources=planted.save(), reading=declared, first_month="2023-04")
    made = pack.make(file, asked=Asked(only=("data_quality",)), workers=1, started=STARTED)
    assert not made.failed
    return Ran(clean, planted, file, made)


def plain(text: str) -> str:
    """Return words without their capitals and underlines: pages write them as prose."""
    return text.casefold().replace("_", " ")


def called(name: str) -> str:
    """Return what a page calls a table or column."""
    return plain(labels.label(name)) if name else ""


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_every_case_is_planted_or_it_is_said_why_it_cannot_be(ran):
    assert ran.planted.cases | set(ELSEWHERE) == set(range(1, 53)) - {52}
    assert not ran.planted.cases & set(ELSEWHERE)
    # Case 52 is the run itself: the rows of reported months were edited since the run before.
    assert ran.planted.edited


def test_the_rows_of_each_source_reconcile(ran):
    lost = Counter(table for table, _ in {(f.table, f.row) for f in ran.planted.rejected()})
    expected = {
        called(t): (n := ran.planted.rows_in(t), n - lost[t], lost[t]) for t in SHEETS
    }  # fmt: skip
    shown = {
        plain(row["Table"]): tuple(number(row[c]) for c in ("Read", "Accepted", "Rejected"))
        for row in ran.table("Rows of each source")
    }
    assert shown == expected
    assert {row["Not accounted for"] for row in ran.table("Rows of each source")} == {"0"}


def test_the_rejected_rows_are_told_by_rule(ran):
    lost = {(f.table, f.row, f.column, f.rule) for f in ran.planted.rejected()}
    expected = Counter((called(t), called(column), plain(rule)) for t, _, column, rule in lost)
    shown = {
        tuple(plain(row[c]) for c in ("Table", "Column", "Rule")): number(row["Rows"])
        for row in ran.table("Rejected rows by rule")
    }
    assert shown == expected
    file = load_workbook(ran.made.folder / "rejected-rows.xlsx")
    written = [(s.title, int(row[0].value)) for s in file for row in s.iter_rows(min_row=3)]
    assert sorted(written) == sorted({(table, row) for table, row, _, _ in lost})


def test_what_was_repaired_is_told_by_rule(ran):
    shown = {
        (plain(row["Table"]), plain(row["Rule"])): number(row["Rows touched"])
        for row in ran.table("Repairs by rule")
    }
    for (table, rule), n in (ran.planted.repaired | ran.respelt()).items():
        assert shown[called(table), plain(rule)] == n, (table, rule)


def test_what_is_noticed_is_told_with_its_rows(ran):
    told = ran.table("Noticed in files and rows")
    shown = {
        (plain(row["Table"]), plain(row["Rule"])): (row["Rows"], row["Rows of the file"])
        for row in told
    }
    lost = {(f.table, f.row) for f in ran.planted.rejected()}
    for (table, rule), noticed in ran.planted.noticed.items():
        rows = [row for row in sorted(noticed) if (table, row) not in lost]
        listed = ", ".join(map(str, rows[:10])) + (", …" if len(rows) > 10 else "")
        assert shown[called(table), plain(rule)] == (str(len(rows)), listed), (table, rule)
    ways = {row["Found"] for row in told if row["Column"] == "Returned on"}
    assert ways == {
        *("like 30/11/2023", "like 30/11/23", "like 30/11/2023 00:00", "like '30/11/2023"),
        *("a date of Excel", "like 45260, Excel’s number"),
    }


def test_the_planted_contradiction_and_every_change_is_told(ran):
    planted = ran.planted
    shown = {row["Looked for"]: row["References"] for row in ran.table("Contradictions")}
    assert planted.limited in shown["Graded better than the worst of: Safety"]
    lost = {(f.table, f.row) for f in planted.rejected()}
    # A copy that is rejected leaves the row it is a copy of; a note was no row before.
    added = {(f.table, f.row) for f in planted.faults if f.added}
    removed = Counter(table for table, _ in lost - added)
    edited = Counter(table for table, row in planted.edited if (table, row) not in lost)
    changed: dict[str, Counter[str]] = {"Removed, or rejected now": Counter(), "Edited": Counter()}
    for row in ran.table("Rows changed, by month"):
        for change, counts in changed.items():
            counts[plain(row["Table"])] += number(row[change])
    assert changed["Edited"] == Counter({called(t): n for t, n in edited.items()})
    assert changed["Removed, or rejected now"] == Counter(
        {called(t): n for t, n in removed.items()}
    )


def test_corrected_and_read_again_nothing_is_rejected_and_no_row_is_lost(ran, tmp_path):
    book = load_workbook(ran.made.folder / "rejected-rows.xlsx")
    for fault in ran.planted.faults:
        sheet = book[fault.table]
        place = {cell.value: cell.column for cell in sheet[2]}
        row = next(r for r in sheet.iter_rows(min_row=3) if r[0].value == str(fault.row))
        if fault.added:
            for cell in row[1 : place["mark"] - 1]:
                cell.value = None
        elif fault.heading:
            row[place[fault.column] - 1].value = fault.was
    book.save(tmp_path / "corrected.xlsx")
    declared = yaml.safe_load(ran.file.read_text(encoding="utf-8"))
    declared["corrected_rows"] = [str(tmp_path / "corrected.xlsx")]
    again = tmp_path / "again.yml"
    again.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    found = load(params.read(again))
    assert found.faults.empty
    assert not found.counts["rejected"].any()
    accepted = ran.clean.counts["accepted"].to_dict()
    assert found.counts["accepted"].to_dict() == {
        table: n + ran.planted.added[table] for table, n in accepted.items()
    }
