"""Runs as they lie in the outputs, written by hand, for tests of what later runs say of them."""

import json
from pathlib import Path

import pandas as pd

from qaanalysis.disclosure import protect
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.record import MIME
from qaanalysis.present.tables import table
from qaanalysis.run import publish
from qaanalysis.vocabulary import Audience

OWN = "Example Children’s Trust"
CAPTION = "Audits planned, scheduled and returned"


def recorded(shown) -> dict:
    return shown._repr_mimebundle_()[MIME]


def figures(returned: int = 23, *, month: str = "2023-11", label: str = "Returned") -> dict:
    """Return what a run of one report recorded: a key figure, and a table of two months."""
    share = returned / 117
    figure = KeyFigure("rate", label, share, count=returned, total=117, unit="scheduled audits")
    last = pd.Period(month, freq="M")
    frame = pd.DataFrame(
        {"scheduled": [101, 117], "returned": [27, returned], "return_rate": [27 / 101, share]},
        index=pd.PeriodIndex([last - 1, last], name="month"),
    )
    safe = protect(frame, audience=Audience.INTERNAL, caption=CAPTION, unit="audits")
    records = [recorded(tiles([figure])), recorded(table(safe))]
    return {"returns": {"title": "Audit returns", "records": records}}


def run_of(
    outputs: Path,
    name: str,
    said: dict,
    *,
    month: str = "2023-11",
    started: str = "2023-12-04T09:30:00",
    approved: bool = False,
    params: dict | None = None,
    corrections: dict | None = None,
    indexed: bool = True,
    organisation: str = OWN,
) -> Path:
    """Publish a run with its figures and manifest; by default the month's index leads to it."""
    signed = {"approved_by": "Head of Quality", "approved_on": "2023-12-07"}
    given = {"month": month, "first_month": month, "as_at": "2023-12-03", "correction": ""}
    given["organisation"] = organisation
    given |= {
        "reports": {report: {} for report in said},
        **(signed if approved else {}),
        **(params or {}),
    }
    manifest = {
        "started": started,
        "status": "done",
        "params": given,
        "reports": {report: {"status": "done"} for report in said},
        "corrections": corrections or {},
    }
    staging = publish.stage(outputs, month, name)
    (staging / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (staging / "figures.json").write_text(json.dumps(said), encoding="utf-8")
    index = (lambda folder: f'<a href="{folder}/returns.html">Returns</a>') if indexed else None
    return publish.publish(staging, index)
