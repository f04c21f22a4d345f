"""The log of replacements as a file: lines are only added, and each is sealed with those before it.

One JSON object a line. A line that is changed, moved or taken out from between breaks the seals of
all that follow; whether the last ones were taken off can't be told.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.fingerprints import keyed
from qaanalysis.sampling.replacements import COLUMNS, ON, Replacement, nothing

SEAL = "seal"


def read(path: Path) -> pd.DataFrame:
    """Return the log, earliest first; without a row if the file isn't there.

    Returns
    -------
    DataFrame
        The columns of `replacements`, whatever else was kept with each, and `seal`.

    Raises
    ------
    DataError
        If a line isn't an entry.

    Examples
    --------
    >>> len(read(Path("no such file.jsonl")))
    0
    """
    if not path.is_file():
        return nothing().assign(**{SEAL: []})
    entries = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            entry = None
        if not isinstance(entry, dict) or not {*COLUMNS, SEAL} <= entry.keys():
            raise DataError(
                f"{path.name}, line {n}: found something that isn't an entry of a log of "
                "replacements; needed: the file as it was written. Put it back."
            )
        entries.append(entry)
    return pd.DataFrame(entries, columns=None if entries else [*COLUMNS, SEAL], dtype=object)


def append(
    path: Path, entry: Replacement, *, secret: bytes, seed: str, more: dict[str, Any]
) -> None:
    """Add a line to the log.

    Parameters
    ----------
    path : Path
        The file; made if it isn't there.
    entry : Replacement
        What was replaced.
    secret, seed
        What seals are keyed with, and the draw's seed.
    more : dict
        What else to keep, such as the fingerprint of whom the reserve was given to.
    """
    log = read(path)
    before = str(log[SEAL].iloc[-1]) if len(log) else ""
    held = {name: getattr(entry, name) for name in COLUMNS} | more
    held[ON] = entry.on.isoformat() if entry.on else None
    line = json.dumps({**held, SEAL: _seal(held, before, secret, seed)}, ensure_ascii=False)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{line}\n")


def broken(log: pd.DataFrame, *, secret: bytes, seed: str) -> list[str]:
    """Return a sentence if an entry isn't as it was written, naming the first such.

    Parameters
    ----------
    log : DataFrame
        From `read`.
    secret, seed
        As in `append`.
    """
    before = ""
    for n, entry in enumerate(log.to_dict(orient="records"), start=1):
        seal = entry.pop(SEAL)
        if seal != _seal({str(name): value for name, value in entry.items()}, before, secret, seed):
            return [
                f"Entry {n} of the log of replacements isn't as it was written, or one before it "
                "was taken out."
            ]
        before = seal
    return []


def _seal(entry: dict[str, Any], before: str, secret: bytes, seed: str) -> str:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True)
    return keyed(secret, f"replacement {seed}", f"{before}\0{text}")
