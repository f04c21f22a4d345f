"""Drop-downs and tabs in JupyterLab; only there, and never in a page that is exported."""

import os
from collections.abc import Iterable
from dataclasses import fields
from html import escape
from typing import Any

from qaanalysis.errors import QAError
from qaanalysis.explore.choices import Chosen
from qaanalysis.explore.records import Records
from qaanalysis.explore.section import Section
from qaanalysis.explore.view import NAMES, View
from qaanalysis.notebook import Opened
from qaanalysis.present import image, labels, page, words
from qaanalysis.present.prose import Prose, prose
from qaanalysis.vocabulary import Col

# What JupyterLab sets for the kernels of its notebooks, and no program that executes them alone.
OF_LAB = "JPY_SESSION_NAME"
ELSEWHERE = (
    "The drop-downs are shown in JupyterLab, which qaanalysis lab opens, and in no report. "
    "What they show stands in a report by the cell that they give to be copied."
)
_ALL = {
    Col.SERVICE_AREA: "All service areas",
    Col.TEAM: "All teams",
    Col.MANAGEMENT_LEVEL: "All levels",
    Col.THEME: "All themes",
}
_LABELS = {"first_month": "From", "month": "To"}
_FULL = {"width": "100%"}
_FIELD = {"width": "23rem"}
_FOLLOW = "<p>Choose a figure of the table above, and see which audits it counts.</p>"
_NO_AUDIT = "<p>This figure counts no audit.</p>"
_FOR_CELL = "<p>For a report’s notebook: a cell that shows what is seen above.</p>"
_FOR_YAML = "<p>For a params file, kept beside the one that it extends: the period.</p>"
_MIME = "application/vnd.jupyter.widget-view+json"


