"""An audit that can't be moderated gives way to its reserve: logged, and given to a moderator."""

import datetime as dt

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.draws import files, moderation, replacing
from qaanalysis.draws.replacing import CameIn, Written
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.sampling.allocate import REASON, Allocation
from qaanalysis.sampling.draw import PROBABILITY
from qaanalysis.sampling.moderation_sample import Plan
from qaanalysis.sampling.moderation_sample.sharing import for_reserve
from qaanalysis.sampling.moderation_sample.worklists import worklist_of_reserve
from qaanalysis.sampling.replacements import Replacement
from qaanalysis.vocabulary import Col


def replace(
    params: Params,
    tables: Loaded,
    *,
    audit: str,
    reason: str,
    on: dt.date | None = None,
    secret: bytes,
) -> CameIn:
    """Replace an audit of the month's sample by the next reserve of its stratum.

    Parameters
    ----------
    params, tables
        The run's; the register may be a later one than the draw's.
    audit : str
        The audit that can't be moderated.
    reason : str
        Why; without a name in it.
    on : date, optional
        When it is replaced; its moderation is due so many days later, or after the draw.
    secret : bytes
        The organisation's.

    Returns
    -------
    CameIn
        The line that was added to the log; its worklist is written.

    Raises
    ------
    DataError
        If nothing was drawn, there is no reason, or no reserve is left.
    """
    folder, known = moderation.folder(params), tables["audits"][Col.AUDIT_ID]
    draw = replacing.recorded(
        folder, what=params.month, known=known, unit=Col.AUDIT_ID, secret=secret
    )
    entry = replacing.entry(
        draw, draw.rows, unit=Col.AUDIT_ID, replaced=audit, reason=reason, on=on
    )
    row = _row(tables, entry, draw.rows)
    allocation = _allocation(draw, row, moderation.roster(tables), audit, secret)
    case = row.merge(allocation.cases, on=Col.AUDIT_ID, validate="1:1")
    months, suffix = Plan.from_plain(draw.plan).months, replacing.suffix(draw)
    written = worklist_of_reserve(
        case,
        folder / files.WORKLISTS,
        months,
        scale=params.scale,
        due_on=(on or params.as_at) + dt.timedelta(days=params.moderation.limit_days),
        suffix=suffix,
    )
    replacing.add(draw, entry, case, unit=Col.AUDIT_ID, person=Col.MODERATOR, secret=secret)
    begins = (f"moderation-{max(months)}{suffix}-",) if len(written) else ()
    return CameIn(entry, begins, str(case[REASON].iloc[0]))


def _allocation(
    draw: Written, row: pd.DataFrame, people: pd.DataFrame, audit: str, secret: bytes
) -> Allocation:
    """Return who moderates the reserve, by what the draw's own files say everybody has."""
    has = replacing.holders(draw, people[Col.MODERATOR], secret)
    still = replacing.going_on(draw, draw.rows, unit=Col.AUDIT_ID, without=audit)
    busy = pd.Series([has.get(unit) for unit in still], dtype="str")
    n_cases = {str(one): int(n) for one, n in busy.value_counts().items()}
    return for_reserve(row, people, before=has.get(audit), n_cases=n_cases, seed=draw.seed)


def _row(tables: Loaded, entry: Replacement, units: pd.DataFrame) -> pd.DataFrame:
    """Return the reserve's row of the register, with its probability of being drawn."""
    audits = tables["audits"]
    row = audits[audits[Col.AUDIT_ID] == entry.by].reset_index(drop=True)
    if row.empty:
        raise DataError(
            f"{entry.by}: the next reserve of {entry.stratum} isn't in the register. Nothing is "
            "replaced: use a register that has it."
        )
    chance = units.loc[units[Col.AUDIT_ID] == entry.by, PROBABILITY].iloc[0]
    return row.assign(**{Col.INCLUSION_PROBABILITY: float(chance)})
