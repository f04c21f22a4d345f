"""Filled-in worklists of a themed audit read back, and written as its table of answers."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.draws import files, replacing, themed
from qaanalysis.params import Params
from qaanalysis.sampling import sample_file, themed_sample
from qaanalysis.sampling.collection import Collected, collected, gone, responses, workbook
from qaanalysis.sampling.given import GIVEN
from qaanalysis.sampling.replacements import BY, REPLACED
from qaanalysis.sampling.themed_sample import Plan
from qaanalysis.sampling.worklist import MARKING
from qaanalysis.themed_plan import ThemedPlan
from qaanalysis.vocabulary import Col

SENT = "sent"
FOLDER, RESPONSES, WORKBOOK = "collected", "themed-responses.csv", "collected-{n}.xlsx"


@dataclass(frozen=True)
class Collection:
    """What was collected, and where it was written.

    Parameters
    ----------
    back : Collected
        Answers, who is outstanding, faults and repairs.
    responses : DataFrame
        The answers as the table `themed_responses`.
    table, workbook : Path
        That table, and all of `back`, as files.
    gone : tuple of str
        Sentences on answers that were collected before and are in no file now.
    """

    back: Collected
    responses: pd.DataFrame
    table: Path
    workbook: Path
    gone: tuple[str, ...]


def collect(
    params: Params, tables: Loaded, plan: ThemedPlan, folder: Path, *, secret: bytes
) -> Collection:
    """Read the filled-in worklists of a themed audit, and write what they hold.

    Parameters
    ----------
    params, tables, plan
        The run's and the plan's.
    folder : Path
        All files that came back, also those collected before; nothing in it is changed.
    secret : bytes
        The organisation's: it tells who was given the reserves that came in.

    Returns
    -------
    Collection
        The table of answers is written anew; a workbook with everything is added, so that nothing
        that was collected is ever lost.

    Raises
    ------
    DataError
        If nothing was drawn, the folder isn't there, or two people answered about one child.
    """
    people = themed.roster(tables)
    cases, replaced = given(params, tables, plan, people, secret)
    drawn = Plan.from_plain(files.record(themed.folder(params, plan) / files.MANIFEST)["plan"])
    form = themed_sample.form(drawn, themed.questions(plan))
    back = collected(
        folder, form=form, cases=cases, person=Col.AUDITOR, replaced=replaced, sent=SENT
    )
    cohort = tables["cohort"]
    own = cohort[cohort[Col.THEME] == plan.theme].astype({Col.CHILD_ID: "str"})
    known = own.dropna(subset=Col.FAMILY_ID)
    families = dict(zip(known[Col.CHILD_ID], known[Col.FAMILY_ID].astype("str"), strict=True))
    made = responses(back, theme=plan.theme, families=families, groups=_groups(people))
    return _written(back, made, themed.folder(params, plan) / FOLDER, plan)


def given(
    params: Params, tables: Loaded, plan: ThemedPlan, people: pd.DataFrame, secret: bytes
) -> tuple[pd.DataFrame, set[str]]:
    """Return who was given which child, reserves that came in among them, and who was replaced.

    Raises
    ------
    DataError
        If nothing was drawn.
    """
    folder = themed.folder(params, plan)
    known = tables["cohort"][Col.CHILD_ID].astype("str").unique()
    draw = replacing.recorded(
        folder, what=f"“{plan.theme}”", known=known, unit=Col.CHILD_ID, secret=secret
    )
    listed = sample_file.drawn(folder / files.SAMPLE)
    first = dict(zip(listed[Col.CHILD_ID], listed[Col.AUDITOR], strict=True))
    has = first | replacing.holders(draw, people[Col.AUDITOR], secret)
    cases = pd.DataFrame({Col.CHILD_ID: list(has), Col.AUDITOR: list(has.values())}, dtype="str")
    later = {case: n for n, entry in enumerate(draw.log.get(GIVEN, []), 1) for case in entry}
    cases[SENT] = [str(later.get(case, 0)) for case in cases[Col.CHILD_ID]]
    drawn = Plan.from_plain(draw.plan)
    children = draw.rows[[Col.CHILD_ID]]
    label = themed.labels(children, themed.frame(tables, drawn).rows, drawn)
    came, went = set(draw.log[BY]), set(draw.log[REPLACED])
    gone = set(children.loc[label.isin(went - came).to_numpy(), Col.CHILD_ID])
    return cases[cases[Col.AUDITOR].notna()], gone


def _groups(people: pd.DataFrame) -> dict[str, str]:
    """Return what each auditor's answers are counted under: their level of management."""
    if Col.MANAGEMENT_LEVEL not in people:
        return {}
    known = people.dropna(subset=Col.MANAGEMENT_LEVEL)
    return dict(zip(known[Col.AUDITOR], known[Col.MANAGEMENT_LEVEL].astype("str"), strict=True))


def _written(back: Collected, made: pd.DataFrame, folder: Path, plan: ThemedPlan) -> Collection:
    folder.mkdir(parents=True, exist_ok=True)
    before = sorted(folder.glob(WORKBOOK.format(n="*")), key=_number)
    n = _number(before[-1]) + 1 if before else 1
    lost = gone(before[-1], back.answers) if before else ()
    book, table = folder / WORKBOOK.format(n=n), folder / RESPONSES
    book.write_bytes(workbook(back, head=f"{MARKING} · {plan.title}, collected"))
    text = made.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    table.write_text(text, encoding="utf-8", newline="\n")
    return Collection(back, made, table, book, lost)


def _number(path: Path) -> int:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
