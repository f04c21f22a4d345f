"""What reports warn of is told once when the run ends, and stands in its manifest."""

from pathlib import Path

from qaanalysis import progress
from qaanalysis.run import contents
from qaanalysis.run.batch import Outcome
from qaanalysis.run.index_page import Report
from qaanalysis.run.pack import Pack

WARNED = {"type": "commentary", "warnings": ["c.md, line 3: no figure of this run is [98%]."]}


def test_each_warning_is_told_once_though_two_reports_show_the_text():
    reports = [Report("A", [WARNED, {"type": "prose"}], {}), Report("B", [WARNED], {})]
    assert contents.warnings(reports) == tuple(WARNED["warnings"])
    assert contents.warnings([]) == ()


def test_a_warning_is_printed_as_it_is(capsys):
    made = Pack([], Path("run"), Path("index.html"), True, False, None, tuple(WARNED["warnings"]))
    progress.show_pack(made)
    assert "Warning: c.md, line 3: no figure of this run is [98%]." in capsys.readouterr().out
    progress.show_outcomes([Outcome(Path("2023-11.yml"), "Trust", "2023-11", pack=made)])
    assert "Trust, 2023-11: Warning: c.md, line 3: no figure" in capsys.readouterr().out
