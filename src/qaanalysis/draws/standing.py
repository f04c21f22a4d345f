"""The draw of a theme as its files have it, with the reserves that came in."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.draws import files, themed
from qaanalysis.metrics.themed.answers import GAVE_WAY
from qaanalysis.sampling import replacement_log, sample_file
from qaanalysis.sampling.draw import ROLE, SELECTED, STRATUM, WEIGHT
from qaanalysis.sampling.given import PLACE
from qaanalysis.sampling.replacements import BY, REPLACED
from qaanalysis.sampling.themed_sample import Plan
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col


@dataclass(frozen=True)
class Standing:
    """A recorded draw as it stands.

    Parameters
    ----------
    rows : DataFrame
        One row for each child of the draw's cohort: child_id, place ("selected", "reserve",
        "replaced by a reserve" or another), stratum (missing for whoever wasn't in the frame),
        weight of the selected, and whatever the cohort has of the child now.
    steps : DataFrame
        From the cohort to the sample, as the manifest has them.
    seed : str
        The draw's.
    said : tuple of str
        That it is the recorded draw, how many gave way, and who isn't in the cohort any more.
    """

    rows: pd.DataFrame
    steps: pd.DataFrame
    seed: str
    said: tuple[str, ...]


def standing(folder: Path, cohort: pd.DataFrame) -> Standing | None:
    """Return the draw that lies in a folder, or nothing if none does.

    Parameters
    ----------
    folder : Path
        Of a themed sample.
    cohort : DataFrame
        The theme's children as they are now, each once.

    Raises
    ------
    DataError
        If a file of the draw can't be read.
    """
    if not (folder / files.MANIFEST).is_file():
        return None
    record = files.record(folder / files.MANIFEST)
    rows = _recorded(folder).merge(cohort, on=Col.CHILD_ID, how="left", validate="1:1")
    log = replacement_log.read(folder / files.LOG)
    label = themed.labels(rows, cohort, Plan.from_plain(record["plan"]))
    for replaced, by in zip(log[REPLACED], log[BY], strict=True):
        out, into = label == replaced, label == by
        rows.loc[into, WEIGHT] = rows.loc[out & (rows[PLACE] == SELECTED), WEIGHT].mean()
        rows.loc[into, PLACE] = SELECTED
        rows.loc[out & (rows[PLACE] == SELECTED), [PLACE, WEIGHT]] = [GAVE_WAY, None]
    said = ["The cases are those of the recorded draw"]
    if len(log):
        verb = "was" if len(log) == 1 else "were"
        said.append(f"{len(log)} that couldn’t be audited {verb} replaced by a reserve of the draw")
    gone = int((~rows[Col.CHILD_ID].isin(cohort[Col.CHILD_ID])).sum())
    if gone:
        said.append(f"{counted(gone, 'child', 'children')} of the draw not in the cohort any more")
    return Standing(rows, pd.DataFrame(record["steps"]), str(record["seed"]), tuple(said))


def _recorded(folder: Path) -> pd.DataFrame:
    """Return every child of the draw with its place and stratum, and the weight of the selected."""
    every = sample_file.everybody(folder / files.SAMPLE)
    drawn = sample_file.drawn(folder / files.SAMPLE)
    weight = pd.to_numeric(drawn.set_index(Col.CHILD_ID)[WEIGHT], errors="coerce")
    place = drawn.set_index(Col.CHILD_ID)[ROLE]
    found = every[[Col.CHILD_ID, PLACE, STRATUM]].copy()
    found[PLACE] = found[Col.CHILD_ID].map(place).fillna(found[PLACE])
    found[WEIGHT] = found[Col.CHILD_ID].map(weight).where(found[PLACE] == SELECTED)
    return found
