"""Whether a run may be published: all its tables together, beside every report published before.

Each table was protected when it was made, knowing those above it. Tables of several notebooks meet
here for the first time. What is issued, approved and for publication, is kept for good, so that
later reports are checked against it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qaanalysis.disclosure import kept
from qaanalysis.disclosure.gate import narrowed
from qaanalysis.disclosure.known import Fact
from qaanalysis.errors import DisclosureError
from qaanalysis.params import Params
from qaanalysis.present import words

Records = Iterable[Mapping[str, Any]]


def check(reports: Mapping[str, Records], params: Params) -> None:
    """Refuse a run whose hidden numbers could be worked out; a named release may override that.

    Parameters
    ----------
    reports : mapping of str to iterable of mapping
        By report: all that it shows, as it recorded it.
    params : Params
        Of the run.

    Raises
    ------
    DisclosureError
        If a reader of everything would get closer to a hidden number than the policy allows. It
        says which report could be left out to mend that.
    """
    if params.release is not None:
        return
    found = _known_too_closely(_all(reports), params)
    if not found:
        return
    counts = ", ".join(f"{n} of {cases}" for cases, n in found.items())
    raise DisclosureError(
        "The reports can't be published: from all their tables together, and the reports published "
        "before, numbers that must not be known could be worked out, or more closely than "
        f"{params.policy.width} apart ({counts}). {_remedy(reports, params)} If the lead for "
        "information governance decides that they may be published all the same, give "
        "disclosure.release in params: by, on and reason."
    )


def _remedy(reports: Mapping[str, Records], params: Params) -> str:
    """Return which one report can be left out, if that is enough."""
    enough = [
        name for name in reports if not _known_too_closely(_all({**reports, name: ()}), params)
    ]
    if not enough:
        return "Publish fewer reports, or coarser tables (see disclosure in docs/params.md)."
    return (
        f"Without {' or without '.join(enough)} they can be: take one out of reports in params, or "
        "make tables coarser (see disclosure in docs/params.md)."
    )


def _all(reports: Mapping[str, Records]) -> list[Mapping[str, Any]]:
    return [record for records in reports.values() for record in records]


def released(records: Records, params: Params) -> str:
    """Return by whom reports are published though a check refused them, when and why.

    Parameters
    ----------
    records : iterable of mapping
        All that the run's reports show.
    params : Params
        Of the run.

    Returns
    -------
    str
        Empty if nobody decided so, or if no check refused them: then there is nothing to tell.
    """
    found = params.release
    if found is None or not _known_too_closely(records, params):
        return ""
    return f"By {found.by} on {words.day(found.on)}, although a check refused it: {found.reason}"


def _known_too_closely(records: Records, params: Params) -> dict[str, int]:
    """Return how many hidden numbers a reader of everything gets too close to, by their cases."""
    policy = params.policy
    return narrowed(
        facts(records), kept.facts(params.shelf), width=policy.width, threshold=policy.threshold
    )


def facts(records: Records) -> list[Fact]:
    """Return all that a run's tables tell, once each."""
    told = (Fact.read(fact) for table in _tables(records) for fact in table.get("facts", []))
    return list(dict.fromkeys(told))


def keep(records: Records, params: Params, *, run: str) -> None:
    """Keep what an approved run tells its readers; a draft hasn't been given to anybody.

    Parameters
    ----------
    records : iterable of mapping
        All that the run's reports show.
    params : Params
        Of the run.
    run : str
        The run's name, for the file's.
    """
    if params.approved_on is None:
        return
    folder: Path = params.shelf / kept.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{params.month}-{run}.json"
    file.write_text(kept.text(facts(records)), encoding="utf-8", newline="\n")


def _tables(records: Records) -> Iterable[Mapping[str, Any]]:
    for record in records:
        if record["type"] == "table":
            yield record
        elif "table" in record:
            yield record["table"]
        # Commentary calls figures in, and the foot tells of tables that sentences alone speak of.
        yield from record.get("tables", [])
