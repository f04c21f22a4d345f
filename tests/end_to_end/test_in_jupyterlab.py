"""Every notebook in JupyterLab, as an analyst runs it: to its end, again, with the same figures."""

import re

import pytest
from export_rows import audits, by
from notebook_page import records, shown
from opened_page import NOTEBOOKS, ONE_OF
from run_files import example_run
from served_lab import Lab, served

from qaanalysis.run import render

pytestmark = [pytest.mark.slow, pytest.mark.browser]
AREA = "Leaving Care"
WITHOUT_TABLES = {"learning_briefing"}  # One page of sentences, for all staff.
# What is changed when a notebook is run again: the first of these that its parameters cell has.
CHANGES = (
    ('group_by: str = "service_area"', 'group_by: str = "team"'),
    (f'service_area: str = "{AREA}"', 'service_area: str = "Family Support"'),
    ('params_file: str = "run.yml"', 'params_file: str = "other.yml"'),
)


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory) -> Lab:
    """One JupyterLab for all the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    # Another month's params beside them, to change over to.
    example_run(folder, month="2023-10", as_at="2023-11-03", previous_as_at="2023-10-03").rename(
        folder / "other.yml"
    )
    file = example_run(folder)
    with served(browser, file, folder / "jupyter") as lab:
        yield lab


@pytest.fixture(scope="module")
def ran(lab) -> dict[str, dict]:
    """What each notebook showed: at first, and run again with a changed parameter."""
    found: dict[str, dict] = {}
    lab.open(NOTEBOOKS[0])
    for name, following in zip(NOTEBOOKS, [*NOTEBOOKS[1:], None], strict=True):
        if following:
            lab.open(following)  # Its kernel starts while this one's runs.
        first = {"seen": lab.run(name), "book": lab.saved(name)}
        before, after = next(c for c in CHANGES if c[0] in source(first["book"]))
        lab.change(name, before, after)
        second = {"seen": lab.run(name), "book": lab.saved(name)}
        lab.close(name)
        found[name] = {"first": first, "second": second, "changed": (before, after)}
    return found


def source(book):
    return "\n".join(cell.source for cell in book.cells)


def outputs(book):
    return [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]


def figures(book):
    return of_page(render.records(book))


def of_page(found):
    """Return all that was recorded, but for what names the params of this run."""
    kept = [{k: v for k, v in record.items() if k != "run_id"} for record in found]
    return [record for record in kept if record["type"] != "provenance"]


def test_it_opens_on_the_page_that_says_which_notebook_answers_what(lab):
    heading = lab.page.locator(".jp-RenderedMarkdown h1").first
    assert "which notebook answers which question" in heading.inner_text()
    assert lab.page.url.split("?")[0] == lab.first
    linked = lab.page.locator(".jp-RenderedMarkdown td a").all_inner_texts()
    assert len(linked) == len(NOTEBOOKS) + 1


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_to_its_end_and_again_without_a_restart(ran, name):
    for time in ("first", "second"):
        found = outputs(ran[name][time]["book"])
        assert [out for out in found if out.output_type == "error" or "text" in out] == []
        numbered = [c for c in ran[name][time]["book"].cells if c.cell_type == "code"]
        assert all(cell.execution_count for cell in numbered)
    assert ran[name]["first"]["seen"]["kernel"] == ran[name]["second"]["seen"]["kernel"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_figures_are_those_of_a_run(ran, example, name):
    made = ONE_OF.get(name, name)
    batch = render.read(example.made.folder / "notebooks" / f"{made}.ipynb")
    assert figures(ran[name]["first"]["book"]) == figures(batch)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_tables_and_charts_are_seen(ran, name):
    markup = "".join(
        out["data"].get("text/html", "")
        for out in outputs(ran[name]["first"]["book"])
        if "data" in out
    )
    seen = ran[name]["first"]["seen"]
    assert seen["tables"] == markup.count('class="qa-table"')
    assert seen["tables"] or name in WITHOUT_TABLES
    charts = [r for r in figures(ran[name]["first"]["book"]) if r["type"] == "chart"]
    drawn = len(re.findall(r'<svg[^>]*class="qa-wide"|<picture>', markup))
    assert seen["charts"] == drawn
    assert bool(drawn) == any(chart["table"]["rows"] for chart in charts)


@pytest.mark.parametrize("name", ["returns", "head_of_service"])
def test_with_a_changed_parameter_the_figures_are_those_of_the_change(ran, lab, name):
    _, after = ran[name]["changed"]
    key, value = re.fullmatch(r'(\w+): str = "(.+)"', after).groups()
    file = lab.folder.parents[2] / "run.yml"
    wanted = [
        {k: v for k, v in r.items() if k != "run_id"}
        for r in records(shown(name, file, **{key: value}))
    ]
    wanted = [record for record in wanted if record["type"] != "provenance"]
    assert figures(ran[name]["second"]["book"]) == wanted
    assert wanted != figures(ran[name]["first"]["book"])


def drop_down(page, label):
    """Return the drop-down that has a label."""
    return page.locator(f'.widget-dropdown:has(label:text-is("{label}")) select')


def counted(rows):
    """Return planned, exempted, scheduled and returned, counted row by row in the export."""
    found = [row for row in rows.values() if row["Audit type"] == "Individual"]
    exempt = [row for row in found if by(row["Date exempted"])]
    back = [row for row in found if row not in exempt and by(row["Date returned"])]
    return [len(found), len(exempt), len(found) - len(exempt), len(back)]


def test_a_drop_down_of_explore_changes_the_table_to_the_right_figures(lab):
    lab.open("explore", activate=True)
    lab.run("explore")
    page = lab.page
    total = page.locator(".jupyter-widgets .qa-table > tfoot").first
    total.wait_for()
    cells = total.locator("td")
    assert [int(text) for text in cells.all_inner_texts()[:4]] == counted(audits())
    drop_down(page, "Service area").select_option(label=AREA)
    wanted = counted(audits(AREA))
    page.wait_for_function(
        "n => document.querySelector('.jupyter-widgets .qa-table > tfoot td')?.innerText === n",
        arg=str(wanted[0]),
    )
    assert [int(text) for text in cells.all_inner_texts()[:4]] == wanted
    offered = drop_down(page, "Team").locator("option").all_inner_texts()
    assert [text.replace("\xa0", " ") for text in offered] == [
        "All teams",
        *sorted({r["Team"].strip() for r in audits(AREA).values()}),
    ]


def test_from_a_figure_of_explore_to_its_audits(lab):
    page = lab.page
    page.get_by_text("From a figure to its audits", exact=True).click()
    drop_down(page, "Row").select_option("June 2023")
    drop_down(page, "Count").select_option("Returned")
    page.get_by_text("Returned, June 2023: May to November 2023, Leaving Care").first.wait_for()
    listed = page.locator("table", has_text="Returned, June 2023").locator("tbody th")
    wanted = [
        ref
        for ref, row in audits(AREA).items()
        if row["Audit type"] == "Individual"
        and row["Audit month"].startswith("Jun")
        and by(row["Date returned"])
        and not by(row["Date exempted"])
    ]
    assert sorted(listed.all_inner_texts()) == sorted(wanted)
    page.get_by_text("Copy these parameters", exact=True).click()
    cells = page.locator(".widget-textarea textarea")
    assert cells.first.input_value().endswith('view(run, service_area="Leaving Care").returns')
    assert "extends: run.yml" in cells.nth(1).input_value()


def test_it_asks_nothing_of_any_other_machine(lab, ran):
    assert lab.asked == []
