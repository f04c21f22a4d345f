"""What the follow-up report says, from tables made by hand."""

import json
import re

import pandas as pd
import pytest
from run_files import ROOT

from qaanalysis.disclosure import SafeTable, protect
from qaanalysis.metrics.follow_up import contradictions, due, loop, missing, standing
from qaanalysis.metrics.shares import with_share
from qaanalysis.pages import follow_up as page
from qaanalysis.pages import moderation, needs_action
from qaanalysis.present.sentences import Refusal
from qaanalysis.vocabulary import Audience, GradeScale

SCALE = GradeScale(("Good", "Fair", "Poor"), frozenset({"Good"}))


def safe(frame: pd.DataFrame, total: pd.DataFrame | None = None) -> SafeTable:
    shown = {"audience": Audience.INTERNAL, "caption": "x", "unit": "audits"}
    return protect(frame, total=total, **shown)


def stood(better: int, awaited: int, late: int, forgotten: int, unknown: int = 0) -> SafeTable:
    counts = [better, awaited, late, forgotten, unknown]
    row = {standing.WORST: sum(counts), **dict(zip(standing.STANDINGS, counts, strict=True))}
    row[standing.NOT_BETTER] = sum(counts) - better
    table = pd.DataFrame([row], pd.PeriodIndex(["2023-07"], freq="M", name="month"))
    total = standing.total(table, label="July 2023")
    return safe(total.iloc[:0], total)


def states(in_time: int, late: int, not_due: int, overdue: int, *undated: int) -> SafeTable:
    done, still = undated or (0, 0)
    row = {
        "actions": in_time + late + not_due + overdue + done + still,
        due.DONE_IN_TIME: in_time, due.DONE_LATE: late, due.NOT_DUE: not_due,
        due.OVERDUE: overdue, due.DONE_NO_DATE: done, due.OPEN_NO_DATE: still,
        due.PASSED: in_time + late + overdue, due.IN_TIME: in_time,
    }  # fmt: skip
    table = pd.DataFrame([row], pd.Index(["North"], name="service_area"))
    total = due.total(table, label="All")
    return safe(total.iloc[:0], total)


NONE = safe(pd.DataFrame({"x": []}))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            stood(5, 3, 2, 1),
            "5 of 11 audits graded Poor (45.5%, 95% interval 21.3–72.0) have since been found "
            "better by a re-audit; for 3 the next re-audit isn’t due yet, for 2 it is overdue and "
            "for 1 none is arranged",
        ),
        (stood(0, 0, 0, 0), "No audit was graded Poor, so that none is to be re-audited"),
        (NONE, ""),
    ],
)
def test_where_the_weakest_stand(table, said):
    assert page.standings(table, SCALE) == said


def test_what_has_no_due_date_is_told_apart_and_is_in_no_share():
    said = page.actions_done(states(6, 2, 3, 2, 4, 1))
    assert said[0] == (
        "Of 10 actions whose due date has passed, 6 were done in time (60.0%, 95% interval "
        "31.3–83.2); 2 are overdue"
    )
    assert said[1].startswith("5 actions have no due date, so that nobody can say")
    assert "4 done, 1 open" in said[1]
    assert len(page.actions_done(states(6, 2, 3, 2))) == 1
    assert page.actions_done(NONE) == []
    assert page.in_time(states(0, 0, 3, 0)) == "No due date of re-audits has passed yet"


def test_key_figures_rest_on_their_counts_and_are_left_out_without_their_table():
    figures = page.key_figures(stood(5, 3, 2, 1), states(6, 2, 3, 2), NONE, NONE, SCALE)
    assert [(f.name, f.count, f.total) for f in figures] == [
        ("better_since", 5, 11), ("re_audits_in_time", 6, 10),
    ]  # fmt: skip
    assert all(figure.low < figure.value < figure.high for figure in figures)
    assert page.key_figures(NONE, NONE, NONE, NONE, SCALE) == []


def matrix(*rows: tuple[int, int, int]) -> SafeTable:
    labels = list(SCALE.labels)
    return safe(pd.DataFrame(rows, pd.Index(labels, name="final_grade"), labels))


def test_the_movement_in_words():
    found = matrix((0, 1, 0), (0, 2, 0), (3, 4, 5))
    assert page.moved(found, SCALE) == (
        "Of 15 audits with a re-audit, the latest found 7 better, 5 still Poor, 2 as before and "
        "1 worse"
    )
    assert isinstance(page.moved(matrix((0, 0, 0), (0, 0, 0), (0, 0, 0)), SCALE), Refusal)


def times(n: int, happened: int, *median: float) -> SafeTable:
    names = ["audits", "actions", "happened", "median_days", "median_days_low", "median_days_high"]
    row = pd.DataFrame([[n, n, happened, *median]], pd.Index(["All"], name="area"), names)
    return safe(row, row)


def test_times_in_words_say_where_an_end_is_not_reached():
    nan = float("nan")
    said = page.timed(times(58, 17, 113, 105, nan), SCALE)
    assert "half took 113 days or less from the audit (95% interval from 105 days up" in said
    assert "from 30 days to 40 days" in page.actions_timed(times(58, 17, 35, 30, 40))
    assert "half isn’t reached" in page.timed(times(58, 3, nan, nan, nan), SCALE)
    assert "fewer than 10 are followed" in page.timed(times(4, 3, nan, nan, nan), SCALE)


def test_the_loop_in_words():
    index = pd.Index(["Good", "Poor"], name="final_grade")
    frame = pd.DataFrame([[10, 8, 6, 0, 0], [9, 7, 5, 3, 2]], index, list(loop.STAGES))
    said = page.closed(safe(frame, loop.total(frame, label="All")), SCALE)
    assert said[0] == (
        "Of 19 areas for development, 15 have an action, and for 11 every action is done"
    )
    assert "Of their 9 areas for development, 3 had every action done" in said[1]
    short = frame[list(loop.STAGES[:3])]
    assert len(page.closed(safe(short, loop.total(short, label="All")), SCALE)) == 1
    assert page.closed(NONE, SCALE) == []


def test_records_are_counted_by_kind():
    index = pd.Index(contradictions.KINDS, name=contradictions.KIND)
    kinds = safe(pd.DataFrame({"re_audits": [1, 2, 0, 1, 0, 0], "audits": 1}, index))
    assert page.contradictory(kinds).startswith(
        "Re-audits to put right: done before its audit came back (1), two re-audits of one audit "
        "done on one day (2) and of an audit that wasn’t graded"
    )
    [action] = needs_action.contradictory_re_audits(kinds)
    assert (action.count, action.said) == (4, "4 contradictions in the records of re-audits")
    none = safe(contradictions.by_kind(None))
    assert needs_action.contradictory_re_audits(none) == []


def test_missing_re_audits_and_overdue_actions_need_action():
    index = pd.Index(missing.KINDS, name=missing.KIND)
    columns = {"audits": [2, 1], missing.PAST: [2, 0], "most_days_late": [36.0, float("nan")]}
    kinds = safe(pd.DataFrame(columns, index))
    [action] = needs_action.not_arranged(kinds)
    assert (action.count, action.said) == (
        3, "3 audits without the next re-audit arranged, 2 of them past the date it was due",
    )  # fmt: skip
    said = page.not_arranged(kinds, every_months=3, known=True)
    assert "no re-audit is arranged (2)" in said
    assert "For 2 of them the 3 months" in said
    assert page.not_arranged(kinds, every_months=3, known=False) == ""
    [late] = needs_action.actions_overdue(states(6, 2, 3, 2))
    assert (late.count, late.said) == (2, "2 of 13 actions are overdue")
    assert needs_action.actions_overdue(NONE) == []


def hidden_when_published() -> SafeTable:
    """Return a table as `protect` makes it for publication: single states put together."""
    row = {"re_audits": 60, due.PASSED: 33, due.NOT_PASSED: 27, due.IN_TIME: 10}
    row[due.NOT_IN_TIME] = 23
    frame = pd.DataFrame([row], pd.Index(["All"], name="service_area"))
    named = {"count": due.IN_TIME, "total": due.PASSED, "confidence": 0.95}
    frame = with_share(frame, due.IN_TIME_SHARE, **named)
    return safe(frame.iloc[:0], frame)


def test_put_together_states_are_called_what_they_are():
    table = hidden_when_published()
    assert page.states_shown(table) == [due.IN_TIME, due.NOT_IN_TIME]
    assert page.states_title(table, unit="Re-audits", by="service area") == (
        "Re-audits whose due date has passed, by service area"
    )
    assert page.in_time(table).startswith("Of 33 re-audits whose due date has passed, 10 were")
    assert "overdue" not in page.in_time(table)


def test_a_hidden_number_is_never_said():
    table = stood(5, 3, 2, 1)
    total = table.total.astype(object)
    total[standing.BETTER] = "[c]"
    said = page.standings(safe(table.frame, total), SCALE)
    assert said.startswith("How many of 11 audits graded Poor were better since is hidden")


def test_two_counts_in_time_in_one_row_say_what_each_is_of():
    assert page.due_named()[due.IN_TIME] == "Done in time (due date passed)"
    assert "is among those done in time, but in no share in time" in page.AHEAD
    for name in ("follow_up", "committee_report"):
        source = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
        assert len(re.findall(r"of_(?:due|actions)\[.*\] = \w+\.AHEAD", source)) == 2


@pytest.mark.parametrize("report", [page, moderation])
def test_readers_outside_are_asked_only_what_their_page_answers(report):
    assert report.question(Audience.INTERNAL) == ""
    asked = report.question(Audience.PUBLISHED)
    assert asked.endswith("?")
    assert "made safe" not in asked
    assert "had every audit been moderated" not in asked
    name = report.__name__.rpartition(".")[2]
    source = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    assert "question = page.question(run.params.audience)" in source
    assert "Page.of(run.params, run_id=run.key, question=question)" in source


@pytest.mark.parametrize(
    "section", [needs_action.FOLLOW_UP, needs_action.ACTIONS, needs_action.RECORDS]
)
def test_the_sections_named_are_headings_of_the_notebook(section):
    cells = json.loads((ROOT / "notebooks" / "follow_up.ipynb").read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert section in re.findall(r"(?m)^## (.+)$", "\n\n".join(texts))
    uses = [cell for cell in cells if "needs_action" in "".join(cell["source"])]
    assert all("internal-only" in cell["metadata"]["tags"] for cell in uses)
