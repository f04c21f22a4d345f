"""The tables as they were loaded last, while files, and how they are read, are the same.

A kernel runs several notebooks of a month one after another, and each loads the same tables.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from qaanalysis.data.loading import Loaded, load
from qaanalysis.data.schemas import tables
from qaanalysis.data.sources import files_of
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.provenance import sha256


@dataclass(frozen=True)
class _Last:
    asked: tuple[object, ...]
    loaded: Loaded


_last: list[_Last] = []


def load_or_last(params: Params, *, even_empty: bool = False) -> Loaded:
    """Load a run's tables, unless they were loaded last and nothing has changed since.

    What is given may be changed by whoever gets it: the next is given it unchanged. Rows of a
    database are always read again.

    Raises
    ------
    DataError
        As `load`.
    """
    found = _loaded(params)
    if found.none_accepted and not even_empty:
        raise DataError(found.none_accepted)
    return found


def _loaded(params: Params) -> Loaded:
    digests = _digests(params)
    if digests is None:
        return load(params, even_empty=True)
    # All that loading looks at; who reads the reports, or where they go, is no matter to it.
    asked = (
        *(params.sources, params.reading, params.scale, params.month, params.corrected_rows),
        params.limiting_domains,
        digests,
    )
    if not _last or _last[0].asked != asked:
        _last[:] = [_Last(asked, load(params, even_empty=True))]
    return _apart(_last[0].loaded)


def _digests(params: Params) -> dict[Path, str] | None:
    """Return the SHA-256 of each file that is read; None if that doesn't tell what is read."""
    spec, files = tables(params.scale), list(params.corrected_rows)
    try:
        for name, source in params.sources.items():
            if source.file is None:
                return None
            files += files_of(spec[name], source.file)[0]
        # Most tables are sheets of one workbook, which is hashed once.
        return {file: sha256(file) for file in dict.fromkeys(files)}
    except (OSError, DataError):
        # Loading says what is wrong with it.
        return None


def _apart(loaded: Loaded) -> Loaded:
    """Return the same tables, of which a change doesn't come back; pandas copies when it must."""
    return replace(
        loaded,
        accepted=_copies(loaded.accepted),
        rejected=_copies(loaded.rejected),
        faulty=_copies(loaded.faulty),
        faults=loaded.faults.copy(deep=False),
        repairs=loaded.repairs.copy(deep=False),
        counts=loaded.counts.copy(deep=False),
        of_files=loaded.of_files.copy(deep=False),
        fingerprint=dict(loaded.fingerprint),
        origins=dict(loaded.origins),
        siblings=None if loaded.siblings is None else loaded.siblings.copy(deep=False),
    )


def _copies(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {table: frame.copy(deep=False) for table, frame in frames.items()}
