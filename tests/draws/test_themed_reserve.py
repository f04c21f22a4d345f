"""A child, or a family drawn whole, gives way to the next reserve, which `verify` follows."""

import json

import pytest
from openpyxl import load_workbook
from themed_files import KEY, command, example_run, plan_file

from qaanalysis import secret, themed_plan
from qaanalysis.data import load
from qaanalysis.draws import files, themed

CARE, REPEAT = "coming-into-care", "repeat-child-protection"


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    example_run(folder)
    found = {}
    for name in (CARE, REPEAT):
        run, plan = themed_plan.read(plan_file(folder, name))
        found[name] = themed.sample(run, load(run), plan)
    return found


class Drawn:
    """A themed sample that was drawn and written, and the commands on it."""

    def __init__(self, folder, name, sample):
        example_run(folder)
        self.plan = plan_file(folder, name)
        self.sample = sample
        self.folder = themed.write(sample, *themed_plan.read(self.plan), secret=KEY)

    def replace(self, case, *more):
        return command("sample", self.plan, "--replace", case, *more)

    def verify(self):
        return command("verify", self.folder / files.MANIFEST, self.plan)

    def worklists(self):
        return sorted((self.folder / files.WORKLISTS).glob("*replacement*"))


@pytest.fixture(params=[CARE, REPEAT])
def made(request, tmp_path, monkeypatch, samples):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    return Drawn(tmp_path, request.param, samples[request.param])


def in_turn(made):
    """Return a unit of the sample, the next reserve of its stratum, and the reserve's children."""
    unit = "child_id" if made.sample.plan.theme == "Coming into care" else "family_id"
    stratum = made.sample.reserves["stratum"].iloc[0]
    of = [rows[rows["stratum"] == stratum] for rows in (made.sample.sample, made.sample.reserves)]
    first, reserve = of[0][unit].iloc[0], of[1].sort_values("number")[unit].iloc[0]
    return first, reserve, set(of[1].loc[of[1][unit] == reserve, "child_id"])


def test_the_next_reserve_comes_in_with_a_worklist_and_is_accepted(made):
    first, reserve, children = in_turn(made)
    done = made.replace(first, "--reason", "The case was closed", "--on", "2023-12-11")
    assert done.exit_code == 0, done.output
    assert f"{first} is replaced by {reserve}, number" in done.output
    [entry] = [json.loads(x) for x in (made.folder / files.LOG).read_text("utf-8").splitlines()]
    assert set(entry["given"]) == children
    given = []
    for path in made.worklists():
        sheet = load_workbook(path)["Return form"]
        given += [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert set(given) == children
    assert len(given) == len(children)
    checked = made.verify()
    assert checked.exit_code == 0, checked.output
    assert "The log is confirmed: 1 replacement, each by the next reserve" in checked.output


def test_a_reserve_may_be_replaced_too_but_nobody_twice(made):
    first, reserve, _ = in_turn(made)
    assert made.replace(first, "--reason", "Moved away").exit_code == 0
    again = made.replace(first, "--reason", "Moved away")
    assert "found replaced before" in str(again.exception)
    assert made.replace(reserve, "--reason", "Moved away too").exit_code == 0
    assert made.verify().exit_code == 0


def test_without_a_reason_nothing_is_written(made):
    first, _, _ = in_turn(made)
    done = made.replace(first)
    assert "found none; needed: why" in str(done.exception)
    assert not (made.folder / files.LOG).exists()
    assert not made.worklists()


def test_a_child_of_a_whole_family_isnt_replaced_alone(tmp_path, monkeypatch, samples):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    made = Drawn(tmp_path, REPEAT, samples[REPEAT])
    one = made.sample.sample.iloc[0]
    done = made.replace(one["child_id"], "--reason", "Moved away")
    assert done.exit_code == 1
    assert f"allowed: the family, {one['family_id']}" in str(done.exception)


def test_before_a_draw_there_is_nothing_to_replace(tmp_path, monkeypatch):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    example_run(tmp_path)
    done = command("sample", plan_file(tmp_path, CARE), "--replace", "X", "--reason", "gone")
    assert "No sample was drawn of “Coming into care”" in str(done.exception)
