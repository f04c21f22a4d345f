"""Fingerprints of a run's rows, kept for the next run to tell what was added, removed or edited.

Each cell is a keyed hash, so that the file says nothing to whoever hasn't the organisation's
secret; within a column the same text gives the same hash. Internal, as the rest of a run's folder.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.loading import Loaded
from qaanalysis.data.schemas import STANDARD_SCALE, tables
from qaanalysis.provenance import canonical_json
from qaanalysis.vocabulary import Col, Sensitivity, looked_up

FOLDER, ABOUT = "kept-rows", "about.json"
IDENTITY = {"its key", "its month"}
_KEY_LENGTH = 16


@dataclass(frozen=True)
class KeptRows:
    """A run's rows as fingerprints.

    Parameters
    ----------
    run : str
        What the run's folder is called: it begins with its day and hour.
    month : str
        The month the run was about.
    tables : dict of str to DataFrame
        By table: `its key`, `its month` (text; blank if the row has none), a hash for each column.
    """

    run: str
    month: str
    tables: dict[str, pd.DataFrame]


def fingerprints(loaded: Loaded, *, secret: bytes) -> dict[str, pd.DataFrame]:
    """Return by table a fingerprint of each accepted row's key and of each of its cells."""
    spec = tables(STANDARD_SCALE)
    key = hmac.digest(secret, b"kept rows", "sha256").hex()[:_KEY_LENGTH]
    audits = loaded.get("audits")
    # Of counts alone every row has its own month.
    month_of = (
        pd.Series(dtype=object)
        if audits is None
        else audits.set_index(Col.AUDIT_ID)[Col.MONTH].astype(str)
    )
    return {
        name: _of_table(frame, spec[name].key, month_of, key)
        for name, frame in loaded.accepted.items()
    }


def _of_table(
    frame: pd.DataFrame, keys: tuple[str, ...], month_of: pd.Series, key: str
) -> pd.DataFrame:
    named = frame[keys[0]].astype(str)
    for more in keys[1:]:
        named = named + "\x1f" + frame[more].astype(str)
    if Col.MONTH in frame:
        months = frame[Col.MONTH].astype(str)
    elif Col.AUDIT_ID in frame:
        months = frame[Col.AUDIT_ID].map(month_of).fillna("")
    else:
        months = pd.Series("", index=frame.index)
    made = {"its key": _hashed(named, key), "its month": months.to_numpy(dtype=object)}
    return pd.DataFrame(made | {str(c): _hashed(frame[c], key) for c in frame.columns})


def _hashed(values: pd.Series, key: str) -> NDArray[np.uint64]:
    # Once for each distinct value; a missing one is as a blank text.
    codes, distinct = pd.factorize(values)
    plain = np.asarray(distinct, dtype=object).tolist()
    told = [value if type(value) is str else str(value) for value in plain]
    texts = np.array([*told, ""], dtype=object)
    hashed = np.asarray(pd.util.hash_array(texts, hash_key=key, categorize=False), dtype=np.uint64)
    return np.asarray(hashed[codes], dtype=np.uint64)


def write(loaded: Loaded, folder: Path, *, secret: bytes, month: str, organisation: str) -> None:
    """Keep a run's rows in its folder, and whose they are."""
    kept = folder / FOLDER
    kept.mkdir()
    for name, frame in fingerprints(loaded, secret=secret).items():
        frame.to_parquet(kept / f"{name}.parquet", index=False)
    about = {"month": month, "organisation": organisation, "inputs": loaded.fingerprint}
    (kept / ABOUT).write_text(canonical_json(about), encoding="utf-8", newline="\n")


def before(shelf: Path, loaded: Loaded, *, organisation: str) -> KeptRows | None:
    """Return the rows that the organisation's newest run on other inputs kept; None without one.

    Runs on the same inputs are passed over, so that a run made again says the same.

    Parameters
    ----------
    shelf : Path
        The folder that holds the runs, a folder for each month.
    loaded : Loaded
        The run's own tables.
    organisation : str
        Whose run it is: another's register in the same outputs is no earlier state of this one.
    """
    for about in _on_other_inputs(shelf, loaded.fingerprint, organisation):
        try:
            month = str(json.loads(about.read_text(encoding="utf-8"))["month"])
            kept = {p.stem: pd.read_parquet(p) for p in sorted(about.parent.glob("*.parquet"))}
            if not all({*frame.columns} >= IDENTITY for frame in kept.values()):
                continue
        except (OSError, ValueError, KeyError, TypeError):
            # Another version's, or damaged: the one before it is as good.
            continue
        return KeptRows(about.parents[1].name, month, kept)
    return None


def about_before(shelf: Path, inputs: Mapping[str, str], *, organisation: str) -> Path | None:
    """Return the file that tells of those rows, without reading them.

    Parameters
    ----------
    shelf : Path
        The folder that holds the runs.
    inputs : mapping of str to str
        SHA-256 of each of the run's own inputs.
    organisation : str
        Whose run it is.
    """
    return next(_on_other_inputs(shelf, inputs, organisation), None)


def _on_other_inputs(shelf: Path, inputs: Mapping[str, str], organisation: str) -> Iterator[Path]:
    found = sorted(shelf.glob(f"*/[0-9]*/{FOLDER}/{ABOUT}"), key=lambda p: p.parents[1].name)
    for about in reversed(found):
        try:
            said = json.loads(about.read_text(encoding="utf-8"))
            own = looked_up(said["organisation"]) == looked_up(organisation)
            if own and said["inputs"] != inputs:
                yield about
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def names(accepted: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return what the rows of each table are called, where their key names nobody."""
    spec = tables(STANDARD_SCALE)
    found = {}
    for name, frame in accepted.items():
        key, columns = spec[name].key, spec[name].schema.columns
        if all(columns[c].metadata["sensitivity"] is Sensitivity.NONE for c in key):
            called = frame[key[0]].astype(str)
            for more in key[1:]:
                called = called + " " + frame[more].astype(str)
            found[name] = called
    return found
