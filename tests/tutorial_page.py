"""A tutorial page as what its reader does: files to write, commands, and what they print.

In a page, a fence `shell` holds commands, `text` after it what they print (… stands for anything),
`yaml` a file whose name stands in the paragraph before, and a quotation what a report says.
"""

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from made import Made
from run_files import ROOT
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.errors import QAError
from qaanalysis.run import pack

FENCE = re.compile(r"(?ms)^( *)```(\w*)\n(.*?)^\1```$")
EXPORT = Path("src", "qaanalysis", "data", "example", "export")


@dataclass(frozen=True)
class Step:
    """One fence of a page, with the text between it and the fence before."""

    kind: str
    text: str
    before: str


def steps(page: Path) -> list[Step]:
    """Return what a page has its reader do, in order."""
    text = page.read_text(encoding="utf-8")
    found, end = [], 0
    for fence in FENCE.finditer(text):
        lines = [line.removeprefix(fence[1]) for line in fence[3].splitlines()]
        found.append(Step(fence[2], "\n".join(lines), text[end : fence.start()]))
        end = fence.end()
    return found


def quotations(page: Path) -> list[str]:
    """Return what a page quotes, each in one line."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)(?:^> ?.*\n?)+", text)
    return [" ".join(re.sub(r"(?m)^> ?", "", block).split()) for block in blocks]


def project(folder: Path) -> Path:
    """Copy what a reader has who has just unpacked the project, as far as commands use it."""
    for name in ("params", "notebooks", str(EXPORT)):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "outputs").mkdir()
    return folder


@dataclass
class Reader:
    """Somebody who works through a page in a folder of their own.

    Whole runs of the example's months take minutes, and are made once for all tests: such a run
    is put into the folder, and the command prints what it prints of it.
    """

    folder: Path
    made: dict[str, Made]

    def say(self, command: str) -> str:
        """Run a command as it is printed, and return what it prints."""
        words = command.removeprefix("python start.py").split()
        assert command.startswith("python start.py"), command
        words = words or ["run", "params/2023-11.yml"]
        whole = words[0] == "run" and len(words) == 2 and Path(words[1]).name in self.made
        real = {"make": self._put} if whole else {"make": pack.make}
        with mock.patch.multiple(pack, **real):
            done = CliRunner().invoke(app, _words(words))
        if isinstance(done.exception, QAError):
            return f"qaanalysis: {done.exception}"
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code in (0, 1), done.output
        return done.output

    def _put(self, file, **told) -> pack.Pack:
        """Put a run that was made before where this reader's command would have put it."""
        there = self.made[file.name].made
        outputs = self.made[file.name].file.parent / "outputs"
        shutil.copytree(outputs, self.folder / "outputs", dirs_exist_ok=True)
        for report in there.reports:
            told["done"](report)
        here = {
            name: self.folder / "outputs" / getattr(there, name).relative_to(outputs)
            for name in ("folder", "index")
        }
        return replace(there, **here)

    def write(self, step: Step) -> None:
        """Write a file that a page shows."""
        named = re.findall(r"`([\w./-]+\.(?:yml|md))`", step.before)
        path = self.folder / named[-1]
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{step.text}\n", encoding="utf-8")


def _words(words: list[str]) -> list[str]:
    """Return words as a shell gives them: what is quoted is one."""
    import shlex

    return shlex.split(" ".join(words))


def unlike(expected: str, printed: str) -> str:
    """Return the first line of what a page shows that isn't in what was printed, in order."""
    at = 0
    text = _even(printed)
    for line in expected.splitlines():
        if line.strip() in ("", "…"):
            continue
        pattern = re.escape(_even(line).strip()).replace("…", ".*?")
        found = re.compile(rf"(?m)^ ?{pattern} ?$").search(text, at)
        if found is None:
            return line
        at = found.end()
    return ""


def _even(text: str) -> str:
    """Return text in which columns may be of any width: runs of spaces and of lines are one."""
    return re.sub(r"[━─]+", "━", re.sub(r"[ \t]+", " ", text))
