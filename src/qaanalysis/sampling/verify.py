"""Make a recorded draw again, and say which row isn't what it was."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qaanalysis.errors import QAError
from qaanalysis.sampling import moderation_sample, themed_sample
from qaanalysis.sampling.draw import NUMBER, STRATUM
from qaanalysis.sampling.fingerprints import keyed, of_rows, of_units
from qaanalysis.sampling.given import GIVEN, PEOPLE, Given, differences
from qaanalysis.sampling.manifest import MANIFEST_FORMAT, PLACE, SIDE_FORMAT, check, read, seal
from qaanalysis.sampling.wording import counted, said

# How each kind of draw is made again, from the frame and the manifest's plan.
REDRAW: dict[str, Callable[[pd.DataFrame, Mapping[str, Any]], pd.DataFrame]] = {
    moderation_sample.ModerationSample.kind: moderation_sample.redrawn,
    themed_sample.ThemedSample.kind: themed_sample.redrawn,
}
# How each kind shares its cases out again, among the people given.
REALLOCATE: dict[str, Callable[[pd.DataFrame, Mapping[str, Any], pd.DataFrame], Given]] = {
    moderation_sample.ModerationSample.kind: moderation_sample.reallocated,
    themed_sample.ThemedSample.kind: themed_sample.reallocated,
}
OTHER_SECRET = "The secret isn't the one of the side file, so no row can be compared."
ENDS = [PLACE, STRATUM, NUMBER]


@dataclass(frozen=True)
class Verification:
    """Whether a draw is what its manifest says, and if not, why.

    Parameters
    ----------
    ok : bool
        Every row is as it was, the draw made again puts each in the same place, and sharing out
        again gives each to the same person.
    sentences : tuple of str
        What was found; one if all is well.
    changed, added : tuple of str
        Identifiers of rows that aren't what they were, and of rows that weren't there.
    missing : tuple of str
        Rows that are gone: the identifier where it was among those given, else the row's stratum
        and number, or its place.
    displaced : tuple of str
        Identifiers of rows that end in another place when the draw is made again.
    """

    ok: bool
    sentences: tuple[str, ...]
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    displaced: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return f"<p>{' '.join(self.sentences)}</p>"


def verified(
    manifest: str,
    side: str,
    frame: pd.DataFrame,
    secret: bytes,
    *,
    identifiers: Iterable[str] = (),
    people: pd.DataFrame | None = None,
) -> Verification:
    """Make the draw again from its manifest, and compare each row with the side file.

    Parameters
    ----------
    manifest, side : str
        The texts of the two files.
    frame : DataFrame
        What the draw was made from (of a moderation: `moderation_sample.frame` as at the plan's
        date), in any order.
    secret : bytes
        The organisation's secret.
    identifiers : iterable of str
        Identifiers that a missing row may have had, such as those of the whole register; without
        them a missing row is named by its stratum and number, as fingerprints can't be reversed.
    people : DataFrame, optional
        Those among whom cases were shared out. Without them who was given what isn't compared,
        and that is said.

    Returns
    -------
    Verification

    Raises
    ------
    DataError
        If a file isn't a manifest or side file, or the frame lacks a column the draw rested on.
    StatisticsError
        If the secret is too short.

    References
    ----------
    Krawczyk H, Bellare M, Canetti R (1997). HMAC: keyed-hashing for message authentication.
    RFC 2104.

    Examples
    --------
    >>> from qaanalysis.sampling.manifest import manifest, side
    >>> from qaanalysis.sampling.moderation_sample import example
    >>> plan, secret = example.plan(), b"the organisation's secret"
    >>> frame = moderation_sample.frame(example.audits(), example.moderations(), plan=plan)
    >>> draw = moderation_sample.drawn(frame, example.moderators(), plan=plan)
    >>> text = manifest(draw)
    >>> files = text, side(draw, text, secret=secret)
    >>> verified(*files, frame, secret).ok
    True
    >>> frame.loc[3, "team"] = "West"
    >>> verified(*files, frame, secret).sentences
    ('1 row was changed since the draw: A04.',)
    """
    record, kept = read(manifest, MANIFEST_FORMAT), read(side, SIDE_FORMAT)
    seed = kept["seed"]
    if keyed(secret, "secret", seed) != kept["secret_check"]:
        return Verification(False, (OTHER_SECRET,))
    faults = []
    if seal(manifest, secret) != kept["seal"]:
        faults.append("The manifest isn't the one that this side file was made with.")
    if record["numbers"]["check"] != check(record["seed"]):
        faults.append("The hash gives other numbers here than it gave when the draw was made.")
    unit = record["columns"][0]
    rows = of_rows(frame, record["columns"], secret, seed)
    now = frame.assign(_unit=of_units(frame[unit], secret, seed), _row=rows)
    then = pd.DataFrame(kept["rows"], columns=["unit", "row", *ENDS]).set_index("unit")
    changed, added, missing = _compared(now, then, unit, _by_print(identifiers, secret, seed))
    displaced: tuple[str, ...] = ()
    twice = tuple(sorted(set(frame.loc[frame[unit].duplicated(), unit])))
    faults += said(twice, "stands more than once", "stand more than once")
    if not faults:
        displaced, faults = _displaced(record, frame, now, then)
    faults += said(changed, "was changed since the draw", "were changed since the draw")
    faults += said(missing, "of the draw is missing", "of the draw are missing")
    faults += said(added, "wasn't there at the draw", "weren't there at the draw")
    faults += said(displaced, "ends elsewhere when drawn again", "end elsewhere when drawn again")
    n = counted(len(now), "row")
    drawn = f"The draw is confirmed: {n} as they were, each in its place when drawn again."
    others, shared = ([], "") if faults else _shared_out(record, kept, frame, now, people, secret)
    if others:
        faults = [drawn, *others]
    if faults:
        return Verification(False, tuple(faults), changed, added, missing, displaced)
    return Verification(True, (f"{drawn}{shared}",))


def _by_print(identifiers: Iterable[str], secret: bytes, seed: str) -> dict[str, str]:
    known = list(identifiers)
    return dict(zip(of_units(known, secret, seed), known, strict=True))


def _compared(
    now: pd.DataFrame, then: pd.DataFrame, unit: str, known: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return which rows were changed, which are new, and which are gone."""
    there = now["_unit"].isin(then.index)
    was = then["row"].reindex(now["_unit"]).to_numpy()
    changed = there & (now["_row"] != was)
    added = ~there & ~now["_unit"].duplicated()
    gone = then[~then.index.isin(now["_unit"])]
    missing = [known.get(str(key), _address(row)) for key, row in gone.iterrows()]
    return (
        tuple(sorted(now.loc[changed, unit])),
        tuple(sorted(now.loc[added, unit])),
        tuple(sorted(missing)),
    )


