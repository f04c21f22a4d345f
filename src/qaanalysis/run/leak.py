"""What the leak gate found, in words that hold no value, and as decisions to be made."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from qaanalysis.personal_patterns import CONNECTION
from qaanalysis.vocabulary import Audience

MOST_PLACES = 5
SECRET = "the secret"


@dataclass(frozen=True)
class Leak:
    """An identifier in a file.

    Parameters
    ----------
    file : str
        The file, from the run's folder.
    called : str
        What the file is called in a message: its name, unless that says it.
    column : str
        Table and column whose value it is; empty for one known by its form alone.
    who : str
        Whom it identifies, or what it is.
    place : str
        Where in the file.
    n : int
        How often.
    ambiguous : bool
        Whether it is a value that can't be told from ordinary text, about which to decide.
    values : tuple of str
        What was found. Only for the internal file of decisions; never to be printed.
    typed : tuple of str
        Where in params or in the commentary it was typed; empty if it comes from elsewhere.
    """

    file: str
    called: str
    column: str
    who: str
    place: str
    n: int
    ambiguous: bool = False
    values: tuple[str, ...] = field(default=(), repr=False)
    typed: tuple[str, ...] = ()

    @property
    def report(self) -> str:
        """The report whose page or notebook the file is; empty if it is of the whole run."""
        path = PurePosixPath(self.file)
        of_a_report = path.suffix in (".html", ".ipynb", ".docx") and path.stem != "index"
        return path.stem if of_a_report else ""

    @property
    def where(self) -> str:
        """The file, the place in it, and how often if that is more than once."""
        return f"{self.called}, {_place(self)}"

    @property
    def is_secret(self) -> bool:
        """Whether it tells how to get at data rather than who somebody is."""
        return self.who.startswith(SECRET) or self.who == CONNECTION


def refused(leaks: Iterable[Leak], audience: Audience) -> list[Leak]:
    """Return the leaks that refuse what they are in: for publication also the ambiguous ones."""
    return [leak for leak in leaks if audience is not Audience.INTERNAL or not leak.ambiguous]


def sentence(leaks: Sequence[Leak]) -> str:
    """Return what was found, and what to do, without any value.

    Examples
    --------
    >>> place = "a caption under “Grades”"
    >>> found = Leak("grades.html", "grades.html", "audits.child_id", "child", place, 2)
    >>> print(sentence([found]).split(". ")[0])
    What identifies somebody is in it: audits.child_id (child), in grades.html, a caption under
    “Grades”, 2 times
    """
    told = []
    for (file, column, who), of_column in _grouped(leaks).items():
        shown = [_place(leak) for leak in of_column[:MOST_PLACES]]
        if more := len(of_column) - MOST_PLACES:
            shown += [f"and {more} more places"] if more > 0 else []
        told.append(f"{_kind(column, who)}, in {file}, {'; '.join(shown)}")
    return f"What identifies somebody is in it: {'. '.join(told)}. {' '.join(advice(leaks))}"


def advice(leaks: Sequence[Leak]) -> list[str]:
    """Return what to do about what was found, in sentences.

    Examples
    --------
    >>> found = Leak("a", "a", "audits.child_id", "child", "a caption", 1)
    >>> advice([found])
    ['Show it by group or as a count instead, or take the cell out.']
    >>> advice([Leak("a", "a", "audits.child_id", "child", "the text", 1, typed=("correction",))])
    ['It was typed in params: take it out there, from correction.']
    """
    said = []
    if any(leak.is_secret for leak in leaks):
        said.append("Take out what prints the secret, and change it if somebody may have seen it.")
    if typed := sorted({key for leak in leaks for key in leak.typed}):
        said.append(f"It was typed in params: take it out there, from {'; '.join(typed)}.")
    if any(not (leak.ambiguous or leak.is_secret or leak.typed) for leak in leaks):
        said.append("Show it by group or as a count instead, or take the cell out.")
    if undecided := sorted({leak.column for leak in leaks if leak.ambiguous}):
        said.append(
            f"Values of {', '.join(undecided)} can’t be told from ordinary words: decide about "
            "them under leak_gate.allowed in params; they are listed in the folder leak-gate of "
            "the outputs, for internal readers only."
        )
    return said


def kinds(leaks: Iterable[Leak]) -> list[str]:
    """Return what was found, each column or form once.

    Examples
    --------
    >>> found = Leak("a", "a", "audits.child_id", "child", "a caption", 1)
    >>> kinds([found, found])
    ['audits.child_id (child)']
    """
    return list(dict.fromkeys(_kind(leak.column, leak.who) for leak in leaks))


def decisions(leaks: Iterable[Leak]) -> str:
    """Return the ambiguous values as lines for params, for somebody to decide about them.

    The text holds values and is for internal readers only.

    Examples
    --------
    >>> found = Leak("a", "a", "audits.auditor", "worker", "", 1, ambiguous=True, values=("May",))
    >>> print(decisions([found]))
    # OFFICIAL-SENSITIVE: values found in reports that may be somebody's, or ordinary words.
    # Copy to params those that are no person where they stand, each with the reason.
    leak_gate:
      allowed:
        - column: audits.auditor
          values: ["May"]
          reason: ""
    """
    by_column: dict[str, dict[str, None]] = defaultdict(dict)
    for leak in leaks:
        if leak.ambiguous:
            by_column[leak.column].update(dict.fromkeys(leak.values))
    lines = [
        "# OFFICIAL-SENSITIVE: values found in reports that may be somebody's, or ordinary words.",
        "# Copy to params those that are no person where they stand, each with the reason.",
        "leak_gate:",
        "  allowed:",
    ]
    for column, values in sorted(by_column.items()):
        quoted = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        lines += [f"    - column: {column}", f"      values: [{quoted}]", '      reason: ""']
    return "\n".join(lines)


def _grouped(leaks: Iterable[Leak]) -> dict[tuple[str, str, str], list[Leak]]:
    found: dict[tuple[str, str, str], list[Leak]] = defaultdict(list)
    for leak in leaks:
        found[leak.called, leak.column, leak.who].append(leak)
    return found


def _kind(column: str, who: str) -> str:
    return f"{column} ({who})" if column else who


def _place(leak: Leak) -> str:
    return leak.place if leak.n == 1 else f"{leak.place}, {leak.n} times"
