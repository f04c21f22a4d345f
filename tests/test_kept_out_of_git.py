"""No register gets into git by an oversight, and what is tracked stays so."""

import shutil
import subprocess

import pytest
from run_files import ROOT

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None,
    reason="a copy without git's own folder, or a machine without git",
)


def git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


@pytest.mark.parametrize(
    "path",
    [
        *(
            "exports/register.csv",
            "exports/2026/register.csv",
            "register.xlsx",
            "any/Register.xlsm",
        ),
        *("old.xls", "a.xlsb", "a.ods", "a.parquet", "outputs/2023-11/index.html"),
        *("our-audits/register.xlsx", "our-audits/exports/register.csv"),
        "src/qaanalysis/data/example/export/another.xlsx",
    ],
)
def test_a_register_is_ignored(path):
    assert git("check-ignore", "--no-index", path).strip() == path


def test_no_file_that_is_tracked_is_ignored():
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == ""
    tracked = git("ls-files").splitlines()
    assert "src/qaanalysis/data/example/export/audit-register.xlsx" in tracked
    assert "docs/tutorials/another-export.csv" in tracked
