"""The record of a draw: a manifest to show anybody who asks, and a side file to check it by.

The manifest says what was asked for, from which seed, and how many were left at every step; it
holds no identifier and no hash of one. The side file holds a keyed fingerprint of each row, so
that whoever has the organisation's secret can tell which row isn't what it was.
"""

import json
from typing import Any

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.provenance import canonical_json, versions
from qaanalysis.sampling import prn
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, STRATUM
from qaanalysis.sampling.fingerprints import keyed, of_rows, of_units
from qaanalysis.sampling.given import GIVEN, PEOPLE, PLACE, Given, of_people
from qaanalysis.sampling.given import of_units as of_units_given
from qaanalysis.sampling.recorded import Recorded

MANIFEST_FORMAT, SIDE_FORMAT = "qaanalysis draw 1", "qaanalysis draw, side file 1"
MARKING = "OFFICIAL-SENSITIVE: internal; keep apart from the manifest and the secret"
CHECK_TEXT = "qaanalysis"
KEYS = {
    MANIFEST_FORMAT: {"kind", "plan", "seed", "numbers", "columns", "steps", "strata", "versions"},
    SIDE_FORMAT: {"seed", "secret_check", "seal", "rows"},
}


def manifest(draw: Recorded) -> str:
    """Return the manifest of a draw: canonical JSON, the same bytes for the same draw.

    Parameters
    ----------
    draw : Recorded
        Such as a `ModerationSample`.

    Returns
    -------
    str
        JSON with the plan, the seed, how numbers follow from it, counts at every step and of every
        stratum, and versions. No identifier and no hash of one.

    References
    ----------
    Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
    *Business Survey Methods*, Wiley, 153–169.

    Examples
    --------
    >>> from qaanalysis.sampling import moderation_sample
    >>> from qaanalysis.sampling.moderation_sample import example
    >>> plan = example.plan()
    >>> frame = moderation_sample.frame(example.audits(), example.moderations(), plan=plan)
    >>> draw = moderation_sample.drawn(frame, example.moderators(), plan=plan)
    >>> json.loads(manifest(draw))["seed"]
    'Example Trust/moderation/2023-11'
    """
    return canonical_json(
        {
            "format": MANIFEST_FORMAT,
            "kind": draw.kind,
            "plan": draw.plan.plain(),
            "seed": draw.plan.key,
            "numbers": {"hash": prn.HASH, "key": prn.DERIVATION, "check": check(draw.plan.key)},
            "columns": [draw.unit, *(c for c in draw.evidence if c != draw.unit)],
            "steps": _records(draw.steps),
            "strata": _records(draw.strata.reset_index()),
            "versions": versions(["qaanalysis", "pandas", "numpy"]),
        }
    )


def side(draw: Recorded, manifest: str, *, secret: bytes, given: Given | None = None) -> str:
    """Return the side file of a draw's manifest: internal, canonical JSON.

    Parameters
    ----------
    draw : Recorded
        The draw.
    manifest : str
        Its manifest.
    secret : bytes
        The organisation's secret, 16 bytes or more; it isn't kept here.
    given : Given, optional
        Who was given which of the selected units.

    Returns
    -------
    str
        JSON: a seal of the manifest, and for each row keyed fingerprints of its identifier, of its
        columns and of whom it was given to, with its place, stratum, number and, if the draw has
        it, inclusion probability; and fingerprints of the people. In the order of fingerprints,
        which tells nothing.

    Raises
    ------
    StatisticsError
        If the secret is too short.

    References
    ----------
    Krawczyk H, Bellare M, Canetti R (1997). HMAC: keyed-hashing for message authentication.
    RFC 2104.

    Examples
    --------
    >>> from qaanalysis.sampling import moderation_sample
    >>> from qaanalysis.sampling.moderation_sample import example
    >>> plan = example.plan()
    >>> frame = moderation_sample.frame(example.audits(), example.moderations(), plan=plan)
    >>> draw = moderation_sample.drawn(frame, example.moderators(), plan=plan)
    >>> made = side(draw, manifest(draw), secret=b"the organisation's secret")
    >>> len(json.loads(made)["rows"])
    12
    """
    columns, seed, rows = read(manifest, MANIFEST_FORMAT)["columns"], draw.plan.key, draw.rows
    found = pd.DataFrame(
        {
            "unit": of_units(rows[draw.unit], secret, seed),
            "row": of_rows(rows, columns, secret, seed),
            **{
                column: rows[column].to_numpy(dtype=object)
                for column in (PLACE, STRATUM, NUMBER, PROBABILITY)
                if column in rows
            },
        }
    )
    more = {}
    if given is not None:
        found[GIVEN] = of_units_given(given, rows[draw.unit], secret, seed)
        more = {PEOPLE: sorted(of_people(given, secret, seed), key=lambda one: one["person"])}
    return canonical_json(
        {
            **more,
            "format": SIDE_FORMAT,
            "marking": MARKING,
            "seed": seed,
            "secret_check": keyed(secret, "secret", seed),
            "seal": seal(manifest, secret),
            "rows": _records(found.sort_values("unit")),
        }
    )


def seal(manifest: str, secret: bytes) -> str:
    """Return the keyed seal of a manifest; line ends and spacing don't count.

    Raises
    ------
    DataError
        If it isn't a manifest.

    Examples
    --------
    >>> seal("a letter", b"the organisation's secret")
    Traceback (most recent call last):
    qaanalysis.errors.DataError: found something that isn't JSON; needed: a “qaanalysis draw 1” file
    """
    return keyed(secret, "manifest", canonical_json(read(manifest, MANIFEST_FORMAT)))


def check(seed: str) -> dict[str, str]:
    """Return the number of a fixed text under the seed, to tell whether numbers are still alike.

    Examples
    --------
    >>> check("a")
    {'text': 'qaanalysis', 'number': '10567417957619561564'}
    """
    number = prn.numbers(pd.Series([CHECK_TEXT]), seed=seed).iloc[0]
    return {"text": CHECK_TEXT, "number": str(number)}


def read(text: str, form: str) -> dict[str, Any]:
    """Return what a manifest or a side file holds.

    Raises
    ------
    DataError
        If the text isn't JSON, isn't of the format, or lacks a part of it.

    Examples
    --------
    >>> read('{"format": "qaanalysis draw 2"}', MANIFEST_FORMAT)
    Traceback (most recent call last):
    qaanalysis.errors.DataError: found qaanalysis draw 2; needed: a “qaanalysis draw 1” file
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        raise DataError(f"found something that isn't JSON; needed: a “{form}” file") from None
    if not isinstance(found, dict) or found.get("format") != form:
        other = found.get("format", "no format") if isinstance(found, dict) else "no format"
        raise DataError(f"found {other}; needed: a “{form}” file")
    absent = sorted(KEYS[form] - found.keys())
    if absent:
        raise DataError(f"found no {', '.join(absent)}; needed: every part of a “{form}” file")
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as plain values, missing ones as null."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict(orient="records")
    ]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
