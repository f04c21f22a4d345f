"""Replacements on the command line: logged, given out, and accepted by verify."""

import json

import pytest
from openpyxl import load_workbook
from run_files import Register, example_run
from typer.testing import CliRunner

from qaanalysis import params, secret
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.draws import files, moderation, moderation_reserve
from qaanalysis.errors import DataError

KEY = b"a secret of sixteen bytes or more"
STRATUM = "others: Requires Improvement"


class Drawn:
    """A sample that was drawn and written, and the commands on it."""

    def __init__(self, folder, sample):
        self.home, self.sample = folder, sample
        self.file = example_run(folder)
        self.params = params.read(self.file)
        self.folder = moderation.write(sample, self.params, secret=KEY)
        self.log = self.folder / files.LOG

    def of(self, role):
        """Return the audits of one stratum in a role, in their order."""
        rows = self.sample.sample if role == "selected" else self.sample.reserves
        return rows[rows["stratum"] == STRATUM].sort_values("number")["audit_id"].tolist()

    def change(self, audit, heading, value):
        """Use a later register, in which a cell of an audit is another."""
        register = Register(self.home)
        for row in register.rows("audits"):
            if register.value("audits", row, "Audit ref") == audit:
                register.put("audits", row, heading, value)
        example_run(self.home, sources=register.save())

    def replace(self, audit, *more):
        words = ["sample", str(self.file), "--replace", audit, *more]
        return CliRunner().invoke(app, words)

    def verify(self):
        manifest = str(self.folder / files.MANIFEST)
        return CliRunner().invoke(app, ["verify", manifest, str(self.file)])


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    read = params.read(example_run(tmp_path_factory.mktemp("sample")))
    return moderation.sample(read, load(read))


@pytest.fixture
def made(tmp_path, monkeypatch, sample):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    return Drawn(tmp_path, sample)


def test_a_replacement_is_logged_given_out_and_accepted(made):
    first, second = made.of("selected")[:2]
    next_, then = made.of("reserve")
    done = made.replace(first, "--reason", "The file is closed", "--on", "2023-12-11")
    assert done.exit_code == 0, done.output
    number = len(made.of("selected")) + 1
    assert f"{first} is replaced by {next_}, number {number} of {STRATUM}." in done.output
    assert made.replace(second, "--reason", "Moved away").exit_code == 0
    entries = [json.loads(line) for line in made.log.read_text(encoding="utf-8").splitlines()]
    assert [(e["replaced"], e["by"], e["number"], e["reason"], e["on"]) for e in entries] == [
        (first, next_, number, "The file is closed", "2023-12-11"),
        (second, then, number + 1, "Moved away", None),
    ]
    checked = made.verify()
    assert checked.exit_code == 0
    assert "The draw is confirmed" in checked.output
    assert "The log is confirmed: 2 replacements, each by the next reserve" in checked.output


def test_the_worklist_of_a_reserve_holds_it_and_its_chance_and_nothing_else(made):
    audit = made.of("selected")[0]
    was = made.sample.sample.set_index("audit_id").loc[audit, "moderator"]
    done = made.replace(audit, "--reason", "gone", "--on", "2023-12-11")
    [file] = (made.folder / files.WORKLISTS).glob("*replacement*")
    begins = "moderation-2023-11-replacement-1-"
    assert file.name.startswith(begins)
    assert done.output.splitlines()[-1] == f"Its worklist's name begins with {begins}"
    book = load_workbook(file)
    reserve = made.sample.reserves.set_index("audit_id").loc[made.of("reserve")[0]]
    [row] = book["Cases"].iter_rows(min_row=4, values_only=True)
    assert row[0] == reserve.name
    assert str(row[-1])[:10] == "2024-01-08"
    [back] = book["Return form"].iter_rows(min_row=4, values_only=True)
    assert (back[0], back[-1]) == (reserve.name, reserve["inclusion_probability"])
    # The QA officers are of no team and audit nothing, so that the same one may have it.
    assert was in book["Cases"]["A1"].value


def test_neither_the_log_nor_what_is_printed_names_a_moderator(made):
    done = made.replace(made.of("selected")[0], "--reason", "gone")
    said = done.output + made.log.read_text(encoding="utf-8") + made.verify().output
    for name in made.sample.moderators["moderator"]:
        assert name not in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "reason: found none; needed: why QA23-"),
        (["--reason", "  "], "reason: found none"),
    ],
)
def test_without_a_reason_nothing_is_written(made, words, message):
    done = made.replace(made.of("selected")[0], *words)
    assert done.exit_code == 1
    assert message in str(done.exception)
    assert not made.log.exists()
    assert not list((made.folder / files.WORKLISTS).glob("*replacement*"))


def test_exhausted_reserves_are_said_and_nothing_is_written(made):
    selected = made.of("selected")
    for audit in selected[:2]:
        made.replace(audit, "--reason", "gone")
    before = made.log.read_bytes()
    done = made.replace(selected[2], "--reason", "gone")
    assert done.exit_code == 1
    assert f"{STRATUM}: found no reserve left for {selected[2]}, as its 2" in str(done.exception)
    assert made.log.read_bytes() == before
    assert len(list((made.folder / files.WORKLISTS).glob("*replacement*"))) == 2


def test_a_changed_log_fails_verify_and_stops_further_replacements(made):
    first, second = made.of("selected")[:2]
    made.replace(first, "--reason", "gone")
    text = made.log.read_text(encoding="utf-8")
    made.log.write_text(text.replace("gone", "a better reason"), encoding="utf-8")
    checked = made.verify()
    assert checked.exit_code == 1
    assert "Entry 1 of the log of replacements isn't as it was written" in checked.output
    done = made.replace(second, "--reason", "gone")
    assert done.exit_code == 1
    assert "Nothing is replaced" in str(done.exception)


def test_a_later_register_doesnt_change_which_reserve_comes_in(made):
    audit, expected = made.of("selected")[0], made.of("reserve")[0]
    made.change(audit, "Audit grade", "Good")
    assert f"{audit} is replaced by {expected}" in made.replace(audit, "--reason", "gone").output


def test_a_reserve_that_left_the_register_is_said(made):
    expected = made.of("reserve")[0]
    made.change(expected, "Audit ref", "QA23-9999")
    done = made.replace(made.of("selected")[0], "--reason", "gone")
    assert f"{expected}: the next reserve of {STRATUM} isn't in the register" in str(done.exception)
    assert not made.log.exists()


def test_another_manifest_than_the_draws_is_refused(made):
    path = made.folder / files.MANIFEST
    text = path.read_text(encoding="utf-8").replace('"target": 12', '"target": 11')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="isn't the one that its side file was made with"):
        moderation_reserve.replace(
            made.params,
            load(made.params),
            audit=made.of("selected")[0],
            reason="gone",
            secret=KEY,
        )


def test_before_a_draw_there_is_nothing_to_replace(tmp_path, monkeypatch):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    file = example_run(tmp_path)
    done = CliRunner().invoke(app, ["sample", str(file), "--replace", "QA", "--reason", "gone"])
    assert "No sample was drawn of 2023-11" in str(done.exception)


@pytest.mark.parametrize("words", [["--reason", "gone"], ["--on", "2023-12-11"]])
def test_a_reason_or_a_day_without_an_audit_is_refused(tmp_path, words):
    done = CliRunner().invoke(app, ["sample", str(example_run(tmp_path)), *words])
    assert done.exit_code == 2
    assert "go with --replace" in done.output
    assert not (tmp_path / "outputs" / "2023-11").exists()
