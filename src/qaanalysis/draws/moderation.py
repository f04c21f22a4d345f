"""The month's moderation sample: as params ask for it, written, and verified."""

import datetime as dt
from pathlib import Path

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.draws import files
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.metrics import moderation_records
from qaanalysis.params import Params
from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.moderation_sample import ModerationSample, Plan
from qaanalysis.sampling.verify import Verification
from qaanalysis.vocabulary import Col

FOLDER = "moderation-sample"
ROSTER = [Col.MODERATOR, Col.TEAM, Col.MODERATOR_ROLE, Col.CAPACITY]


def plan(params: Params) -> Plan:
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


def sample(params: Params, tables: Loaded) -> ModerationSample:
    """Draw the month's moderation sample, and share it out among the moderators.

    Without a table of moderators nobody is allocated, and the sample's `unmet` says so.

    Raises
    ------
    ParamsError, DataError, StatisticsError
        If params have no plan, or the draw can't be made.
    """
    asked = plan(params)
    return moderation_sample.drawn(_frame(tables, asked), roster(tables), plan=asked)


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


def folder(params: Params) -> Path:
    """Return where the month's moderation sample lies in the outputs."""
    return params.outputs / params.month / FOLDER


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
    what = f"the moderation sample of {params.month}"
    due_on = params.as_at + dt.timedelta(days=params.moderation.limit_days)
    with files.new_folder(folder(params), what) as making:
        files.write(making, sample, title=what.capitalize(), secret=secret)
        lists = making / files.WORKLISTS
        moderation_sample.worklists(sample, lists, scale=params.scale, due_on=due_on)
    return folder(params)


def verify(file: Path, tables: Loaded, *, secret: bytes) -> Verification:
    """Draw and share out again from a manifest, and compare with the files beside it.

    Raises
    ------
    DataError
        If the manifest or its side file isn't there or can't be read.
    """
    plan = Plan.from_plain(files.record(file)["plan"])
    frame = _frame(tables, plan)
    known = tables["audits"][Col.AUDIT_ID]
    return files.verify(file, frame, roster(tables), known=known, unit=Col.AUDIT_ID, secret=secret)


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
    rows = files.in_order(sample)
    table = rows.set_index(Col.AUDIT_ID)[columns]
    return table.assign(chance_share=rows.set_index(Col.AUDIT_ID)["inclusion_probability"])


def loads(sample: ModerationSample) -> pd.DataFrame:
    """Return how many moderators have how many audits each, without naming them."""
    n_cases = sample.allocation.loads["n_cases"]
    counts = n_cases.value_counts().sort_index().rename("moderators")
    return counts.rename_axis("audits_each").to_frame()
