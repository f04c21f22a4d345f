"""What of a run's params is told: in the manifest, and by the reports that print it."""

from collections.abc import Iterator, Mapping
from typing import Any

from qaanalysis.data.schemas import sensitive_columns
from qaanalysis.params import Params
from qaanalysis.vocabulary import Audience


def told(read: Params) -> dict[str, Any]:
    """Return a run's params as its manifest tells them: without other spellings of names."""
    said = read.resolved()
    spellings = said["reading"]["spellings"]
    for column in spellings.keys() & sensitive_columns().keys():
        spellings[column] = f"{len(spellings[column])} (not shown)"
    if said["claims"] and read.audience is Audience.PUBLISHED:
        # What is said of a report's statements is for internal readers.
        said["claims"] = {"source": said["claims"]["source"]}
    return said


def typed(read: Params) -> list[tuple[str, str]]:
    """Return each text that somebody typed and that is told, with where it was typed.

    Beside params that is the commentary, of which the manifest has the name alone.
    """
    found = list(by_key(told(read)))
    if read.commentary is not None:
        found.append((f"the commentary {read.commentary.name}", read.commentary.text))
    return found


def by_key(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text among the params of a manifest with its key, as faults of params name it.

    Parameters
    ----------
    value : mapping, list or plain value
        The params, or what a key has.
    at : str
        That key.

    Examples
    --------
    >>> list(by_key({"committee": {"recommendations": ["Note it.", "Agree it."]}}))[2:]
    [('committee.recommendations (number 1)', 'Note it.'),
     ('committee.recommendations (number 2)', 'Agree it.')]
    """
    if isinstance(value, Mapping):
        for name, inner in value.items():
            where = f"{at}.{name}" if at else str(name)
            yield where, str(name)
            yield from by_key(inner, where)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            yield from by_key(inner, f"{at} (number {number})")
    elif value is not None:
        yield at, str(value)
