"""What the commands on draws do, whichever kind of draw a file asks for."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from qaanalysis import params, themed_plan
from qaanalysis.data import Loaded, load
from qaanalysis.draws import files, moderation, moderation_reserve, themed, themed_reserve
from qaanalysis.draws.replacing import CameIn
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.params import Params
from qaanalysis.sampling.moderation_sample import ModerationSample
from qaanalysis.sampling.themed_sample import ThemedSample
from qaanalysis.sampling.verify import Verification
from qaanalysis.themed_plan import ThemedPlan


@dataclass(frozen=True)
class Asked:
    """What a file asks to be drawn: of a plan a theme, of a run's params a moderation sample."""

    params: Params
    plan: ThemedPlan | None
    tables: Loaded


def asked(file: Path) -> Asked:
    """Read a plan or a run's params, and the tables.

    Raises
    ------
    ParamsError, DataError
        If a file can't be read, or has a fault.
    """
    plan = None
    if themed_plan.is_plan(file):
        run, plan = themed_plan.read(file)
    else:
        run = params.read(file)
    return Asked(run, plan, load(run))


def only_plan(asked: Asked, file: Path) -> ThemedPlan:
    """Return the plan, or say that one is needed.

    Raises
    ------
    ParamsError
        If the file is a run's params.
    """
    if asked.plan is None:
        raise ParamsError(
            f"{file.name} is a run's params file; needed: a themed audit's plan, such as "
            "params/themed/coming-into-care.yml."
        )
    return asked.plan


def drawn(asked: Asked) -> ModerationSample | ThemedSample:
    """Draw what was asked for."""
    if asked.plan is None:
        return moderation.sample(asked.params, asked.tables)
    return themed.sample(asked.params, asked.tables, asked.plan)


def written(asked: Asked, draw: ModerationSample | ThemedSample, *, secret: bytes) -> Path:
    """Write a draw, and return its folder."""
    if isinstance(draw, ThemedSample) and asked.plan is not None:
        return themed.write(draw, asked.params, asked.plan, secret=secret)
    assert isinstance(draw, ModerationSample)
    return moderation.write(draw, asked.params, secret=secret)


def replaced(asked: Asked, case: str, *, reason: str, on: dt.date | None, secret: bytes) -> CameIn:
    """Replace a case of a draw by its reserve."""
    run, tables = asked.params, asked.tables
    if asked.plan is None:
        return moderation_reserve.replace(
            run, tables, audit=case, reason=reason, on=on, secret=secret
        )
    return themed_reserve.replace(
        run, tables, asked.plan, case=case, reason=reason, on=on, secret=secret
    )


def verified(asked: Asked, manifest: Path, *, secret: bytes) -> Verification:
    """Make the draw of a manifest again, of whichever kind it is, and compare.

    Raises
    ------
    DataError
        If the manifest can't be read, or is of a kind that isn't known.
    """
    kind = files.record(manifest)["kind"]
    if kind == ModerationSample.kind:
        return moderation.verify(manifest, asked.tables, secret=secret)
    if kind == ThemedSample.kind:
        return themed.verify(manifest, asked.params, asked.tables, plan=asked.plan, secret=secret)
    raise DataError(f"{manifest.name}: found a draw of the kind {kind}; this version has no such.")
