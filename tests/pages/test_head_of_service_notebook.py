"""The Head of Service pack: one area's own audits beside all areas, and nothing of another's."""

import csv
import datetime as dt
import re

import export_rows
import pytest
from dateutil.relativedelta import relativedelta
from export_rows import by, day, state
from notebook_page import records, shown, text
from run_files import EXPORT, csv_sources, example_run

AREA = "Leaving Care"
OTHERS = sorted({export_rows.area(r) for r in export_rows.audits().values()} - {AREA})
RETURNS, GRADES = "Returns, May to November 2023", "Final grades, May to November 2023"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pack")


@pytest.fixture(scope="module")
def pack(folder):
    return shown("head_of_service", example_run(folder), service_area=AREA)


@pytest.fixture(scope="module")
def recorded(pack):
    return records(pack)


def tables(found):
    """Return the tables of a page by caption, the rows of each by their first heading."""
    made = {}
    for table in (r for r in found if r["type"] == "table"):
        [head, *_] = table["headings"]
        made[table["caption"]] = {row[head]: row for row in table["rows"]}
    return made


def strings(value):
    """Yield every text of a record, and every key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


def individual(area):
    found = export_rows.audits(area).items()
    return {audit: r for audit, r in found if r["Audit type"] == "Individual"}


def lines_of(table):
    """Return the lines of a csv file, and where its headings stand."""
    with (EXPORT / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    return lines, next(n for n, line in enumerate(lines) if len([c for c in line if c]) > 3)


def written(path, lines):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return csv_sources() | {"audits": {"file": str(path)}}


def test_returns_stand_beside_those_of_all_areas_by_a_count_row_by_row(recorded):
    found = tables(recorded)[RETURNS]
    for name, area in ((AREA, AREA), ("All service areas", None)):
        audits = individual(area)
        exempted = sum(by(r["Date exempted"]) for r in audits.values())
        back = sum(by(r["Date returned"]) and not by(r["Date exempted"]) for r in audits.values())
        told = found[name]
        assert (told["planned"], told["exempted"], told["returned"]) == (
            len(audits),
            exempted,
            back,
        )
        assert told["return_rate"] == pytest.approx(back / (len(audits) - exempted))
    every = found["All service areas"]
    assert (every["planned"], every["returned"]) == (730, 229)


def in_time_or_late(due, done):
    if state(due, done) != "done":
        return state(due, done)
    return "done late" if day(done) > day(due) else "done in time"


def test_actions_and_re_audits_stand_beside_those_of_all_areas(recorded):
    found, theirs = tables(recorded), export_rows.audits(AREA)
    for row in found["Actions, by where they stand"].values():
        raised = [
            r
            for r in export_rows.rows("actions")
            if by(r["Date raised"]) and state(r["Target date"], r["Date completed"]) == row["state"]
        ]
        assert row["all_actions"] == len(raised)
        assert row["actions"] == sum(r["Audit ref"] in theirs for r in raised)
    for row in found["Re-audits"].values():
        made = [
            r
            for r in export_rows.rows("re_audits")
            if in_time_or_late(r["Re-audit due"], r["Re-audit done"]) == row["re_audit"]
        ]
        assert row["all_re_audits"] == len(made)
        assert row["re_audits"] == sum(r["Original audit ref"] in theirs for r in made)


def test_it_lists_each_audit_that_is_outstanding_and_each_action_that_is_open(recorded):
    found, theirs = tables(recorded), export_rows.audits(AREA)
    left = {
        audit
        for audit, r in individual(AREA).items()
        if not by(r["Date exempted"]) and not by(r["Date returned"])
    }
    assert set(found["The audits that haven’t come back"]) == left
    acts = {
        r["Action ref"]
        for r in export_rows.rows("actions")
        if r["Audit ref"] in theirs and by(r["Date raised"]) and not by(r["Date completed"])
    }
    assert set(found["The actions that are open"]) == acts


def test_a_re_audit_that_nobody_recorded_is_listed_with_the_day_it_was_due(folder):
    """Three months after the audit came back, counted on from the register's own row."""
    audit = "QA23-0306"
    assert audit not in {r["Original audit ref"] for r in export_rows.rows("re_audits")}
    back = day(individual("Assessment")[audit]["Date returned"])
    found = shown("head_of_service", example_run(folder), service_area="Assessment")
    row = tables(records(found))["Re-audits overdue, not recorded or due next"][audit]
    assert row["state"] == "no re-audit recorded"
    due = back + relativedelta(months=3)
    assert row["due_on"][:10] == due.isoformat()
    assert row["days_late"] == (export_rows.AS_AT - due).days
    assert "1 Inadequate audit has no next re-audit recorded, and is past" in text(found)


