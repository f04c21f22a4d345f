"""Reports that are made once for each service area: what each one's files are called.

Such a report, as the Head of Service pack, is handed to its reader by itself. So its page leads to
no file with other areas' audits, and the indexes list it without repeating what it says.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from qaanalysis.data import Loaded
from qaanalysis.vocabulary import Col

# With the report's name before it, and the folders of a run, a path that Windows still takes.
LONGEST = 60


def service_areas(loaded: Loaded) -> list[str]:
    """Return the service areas of the accepted audits by the alphabet; none of counts alone."""
    audits = loaded.get("audits")
    return [] if audits is None else sorted(map(str, audits[Col.SERVICE_AREA].dropna().unique()))


def faults(report: str, areas: Sequence[str], *, of: str = Col.SERVICE_AREA) -> list[str]:
    """Return why there can't be a file for each service area; nothing if there can.

    Parameters
    ----------
    report : str
        What the files' names begin with.
    areas : sequence of str
        The service areas.
    of : str
        The column that they are of, if they are something else.

    Examples
    --------
    >>> faults("pack", ["Leaving Care", "In Care"]), len(faults("pack", ["In Care", "In-care"]))
    ([], 1)
    """
    by_slug: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        by_slug[_slug(area)].append(area)
    named = {slug: " and ".join(f"“{area}”" for area in alike) for slug, alike in by_slug.items()}
    return [
        f"{report}: {named[slug]} in {of} would both be the file {report}-{slug}; if they are one, "
        f"say so under reading.spellings.{of} in params, else give one another name there"
        if slug
        else f"{report}: {named[slug]} in {of} has no letter from a to z and no digit for a file’s "
        f"name; give it another name under reading.spellings.{of} in params"
        for slug, alike in by_slug.items()
        if len(alike) > 1 or not slug
    ]


def job_names(report: str, areas: Sequence[str]) -> dict[str, str]:
    """Return what the job of each service area is called; files of such a name work everywhere.

    Examples
    --------
    >>> job_names("head_of_service", ["Child Protection & Court", "Leaving Care"])
    {'Child Protection & Court': 'head_of_service-child-protection-court',
     'Leaving Care': 'head_of_service-leaving-care'}
    """
    return {area: f"{report}-{_slug(area)}" for area in areas}


def _slug(area: str) -> str:
    """Return an area's name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", area).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold())[:LONGEST].strip("-")


def unpartitioned(title: str, part: str) -> str:
    """Return a report's title without the service area that it is about.

    Examples
    --------
    >>> unpartitioned("Head of Service pack: Leaving Care", "Leaving Care")
    'Head of Service pack'
    """
    return title.removesuffix(f": {part}") if part else title