def _address(row: pd.Series) -> str:
    if pd.isna(row[NUMBER]):
        return f"one {row[PLACE]}"
    return f"number {int(row[NUMBER])} of {row[STRATUM]}"


def _displaced(
    record: Mapping[str, Any], frame: pd.DataFrame, now: pd.DataFrame, then: pd.DataFrame
) -> tuple[tuple[str, ...], list[str]]:
    """Return who ends in another place, stratum or number than the side file has."""
    unit = record["columns"][0]
    if record["kind"] not in REDRAW:
        return (), [f"A draw of the kind {record['kind']} can't be made again by this version."]
    try:
        again = REDRAW[record["kind"]](frame, record["plan"])
    except QAError as error:
        return (), [f"The draw can't be made again from this frame ({error})."]
    prints = again[unit].map(now.set_index(unit)["_unit"])
    both = prints.isin(then.index)
    new = again.loc[both, ENDS].astype(object)
    old = then.loc[prints[both], ENDS].astype(object).set_axis(new.index)
    same = (new == old) | (new.isna() & old.isna())
    return tuple(sorted(again.loc[both, unit][~same.all(axis=1)])), []


def _shared_out(
    record: Mapping[str, Any],
    kept: Mapping[str, Any],
    frame: pd.DataFrame,
    now: pd.DataFrame,
    people: pd.DataFrame | None,
    secret: bytes,
) -> tuple[list[str], str]:
    """Return what is otherwise when shared out again, and what else is to be said."""
    if PEOPLE not in kept:
        return [], ""
    if people is None:
        return [], " Who was given what wasn't compared, as nobody was there to compare with."
    if record["kind"] not in REALLOCATE:
        return [f"A draw of the kind {record['kind']} can't be shared out again."], ""
    try:
        again = REALLOCATE[record["kind"]](frame, record["plan"], people)
    except QAError as error:
        return [f"The cases can't be shared out again ({error})."], ""
    then = pd.DataFrame(kept["rows"]).set_index("unit")
    units = now.set_index("_unit")[again.unit]
    then = then.assign(**{again.unit: units.reindex(then.index)})
    others = differences(again, then, kept[PEOPLE], secret, kept["seed"])
    n = counted(int(then[GIVEN].notna().sum()), "case")
    return others, f" So is who was given what: {n}, each with the person that comes out again."