@pytest.mark.parametrize("other", OTHERS)
def test_no_audit_team_or_name_of_another_area_is_in_it(recorded, pack, other):
    theirs = export_rows.audits(other)
    whole = " ".join([*strings(recorded), text(pack), *(part.html() for part in pack)])
    named = {*re.findall(r"QA\d\d-\d{4}", whole)}
    assert named
    assert named <= set(export_rows.audits(AREA))
    for name in {other, *(r["Team"].strip() for r in theirs.values())}:
        assert name not in whole


def test_it_is_the_same_whatever_the_other_areas_share_among_themselves(folder, pack):
    """Which of the others an audit is of, and of which team, is in no figure of the pack."""
    lines, at = lines_of("audits")
    heads = [name.strip() for name in lines[at]]
    area, team = heads.index("Service area"), heads.index("Team")
    others = [line for line in lines[at + 1 :] if line[area] and line[area] != AREA]
    turned = [(line[area], line[team]) for line in others[1:] + others[:1]]
    for line, values in zip(others, turned, strict=True):
        line[area], line[team] = values
    file = example_run(folder, sources=written(folder / "turned.csv", lines))
    assert len(others) > 600
    assert figures(shown("head_of_service", file, service_area=AREA)) == figures(pack)


def figures(found):
    """Return what a page shows but for head and foot, which tell a run's inputs from others."""
    kept = [r for r in records(found) if r["type"] not in ("page", "provenance")]
    # And but for the account of repairs, of which another format needs others.
    return [r for r in kept if "audit register read" not in str(r)]


def only(folder, n):
    """Return sources in which so many of the area's audits are left, all of them returned."""
    lines, at = lines_of("audits")
    heads = [name.strip() for name in lines[at]]
    area, back = heads.index("Service area"), heads.index("Date returned")
    kind = heads.index("Audit type")
    theirs = [line for line in lines[at + 1 :] if line[area] == AREA]
    kept = [line for line in theirs if by(line[back]) and line[kind] == "Individual"][:n]
    left = [line for line in lines if line not in theirs or line in kept]
    return written(folder / f"only-{n}.csv", left)


@pytest.mark.parametrize("n", [9, 10])
def test_of_fewer_than_ten_audits_there_are_counts_only(folder, n):
    found = shown(
        "head_of_service", example_run(folder, sources=only(folder, n)), service_area=AREA
    )
    told = tables(records(found))[GRADES]
    assert told[AREA]["graded"] == n
    ends = [told[AREA][f"good_or_better_share{end}"] for end in ("_low", "_high")]
    assert [end is None for end in (told[AREA]["good_or_better_share"], *ends)] == [n < 10] * 3
    assert told["All service areas"]["good_or_better_share"] is not None
    [tiles] = [r for r in records(found) if r["type"] == "key_figures"]
    kinds = {figure["name"]: figure["kind"] for figure in tiles["figures"]}
    assert kinds["good_or_better"] == kinds["return_rate"] == ("count" if n < 10 else "share")
    own = text(found).split("In Leaving Care, ")[1].split("in all service areas")[0]
    assert ("%" in own) == (n >= 10)
    assert "Of fewer than 10 audits only counts are given." in text(found)


def test_months_of_fewer_than_ten_have_no_rate(recorded):
    found = tables(recorded)["Audits planned, scheduled and returned"].values()
    assert [row["return_rate"] is None for row in found] == [row["scheduled"] < 10 for row in found]
    assert any(row["return_rate"] is None for row in found)


def test_an_area_of_which_nothing_has_come_back_has_a_page_all_the_same(folder):
    months = {"month": "2023-05", "first_month": "2023-05", "previous_as_at": None}
    file = example_run(folder, **months, as_at="2023-05-01")
    said = text(shown("head_of_service", file, service_area=AREA))
    n = sum(by(r["Date planned"], dt.date(2023, 5, 1)) for r in individual(AREA).values())
    assert f"{n} scheduled audits were returned in May 2023; in all" in said
    assert 0 < n < 10
    assert "None of them has come back with a grade." in said


def test_a_run_without_actions_and_re_audits_says_so(folder):
    sources = {n: s for n, s in csv_sources().items() if n not in ("actions", "re_audits")}
    said = text(shown("head_of_service", example_run(folder, sources=sources), service_area=AREA))
    assert "The month’s data has no actions: nothing can be said of actions." in said
    assert "no re-audits" in said
