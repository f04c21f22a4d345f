"""Draws that params ask for: made, written to a folder, and verified."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.metrics import moderation_records
from qaanalysis.params import Params
from qaanalysis.sampling import moderation_sample, replacement_log, sample_file, side_rows
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, ROLE, STRATUM, WEIGHT
from qaanalysis.sampling.manifest import MANIFEST_FORMAT, manifest, read, side
from qaanalysis.sampling.moderation_sample import ModerationSample, Plan
from qaanalysis.sampling.replacements import faults as replacement_faults
from qaanalysis.sampling.verify import OTHER_SECRET, Verification, verified
from qaanalysis.sampling.wording import counted
from qaanalysis.sampling.worklist import MARKING
from qaanalysis.vocabulary import Col

FOLDER = "moderation-sample"
MANIFEST = "manifest.json"
SIDE = "manifest-internal.json"
SAMPLE = "sample.xlsx"
LOG = "replacements.jsonl"
WORKLISTS = "worklists"
ROSTER = [Col.MODERATOR, Col.TEAM, Col.MODERATOR_ROLE, Col.CAPACITY]


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

    Without a table of moderators nobody is allocated, and the sample's `unmet` says so.

    Raises
    ------
    ParamsError, DataError, StatisticsError
        If params have no plan, or the draw can't be made.
    """
    plan = moderation_plan(params)
    return moderation_sample.drawn(_frame(tables, plan), roster(tables), plan=plan)


def _frame(tables: Loaded, plan: Plan) -> pd.DataFrame:
    """Return what is drawn from; an auditor's moderation of their own audit doesn't count."""
    audits, made = tables["audits"], tables.get("moderations")
    if made is None:
        made = pd.DataFrame(columns=[Col.AUDIT_ID, Col.MODERATED_ON])
        made = made.astype({Col.MODERATED_ON: "datetime64[s]"})
    else:
        made = made[~moderation_records.by_own_auditor(made, audits)]
    return moderation_sample.frame(audits, made, plan=plan)


def roster(tables: Loaded) -> pd.DataFrame:
    """Return the moderators as the draw takes them; without a row if the run has none."""
    found = tables.get("moderators")
    if found is None:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in ROSTER})
    return found.astype({Col.MODERATOR: "str", Col.TEAM: "str"})


def write(sample: ModerationSample, params: Params, *, secret: bytes) -> Path:
    """Write a sample's manifest, its internal side file, its list and the moderators' worklists.

    Returns
    -------
    Path
        The folder, in the month's outputs.

    Raises
    ------
    DataError
        If there are no moderators, or the folder is there already: somebody may be filling in
        its worklists.
    """
    if sample.moderators.empty:
        raise DataError(f"No worklist can be written. {' '.join(sample.allocation.unmet)}")
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
    _write(folder / SIDE, side(sample, text, secret=secret, given=sample.given))
    (folder / SAMPLE).write_bytes(_sample_file(sample, params))
    moderation_sample.worklists(sample, folder / WORKLISTS, scale=params.scale, due_on=due_on)
    return folder


def _sample_file(sample: ModerationSample, params: Params) -> bytes:
    rows = _in_order(sample).rename(columns={"place": ROLE})
    drawn = [Col.AUDIT_ID, STRATUM, ROLE, NUMBER, PROBABILITY, WEIGHT, Col.MODERATOR]
    everybody = sample.audits[[Col.AUDIT_ID, "place", STRATUM, NUMBER]]
    head = f"{MARKING} · The moderation sample of {params.month}, internal"
    return sample_file.workbook(rows[drawn], everybody, head=head)


def verify(file: Path, tables: Loaded, *, secret: bytes) -> Verification:
    """Draw and share out again from a manifest, and compare with the files beside it.

    Raises
    ------
    DataError
        If the manifest or its side file isn't there or can't be read.
    """
    text, kept = read_text(file), read_text(file.with_name(SIDE))
    plan = Plan.from_plain(read(text, MANIFEST_FORMAT)["plan"])
    known = identifiers(file, tables)
    frame, people = _frame(tables, plan), roster(tables)
    found = verified(text, kept, frame, secret, identifiers=known, people=people)
    log = replacement_log.read(file.with_name(LOG))
    if log.empty or found.sentences[:1] == (OTHER_SECRET,):
        return found
    units = side_rows.drawn(kept, known, unit=Col.AUDIT_ID, secret=secret)
    wrong = [
        *replacement_log.broken(log, secret=secret, seed=plan.key),
        *replacement_faults(units, log, unit=Col.AUDIT_ID),
    ]
    n = counted(len(log), "replacement")
    fine = f"The log is confirmed: {n}, each by the next reserve of its stratum."
    return replace(
        found, ok=found.ok and not wrong, sentences=(*found.sentences, *(wrong or [fine]))
    )


def identifiers(file: Path, tables: Loaded) -> list[str]:
    """Return the audits that a manifest's rows may be: of the register, and of the draw's list."""
    listed = sample_file.identifiers(file.with_name(SAMPLE))
    return list(dict.fromkeys([*tables["audits"][Col.AUDIT_ID], *listed]))


def read_text(file: Path) -> str:
    """Return what a file of a draw holds.

    Raises
    ------
    DataError
        If it isn't there.
    """
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
        Indexed by audit: place, stratum, number in the stratum's order (missing for a late audit,
        which stands for itself), month, service_area, team, and the probability with which it was
        drawn (0–1).
    """
    columns = ["place", "stratum", "number", Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    rows = _in_order(sample)
    table = rows.set_index(Col.AUDIT_ID)[columns]
    return table.assign(chance_share=rows.set_index(Col.AUDIT_ID)["inclusion_probability"])


def _in_order(sample: ModerationSample) -> pd.DataFrame:
    return pd.concat([sample.sample.sort_values([STRATUM, NUMBER]), sample.reserves])


def loads(sample: ModerationSample) -> pd.DataFrame:
    """Return how many moderators have how many audits each, without naming them."""
    n_cases = sample.allocation.loads["n_cases"]
    counts = n_cases.value_counts().sort_index().rename("moderators")
    return counts.rename_axis("audits_each").to_frame()
