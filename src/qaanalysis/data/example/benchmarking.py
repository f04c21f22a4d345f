"""Benchmarking sessions: the panel and the service grade the same file."""

import numpy as np
import pandas as pd

from qaanalysis.data.example.organisation import Organisation
from qaanalysis.data.example.published import SCALE
from qaanalysis.vocabulary import Col

# Date, and where on the scale the file lies (0 is the best grade).
_SESSIONS = (("2023-06-14", 2.1), ("2023-09-13", 2.7), ("2023-11-15", 1.8))
_N_PANEL = 4
_N_SERVICE = 8
_SHARE_ABSENT = 0.06


def benchmarking(
    children: pd.DataFrame, org: Organisation, rng: np.random.Generator
) -> pd.DataFrame:
    """Return each session's grades; the service is kinder and less of one mind than the panel."""
    files = rng.choice(children[Col.CHILD_ID], len(_SESSIONS), replace=False)
    panel = org.officers[:_N_PANEL]
    managers = [*org.of_level("Team manager"), *org.of_level("Service manager")]
    parts = []
    for (on, lies), file in zip(_SESSIONS, files, strict=True):
        service = rng.choice(managers, _N_SERVICE, replace=False).tolist()
        centre = np.repeat([lies, lies - 0.5], [_N_PANEL, _N_SERVICE])
        spread = np.repeat([0.35, 0.75], [_N_PANEL, _N_SERVICE])
        place = np.rint(rng.normal(centre, spread)).astype(int)
        grades = np.take(SCALE.labels, np.clip(place, 0, len(SCALE.labels) - 1)).astype(object)
        grades[rng.random(len(grades)) < _SHARE_ABSENT] = None
        parts.append(
            pd.DataFrame(
                {
                    Col.SESSION_ON: np.datetime64(on),
                    Col.FILE_ID: file,
                    Col.RATER: panel + service,
                    Col.RATER_GROUP: ["Panel"] * _N_PANEL + ["Service"] * _N_SERVICE,
                    Col.GRADE: grades,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
