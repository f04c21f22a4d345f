"""The moderation sample, from params to worklists and back to its proof."""

import json

import pytest
from openpyxl import load_workbook
from run_files import Register, example_run
from typer.testing import CliRunner

from qaanalysis import draws, params, secret
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.errors import DataError, ParamsError

KEY = b"a secret of sixteen bytes or more"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    read = params.read(example_run(tmp_path_factory.mktemp("draw")))
    return read, load(read)


@pytest.fixture(scope="module")
def drawn(run):
    return draws.moderation(*run)


def test_the_sample_is_as_params_ask(run, drawn):
    read, tables = run
    asked = read.moderation.sample
    assert len(drawn.sample) == asked.target
    frame = drawn.audits[drawn.audits["inclusion_probability"].notna()]
    taken = frame[frame["auditor_grade"].isin(asked.take_all)]
    assert set(taken["place"]) == {"selected"}
    assert (taken["inclusion_probability"] == 1).all()
    done = set(tables["moderations"]["audit_id"])
    assert not set(drawn.sample["audit_id"]) & done
    assert (drawn.sample["auditor"].astype(str) != drawn.sample["moderator"]).all()


def test_loads_are_even(drawn):
    table = draws.loads(drawn)
    assert max(table.index) - min(table.index) <= 1
    assert sum(each * n for each, n in table["moderators"].items()) == len(drawn.sample)


def test_the_list_names_nobody(drawn):
    listed = draws.listed(drawn)
    assert len(listed) == len(drawn.sample) + len(drawn.reserves)
    assert not {"auditor", "moderator", "child_id"} & set(listed.columns)


def test_a_draw_is_written_once_and_verified(run, drawn):
    read, tables = run
    folder = draws.write(drawn, read, secret=KEY)
    assert draws.verify(folder / draws.MANIFEST, tables, secret=KEY).ok
    with pytest.raises(DataError, match="was drawn before"):
        draws.write(drawn, read, secret=KEY)
    files = sorted((folder / draws.WORKLISTS).glob("*.xlsx"))
    assert len(files) == drawn.sample["moderator"].nunique()
    children = set(tables["audits"]["child_id"])
    for file in files:
        cells = {c.value for s in load_workbook(file) for row in s.iter_rows() for c in row}
        assert not cells & children
        assert any("OFFICIAL-SENSITIVE" in str(cell) for cell in cells)


def test_a_manifest_holds_no_identifier(run, drawn):
    from qaanalysis.sampling.manifest import manifest

    text = manifest(drawn)
    assert not [i for i in drawn.audits["audit_id"] if i in text]
    assert json.loads(text)["seed"] == "Example Children’s Trust/moderation/2023-11"


def test_without_a_plan_there_is_no_draw(tmp_path):
    read = params.read(example_run(tmp_path, moderation={}))
    with pytest.raises(ParamsError, match=r"no moderation\.sample"):
        draws.moderation_plan(read)


def command(*words: str):
    return CliRunner().invoke(app, list(words))


def test_the_commands_draw_verify_and_name_a_changed_row(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    register = Register(tmp_path)
    file = str(example_run(tmp_path, sources=register.save()))
    made = command("sample", file)
    assert made.exit_code == 0, made.output
    manifest = str(tmp_path / "outputs" / "2023-11" / draws.FOLDER / draws.MANIFEST)
    fine = command("verify", manifest, file)
    assert fine.exit_code == 0
    assert "The draw is confirmed" in fine.output
    row = next(
        r
        for r in register.rows("audits")
        if register.value("audits", r, "Audit month") == "November 2023"
        and register.value("audits", r, "Audit grade")
        and register.value("audits", r, "Audit type") == "Individual"
    )
    register.put("audits", row, "Team", "Another team")
    register.save()
    changed = command("verify", manifest, file)
    assert changed.exit_code == 1
    reference = register.value("audits", row, "Audit ref")
    assert f"1 row was changed since the draw: {reference}." in changed.output


def test_verifying_without_the_secret_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    with pytest.raises(ParamsError, match="There is no secret to check fingerprints with"):
        secret.existing(tmp_path)


def test_the_secret_is_made_once_and_the_environments_comes_first(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    first = secret.existing_or_new(tmp_path)
    assert len(first) >= 32
    assert secret.existing_or_new(tmp_path) == first
    monkeypatch.setenv(secret.VARIABLE, "another secret, of the organisation")
    assert secret.existing(tmp_path) == b"another secret, of the organisation"


def test_each_auditor_gets_their_own_sheet_and_nobody_elses(tmp_path):
    file = example_run(tmp_path)
    made = command("feedback", str(file))
    assert made.exit_code == 0, made.output
    read = params.read(file)
    tables = load(read)
    audits = tables["audits"].set_index("audit_id")
    files = sorted((tmp_path / "outputs" / "2023-11" / "feedback").glob("*.xlsx"))
    moderated = audits.loc[tables["moderations"]["audit_id"], "auditor"]
    assert len(files) == moderated.nunique()
    for path in files:
        rows = list(load_workbook(path)["Cases"].iter_rows(values_only=True))
        ids = {str(row[0]) for row in rows} & set(audits.index)
        assert ids
        assert audits.loc[list(ids), "auditor"].nunique() == 1


def test_a_late_return_of_an_earlier_month_is_drawn_if_params_take_it_in(tmp_path):
    sample = {"target": 12, "months": 2}
    read = params.read(example_run(tmp_path, moderation={"sample": sample}))
    plan = draws.moderation_plan(read)
    assert plan.months == ("2023-10", "2023-11")
    made = draws.moderation(read, load(read))
    assert {str(month) for month in made.audits["month"]} == {"2023-10", "2023-11"}


def test_audits_after_the_draw_are_taken_in_until_the_day_params_give(tmp_path):
    sample = {"target": 12, "late_until": "2023-12-31"}
    read = params.read(example_run(tmp_path, moderation={"sample": sample}))
    assert str(draws.moderation_plan(read).late_until) == "2023-12-31"


def test_a_blank_capacity_is_as_that_of_others(tmp_path):
    register = Register(tmp_path)
    sheet = register.book["Moderators"]
    heads = next(
        row for row in sheet.iter_rows(max_row=6) if any(c.value == "Capacity" for c in row)
    )
    column = next(c.column for c in heads if c.value == "Capacity")
    sheet.cell(heads[0].row + 1, column).value = 1
    read = params.read(example_run(tmp_path, sources=register.save()))
    made = draws.moderation(read, load(read))
    assert made.allocation.loads["n_cases"].max() <= 1
    assert any("capacity" in sentence.lower() for sentence in made.unmet) or made.unmet
