"""An audit that can't be moderated gives way to its reserve: logged, and given to a moderator."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis import draws
from qaanalysis.data import Loaded
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.sampling import replacement_log, side_rows
from qaanalysis.sampling.allocate import REASON, Allocation
from qaanalysis.sampling.draw import PROBABILITY
from qaanalysis.sampling.given import GIVEN, of_pair, who
from qaanalysis.sampling.manifest import MANIFEST_FORMAT, SIDE_FORMAT, read, seal
from qaanalysis.sampling.moderation_sample import Plan
from qaanalysis.sampling.moderation_sample.sharing import for_reserve
from qaanalysis.sampling.moderation_sample.worklists import worklist_of_reserve
from qaanalysis.sampling.replacements import BY, Replacement, replacement, standing
from qaanalysis.vocabulary import Col


@dataclass(frozen=True)
class CameIn:
    """A reserve that came in.

    Parameters
    ----------
    entry : Replacement
        What the log says.
    worklist : str
        How the name of its worklist begins, which ends with a moderator's; empty if there is none.
    reason : str
        Why nobody has it; empty if somebody has.
    """

    entry: Replacement
    worklist: str
    reason: str


@dataclass(frozen=True)
class _Draw:
    """A recorded draw with its log, and whom each unit of it was given to."""

    file: Path
    plan: Plan
    units: pd.DataFrame
    log: pd.DataFrame
    given: dict[str, str | None]


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
    draw = _recorded(params, tables, secret)
    entry = replacement(
        draw.units, draw.log, unit=Col.AUDIT_ID, replaced=audit, reason=reason, on=on
    )
    row = _row(tables, entry, draw.units)
    allocation = _allocation(draw, row, draws.roster(tables), audit, secret)
    case = row.merge(allocation.cases, on=Col.AUDIT_ID, validate="1:1")
    suffix = f"-replacement-{len(draw.log) + 1}"
    files = worklist_of_reserve(
        case,
        draw.file.with_name(draws.WORKLISTS),
        draw.plan.months,
        scale=params.scale,
        due_on=(on or params.as_at) + dt.timedelta(days=params.moderation.limit_days),
        suffix=suffix,
    )
    given = of_pair(entry.by, case[Col.MODERATOR].iloc[0], secret, draw.plan.key)
    log = draw.file.with_name(draws.LOG)
    replacement_log.append(log, entry, secret=secret, seed=draw.plan.key, more={GIVEN: given})
    begins = f"moderation-{max(draw.plan.months)}{suffix}-" if len(files) else ""
    return CameIn(entry, begins, str(case[REASON].iloc[0]))


def _allocation(
    draw: _Draw, row: pd.DataFrame, people: pd.DataFrame, audit: str, secret: bytes
) -> Allocation:
    """Return who moderates the reserve, by what the draw's own files say everybody has."""
    persons = people[Col.MODERATOR].tolist()
    has = {
        unit: who(kept, unit, persons, secret, draw.plan.key)
        for unit, kept in draw.given.items()
        if isinstance(kept, str)
    }
    going_on = standing(draw.units, draw.log, unit=Col.AUDIT_ID)
    busy = pd.Series([has.get(unit) for unit in going_on if unit != audit], dtype="str")
    n_cases = {str(one): int(n) for one, n in busy.value_counts().items()}
    return for_reserve(row, people, before=has.get(audit), n_cases=n_cases, seed=draw.plan.key)


def _recorded(params: Params, tables: Loaded, secret: bytes) -> _Draw:
    file = params.outputs / params.month / draws.FOLDER / draws.MANIFEST
    if not file.is_file():
        raise DataError(
            f"No sample of {params.month} was drawn: there is no file {draws.MANIFEST} in the "
            f"folder {draws.FOLDER}. Draw it first: qaanalysis sample."
        )
    text, kept = draws.read_text(file), draws.read_text(file.with_name(draws.SIDE))
    known = draws.identifiers(file, tables)
    units = side_rows.drawn(kept, known, unit=Col.AUDIT_ID, secret=secret)
    plan = Plan.from_plain(read(text, MANIFEST_FORMAT)["plan"])
    log = replacement_log.read(file.with_name(draws.LOG))
    wrong = replacement_log.broken(log, secret=secret, seed=plan.key)
    if seal(text, secret) != read(kept, SIDE_FORMAT)["seal"]:
        wrong.append("The manifest isn't the one that its side file was made with.")
    if wrong:
        raise DataError(f"{' '.join(wrong)} Nothing is replaced: put the draw's own files back.")
    given = dict(zip(units[Col.AUDIT_ID], units[GIVEN], strict=True))
    given |= dict(zip(log[BY], log.get(GIVEN, pd.Series(dtype=object)), strict=True))
    return _Draw(file, plan, units, log, given)


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
