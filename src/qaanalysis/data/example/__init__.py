"""An example to try everything on: records invented around one trust's published totals.

No child, family or worker in it is real, and who disagreed with whom is invented: nothing found in
the example that goes beyond the published totals says anything of a real trust.
"""

from pathlib import Path

from qaanalysis.data.example.deliver import write_csvs, write_export, write_workbook
from qaanalysis.data.example.published import AS_AT, SCALE
from qaanalysis.data.example.register import SEED, register
from qaanalysis.data.example.scaled import scaled
from qaanalysis.data.example.scaled_csv import write_scaled_csv

EXPORT = Path(__file__).parent / "export"
"""The committed export: a workbook and a folder of csv files."""

__all__ = [
    "AS_AT",
    "EXPORT",
    "SCALE",
    "SEED",
    "register",
    "scaled",
    "write_csvs",
    "write_export",
    "write_scaled_csv",
    "write_workbook",
]
