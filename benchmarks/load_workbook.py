"""Load and validate a workbook of 100,000 rows and 30 columns, beside pandas reading it bare.

python benchmarks/load_workbook.py [rows]
"""

import csv
import datetime as dt
import re
import sys
import tempfile
from pathlib import Path

import pandas as pd
from load_register import run_on
from openpyxl import Workbook
from side_by_side import medians, show

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.example.scaled_csv import write_scaled_csv

# Columns that a register has beside those of the specification.
BESIDE = ("Remarks", "Date of chase", "Hours", "Checked by", "Link")
DAY = re.compile(r"\d\d/\d\d/\d{4}")


def write_workbook(path: Path, rows: int) -> None:
    """Write a scaled register as Excel would: dates as dates, texts once each."""
    plain = path.with_suffix(".csv")
    write_scaled_csv(plain, rows=rows, seed=1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Audits")
    with plain.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        sheet.append([*next(lines), *BESIDE])
        for n, line in enumerate(lines):
            beside = [f"Remark {n % 97}", dt.datetime(2023, 1, 1 + n % 28), n % 9 + 0.5, "A. B.", n]
            sheet.append([*map(_cell, line), *beside])
    book.save(path)


def _cell(text: str) -> object:
    if DAY.fullmatch(text):
        return dt.datetime.strptime(text, "%d/%m/%Y")
    return text or None


def main(rows: int) -> None:
    """Print times and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "register.xlsx"
        write_workbook(path, rows)
        run = params.read(run_on(path, folder))
        loaded = load(run)
        counts = loaded.counts.loc["audits"].to_dict()
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB; {counts}")
        del loaded
        things = {
            "load": lambda: load(run),
            "read_excel": lambda: pd.read_excel(path, engine="calamine"),
        }
        show("load and validate a workbook", medians(things), against="read_excel")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
