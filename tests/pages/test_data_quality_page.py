"""The data-quality report: its words, and its page on a register with planted faults."""

import pandas as pd
from notebook_page import shown, text
from run_files import Register, example_run

from qaanalysis import params
from qaanalysis.data import kept_rows, load
from qaanalysis.disclosure import protect
from qaanalysis.metrics.data_quality import accounts, revisions
from qaanalysis.pages import data_quality as page
from qaanalysis.vocabulary import Audience

BEFORE = kept_rows.KeptRows("20231103-093000-abc", "2023-10", {})


def safe(frame):
    return protect(frame, audience=Audience.INTERNAL, caption="x", unit="rows")


def rows(read, accepted, rejected):
    index = pd.Index(["audits"], name="table")
    counts = {"read": [read], "accepted": [accepted], "rejected": [rejected], "set_aside": [0]}
    return safe(accounts.sources(pd.DataFrame(counts, index=index)))


def contradictions(*n):
    return safe(pd.DataFrame({"rows": n}, index=pd.Index(map(str, range(len(n))), name="told")))


def changes(*told):
    columns = ["table", "month", "change", "place", "columns"]
    return pd.DataFrame(told, columns=columns)


def test_that_every_row_is_accounted_for_is_said_only_if_it_is():
    first, second = page.lead(rows(10, 8, 2), contradictions(0, 3, 1))
    assert first == "10 rows read: 8 accepted and 2 rejected. Every row is accounted for"
    assert second.startswith("2 of 3 kinds of contradiction between accepted rows were found, in 4")
    _, one = page.lead(rows(10, 8, 2), contradictions(0, 3, 0))
    assert one.startswith("1 of 3 kinds of contradiction between accepted rows was found, in 3")
    first, second = page.lead(rows(10, 8, 1), contradictions(0, 0))
    assert first.endswith("That doesn’t add up in audits")
    assert second == "None of 2 kinds of contradiction between accepted rows was found"


def test_of_a_register_alone_no_contradiction_is_said_to_be_absent():
    assert page.lead(rows(10, 8, 2), contradictions())[1] == page.ALONE


def test_what_changed_is_told_apart_by_what_was_reported():
    told = changes(
        ("audits", "2023-09", revisions.EDITED, 1, "team"),
        ("audits", "2023-11", revisions.ADDED, 2, ""),
        ("audits", "2023-11", revisions.ADDED, 3, ""),
        ("audits", "2023-10", revisions.REMOVED, -1, ""),
    )
    first, second = page.since(BEFORE, told)
    assert first == (
        "Since the run of 3 November 2023, 09:30, which was about October 2023: 2 rows added, "
        "1 row removed or rejected now and 1 row edited"
    )
    assert second.startswith("2 rows of them are of months up to October 2023, which were reported")
    assert page.since(BEFORE, changes()) == [
        "No row was added, removed or edited since the run of 3 November 2023, 09:30"
    ]
    assert "can’t be told" in page.since(None, changes())[0]


def test_the_tiles_have_what_they_are_out_of():
    told = changes(("audits", "2023-09", revisions.EDITED, 1, "team"))
    figures = {f.name: f for f in page.key_figures(rows(10, 8, 2), told, BEFORE)}
    assert (figures["accepted"].count, figures["accepted"].total) == (8, 10)
    assert (figures["rejected"].value, figures["rejected"].alert) == (2, True)
    assert figures["revised"].value == 1
    assert [f.name for f in page.key_figures(rows(0, 0, 0), told, None)] == ["accepted", "rejected"]


def test_the_page_of_a_spoilt_register_reconciles_and_says_what_to_do(tmp_path):
    register = Register(tmp_path)
    at = register.rows("audits")
    returned = [r for r in at if register.value("audits", r, "Date returned")]
    register.put("audits", returned[2], "Audit grade", "Good?")
    register.put("audits", returned[3], "Date returned", "31/04/2023")
    register.put("audits", returned[4], "Team", "A new team")
    file = example_run(tmp_path, sources={"audits": register.save()["audits"]})
    example = load(params.read(example_run(tmp_path)))
    kept = tmp_path / "outputs" / "2023-10" / BEFORE.run
    kept.mkdir(parents=True)
    (tmp_path / "outputs" / "secret.key").write_bytes(b"a secret of the tests")
    kept_rows.write(
        example,
        kept,
        secret=b"a secret of the tests",
        month="2023-10",
        organisation="Example Children’s Trust",
    )
    file = example_run(tmp_path, sources={"audits": register.save()["audits"]})
    said = text(shown("data_quality", file))
    assert "742 rows read: 740 accepted and 2 rejected. Every row is accounted for" in said
    assert "Correct the day; or, if the column is written another way" in said
    assert f"{returned[2]} Use a word of the list" in said
    assert "2 rows removed or rejected now and 1 row edited" in said
    assert "No rows:" not in said.partition("Changed since")[0]
    assert page.ALONE in said
