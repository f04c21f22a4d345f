"""Which reason a note of correction carries, and where all that it tells of can be found."""

import datetime as dt

import pytest
from earlier_issues import CAPTION, figures, run_of
from run_files import example_run

from qaanalysis import params
from qaanalysis.run import corrections, history, issues
from qaanalysis.vocabulary import Audience

SIGNED = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 14)}
LATE = "Six returns were entered late"
FIRST = "Issued again: this replaces the issue approved on 7 December 2023."
HOURS = ("2023-12-14T10:00:00", "2023-12-14T11:00:00", "2023-12-14T12:00:00")


def made_again(folder, said, *, reason=""):
    """Return the notes of an approved run, and publish it."""
    runs = history.of_audience(folder, Audience.INTERNAL)
    earlier = issues.read(issues.approved(runs, "2023-11"))
    read = params.read(example_run(folder, correction=reason, **SIGNED))
    notes = corrections.notes(read, earlier, said)
    run_of(
        folder,
        f"run-{len(runs)}",
        said,
        started=HOURS[len(runs) - 1],
        approved=True,
        params={"correction": reason},
        corrections=notes,
    )
    return notes


@pytest.fixture
def folder(tmp_path):
    run_of(tmp_path, "first", figures(23), approved=True)
    return tmp_path


def test_a_reason_that_is_given_afterwards_is_that_of_the_changes_already_told(folder):
    unsaid = made_again(folder, figures(29))
    assert unsaid[""][0] == f"{FIRST} {corrections.UNSAID}"
    told = made_again(folder, figures(29), reason=LATE)
    assert told == {name: [f"{FIRST} {LATE}.", *notes[1:]] for name, notes in unsaid.items()}
    assert "29 of 117" in told["returns"][1]
    # And so it stays.
    assert made_again(folder, figures(29), reason=LATE) == told


def test_a_reason_is_that_of_every_issue_before_which_lacked_one(folder):
    made_again(folder, figures(29))
    unsaid = made_again(folder, figures(30))
    assert sum(str(note).endswith(corrections.UNSAID) for note in unsaid["returns"]) == 2
    told = made_again(folder, figures(30), reason=LATE)
    assert [note for note in told["returns"] if str(note).startswith("Issued again")] == [
        f"{FIRST} {LATE}.",
        f"{FIRST} {LATE}.",
    ]


def test_another_reason_leaves_the_one_that_readers_have_seen(folder):
    seen = made_again(folder, figures(29), reason=LATE)
    told = made_again(folder, figures(29), reason="A date was wrong")
    assert told[""][0].endswith("A date was wrong. No figure has changed.")
    assert told[""][1:] == seen[""]
    assert told["returns"] == seen["returns"]


def test_a_reason_with_changes_of_its_own_is_theirs_alone(folder):
    unsaid = made_again(folder, figures(29))
    told = made_again(folder, figures(30), reason=LATE)
    assert told["returns"][0] == f"{FIRST} {LATE}."
    assert told["returns"][-len(unsaid["returns"]) :] == unsaid["returns"]


def test_of_many_changes_of_a_table_the_note_tells_the_first_and_holds_all(folder):
    [*_, note] = made_again(folder, figures(29, month="2023-12"))["returns"]
    assert note["said"].startswith(f"Table “{CAPTION}”: December 2023 is new; October")
    assert note["said"].endswith("; and 2 more.")
    assert note["what"] == f"table “{CAPTION}”"
    assert len(note["all"]) == 5
    assert note["all"][-1].startswith("November 2023, Return rate, from 19.7% to")
    # It is read again, and carried on.
    assert made_again(folder, figures(29, month="2023-12"))["returns"][-1] == note
