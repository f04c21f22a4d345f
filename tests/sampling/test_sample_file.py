"""The internal list of a draw, as it is opened and as it is read back."""

import io

import openpyxl
import pandas as pd
import pytest

from qaanalysis.errors import DataError
from qaanalysis.sampling.sample_file import DRAWN, EVERYBODY, identifiers, workbook

HEAD = "OFFICIAL-SENSITIVE · The sample"
ROWS = pd.DataFrame(
    {
        "audit_id": ["A2", "007", "=A1"],
        "number": pd.array([1, 2, None], dtype="Int64"),
        "inclusion_probability": [1 / 3, 1.0, 0.25],
        "weight": [3.0, 1.0, None],
        "moderator": ["U. Garth", None, None],
    }
)


def test_numbers_are_numbers_and_identifiers_text():
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROWS, ROWS[["audit_id"]], head=HEAD)))
    assert book.sheetnames == [DRAWN, EVERYBODY]
    rows = list(book[DRAWN].iter_rows(min_row=3, values_only=True))
    assert rows[0] == tuple(ROWS.columns)
    assert rows[1] == ("A2", 1, 1 / 3, 3, "U. Garth")
    assert rows[3] == ("=A1", None, 0.25, None, None)
    assert {cell.data_type for cell in book[DRAWN]["A"]} <= {"s", "n"}
    assert all(sheet["A1"].value == HEAD for sheet in book)


def test_identifiers_come_back(tmp_path):
    path = tmp_path / "sample.xlsx"
    path.write_bytes(workbook(ROWS.iloc[:1], ROWS[["audit_id"]], head=HEAD))
    assert identifiers(path) == ["A2", "007", "=A1"]
    assert identifiers(tmp_path / "none.xlsx") == []


@pytest.mark.parametrize("content", [b"", b"no workbook", "other"])
def test_another_file_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "sample.xlsx"
    if content == "other":
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"sample\.xlsx can't be read as the list of those drawn"):
        identifiers(path)
