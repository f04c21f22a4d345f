"""Reading csv: odd rows are rejected with their number, and no message quotes a row."""

import csv
from pathlib import Path

import pytest
from messy_register import as_csv, audits, run, table
from run_files import csv_sources, example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.csv_rows import FEWER, MORE
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import DataError

SECRET = "SECRETCHILD"
SET_ASIDE = 3  # of the example as it is: two blank rows and a total


class Csv:
    """A copy of the example's csv register that a test may spoil, row by row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        source = Path(csv_sources()["audits"]["file"])
        with source.open(encoding="utf-8-sig", newline="") as stream:
            self.rows = list(csv.reader(stream))
        self.top = next(i for i, row in enumerate(self.rows) if "Audit ref" in row)
        self.n_cells = len(self.rows[self.top])

    def place(self, heading: str) -> int:
        return [text.strip() for text in self.rows[self.top]].index(heading)

    def text(self) -> str:
        path = self.folder / "written.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(self.rows)
        return path.read_bytes().decode("utf-8")

    def load(self, content: str | bytes | None = None):
        text = self.text() if content is None else content
        path = self.folder / "a.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return load(params.read(example_run(self.folder, sources={"audits": {"file": str(path)}})))


@pytest.fixture
def register(tmp_path):
    return Csv(tmp_path)


def refused(register: Csv, content: str | bytes | None = None) -> str:
    with pytest.raises(DataError) as caught:
        register.load(content)
    assert SECRET not in str(caught.value)
    return str(caught.value)


def accounts(found) -> bool:
    counts = found.counts
    return bool((counts["read"] == counts["accepted"] + counts["rejected"]).all())


def shown(found) -> str:
    return found.faults.to_csv() + found.repairs.to_csv()


def test_a_row_with_a_cell_too_many_is_rejected_and_its_cells_are_not_quoted(register, tmp_path):
    register.rows[50][register.place("Child ID")] = SECRET
    register.rows[50].append("one too many")
    found = register.load()
    [fault] = found.faults.to_dict("records")
    assert (fault["row"], fault["column"], fault["rule"]) == (51, "", MORE)
    assert fault["found"] == f"{register.n_cells + 1} cells"
    assert fault["allowed"].startswith(f"{register.n_cells} cells")
    assert SECRET not in shown(found)
    assert accounts(found)
    assert found.counts.loc["audits", "rejected"] == 1
    # The rejected row is whole, also what stands under no heading.
    assert found.rejected["audits"]["cells beyond the headings"].tolist() == ["one too many"]
    write_rejected(found, tmp_path / "rejected.xlsx")


def test_a_short_row_is_one_fault(register):
    del register.rows[50][5:]
    found = register.load()
    [fault] = found.faults.to_dict("records")
    assert (fault["row"], fault["rule"], fault["found"]) == (51, FEWER, "5 cells")
    assert accounts(found)


def test_a_note_under_the_table_is_one_rejected_row(register):
    found = register.load(register.text() + f"Note: {SECRET} John Smith moved\r\n")
    [fault] = found.faults.to_dict("records")
    assert (fault["row"], fault["found"]) == (len(register.rows) + 1, "1 cell")
    assert SECRET not in shown(found)
    assert found.counts.loc["audits"].tolist()[:3] == [743, 742, 1]


def test_odd_rows_leave_the_others_as_they_were(register, tmp_path):
    whole = load(params.read(example_run(tmp_path, sources={"audits": csv_sources()["audits"]})))
    register.rows.append(["Note"])
    found = register.load()
    assert found["audits"].equals(whole["audits"])


def test_blank_lines_are_set_aside_and_counted_as_rows(register):
    lines = register.text().split("\r\n")
    lines.insert(50, "")
    found = register.load("\r\n".join([*lines[:-1], "", "", ""]))
    assert found.faults.empty
    assert found.counts.loc["audits"].tolist() == [742, 742, 0, SET_ASIDE + 3]
    register.rows[60][register.place("Due date")] = "soon"
    lines = register.text().split("\r\n")
    lines.insert(50, "")
    assert register.load("\r\n".join(lines)).faults["row"].tolist() == [62]


def test_blank_cells_beyond_the_headings_are_no_fault(register):
    for row in register.rows[register.top + 1 :]:
        row.extend(["", ""])
    found = register.load()
    assert found.faults.empty
    assert found.counts.loc["audits", "accepted"] == 742


def test_a_short_total_row_is_set_aside(register):
    register.rows.append(["TOTAL", "742"])
    found = register.load()
    assert found.faults.empty
    assert found.counts.loc["audits", "set_aside"] == SET_ASIDE + 1


def test_a_ragged_row_over_two_lines_says_which(register):
    register.rows[50][3] = "one\ntwo"
    register.rows[50].append("one too many")
    [fault] = register.load().faults.to_dict("records")
    assert fault["found"] == f"{register.n_cells + 1} cells, over lines 51 to 52 of the file"


def test_nothing_follows_from_the_key_of_a_ragged_row(register):
    register.rows[50] = [*register.rows[51], "more"]
    found = register.load()
    assert found.faults["rule"].tolist() == [MORE]
    assert found.counts.loc["audits", "accepted"] == 741


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_row(register):
    register.rows[50][3] = SECRET
    said = refused(register, register.text().replace(f",{SECRET}", f',"{SECRET}'))
    assert said.startswith("a.csv, row 51: a quotation mark opens a cell and is never closed")


@pytest.mark.parametrize("place", [3, -1])
def test_a_quotation_mark_that_takes_in_rows_is_named_by_its_row(register, place):
    # With the next mark in the same column the row even has the right number of cells.
    register.rows[50][place] = "X1X"
    register.rows[55][place] = "X2X"
    text = register.text().replace("X1X", '"T1').replace("X2X", '"T2"' if place > 0 else 'T2"')
    said = refused(register, text)
    assert said.startswith("a.csv, row 51: a cell holds 6 lines that look like rows")


def test_text_over_several_lines_is_no_fault(register):
    register.rows[50][register.place("Team")] = "a, b, c, d, e, f, g,\n" * 9
    assert register.load().faults.empty


def test_a_late_character_in_another_encoding_is_named_by_its_line(register):
    register.rows[700][register.place("Team")] = "CAFE"
    said = refused(register, register.text().encode("utf-8").replace(b"CAFE", b"Caf\xe9"))
    assert said.startswith("a.csv isn't UTF-8 text: line 701 has a character")


@pytest.mark.parametrize("n", [200_000, 2_500_000])
def test_a_long_cell_is_read(register, n):
    register.rows[50][register.place("Team")] = "x" * n
    found = register.load()
    # It doesn't stop the reader; that nobody's team is called so is told of its row alone.
    assert found.faults["rule"].tolist() == ["too long"]
    assert found.rejected["audits"]["team"].str.len().tolist() == [n]


def test_an_error_of_excel_that_was_saved_as_csv_is_a_fault(register):
    register.rows[50][register.place("Team")] = "#N/A"
    register.rows[51][register.place("Child ID")] = "#REF!"
    faults = register.load().faults.sort_values("row")
    assert faults["row"].tolist() == [51, 52]
    assert set(faults["rule"]) == {"an error of Excel"}
    assert faults["found"].tolist() == ["#N/A", "#REF!"]


@pytest.mark.parametrize("label", [["TOTAL", ""], ["TOTAL", "7"], ["", "TOTAL"], ["8", "Total"]])
def test_a_total_is_told_by_the_first_filled_cell_read_or_not(register, label):
    for i, row in enumerate(register.rows):
        row.insert(0, "Row" if i == register.top else str(i))
    register.rows.append([*label, *[""] * (register.n_cells - 1)])
    found = register.load()
    assert found.faults.empty
    assert found.counts.loc["audits"].tolist() == [742, 742, 0, SET_ASIDE + 1]


def test_a_row_that_is_no_row_of_headings_is_not_quoted(register):
    said = refused(register, f"Trust\nA1,{SECRET},Team,LCS-1\nA2,Jane,x,y\n")
    assert "Found: Team; and 3 cells that are no heading of this table." in said


def test_titles_above_the_headings_cost_no_row_whatever_is_in_them(tmp_path):
    """Told to pass over rows, Arrow passes over too many where one of them holds a zero byte."""
    spoilt = Csv(tmp_path)
    spoilt.rows[:0] = [["Exported\x00by"], ["a\rb\r\n"], ["more"]]
    found = spoilt.load()
    assert found.counts.loc["audits", "read"] == 742
    assert found.counts.loc["audits", "accepted"] == 742


@pytest.mark.parametrize(("delimiter", "named"), [(",", "commas"), (";", "semicolons")])
def test_a_ragged_row_is_told_by_what_stands_between_its_cells(tmp_path, delimiter, named):
    rows = table(audits({}, {}))
    rows[2] = [*rows[2], "one", "more"]
    (tmp_path / "a.csv").write_text(as_csv(rows, delimiter), encoding="utf-8", newline="")
    faults = run(tmp_path, tmp_path / "a.csv").faults
    assert faults["rule"].tolist() == [MORE]
    assert faults["allowed"][0].endswith(f"; a cell with {named} in quotation marks")
