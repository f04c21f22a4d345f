"""Load a run's tables: every row is accepted, or rejected with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from qaanalysis.data.corrected_rows import corrected
from qaanalysis.data.draft import REPAIR_COLUMNS, Draft
from qaanalysis.data.drafting import drafted
from qaanalysis.data.far_dates import far_from_audit
from qaanalysis.data.limiting_domains import note_not_graded
from qaanalysis.data.limits import refuse_too_many
from qaanalysis.data.month_from import fill_months
from qaanalysis.data.noticed import in_rows
from qaanalysis.data.of_month import CALLED, COUNTS, Lost, all_rejected
from qaanalysis.data.origins import NOTICE_COLUMNS, Origins
from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.rejections import FAULT_COLUMNS, Lines
from qaanalysis.data.row_rules import apply_row_rules
from qaanalysis.data.schemas import tables
from qaanalysis.data.sources import read_source, refuse_unread
from qaanalysis.data.team_history import apply_team_history
from qaanalysis.data.validate import broken_rules, unknown_references
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.params_reading import Reading
from qaanalysis.provenance import sha256
from qaanalysis.vocabulary import GradeScale


@dataclass(frozen=True, repr=False)
class Loaded:
    """A run's tables, and an account of every row that was read.

    Parameters
    ----------
    accepted : dict of str to DataFrame
        By table: typed rows that keep every rule of the specification.
    rejected : dict of str to DataFrame
        By table: the other rows as text, with `row` (in the file) and `reasons`. Internal.
    faults : DataFrame
        One row for each fault: table, file, sheet, row, column, rule, found, allowed. Values of
        columns that identify a person aren't shown. Texts are categories, as rows share them.
    repairs : DataFrame
        One row for each change that a declared rule made; n_rows is how many rows it touched.
    counts : DataFrame
        By table: read, accepted, rejected, and set_aside (blank rows and totals, not in read).
    fingerprint : dict of str to str
        SHA-256 of each input file, by its name; two files of one name by their tables too. Of a
        database, that of the rows read.
    of_files : DataFrame
        What readers must know of the files though it changes no row; see `notices`.
    origins : dict of str to Origins
        By table: the file and the number in it of each accepted row.
    faulty : dict of str to DataFrame
        By table with rejected rows: each faulty cell by file (none if the table has but one), row
        of the file, column (none if it is the whole row), rule and allowed. Internal.
    month_lost : Lost or None
        That every row of the run's month is rejected, where it has any and others are accepted.
    siblings : DataFrame or None
        The further children of audits of siblings, a row each: audit_id, child_id, family_id. The
        audit itself is one row of `accepted`, with its first child. None without a register.
    """

    accepted: dict[str, pd.DataFrame]
    rejected: dict[str, pd.DataFrame]
    faults: pd.DataFrame
    repairs: pd.DataFrame
    counts: pd.DataFrame
    fingerprint: dict[str, str]
    of_files: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=NOTICE_COLUMNS))
    origins: dict[str, Origins] = field(default_factory=dict)
    faulty: dict[str, pd.DataFrame] = field(default_factory=dict)
    month_lost: Lost | None = None
    siblings: pd.DataFrame | None = None

    @cached_property
    def notices(self) -> pd.DataFrame:
        """What a reader must know of the files and rows, though it changes none.

        One row for each thing: table, file, sheet, column, rule, found, n_rows, and rows (the first
        few numbers). Looked for when it is first asked for, as that takes as long as reading.
        """
        parts = [self.of_files, in_rows(self.accepted, self.origins)]
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def __repr__(self) -> str:
        # Never the rows: what is shown in a notebook is kept in its file.
        tables = ", ".join(f"{name} ({len(rows):,})" for name, rows in self.accepted.items())
        return f"Accepted rows by table: {tables}. Faults: {len(self.faults):,}."

    @property
    def without_rows(self) -> str:
        """Which table all else rests on, where no row of it is accepted; else empty."""
        main = COUNTS if set(self.accepted) == {COUNTS} else "audits"
        return "" if main not in self.accepted or len(self.accepted[main]) else main

    @property
    def none_accepted(self) -> str:
        """Why nothing can be analysed, where no row of the register or month is accepted."""
        if self.month_lost is not None:
            why, fault = self.month_lost.said, self.month_lost.fault
        elif main := self.without_rows:
            first = self.faults[self.faults["table"] == main].iloc[0]
            fault = {str(name): value for name, value in first.items()}
            n_rows = self.counts["read"].to_dict()[main]
            why = f"no row of the {CALLED[main]} can be accepted, of {n_rows}"
        else:
            return ""
        at = f", sheet {fault['sheet']}" if fault["sheet"] else ""
        column = f", column {fault['column']}" if fault["column"] else ""
        return (
            f"{fault['file']}{at}: {why}. The first fault: row {fault['row']}{column}, "
            f"{fault['rule']}; found {fault['found']}, allowed {fault['allowed']}. `qaanalysis "
            "check` lists all of them."
        )

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the accepted rows of a table.

        Raises
        ------
        DataError
            If the table isn't among the run's sources.
        """
        if name not in self.accepted and set(self.accepted) == {COUNTS}:
            raise DataError(
                f"This run has counts only ({COUNTS}), and this needs the table “{name}” with its "
                "rows, which isn't available. Add it under sources in params."
            )
        if name not in self.accepted:
            raise DataError(
                f"This run has no table “{name}”; it has {', '.join(self.accepted)}. "
                "Add it under sources in params."
            )
        return self.accepted[name]

    def get(self, name: str) -> pd.DataFrame | None:
        """Return the accepted rows of a table, or None if the run doesn't have it."""
        return self.accepted.get(name)


