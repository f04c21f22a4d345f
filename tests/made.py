"""A run that a test has made, to be read."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from run_files import example_run

from qaanalysis.run import pack

STARTED = dt.datetime(2023, 12, 4, 9, 30)


@dataclass(frozen=True)
class Made:
    """A run's folder, its index, and what it recorded."""

    file: Path
    made: pack.Pack

    @property
    def index(self) -> str:
        return self.made.index.read_text(encoding="utf-8")

    @property
    def figures(self) -> dict:
        return json.loads((self.made.folder / "figures.json").read_text(encoding="utf-8"))

    @property
    def manifest(self) -> dict:
        return json.loads((self.made.folder / "manifest.json").read_text(encoding="utf-8"))

    def report(self, name: str) -> str:
        return (self.made.folder / f"{name}.html").read_text(encoding="utf-8")


def make(folder: Path, **changes: object) -> Made:
    """Run a month on the example with some params changed."""
    file = example_run(folder, **changes)
    return Made(file, pack.make(file, workers=2, started=STARTED))
