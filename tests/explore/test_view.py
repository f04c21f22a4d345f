"""A view's figures: counted row by row in the export, and those of the reports."""

import datetime as dt

import pandas as pd
import pytest
import yaml
from export_rows import area, audits, by, rows
from notebook_page import records, shown
from run_files import ROOT, csv_sources, csv_without, example_run

from qaanalysis import params
from qaanalysis.errors import DisclosureError, ParamsError
from qaanalysis.explore import view
from qaanalysis.notebook import open_run

LEVELS = {"Team Manager": "Team manager"}
MONTHS = {"Sept": "September"}


def month(row):
    """Return an audit's month as 2023-05, however it is written."""
    name, year = row["Audit month"].replace("-", " ").split()
    name = MONTHS.get(name, name)
    for form in ("%B", "%b"):
        try:
            return f"{year}-{dt.datetime.strptime(name, form).month:02}"
        except ValueError:
            continue
    raise AssertionError(row["Audit month"])


def counted(kept):
    """Return planned, exempted, scheduled and returned of the rows that are kept."""
    found = [r for r in audits().values() if r["Audit type"] == "Individual" and kept(r)]
    out = [r for r in found if by(r["Date exempted"])]
    back = [r for r in found if r not in out and by(r["Date returned"])]
    return [len(found), len(out), len(found) - len(out), len(back)]


def level(row):
    return LEVELS.get(row["Level of management"].strip(), row["Level of management"].strip())


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({}, lambda r: True),
        ({"service_area": "Leaving Care"}, lambda r: area(r) == "Leaving Care"),
        ({"team": "Court South"}, lambda r: r["Team"].strip() == "Court South"),
        ({"management_level": "Team manager"}, lambda r: level(r) == "Team manager"),
        (
            {"service_area": "Leaving Care", "first_month": "2023-09", "month": "2023-10"},
            lambda r: area(r) == "Leaving Care" and month(r) in ("2023-09", "2023-10"),
        ),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_returns_are_those_counted_row_by_row(run, chosen, kept):
    within = {"first_month": "2023-05", "month": "2023-11", **chosen}

    def inside(row):
        return within["first_month"] <= month(row) <= within["month"] and kept(row)

    found = view(run, **chosen).returns
    names = ["planned", "exempted", "scheduled", "returned"]
    assert found.safe.whole[names].tolist() == counted(inside)
    for when, row in found.safe.frame.iterrows():
        assert row[names].tolist() == counted(lambda r, m=str(when): inside(r) and month(r) == m)


def test_the_whole_period_has_the_published_figures(run, published):
    stated = pd.read_csv(published / "returns.csv", index_col="month")
    frame = view(run).returns.safe.frame
    names = ["planned", "exempted", "scheduled", "returned"]
    assert frame.set_axis(frame.index.astype(str), axis=0)[names].equals(
        stated[names].rename_axis("month")
    )
    assert view(run).returns.said[1] == "Return rate: 33.6% (30.2–37.3), n = 681 audits."


@pytest.mark.parametrize(
    ("report", "caption", "subject"),
    [
        ("returns", "Audits planned, scheduled and returned", "returns"),
        ("grades", "Final grades of returned audits", "grades"),
        ("moderation", "What moderation did to grades", "moderation"),
        ("learning", "Themes that returned audits name, areas for development first", "themes"),
    ],
)
def test_of_everything_the_figures_are_those_of_the_report(run, report, caption, subject):
    of_report = records(shown(report, ROOT / "params" / "2023-11.yml"))
    tables = [*of_report, *(r["table"] for r in of_report if r["type"] == "chart")]
    theirs = next(t for t in tables if t.get("caption") == caption)
    ours = records([view(run).section(subject).table])[0]
    names = [name for name in ours["columns"] if name in theirs["columns"]]
    assert len(names) > 3
    for mine, other in zip(ours["rows"], theirs["rows"], strict=True):
        assert {name: mine[name] for name in names} == {name: other[name] for name in names}