def load(params: Params, *, even_empty: bool = False) -> Loaded:
    """Read, repair by declared rules, type and check every table of a run.

    Parameters
    ----------
    params : Params
        Of the run.
    even_empty : bool
        Whether to go on where no row of the audit register, or of the month, is accepted, to tell
        of the rejected.

    Raises
    ------
    DataError
        If a source can't be read, a table has more rows than are read, the register has no rows,
        none of them is of the run's month, or none of it or of the month is accepted.
    """
    spec = tables(params.scale)
    reading = params.reading
    raws: dict[str, RawTable] = {}
    problems = []
    for name, source in params.sources.items():
        try:
            raws[name] = read_source(spec[name], source, reading)
        except DataError as error:
            problems.append(str(error))
    refuse_unread(problems, f"{len(params.sources)} tables")
    drafts = _drafts(corrected(raws, params.corrected_rows), reading, params.scale)
    if "domain_grades" in drafts:
        note_not_graded(drafts["domain_grades"], params.limiting_domains)
    main = COUNTS if params.counts_only else "audits"
    register = drafts[main].raw
    if not len(register.rows):
        raise DataError(
            f"{register.where}: the {CALLED[main]} has headings and no rows. Type audits in, or "
            "export it again."
        )
    loaded = _loaded(drafts)
    if not loaded.without_rows:
        lost = all_rejected(drafts[main], pd.Period(params.month, "M"))
        loaded = replace(loaded, month_lost=lost)
    if loaded.none_accepted and not even_empty:
        raise DataError(loaded.none_accepted)
    return loaded


def account(raws: Mapping[str, RawTable], reading: Reading, scale: GradeScale) -> Loaded:
    """Repair by declared rules, type and check tables as they were read, whatever they hold.

    Parameters
    ----------
    raws : mapping of str to RawTable
        By the specification's name of each table.
    reading : Reading
        How cells are read.
    scale : GradeScale
        The grades.
    """
    return _loaded(_drafts(raws, reading, scale))


def _drafts(raws: Mapping[str, RawTable], reading: Reading, scale: GradeScale) -> dict[str, Draft]:
    spec = tables(scale)
    drafts: dict[str, Draft] = {}
    for name, raw in raws.items():
        refuse_too_many(len(raw.rows), raw.where)
        draft = drafts[name] = drafted(raw, reading, scale)
        fill_months(draft, reading)
        apply_team_history(draft, reading.teams)
        apart = draft.is_ragged | apply_row_rules(draft, reading)
        for broken in broken_rules(spec[name], draft.frame, draft.unread, apart):
            draft.reject(broken)
    frames = {name: draft.frame for name, draft in drafts.items()}
    for name, broken in far_from_audit(frames):
        drafts[name].reject(broken)
    # Twice, since an audit takes its finding with it, and the finding its action.
    for _ in range(2):
        kept = {name: draft.kept for name, draft in drafts.items()}
        for child, broken in unknown_references(spec, frames, kept):
            drafts[child].reject(broken)
    for draft in drafts.values():
        draft.reject_whole_rows()
    return drafts


def _loaded(drafts: dict[str, Draft]) -> Loaded:
    counts = pd.DataFrame.from_dict(
        {name: draft.account() for name, draft in drafts.items()}, orient="index"
    ).rename_axis("table")
    faults = Lines(FAULT_COLUMNS)
    for draft in drafts.values():
        draft.add_faults(faults)
    return Loaded(
        accepted={name: d.accepted for name, d in drafts.items()},
        siblings=drafts["audits"].siblings() if "audits" in drafts else None,
        rejected={name: d.rejected() for name, d in drafts.items() if not d.kept.all()},
        faults=faults.frame(),
        repairs=pd.DataFrame(
            [r for d in drafts.values() for r in d.repairs], columns=REPAIR_COLUMNS
        ),
        of_files=pd.DataFrame(
            [n for d in drafts.values() for n in d.notices], columns=NOTICE_COLUMNS
        ),
        counts=counts,
        fingerprint=_fingerprint(drafts),
        origins={name: d.origins() for name, d in drafts.items()},
        faulty={name: d.faulty() for name, d in drafts.items() if d.rejections},
    )


def _fingerprint(drafts: dict[str, Draft]) -> dict[str, str]:
    """Return each input's SHA-256 by its name; two files of one name are told apart by tables."""
    tables_of: dict[Path, list[str]] = {}
    found = {}
    for name, draft in sorted(drafts.items()):
        if draft.raw.digest:
            found[f"{draft.raw.where} ({name})"] = draft.raw.digest
        for file in draft.raw.files:
            tables_of.setdefault(file.resolve(), []).append(name)
    names = [file.name for file in tables_of]
    for file, of in sorted(tables_of.items()):
        alone = names.count(file.name) == 1
        found[file.name if alone else f"{file.name} ({', '.join(of)})"] = sha256(file)
    return found
