"""The head and the foot of a report: what it is, for whom, and what it rests on."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any, Protocol, Self

import pandas as pd

from qaanalysis.disclosure.known import Fact
from qaanalysis.present import record, words
from qaanalysis.vocabulary import Audience

MARKS = {
    Audience.INTERNAL: "OFFICIAL-SENSITIVE · internal report · no child, family or worker is named",
    Audience.PUBLISHED: "OFFICIAL · for publication · small numbers are hidden",
}
SUBJECT = "Quality assurance of social work practice"
ROUNDED = (
    "Counts of children, and of what audits found of them, are rounded to the nearest {base}, and "
    "shares are of the rounded counts. Counts of work, such as of returned audits, aren’t rounded "
    "everywhere, so that the same count or share may differ slightly from one place to another."
)
DRAFT = "DRAFT: nobody has approved this yet, and its figures may change."


class Settings(Protocol):
    """What a page needs to know of a run's params."""

    @property
    def organisation(self) -> str: ...  # noqa: D102
    @property
    def about_data(self) -> str: ...  # noqa: D102
    @property
    def month(self) -> str: ...  # noqa: D102
    @property
    def first_month(self) -> str: ...  # noqa: D102
    @property
    def as_at(self) -> dt.date: ...  # noqa: D102
    @property
    def audience(self) -> Audience: ...  # noqa: D102
    @property
    def approved_by(self) -> str: ...  # noqa: D102
    @property
    def approved_on(self) -> dt.date | None: ...  # noqa: D102
    @property
    def rounding_base(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Page:
    """What stands at the head of a report and, with the provenance, at its foot.

    Parameters
    ----------
    organisation : str
        Whose report it is.
    month : Period or str
        The month it is for.
    period : str
        The time its figures cover: “May to November 2023”.
    as_at : date
        The date at which the figures stand.
    title, question : str
        What the report is and the question it answers; empty if the notebook's first cell says so.
    audience : Audience
        Who may read it; sets the mark at the top.
    about_data : str
        What every reader must know of the data, such as that an example's records are invented;
        shown as a banner.
    run_id : str
        What tells the run from any other.
    approved_by : str
        Who approved it, as the service wants it printed.
    approved_on : date, optional
        When. A page is a draft until both are given.
    release : str
        By whose decision it is published though a check refused it; for its foot. No page knows
        it of itself: the check is of all reports together.
    when : str
        What stands beside the title instead of the month, on a page about several.
    draft_of : str or None
        What marks as drafts some of the pages that this one is about; empty if none is.
    part : str
        What the page is about where there is one for each of several, such as a service area; it
        stands after the title.
    rounded : str
        That counts are rounded, and to what; empty if none is.

    Examples
    --------
    >>> page = Page("Example Trust", "2023-11", "May to November 2023", dt.date(2023, 12, 3))
    >>> print(page.header().text())
    OFFICIAL-SENSITIVE · internal report · no child, family or worker is named
    DRAFT: nobody has approved this yet, and its figures may change.
    Example Trust · Quality assurance of social work practice
    May to November 2023 · data as at 3 December 2023
    """

    organisation: str
    month: pd.Period | str
    period: str
    as_at: dt.date
    title: str = ""
    question: str = ""
    audience: Audience = Audience.INTERNAL
    about_data: str = ""
    run_id: str = ""
    approved_by: str = ""
    approved_on: dt.date | None = None
    release: str = ""
    when: str = ""
    draft_of: str | None = None
    part: str = ""
    rounded: str = ""

    @classmethod
    def of(cls, settings: Settings, **given: Any) -> Self:
        """Return the page of a run, from its params; keywords add or replace fields."""
        fields: dict[str, Any] = {
            "organisation": settings.organisation,
            "month": settings.month,
            "period": words.months(settings.first_month, settings.month),
            "as_at": settings.as_at,
            "audience": settings.audience,
            "about_data": settings.about_data,
            "approved_by": settings.approved_by,
            "approved_on": settings.approved_on,
            "rounded": ROUNDED.format(base=base) if (base := settings.rounding_base) > 1 else "",
        }
        return cls(**{**fields, **given})

    @property
    def mark(self) -> str:
        """How the report is to be handled."""
        return MARKS[self.audience]

    @property
    def draft(self) -> str:
        """What marks a page that nobody has approved; empty once somebody has."""
        if self.draft_of is not None:
            return self.draft_of
        return "" if self.approval else DRAFT

    @property
    def approval(self) -> str:
        """Who approved the page and when; empty until both are known.

        Examples
        --------
        >>> page = Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3))
        >>> import dataclasses
        >>> signed = dataclasses.replace(
        ...     page, approved_by="Head of quality", approved_on=dt.date(2023, 12, 7)
        ... )
        >>> signed.approval, signed.draft
        ('Approved by Head of quality on 7 December 2023', '')
        """
        if not self.approved_by.strip() or self.approved_on is None:
            return ""
        return f"Approved by {self.approved_by.strip()} on {words.day(self.approved_on)}"

    @property
    def line(self) -> str:
        """The period and the date of the data."""
        return f"{self.period} · data as at {words.day(self.as_at)}"

    def header(self) -> "Header":
        """Show the head of the report; once, before anything else that is shown."""
        return Header(self)

    def provenance(
        self, entries: Mapping[str, str | Sequence[str]], *, told: Iterable[Fact] = ()
    ) -> "Provenance":
        """Show the foot of the report; once, at the end.

        Parameters
        ----------
        entries : mapping
            What the figures rest on: method, rows read and rejected, versions, hashes. The date of
            the data and the run are added.
        told : iterable of Fact
            What the report tells its readers, as its run noted it; for the check of all reports
            together, since a sentence can be all that is shown of a table.
        """
        own = {"Data as at": words.day(self.as_at)}
        if self.run_id:
            own["Run"] = self.run_id
        listed = {
            term: (said,) if isinstance(said, str) else tuple(said)
            for term, said in {**entries, **own}.items()
        }
        return Provenance(listed, tuple(told))


def style() -> str:
    """Return the style of everything that is shown, for JupyterLab; pages have their own."""
    css = (files("qaanalysis.present") / "template" / "parts.css").read_text("utf-8")
    return f"<style>{css}</style>"


@dataclass(frozen=True)
class Header(record.Shown):
    """The head as a notebook shows it; the report's own head is made from its record."""

    page: Page

    def html(self) -> str:
        """Return the head for JupyterLab, with the style of everything below it."""
        page = self.page
        about = f'<p class="qa-about">{escape(page.about_data)}</p>' if page.about_data else ""
        draft = f'<p class="qa-draft"><strong>{escape(page.draft)}</strong></p>'
        approval = f"<br>{escape(page.approval)}" if page.approval else ""
        return (
            f'{style()}<p class="qa-mark">{escape(page.mark)}</p>'
            f"{draft if page.draft else ''}{about}"
            f"<p>{escape(page.organisation)} · {SUBJECT}<br>{escape(page.line)}{approval}</p>"
            + (f"<p>{escape(page.rounded)}</p>" if page.rounded else "")
        )

    def text(self) -> str:
        """Return the head in plain lines."""
        page = self.page
        organisation = f"{page.organisation} · {SUBJECT}"
        lines = [
            *(page.mark, page.draft, page.about_data, organisation, page.line, page.approval),
            page.rounded,
        ]
        return "\n".join(filter(None, lines))

    def record(self) -> dict[str, Any]:
        """Return all that the report's head needs."""
        page = self.page
        return {
            "type": "page",
            "organisation": page.organisation,
            "subject": SUBJECT,
            "title": page.title,
            "question": page.question,
            "month": pd.Period(page.month, freq="M"),
            "month_name": page.when or words.month(page.month),
            "period": page.period,
            "as_at": page.as_at,
            "line": page.line,
            "audience": page.audience,
            "mark": page.mark,
            "about_data": page.about_data,
            "draft": page.draft,
            "approval": page.approval,
            "release": page.release,
            "run_id": page.run_id,
            **({"part": page.part} if page.part else {}),
            **({"rounded": page.rounded} if page.rounded else {}),
        }


@dataclass(frozen=True)
class Provenance(record.Shown):
    """The foot: terms and what is said of each."""

    entries: Mapping[str, tuple[str, ...]]
    told: tuple[Fact, ...] = ()

    def html(self) -> str:
        """Return a list of terms."""
        items = "".join(
            f"<dt>{escape(term)}</dt>" + "".join(f"<dd>{escape(text)}</dd>" for text in said)
            for term, said in self.entries.items()
        )
        return f'<dl class="qa-provenance">{items}</dl>'

    def text(self) -> str:
        """Return a line for each term."""
        return "\n".join(f"{term}: {'; '.join(said)}" for term, said in self.entries.items())

    def record(self) -> dict[str, Any]:
        """Return the entries, in order, and what readers know by the report."""
        entries = [{"term": term, "said": said} for term, said in self.entries.items()]
        tables = [{"facts": [fact.record() for fact in self.told]}] if self.told else []
        return {"type": "provenance", "entries": entries, "tables": tables}