def test_the_audits_behind_a_figure_are_those_of_the_export(run):
    found = view(run, service_area="Leaving Care").audits("returns", "June 2023", "Returned")
    wanted = [
        ref
        for ref, row in audits("Leaving Care").items()
        if row["Audit type"] == "Individual"
        and month(row) == "2023-06"
        and by(row["Date returned"])
        and not by(row["Date exempted"])
    ]
    assert found.safe.frame.index.tolist() == sorted(wanted)
    assert set(found.safe.frame["service_area"]) == {"Leaving Care"}
    assert found.safe.frame["final_grade"].notna().all()
    # No child, family or worker is named.
    assert set(found.safe.frame.columns) == {
        *("month", "service_area", "team", "management_level", "state"),
        *("final_grade", "moderated"),
    }


@pytest.mark.parametrize("subject", ["returns", "grades", "moderation", "themes"])
def test_every_count_of_a_table_leads_to_as_many_audits(run, subject):
    seen = view(run, service_area="Children in Care")
    section = seen.section(subject)
    frame, total = section.safe.frame, section.safe.total
    assert len(section.rows) == len(frame) + (total is not None)
    for row, of in section.rows.items():
        for name, column in section.counts.items():
            figure = total[column].iloc[0] if of is None else frame.loc[of, column]
            assert len(section.behind(row, name)) == figure
    of = {
        (row, name): len(section.behind(row, name))
        for row in section.rows
        for name in section.counts
    }
    largest = max(of, key=of.get)
    assert len(seen.audits(subject, *largest).safe.frame) == of[largest] > 2


def test_a_theme_narrows_grades_to_the_audits_that_name_it(run):
    about = {
        row["Audit ref"]
        for row in rows("findings")
        if row["Theme"].strip().casefold() in ("chronologies", "chronology")
    }
    seen = view(run, theme="Chronologies")
    listed = set(seen.audits("grades", "All", "Graded").safe.frame.index)
    returned = set(view(run).audits("returns", "All", "Returned").safe.frame.index)
    assert listed == about & returned
    assert seen.returns.safe.frame.equals(view(run).returns.safe.frame)
    assert "returns are of all audits" in seen.returns.said[-1]
    by_theme = view(run).themes.safe.frame.loc["Chronologies"]
    by_month = seen.themes.safe.frame
    assert by_month[["strength", "development"]].sum().tolist() == (
        by_theme[["strength", "development"]].tolist()
    )
    assert seen.themes.table.rows(by_month)[0][0] == "May 2023"


def test_a_choice_without_audits_says_so_in_plain_words(run):
    nothing = {"first_month": "2023-05", "month": "2023-05", "team": "Disabilities West"}
    levels = view(run).every.options.management_level
    empty = [
        level
        for level in levels
        if not counted(
            lambda r, of=level: (
                month(r) == "2023-05"
                and r["Team"].strip() == "Disabilities West"
                and globals()["level"](r) == of
            )
        )[0]
    ]
    seen = view(run, **nothing, management_level=empty[0])
    for name in ("returns", "grades", "moderation", "themes"):
        section = seen.section(name)
        assert section.said[0].startswith("No audit was planned: May 2023, Disabilities West")
        assert section.safe is None
        assert section.chart is None
        assert section.rows == section.counts == {}
    with pytest.raises(ParamsError, match="row: found “All”; allowed: none, as there are no"):
        seen.audits("returns", "All", "Planned")


def test_every_team_alone_and_every_month_alone_can_be_drawn(run):
    options = view(run).every.options
    alone = [
        *({"team": team, "month": "2023-06"} for team in options.team()[:6]),
        *({"first_month": month, "month": month} for month in options.months[-2:]),
        {"team": options.team()[0], "theme": "Staff turnover", "first_month": "2023-11"},
    ]
    for chosen in alone:
        seen = view(run, **chosen)
        for name in ("returns", "grades", "moderation", "themes"):
            assert seen.section(name).html()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"team": "Nowhere"}, r"team: found “Nowhere”; allowed: Assessment East, "),
        ({"service_area": "Leaving Care", "team": "Court South"}, "allowed: Leaving Care 1, "),
        ({"month": "2024-01"}, r"month: found “2024-01”; allowed: .*2023-11\."),
        ({"theme": "Pets"}, "theme: found “Pets”; allowed: Management oversight"),
        ({"area": "North"}, "nothing called area to choose; allowed: first_month, month, "),
        (
            {"first_month": "2023-11", "month": "2023-05"},
            "first_month: November 2023 is after May 2023. Choose an earlier first month",
        ),
    ],
)
def test_a_wrong_choice_is_told_what_is_allowed(run, chosen, said):
    with pytest.raises(ParamsError, match=said):
        view(run, **chosen)


