"""What was published before, kept for good: later reports are checked against it."""

import json
from collections.abc import Iterable
from pathlib import Path

from qaanalysis.disclosure.known import Fact
from qaanalysis.errors import DisclosureError
from qaanalysis.vocabulary import KEPT_FOR_CHECKS

FOLDER = KEPT_FOR_CHECKS


def facts(shelf: Path) -> list[Fact]:
    """Return all that readers know by the reports published so far, the oldest first.

    Parameters
    ----------
    shelf : Path
        The folder of the published runs. It may not be there yet: then nothing was published.

    Raises
    ------
    DisclosureError
        If a file can't be read: without it nothing can be shown to be safe.
    """
    found = []
    files = sorted((shelf / FOLDER).glob("*.json"))
    for file, ago in zip(files, range(len(files), 0, -1), strict=True):
        try:
            records = json.loads(file.read_text(encoding="utf-8"))
            found += [Fact.read(record, earlier=ago) for record in records]
        except (OSError, ValueError, KeyError, TypeError):
            raise DisclosureError(
                f"{FOLDER}/{file.name} can't be read. It says what an earlier report published, "
                "without which no report can be shown to be safe. Bring it back from a backup; if "
                "that report was never given to anybody, remove the file."
            ) from None
    return list(dict.fromkeys(found))


def text(published: Iterable[Fact]) -> str:
    """Return the file that keeps what a run published.

    Parameters
    ----------
    published : iterable of Fact
        What its tables tell.
    """
    records = [fact.record() for fact in dict.fromkeys(published) if not fact.is_silent]
    return json.dumps(records, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
