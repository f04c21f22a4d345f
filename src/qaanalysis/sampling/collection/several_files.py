"""Cases that stand in several files of a person, or several times in one: which answers hold."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from qaanalysis.sampling.collection.fault import Fault
from qaanalysis.sampling.collection.form_rows import FormRows, Reading
from qaanalysis.sampling.form_sheets import FORM
from qaanalysis.sampling.wording import counted


def held(readings: Iterable[Reading]) -> tuple[list[Reading], list[Fault]]:
    """Return one answer for each case and question, and a fault where two answers differ.

    Parameters
    ----------
    readings : iterable of Reading
        In the order of files and rows.

    Returns
    -------
    list of Reading
        The answers; of equal ones the first. Where two differ neither is taken, as nobody can
        tell which is meant.
    list of Fault
        A fault for each that differs from the first.
    """
    alike: dict[tuple[str, str, str], list[Reading]] = {}
    for reading in readings:
        if reading.typed.answer is not None:
            key = reading.person, reading.case, reading.question.column
            alike.setdefault(key, []).append(reading)
    taken, faults = [], []
    for first, *others in alike.values():
        differing = [one for one in others if one.typed.answer != first.typed.answer]
        faults += [_differing(one, first) for one in differing]
        if not differing:
            taken.append(first)
    return taken, faults


def repeated(forms: Sequence[FormRows]) -> list[Fault]:
    """Return a fault for each two files of a person that hold the same cases.

    Parameters
    ----------
    forms : sequence of FormRows
        All that came back. A person may have several files of different cases, as when a reserve
        came in.
    """
    faults = []
    for one, other in combinations(forms, 2):
        n = len(one.cases.keys() & other.cases.keys())
        if one.person == other.person and n:
            faults.append(
                Fault(
                    other.file,
                    f"a second file of the same person: {counted(n, 'case')} that "
                    f"{'is' if n == 1 else 'are'} also in {one.file}",
                    "each case in one file",
                    "keep the right file and take the other away; answers that agree, or that "
                    "only one file has, are taken",
                    FORM,
                )
            )
    return faults


def _differing(reading: Reading, first: Reading) -> Fault:
    return Fault(
        reading.file,
        f"another answer than in {first.file}, {first.cell}; neither is taken",
        "one answer to each question about a case",
        "find out which is right, correct the other and collect again",
        FORM,
        reading.cell,
        reading.case,
        reading.question.heading,
    )