def test_a_wrong_subject_row_or_column_is_told_what_there_is(run):
    seen = view(run)
    with pytest.raises(ParamsError, match="it has returns, grades, moderation, themes"):
        seen.section("marks")
    with pytest.raises(ParamsError, match="row: found “June”; allowed: All, May 2023"):
        seen.audits("returns", "June", "Returned")
    with pytest.raises(ParamsError, match="column: found “x”; allowed: Planned, Exempted"):
        seen.audits("returns", "June 2023", "x")


def test_params_for_publication_are_refused():
    run = open_run(str(ROOT / "params" / "2023-11-published.yml"))
    with pytest.raises(DisclosureError, match="Exploring shows single audits"):
        view(run)


def test_without_moderations_and_findings_that_is_said_and_no_theme_is_offered(tmp_path):
    kept = {name: source for name, source in csv_sources().items() if name == "audits"}
    seen = view(open_run(str(example_run(tmp_path, sources=kept, leak_gate={}))))
    assert "no moderations" in seen.moderation.said[0]
    assert "no findings" in seen.themes.said[0]
    assert seen.every.options.theme == ()
    assert seen.grades.safe is not None


def test_a_month_that_the_register_lacks_is_a_gap_and_no_0(tmp_path):
    sources = csv_without(tmp_path, "audits", "Audit month", "August")
    sources.pop("stated_totals")
    kept = {name: sources[name] for name in ("audits",)}
    frame = view(open_run(str(example_run(tmp_path, sources=kept)))).returns.safe.frame
    assert frame["planned"].isna().tolist() == [m == "2023-08" for m in frame.index.astype(str)]


class TestWhatIsCopied:
    def test_the_cell_shows_the_same_in_a_notebook_of_a_report(self, run):
        chosen = {
            "first_month": "2023-06",
            "service_area": "Leaving Care",
            "management_level": "Team manager",
            "theme": "Direct work and the child's voice",
        }
        seen = view(run, **chosen)
        for name in ("returns", "grades", "moderation", "themes"):
            source = seen.cell(name)
            assert max(map(len, source.splitlines())) <= 100
            *before, last = source.rsplit("\n\nview(", 1)
            names = {"run": run}
            exec(before[0], names)
            again = eval(f"view({last}", names)
            assert again.html() == seen.section(name).html()

    def test_a_whole_view_shows_each_subject(self, run, monkeypatch):
        displayed = []
        monkeypatch.setattr("IPython.display.display", displayed.append)
        source = view(run, team="Court South").cell()
        assert source.endswith('view(run, team="Court South")')
        view(run, team="Court South")._ipython_display_()
        assert [r["type"] for r in records(displayed)] == ["prose", "chart", "table"] * 4

    def test_the_runs_own_period_isnt_named_so_that_the_cell_follows_the_month(self, run):
        source = view(run, first_month="2023-05", month="2023-11").cell("grades")
        assert source.endswith("view(run).grades")

    def test_the_yaml_makes_the_reports_of_the_period(self, run, tmp_path):
        text = view(run, first_month="2023-06", month="2023-09").yaml
        assert yaml.safe_load(text)["extends"] == "2023-11.yml"
        folder = ROOT / "params"
        file = tmp_path / "explored.yml"
        file.write_text(text.replace("2023-11.yml", str(folder / "2023-11.yml")), encoding="utf-8")
        read = params.read(file)
        assert (read.first_month, read.month) == ("2023-06", "2023-09")
        of_report = records(shown("grades", file))
        table = next(
            r
            for r in of_report
            if r.get("caption") == "Final grades of returned audits" and r["type"] == "table"
        )
        seen = view(run, first_month="2023-06", month="2023-09").grades.table
        assert records([seen])[0]["total"].items() >= {
            k: v for k, v in table["total"].items() if k != "month"
        }.items() - {("index", None)}