class Explorer:
    """Drop-downs over a run's figures, which are redrawn in place as something is chosen.

    Parameters
    ----------
    records : Records
        Of the run.
    chosen : Chosen
        What is looked at first.

    Attributes
    ----------
    fields : dict of str to Dropdown
        By what they choose; `fields["team"].value = "Court South"` does what a hand would.
    tabs : Tab
        A subject each; only the one that is looked at is drawn.
    row, column : Dropdown
        The figure whose audits are listed, once that part of `more` is unfolded.
    view : View or None
        What is shown; None if nothing can be, and then `message` says why.
    """

    def __init__(self, records: Records, chosen: Chosen) -> None:
        import ipywidgets as ipw

        self.records = records
        self.view: View | None = None
        self._quiet = False
        self.fields = {
            field.name: ipw.Dropdown(
                options=self._options(field.name, chosen),
                value=getattr(chosen, field.name),
                description=_LABELS.get(field.name) or labels.label(field.name),
                style={"description_width": "9rem"},
                layout=_FIELD,
            )
            for field in fields(Chosen)
        }
        self.pages = {name: ipw.HTML(layout=_FULL) for name in NAMES}
        self.tabs = ipw.Tab(children=list(self.pages.values()), titles=[*map(labels.label, NAMES)])
        self.message = ipw.HTML(layout=_FULL)
        self.row, self.column = (
            ipw.Dropdown(description=name, layout=_FIELD, style={"description_width": "9rem"})
            for name in ("Row", "Count")
        )
        self.audits = ipw.HTML(layout={**_FULL, "max_height": "32rem", "overflow": "auto"})
        self.cell, self.yaml = (
            ipw.Textarea(layout={**_FULL, "height": "7.5rem"}, rows=6) for _ in range(2)
        )
        self.box = self._laid_out(ipw)
        for field in self.fields.values():
            field.observe(self._chosen, names="value")
        self.tabs.observe(self._turned, names="selected_index")
        for follow in (self.row, self.column):
            follow.observe(self._followed, names="value")
        self.more.observe(self._followed, names="selected_index")
        self.redraw()

    def _laid_out(self, ipw: Any) -> Any:
        head = ipw.HTML(page.style(), layout={"height": "0", "margin": "0"})
        fields = ipw.HBox(list(self.fields.values()), layout={"flex_flow": "row wrap"})
        row = ipw.HBox([self.row, self.column], layout={"flex_flow": "row wrap"})
        follow = ipw.VBox([ipw.HTML(_FOLLOW), row, self.audits])
        copy = ipw.VBox([ipw.HTML(_FOR_CELL), self.cell, ipw.HTML(_FOR_YAML), self.yaml])
        titles = ["From a figure to its audits", "Copy these parameters"]
        self.more = ipw.Accordion(children=[follow, copy], titles=titles, layout=_FULL)
        return ipw.VBox([head, fields, self.message, self.tabs, self.more], layout=_FULL)

    @property
    def section(self) -> Section | None:
        """The subject that is looked at; None if nothing can be shown."""
        return None if self.view is None else self.view.section(self._name)

    @property
    def _name(self) -> str:
        return NAMES[self.tabs.selected_index or 0]

    def _options(self, name: str, chosen: Chosen) -> list[tuple[str, str]]:
        allowed = self.records.options.allowed(name, chosen)
        if name in _LABELS:
            return [(words.month(month), month) for month in allowed]
        return [(_ALL[name], ""), *((value, value) for value in allowed)]

    def _chosen(self, change: Any) -> None:
        if self._quiet:
            return
        if change["owner"] is self.fields[Col.SERVICE_AREA]:
            self._offer_teams()
        self.redraw()

    def _offer_teams(self) -> None:
        """Offer the teams of the service area; one of another area is no longer chosen."""
        self._quiet = True
        field, was = self.fields[Col.TEAM], self.fields[Col.TEAM].value
        area = self.fields[Col.SERVICE_AREA].value
        teams = self.records.options.team(area)
        field.options = [(_ALL[Col.TEAM], ""), *((team, team) for team in teams)]
        field.value = was if was in teams else ""
        self._quiet = False

    def redraw(self) -> None:
        """Show what is chosen now."""
        given = {name: field.value for name, field in self.fields.items()}
        try:
            self.view = View(self.records, self.records.options.chosen(**given))
        except QAError as error:
            self.view = None
            self.message.value = f'<p class="qa-prose">{escape(str(error))}</p>'
            for shown in self.pages.values():
                shown.value = ""
        else:
            self.message.value = ""
            self.yaml.value = self.view.yaml
        self._turned()

    def _turned(self, _change: Any = None) -> None:
        """Draw the subject that is looked at, and offer its figures."""
        section = self.section
        self.pages[self._name].value = "" if section is None else self._drawn(section)
        self.cell.value = "" if self.view is None else self.view.cell(self._name)
        self._quiet = True
        self._offer(self.row, {} if section is None else section.rows)
        self._offer(self.column, {} if section is None else section.counts)
        self._quiet = False
        self._followed()

    def _offer(self, field: Any, offered: Iterable[str]) -> None:
        """Offer other things in a drop-down, and keep what is chosen if it is among them."""
        was, field.options = field.value, [*offered]
        field.value = was if was in field.options else next(iter(field.options), None)

    def _drawn(self, section: Section) -> str:
        with image.only_wide():
            return section.html()

    def _followed(self, _change: Any = None) -> None:
        """List the audits behind the figure that is chosen."""
        if self._quiet or self.more.selected_index != 0:
            return  # Folded: it is made when it is opened.
        if self.view is None or self.row.value is None or self.column.value is None:
            self.audits.value = ""
            return
        found = self.view.audits(self._name, self.row.value, self.column.value)
        self.audits.value = _NO_AUDIT if found.is_empty else found.html()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        shown = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        # Nothing else: an exported page would show it in place of the widgets.
        display({_MIME: shown, "text/plain": ELSEWHERE}, raw=True)


def explore(run: Opened, **chosen: Any) -> Explorer | Prose:
    """Show drop-downs over a run's figures, in JupyterLab.

    They choose the period, service area, team, level of management and theme. Below are returns,
    grades, moderation and themes, the audits behind any count, and what to copy into a report.

    Parameters
    ----------
    run : Opened
        From `open_run`, of params for internal readers.
    **chosen
        What is chosen first, as of `view`.

    Returns
    -------
    Explorer or Prose
        Where a program executes the notebook, a sentence: not only isn't a widget shown there, none
        is made, since nbconvert writes every one there is into its page.

    Raises
    ------
    ParamsError
        If something is chosen that isn't there; the message says what is.
    DisclosureError
        If the run is for publication.

    Examples
    --------
    >>> from qaanalysis.notebook import open_run
    >>> explorer = explore(open_run("params/2023-11.yml"), team="Court South")
    >>> print(explorer.cell.value.splitlines()[-1])
    view(run, team="Court South").returns
    """
    records = Records.of(run)
    first = records.options.chosen(**chosen)
    return prose(ELSEWHERE) if _executed_by_a_program() else Explorer(records, first)


def _executed_by_a_program() -> bool:
    """Tell whether there is a kernel, and nobody at it."""
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel") and OF_LAB not in os.environ
