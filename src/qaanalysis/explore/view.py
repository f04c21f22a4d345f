"""A run narrowed to what is chosen: its four subjects, the audits behind them, and its cell."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from qaanalysis.errors import ParamsError
from qaanalysis.explore import sections
from qaanalysis.explore.audits import listed
from qaanalysis.explore.choices import Chosen
from qaanalysis.explore.copied import cell, yaml
from qaanalysis.explore.records import Records
from qaanalysis.explore.section import ALL, Section
from qaanalysis.notebook import Opened
from qaanalysis.present import record
from qaanalysis.present.tables import Table

NAMES = (sections.RETURNS, sections.GRADES, sections.MODERATION, sections.THEMES)


@dataclass(frozen=True)
class View:
    """What is chosen of a run; it shows itself, one subject below the other.

    Parameters
    ----------
    every : Records
        All records of the run.
    chosen : Chosen
        What is looked at.
    """

    every: Records
    chosen: Chosen

    @cached_property
    def records(self) -> Records:
        """The records of what is chosen."""
        return self.every.within(self.chosen)

    @cached_property
    def returns(self) -> Section:
        """Whether the audits came back."""
        return sections.returned(self.records, self.chosen, self._absent)

    @cached_property
    def grades(self) -> Section:
        """The final grades of those that came back."""
        return sections.graded(self.records, self.chosen, self._absent)

    @cached_property
    def moderation(self) -> Section:
        """How many were moderated, and what that did to grades."""
        return sections.moderated(self.records, self.chosen, self._absent)

    @cached_property
    def themes(self) -> Section:
        """What audits name as strengths and as areas for development."""
        return sections.themes(self.records, self.chosen)

    @cached_property
    def _absent(self) -> Any:
        return self.every.absent(self.chosen.months)

    def section(self, name: str) -> Section:
        """Return a subject by its name.

        Raises
        ------
        ParamsError
            If there is none of that name.
        """
        if name not in NAMES:
            raise ParamsError(f"A view has nothing called “{name}”; it has {', '.join(NAMES)}.")
        found: Section = getattr(self, name)
        return found

    def audits(self, name: str, row: str, column: str) -> Table:
        """Return the audits that a figure counts.

        Parameters
        ----------
        name : str
            The subject: returns, grades, moderation or themes.
        row, column : str
            As its table names them, such as “June 2023” and “Returned”; the row “All” is the total.

        Raises
        ------
        ParamsError
            If there is no such subject, row or column.
        """
        section = self.section(name)
        ids = section.behind(row, column)
        figure = column if row == ALL else f"{column}, {row}"
        return listed(self.records, ids, caption=f"{figure}: {self.chosen.said}")

    def cell(self, name: str = "") -> str:
        """Return the cell that shows the view, or one subject of it, in a report's notebook."""
        return cell(self.chosen, self.every.options, self.section(name).name if name else "")

    @property
    def yaml(self) -> str:
        """Params that make every report for the view's period."""
        return yaml(self.chosen, self.every.run)

    def _ipython_display_(self) -> None:
        record.show_each([part for name in NAMES for part in self.section(name).shown])


def view(run: Opened, **chosen: Any) -> View:
    """Return a run's figures for what is chosen, as tables and charts that show themselves.

    They stand in a notebook and in its report alike; no widget is needed. In a report that is
    published too, tag the cell `internal-only`.

    Parameters
    ----------
    run : Opened
        From `open_run`.
    **chosen
        first_month, month, service_area, team, management_level, theme, as of `Chosen`; what isn't
        given is all, and the period that of params.

    Raises
    ------
    ParamsError
        If something is chosen that isn't there; the message says what is.
    DisclosureError
        If the run is for publication.

    Examples
    --------
    >>> from qaanalysis.notebook import open_run
    >>> run = open_run("params/2023-11.yml")
    >>> print(view(run, service_area="Leaving Care").returns.said[1])
    Return rate: 29.7% (21.3–39.7), n = 91 audits.
    """
    every = Records.of(run)
    return View(every, every.options.chosen(**chosen))
