"""Draws that params ask for: made, written to a folder, and verified."""

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.params import Params
from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.manifest import MANIFEST_FORMAT, manifest, read, side
from qaanalysis.sampling.moderation_sample import ModerationSample, Plan
from qaanalysis.sampling.verify import Verification, verified
from qaanalysis.vocabulary import Col

FOLDER = "moderation-sample"
MANIFEST = "manifest.json"
SIDE = "manifest-internal.json"
WORKLISTS = "worklists"


def moderation_plan(params: Params) -> Plan:
    """Return the plan of the month's moderation sample.

    Raises
    ------
    ParamsError
        If params have none.
    """
    wanted = params.moderation.sample
    if wanted is None:
        raise ParamsError(
            "Params have no moderation.sample, which says how many audits to draw. See "
            "params/organisation.yml for an example."
        )
    given = wanted.model_dump()
    months = tuple(
        str(m) for m in pd.period_range(end=params.month, periods=given.pop("months"), freq="M")
    )
    return Plan(params.organisation, months, params.as_at, **given)


def moderation(params: Params, tables: Loaded) -> ModerationSample:
    """Draw the month's moderation sample, and share it out among the moderators.

    Raises
    ------
    ParamsError, DataError, StatisticsError
        If params have no plan, the run lacks a table, or the draw can't be made.
    """
    plan = moderation_plan(params)
    frame = moderation_sample.frame(tables["audits"], _moderations(tables), plan=plan)
    return moderation_sample.drawn(frame, _roster(tables["moderators"]), plan=plan)


def _moderations(tables: Loaded) -> pd.DataFrame:
    found = tables.get("moderations")
    columns = [Col.AUDIT_ID, Col.MODERATED_ON]
    return (
        pd.DataFrame(columns=columns).astype({Col.MODERATED_ON: "datetime64[s]"})
        if (found is None)
        else found
    )


def _roster(moderators: pd.DataFrame) -> pd.DataFrame:
    """Return the moderators; a blank capacity is as the others' mean, and no column if all are."""
    text = moderators.astype({Col.MODERATOR: "str", Col.TEAM: "str"})
    given = text[Col.CAPACITY].dropna()
    if given.empty:
        return text.drop(columns=Col.CAPACITY)
    return text.assign(**{Col.CAPACITY: text[Col.CAPACITY].fillna(math.ceil(given.mean()))})


def write(sample: ModerationSample, params: Params, *, secret: bytes) -> Path:
    """Write a sample's manifest, its internal side file and the moderators' worklists.

    Returns
    -------
    Path
        The folder, in the month's outputs.

    Raises
    ------
    DataError
        If the folder is there already: somebody may be filling in its worklists.
    """
    folder = params.outputs / params.month / FOLDER
    if folder.exists():
        raise DataError(
            f"The sample of {params.month} was drawn before and is in the folder {FOLDER}: its "
            "worklists may be in use. Move the folder away to draw again."
        )
    due_on = params.as_at + dt.timedelta(days=params.moderation.limit_days)
    folder.mkdir(parents=True)
    text = manifest(sample)
    _write(folder / MANIFEST, text)
    _write(folder / SIDE, side(sample, text, secret=secret))
    moderation_sample.worklists(sample, folder / WORKLISTS, scale=params.scale, due_on=due_on)
    return folder


def verify(file: Path, tables: Loaded, *, secret: bytes) -> Verification:
    """Draw again from a manifest, and compare every row with the side file beside it.

    Raises
    ------
    DataError
        If the manifest or its side file isn't there or can't be read.
    """
    text, kept = _text(file), _text(file.with_name(SIDE))
    plan = Plan.from_plain(read(text, MANIFEST_FORMAT)["plan"])
    audits = tables["audits"]
    frame = moderation_sample.frame(audits, _moderations(tables), plan=plan)
    known: Sequence[str] = audits[Col.AUDIT_ID].tolist()
    return verified(text, kept, frame, secret, identifiers=known)


def _text(file: Path) -> str:
    if not file.is_file():
        raise DataError(f"There is no file {file.name} in the folder {file.parent.name}.")
    return file.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def listed(sample: ModerationSample) -> pd.DataFrame:
    """Return the audits selected and the reserves in order, without naming who audits or moderates.

    Returns
    -------
    DataFrame
        Indexed by audit: place, stratum, number in the stratum's order, month, service_area, team,
        and the probability with which it was drawn (0–1).
    """
    columns = ["place", "stratum", "number", Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    rows = pd.concat([sample.sample.sort_values(["stratum", "number"]), sample.reserves])
    table = rows.set_index(Col.AUDIT_ID)[columns].astype({"number": int})
    return table.assign(chance_share=rows.set_index(Col.AUDIT_ID)["inclusion_probability"])


def loads(sample: ModerationSample) -> pd.DataFrame:
    """Return how many moderators have how many audits each, without naming them."""
    n_cases = sample.allocation.loads["n_cases"]
    counts = n_cases.value_counts().sort_index().rename("moderators")
    return counts.rename_axis("audits_each").to_frame()
