"""What a report rests on: rows read and rejected, repairs, inputs, versions."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from qaanalysis import provenance
from qaanalysis.data import Loaded
from qaanalysis.present import sentences, words

Told = TypeVar("Told")

# What is done to a cell; other rules are about headings and whole rows.
CELL_RULES = ("alias", "capital letters", "declared spelling", "spaces trimmed")


def line(tables: Loaded) -> str:
    """Return the account of the audit register's rows in a sentence."""
    counts = tables.counts.to_dict("index")["audits"]
    rejected = counts["rejected"]
    cells = tables.repairs["rule"].isin(CELL_RULES) & (tables.repairs["table"] == "audits")
    repaired = tables.repairs.loc[cells, "n_rows"].sum()
    what = "all accepted" if not rejected else f"{words.count(rejected)} rejected"
    return (
        f"{words.counted(counts['read'], 'row')} of the audit register read, {what}; "
        f"{words.counted(repaired, 'cell')} repaired by declared rules"
    )


def warning(tables: Loaded) -> str:
    """Return what is missing from the figures because rows were rejected; empty if none were."""
    counts = tables.counts[tables.counts["rejected"] > 0]
    if counts.empty:
        return ""
    said = [f"{words.count(row.rejected)} of {words.count(row.read)} rows of {row.Index}"
            for row in counts.itertuples()]  # fmt: skip
    one = counts["rejected"].sum() == 1
    return (
        f"{words.listed(said)} could not be accepted and {'is' if one else 'are'} in no figure. "
        f"{'It is' if one else 'They are'} listed with reasons in rejected-rows.xlsx, in the "
        "internal run's folder"
    )


def absent(tables: Loaded, name: str, *, without: str) -> str:
    """Return what can't be said because the run lacks a table; empty if it has it."""
    if tables.get(name) is not None:
        return ""
    return sentences.cannot(
        f"This run has no table “{name}”: {without}. Add it under sources in params"
    )


def unless(missing: str, *shown: Told) -> list[Told]:
    """Return what is shown of a subject; nothing where it isn't reported.

    Examples
    --------
    >>> unless("", "a table", "a chart"), unless("Moderation isn’t reported", "a table")
    (['a table', 'a chart'], [])
    """
    return [] if missing else list(shown)


def told(missing: str, said: Sequence[str]) -> list[str]:
    """Return the sentences on a subject; only that it isn't reported, and why, where it isn't."""
    return [missing] if missing else list(said)


def basis(tables: Loaded, method: str) -> Mapping[str, str | list[str]]:
    """Return the entries of a report's foot."""
    counts = tables.counts.sum()
    inputs = [f"{name}, SHA-256 {digest}" for name, digest in tables.fingerprint.items()]
    versions = provenance.versions(["qaanalysis", "pandas", "scipy"])
    return {
        "Method": method,
        "Rows, all tables": (
            f"{words.count(counts['read'])} read, {words.count(counts['accepted'])} accepted, "
            f"{words.count(counts['rejected'])} rejected; "
            f"{words.count(counts['set_aside'])} blank and total rows set aside"
        ),
        "Inputs": inputs,
        "Made with": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }
