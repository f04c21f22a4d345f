"""What a run says otherwise than an earlier issue, and the note that a reissue carries."""

import datetime as dt

import pytest
from earlier_issues import CAPTION, OWN, figures, run_of
from run_files import example_run

from qaanalysis import params
from qaanalysis.disclosure.levels import QUARTERS, TOTAL_ONLY
from qaanalysis.errors import RunError
from qaanalysis.run import changes, contents, corrections, history, issues, since
from qaanalysis.vocabulary import Audience


def runs(outputs):
    return history.of_audience(outputs, Audience.INTERNAL)


def approved(outputs):
    return issues.read(issues.approved(runs(outputs), "2023-11"))


def read(folder, **more):
    return params.read(example_run(folder, **more))


SIGNED = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 14)}


def test_the_same_figures_have_no_changes():
    assert changes.key_figures(figures(), figures()) == []
    assert changes.table_figures(figures(), figures()) == []


def test_a_key_figure_is_told_from_what_to_what():
    [change] = changes.key_figures(figures(23), figures(24))
    assert change.said == "Returned: from 19.7% (23 of 117) to 20.5% (24 of 117)"


@pytest.mark.parametrize("now", [23, 24])
def test_a_key_figure_of_another_name_is_another_one_in_its_place(now):
    old = figures(23, label="Most: Assessments")
    [change] = changes.key_figures(old, figures(now, label="Most: Plans"))
    assert (change.what, change.instead_of) == ("Most: Plans", "Most: Assessments")
    assert change.was == "“Most: Assessments”, 19.7% (23 of 117)"
    assert change.said.endswith("in the place of “Most: Assessments”, 19.7% (23 of 117)")
    assert "from" not in change.said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Returned, October 2023", "Returned, November 2023"),
        ("Returned, May to October 2023", "Returned, May to November 2023"),
        ("Returned, December 2022", "Returned, December 2022 to January 2023"),
    ],
)
def test_a_key_figure_of_other_months_is_the_same_figure_with_its_own_name(before, after):
    [change] = changes.key_figures(figures(23, label=before), figures(24, label=after))
    assert (change.what, change.instead_of) == (after, "")
    assert change.before == f"19.7% (23 of 117), as “{before}”"
    assert changes.key_figures(figures(23, label=before), figures(23, label=after)) == []


def twice(returned, of_other=None):
    """Return what two reports recorded that show the same key figure."""
    [report] = figures(returned).values()
    other = report if of_other is None else figures(of_other)["returns"]
    return {"committee": {**other, "title": "Report to the committee"}, "returns": report}


def test_what_several_reports_tell_in_the_same_words_and_numbers_is_told_once(tmp_path):
    [(change, reports)] = changes.told_once(changes.key_figures(twice(23), twice(24))).items()
    assert reports == ["committee", "returns"]
    assert change.said == "Returned: from 19.7% (23 of 117) to 20.5% (24 of 117)"
    assert len(changes.told_once(changes.key_figures(twice(23), twice(24, 25)))) == 2
    run_of(tmp_path, "one", twice(23), approved=True)
    notes = corrections.notes(read(tmp_path), approved(tmp_path), twice(24))
    told = [said for said in notes[corrections.INDEX] if "24 of 117" in said]
    assert told == [
        "Report to the committee; Audit returns. Returned: from 19.7% (23 of 117) to 20.5% "
        "(24 of 117)."
    ]
    # Each page tells its own.
    assert all("24 of 117" in notes[name][1] for name in ("committee", "returns"))


def test_a_tables_changed_cells_are_named_by_row_and_column():
    [change] = changes.table_figures(figures(23), figures(24))
    assert change.what == f"table “{CAPTION}”"
    assert change.after == (
        "November 2023, Returned, from 23 to 24; November 2023, Return rate, from 19.7% to 20.5%"
    )


def test_a_row_that_came_or_went_is_told(monkeypatch):
    [change] = changes.table_figures(figures(month="2023-11"), figures(month="2023-12"))
    assert change.after.startswith("December 2023 is new; October 2023 is gone; November 2023, ")
    # The rest is only counted.
    assert change.after.endswith("; and 2 more")
    monkeypatch.setattr(changes, "FEW", 9)
    [change] = changes.table_figures(figures(month="2023-11"), figures(month="2023-12"))
    assert change.after.endswith(
        "Returned, from 23 to 27; November 2023, Return rate, from 19.7% to 26.7%"
    )


def coarsened(said, *rows):
    """Return what a run recorded with its table in less detail: other rows, and a note on it."""
    told = figures()
    table = told["returns"]["records"][1]
    table |= {"note": f"Late returns count. {said}", "rows": list(rows)}
    return told


TOTAL = {"month": "2023-11", "scheduled": 218, "returned": 50, "return_rate": 50 / 218}


def test_a_table_that_was_coarsened_is_said_to_be_and_no_row_to_be_gone():
    less = coarsened(TOTAL_ONLY, TOTAL)
    [change] = changes.table_figures(figures(23), less)
    assert change.after.startswith(
        "it is now shown in less detail, because numbers are small; November 2023, Scheduled, from"
    )
    assert "gone" not in "".join([change.after, *change.whole])
    [change] = changes.table_figures(less, figures(23))
    assert change.after.startswith("it is shown in more detail again; November 2023, Scheduled")
    assert "is new" not in "".join([change.after, *change.whole])


def test_a_row_that_goes_from_a_coarsened_table_is_told_as_of_any_other():
    before = coarsened(TOTAL_ONLY, TOTAL | {"month": "2023-10"})
    [change] = changes.table_figures(before, coarsened(TOTAL_ONLY, TOTAL))
    assert change.after == "November 2023 is new; October 2023 is gone"
    by_quarter = coarsened(QUARTERS, TOTAL | {"month": "July to September 2023"}, TOTAL)
    [change] = changes.table_figures(by_quarter, coarsened(TOTAL_ONLY, TOTAL))
    assert change.after == changes.LESS_DETAIL


def test_a_key_figure_that_came_or_went_is_told_and_a_missing_report_isnt():
    bare = {"returns": {"title": "Audit returns", "records": []}}
    assert [c.after for c in changes.key_figures(figures(), bare)] == ["no longer given"]
    assert [c.before for c in changes.key_figures(bare, figures())] == ["not given"]
    assert changes.key_figures(figures(), {}) == changes.key_figures({}, figures()) == []


def test_a_hidden_figure_is_compared_as_it_is_shown():
    hidden = figures(23)
    [told] = hidden["returns"]["records"][0]["figures"]
    told |= {"value": "[c]", "count": "[c]", "shown": "[c]"}
    [change] = changes.key_figures(figures(23), hidden)
    assert change.after == "[c] ([c] of 117)"


def test_the_first_issue_says_that_it_is_the_first(tmp_path):
    assert since.last_issue(runs(tmp_path), "2023-11", figures()).said == since.FIRST


def test_an_issue_is_compared_with_the_one_that_the_months_index_leads_to(tmp_path):
    run_of(tmp_path, "one", figures(22))
    run_of(tmp_path, "two", figures(23), started="2023-12-04T10:00:00")
    run_of(tmp_path, "part", figures(1), started="2023-12-05T10:00:00", indexed=False)
    told = since.last_issue(runs(tmp_path), "2023-11", figures(24))
    assert told.said == "Compared with the draft of 4 December 2023, 10:00, of the same month."
    assert [change.before for change in told.key_figures] == ["19.7% (23 of 117)"]
    assert len(told.tables) == 1
    same = since.last_issue(runs(tmp_path), "2023-11", figures(23))
    assert same.said == "No figure has changed since the draft of 4 December 2023, 10:00."


def test_another_organisations_run_is_no_issue_before_this_one(tmp_path):
    run_of(tmp_path, "own", figures(23))
    run_of(tmp_path, "theirs", figures(99), started="2023-12-14T10:00:00", organisation="Another")
    own = history.of_organisation(runs(tmp_path), OWN)
    told = since.last_issue(own, "2023-11", figures(24))
    assert told.said == "Compared with the draft of 4 December 2023, 09:30, of the same month."
    assert [change.before for change in told.key_figures] == ["19.7% (23 of 117)"]
    theirs = history.of_organisation(runs(tmp_path), "A third")
    assert since.last_issue(theirs, "2023-11", figures(24)).said == since.FIRST


def test_a_months_first_issue_is_compared_with_the_month_before(tmp_path):
    run_of(tmp_path, "sept", figures(20, month="2023-09"), month="2023-09")
    run_of(tmp_path, "oct", figures(22, month="2023-10"), month="2023-10", approved=True)
    told = since.last_issue(runs(tmp_path), "2023-11", figures(23))
    assert "compared with those of October 2023, the issue approved on 7 December" in told.said
    assert [change.before for change in told.key_figures] == ["18.8% (22 of 117)"]
    assert told.tables == ()


def test_what_is_published_is_compared_with_approved_issues_alone(tmp_path):
    readers = {"audience": Audience.PUBLISHED}
    run_of(tmp_path, "oct", figures(22, month="2023-10"), month="2023-10", approved=True)
    run_of(tmp_path, "draft", figures(21))
    told = since.last_issue(runs(tmp_path), "2023-11", figures(23), **readers)
    assert "those of October 2023, the issue approved on 7 December" in told.said
    assert "21 of 117" not in str(told)
    run_of(tmp_path, "signed", figures(22), started="2023-12-05T10:00:00", approved=True)
    run_of(tmp_path, "again", figures(20), started="2023-12-06T10:00:00")
    told = since.last_issue(runs(tmp_path), "2023-11", figures(23), **readers)
    assert [change.before for change in told.key_figures] == ["18.8% (22 of 117)"]


def test_a_cell_that_is_hidden_now_is_not_told_as_it_was():
    hidden = figures(23)
    rows = hidden["returns"]["records"][1]["rows"]
    rows[-1] |= {"returned": "[c]", "return_rate": "[c]"}
    [change] = changes.table_figures(figures(22), hidden)
    assert change.after == (
        "November 2023, Returned, is now hidden; November 2023, Return rate, is now hidden"
    )
    [change] = changes.table_figures(hidden, figures(22))
    assert "22" not in change.after
    assert "Returned, is no longer hidden" in change.after


@pytest.mark.parametrize("spoilt", ["figures.json", "manifest.json"])
@pytest.mark.parametrize("text", ["{half", "[]", '{"returns": {"records": 1}}', "{}"])
def test_an_issue_that_cannot_be_read_is_said_and_stops_nothing(tmp_path, spoilt, text):
    folder = run_of(tmp_path, "one", figures(22))
    (folder / spoilt).write_text(text, encoding="utf-8")
    said = since.last_issue(runs(tmp_path), "2023-11", figures(23)).said
    if (spoilt, text) == ("figures.json", "{}"):
        assert "No figure has changed" in said
    elif spoilt == "manifest.json" and text != "{half":
        assert said == since.FIRST
    else:
        assert said == "What 2023-11/one said can’t be read. So what has changed can’t be told."


def test_a_reissue_says_what_it_replaces_why_and_which_figures_changed(tmp_path):
    run_of(tmp_path, "one", figures(23), approved=True)
    given = read(tmp_path, correction="a late return was found", **SIGNED)
    notes = corrections.notes(given, approved(tmp_path), figures(24))
    head = (
        "Issued again: this replaces the issue approved on 7 December 2023. "
        "A late return was found."
    )
    assert notes["returns"][:2] == [
        head,
        "Returned: from 19.7% (23 of 117) to 20.5% (24 of 117).",
    ]
    assert notes["returns"][2].startswith(f"Table “{CAPTION}”: November 2023, Returned, from 23 to")
    assert notes[corrections.INDEX] == [
        head,
        "Audit returns. Returned: from 19.7% (23 of 117) to 20.5% (24 of 117).",
        "Audit returns: the report lists what changed in 1 table.",
    ]


def test_a_draft_says_that_it_is_to_replace_and_that_no_reason_is_given(tmp_path):
    run_of(tmp_path, "one", figures(23), approved=True)
    notes = corrections.notes(read(tmp_path), approved(tmp_path), figures(24))
    assert notes["returns"][0] == (
        "A draft that is to replace the issue approved on 7 December 2023. Why isn’t said: params "
        "give no “correction”."
    )


def test_the_same_run_again_carries_no_note_of_its_own_and_keeps_those_before(tmp_path):
    given = read(tmp_path, correction="a late return was found", **SIGNED)
    run_of(tmp_path, "one", figures(23), approved=True)
    assert corrections.notes(read(tmp_path), approved(tmp_path), figures(23)) == {}
    notes = corrections.notes(given, approved(tmp_path), figures(24))
    run_of(
        tmp_path, "two", figures(24), started="2023-12-14T10:00:00", approved=True,
        params={"correction": given.correction}, corrections=notes,
    )  # fmt: skip
    assert corrections.notes(given, approved(tmp_path), figures(24)) == notes
    third = corrections.notes(given, approved(tmp_path), figures(25))
    assert third["returns"][-len(notes["returns"]) :] == notes["returns"]
    assert len(third["returns"]) == 2 * len(notes["returns"])


def test_a_correction_without_an_issue_to_correct_is_printed_all_the_same(tmp_path):
    notes = corrections.notes(read(tmp_path, correction="wrong dates"), None, figures())
    assert notes == {corrections.INDEX: ["Issued again. Wrong dates."]}
    assert corrections.notes(read(tmp_path), None, figures()) == {}


def test_a_draft_or_a_partial_run_is_no_issue_to_correct(tmp_path):
    run_of(tmp_path, "draft", figures(22))
    run_of(tmp_path, "part", figures(22), approved=True, params={"reports": {"a": {}, "b": {}}})
    assert issues.approved(runs(tmp_path), "2023-11") is None


def test_an_approved_issue_that_cannot_be_read_stops_the_run(tmp_path):
    folder = run_of(tmp_path, "one", figures(23), approved=True)
    (folder / "figures.json").unlink()
    with pytest.raises(RunError, match="It was approved, and what is issued after it has to say"):
        contents._approved(runs(tmp_path), "2023-11")


def packed(returned):
    """Return what a run recorded with a report for one service area, of so many returns."""
    part = {**figures(returned)["returns"], "title": "A pack: North", "part": "North"}
    return figures(23) | {"pack-north": part}


def test_of_a_service_areas_report_the_index_says_only_that_it_changed(tmp_path):
    run_of(tmp_path, "one", packed(23))
    told = since.last_issue(runs(tmp_path), "2023-11", packed(24))
    assert told.said.endswith("Figures changed in “A pack: North”.")
    assert told.key_figures == told.tables == ()
    same = since.last_issue(runs(tmp_path), "2023-11", packed(23))
    assert same.said.startswith("No figure has changed")


def test_a_correction_of_a_service_areas_report_is_listed_on_its_page(tmp_path):
    run_of(tmp_path, "one", packed(23), approved=True)
    notes = corrections.notes(read(tmp_path), approved(tmp_path), packed(24))
    assert any("24" in said for said in notes["pack-north"])
    assert "A pack: North: the page lists what changed." in notes[""]
    assert not any("24 of 117" in said for said in notes[""])
