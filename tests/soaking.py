"""Load mutated registers one after another in a child process, and tell what goes wrong.

Of each it is asked: does it end in a sentence or in tables, within the time and the memory, and is
every row accounted for?
"""

import multiprocessing as mp
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from messy_register import audits, read_run
from mutated_files import Mutated, mutated

from qaanalysis.data import Loaded, load
from qaanalysis.data.against_specification import check_file
from qaanalysis.data.loading import account
from qaanalysis.data.mapping import propose
from qaanalysis.data.rejects import write_rejected
from qaanalysis.data.schemas import tables
from qaanalysis.data.sources import read_source
from qaanalysis.disclosure.free_text import identifying_texts
from qaanalysis.errors import QAError
from qaanalysis.params import Params
from qaanalysis.params_reading import Source

LONGEST, MOST_MB = 20.0, 1000.0
# What a process may take at all, so that the machine isn't brought down by what goes wrong.
LIMIT_MB = 3000
STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Soaked:
    """What came of a seed: its file, how it ended, seconds, the peak of memory in MB, the fault."""

    seed: int
    kind: str
    ended: str
    seconds: float = 0.0
    peak: float = 0.0
    fault: str = ""


def soak(first: int, n: int) -> Iterator[Soaked]:
    """Yield what came of each seed; a process that ends or hangs is taken up by another one."""
    seed, last = first, first + n
    while seed < last:
        here, there = mp.Pipe(duplex=False)
        child = mp.get_context("spawn").Process(target=_child, args=(there, seed, last))
        child.start()
        there.close()
        while seed < last:
            # A new process imports first; and to write a file isn't what is timed.
            if not here.poll(LONGEST * 4):
                yield Soaked(seed, "", "hung", fault=f"no answer in {LONGEST * 4:.0f} s")
                seed += 1
                break
            try:
                soaked = here.recv()
            except EOFError:
                child.join()
                yield Soaked(seed, "", "ended", fault=f"the process ended: {child.exitcode}")
                seed += 1
                break
            yield soaked
            seed += 1
        child.kill()
        child.join()


def _child(there: Connection, first: int, last: int) -> None:
    _limit()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        run = read_run(base, audits({}))
        for seed in range(first, last):
            folder = base / str(seed)
            folder.mkdir()
            there.send(one(seed, folder, run))
            for file in folder.iterdir():
                file.unlink()


def one(seed: int, folder: Path, run: Params) -> Soaked:
    """Load the register of a seed, and say what came of it."""
    try:
        file = mutated(seed, folder)
    except Exception:
        return Soaked(seed, "unwritten", "traceback", fault=traceback.format_exc())
    if PEAK.exists():
        PEAK.write_text("5")
    started = time.perf_counter()
    try:
        ended, fault = _loaded(file, seed, run)
    except Exception:
        ended, fault = "traceback", traceback.format_exc()
    seconds, peak = time.perf_counter() - started, _peak()
    if not fault and seconds > LONGEST:
        fault = f"{seconds:.0f} s"
    if not fault and peak > MOST_MB:
        fault = f"{peak:.0f} MB"
    return Soaked(seed, file.kind, ended, seconds, peak, fault)


def _loaded(file: Mutated, seed: int, run: Params) -> tuple[str, str]:
    """Return whether it was loaded or refused, and in which way rows got lost."""
    run = run.model_copy(update={"sources": {"audits": Source(file=file.path)}})
    others = {0: check_file, 1: propose}
    try:
        if other := others.get(seed % 7):
            other(file.path)
    except QAError:
        pass
    try:
        found = load(run)
    except QAError:
        # A run needs a row that is accepted; the account of those that aren't is made all the same.
        try:
            raw = read_source(tables(run.scale)["audits"], run.sources["audits"], run.reading)
            found = account({"audits": raw}, run.reading, run.scale)
        except QAError:
            return "refused", ""
    write_rejected(found, file.path.parent / "rejected.xlsx")
    found.notices, identifying_texts(found)
    return "loaded", _lost(found, file)


def _lost(found: Loaded, file: Mutated) -> str:
    counts = found.counts.loc["audits"]
    accepted, rejected = len(found["audits"]), len(found.rejected.get("audits", ()))
    if (accepted, rejected) != (counts["accepted"], counts["rejected"]):
        return f"{accepted} accepted and {rejected} rejected rows, of {counts.to_dict()}"
    if file.rows is not None and file.rows != counts["read"] + counts["set_aside"]:
        return f"{file.rows} rows in the file, of {counts.to_dict()}"
    return ""


def _limit() -> None:
    if sys.platform == "linux":
        import resource

        data = _status("VmData") + LIMIT_MB
        resource.setrlimit(resource.RLIMIT_DATA, (int(data * 2**20), resource.RLIM_INFINITY))


def _peak() -> float:
    return _status("VmHWM")


def _status(name: str) -> float:
    """Return an entry of what Linux tells of the process, in MB; 0 on another system."""
    if not STATUS.exists():
        return 0.0
    return int(STATUS.read_text().partition(f"{name}:")[2].split()[0]) / 1024
