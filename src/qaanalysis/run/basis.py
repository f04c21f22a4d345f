"""What a month's reports rest on: by it a later run tells what it need not make again.

A report is made anew when its notebook, the params, an input, this package, any installed package
or what earlier runs and draws left has changed. All of it is told by hashes, without reading a
table, so that an unchanged month is known as such in about a second.
"""

import hashlib
import hmac
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from qaanalysis import secret
from qaanalysis.data import kept_rows
from qaanalysis.data.schemas import tables
from qaanalysis.data.sources import files_of
from qaanalysis.errors import ParamsError
from qaanalysis.params import Params
from qaanalysis.provenance import sha256
from qaanalysis.vocabulary import KEPT_FOR_CHECKS, Audience

# A draw's folder has one, and a run's hasn't.
DRAWN = "manifest-internal.json"


@dataclass(frozen=True)
class Basis:
    """What all reports of a run rest on, each as a hash.

    Parameters
    ----------
    params : str
        The resolved params, and the plans of themed audits that they name.
    data : str
        The bytes of every input.
    package : str
        The files of this package.
    environment : str
        Python and every installed package, with its version.
    earlier : str
        What earlier runs and draws left that reports read: for publication all that was published,
        else the rows of the run on other inputs, drawn samples, and the organisation's secret.
    """

    params: str
    data: str
    package: str
    environment: str
    earlier: str

    def record(self) -> dict[str, str]:
        """Return what a manifest keeps."""
        return asdict(self)

    def differs(self, kept: Mapping[str, Any]) -> list[str]:
        """Return what is otherwise than a manifest has it, in words."""
        changed = [part for part in CALLED if kept.get(part) != getattr(self, part)]
        # On other data, the rows before are those of the run that is compared with.
        passed_over = {"earlier"} if "data" in changed else set()
        return [CALLED[part] for part in changed if part not in passed_over]


CALLED = {
    "params": "params have changed",
    "data": "the data has changed",
    "package": "this package has changed",
    "environment": "Python or an installed package has changed",
    "earlier": "an earlier run or a drawn sample that reports rest on has changed",
}
"""How a change of each part is told."""


def basis(read: Params, inputs: Mapping[str, str], *, but: str = "") -> Basis:
    """Return what a run's reports rest on.

    Parameters
    ----------
    read : Params
        Of the run.
    inputs : mapping of str to str
        SHA-256 of each input, as the loaded tables' `fingerprint` has them.
    but : str
        A run, by its folder's name: what it left itself is passed over, so that it can be told
        whether the same run made now would rest on the same.
    """
    return Basis(
        _of(_told(read)),
        _of(_data(read, inputs)),
        package(),
        environment(),
        _of(_published(read, but) if read.audience is Audience.PUBLISHED else _left(read, inputs)),
    )


def key(rests_on: Basis, notebook: Path, name: str) -> str:
    """Return what tells a report from any other: the same for the same, 64 hex digits."""
    return _of([rests_on.record(), sha256(notebook), name])


def unchanged_data(read: Params, inputs: Mapping[str, str], before: Basis) -> bool:
    """Tell whether the files that a run reads are still what they were."""
    return _of(_data(read, inputs)) == before.data


def shown(notebook: Path) -> str:
    """Return what tells all that an executed notebook says and shows: 64 hex digits.

    Its timings are left out: made again on the same inputs it is the same.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return _of([[cell["source"], cell.get("outputs", [])] for cell in cells])


def _of(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _told(read: Params) -> list[Any]:
    plans = [told.plan_file for told in read.reports.values() if told.plan_file is not None]
    return [read.resolved(), _hashes([*plans, *read.committee.themed])]


def _data(read: Params, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return the hashes of the files of each table; of databases what was read from them."""
    spec = tables(read.scale)
    found: dict[str, Any] = {
        name: _hashes(files_of(spec[name], source.file)[0])
        for name, source in read.sources.items()
        if source.file is not None
    }
    if reads_database(read):
        found["databases"] = dict(inputs)
    return {**found, "corrected_rows": _hashes(read.corrected_rows)}


def reads_database(read: Params) -> bool:
    """Tell whether a table comes from a database: what is in it is known only by reading it."""
    return any(source.file is None for source in read.sources.values())


def _published(read: Params, but: str) -> list[str]:
    """Return what readers outside know of earlier reports."""
    own = f"{read.month}-{but}.json"
    found = sorted((read.shelf / KEPT_FOR_CHECKS).glob("*.json"))
    return [f"{file.name} {sha256(file)}" for file in found if file.name != own]


def _left(read: Params, inputs: Mapping[str, str]) -> list[str]:
    """Return what internal reports read of earlier runs and of draws."""
    before = kept_rows.about_before(read.shelf, inputs, organisation=read.organisation)
    drawn = sorted(side.parent for side in read.outputs.glob(f"*/*/{DRAWN}"))
    return [
        f"{before.parents[1].name} {sha256(before)}" if before else "",
        *(
            f"{folder.name}/{file.name} {sha256(file)}"
            for folder in drawn
            for file in sorted(folder.iterdir())
            if file.is_file()
        ),
        _mark_of_secret(read),
    ]


def _mark_of_secret(read: Params) -> str:
    try:
        held = secret.existing(read.outputs)
    except ParamsError:
        return ""
    return hmac.digest(held, b"what reports rest on", "sha256").hex()


def _hashes(paths: Iterable[Path]) -> list[str]:
    return [_hash(path.resolve(), path.stat().st_mtime_ns) for path in paths]


@cache
def _hash(path: Path, _written: int) -> str:
    """Return a file's hash; most tables are sheets of one workbook."""
    return sha256(path)


@cache
def package() -> str:
    """Return what tells this package's files from any other version's."""
    root = Path(str(files("qaanalysis")))
    sources = (path for path in sorted(root.rglob("*")) if path.is_file())
    parts = [
        f"{path.relative_to(root).as_posix()} {sha256(path)}"
        for path in sources
        if path.suffix != ".pyc"
    ]
    return _of(parts)


@cache
def environment() -> str:
    """Return what tells Python and all installed packages, by their names and versions.

    The names of their folders of metadata have both: reading each would take longer than all else.
    """
    folders = {path for path in sys.path if os.path.isdir(path)}  # noqa: PTH112 - as sys.path has it
    names = {entry.name for path in folders for entry in Path(path).glob("*.dist-info")}
    return _of([platform.python_version(), *sorted(names)])
