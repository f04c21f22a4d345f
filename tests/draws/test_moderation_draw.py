"""The moderation sample, from params to worklists and back to its proof."""

import json

import pandas as pd
import pytest
from openpyxl import load_workbook
from run_files import Register, example_run
from typer.testing import CliRunner

from qaanalysis import params, secret
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.disclosure import protect
from qaanalysis.draws import files, moderation
from qaanalysis.errors import DataError, ParamsError
from qaanalysis.metrics import grades, returns
from qaanalysis.metrics.moderation import moderated_grades, pairs
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience

KEY = b"a secret of sixteen bytes or more"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    read = params.read(example_run(tmp_path_factory.mktemp("draw")))
    return read, load(read)


@pytest.fixture(scope="module")
def drawn(run):
    return moderation.sample(*run)


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
    table = moderation.loads(drawn)
    assert max(table.index) - min(table.index) <= 1
    assert sum(each * n for each, n in table["moderators"].items()) == len(drawn.sample)


def test_the_list_names_nobody(drawn):
    listed = moderation.listed(drawn)
    assert len(listed) == len(drawn.sample) + len(drawn.reserves)
    assert not {"auditor", "moderator", "child_id"} & set(listed.columns)


def test_a_draw_is_written_once_and_verified(run, drawn):
    read, tables = run
    folder = moderation.write(drawn, read, secret=KEY)
    assert moderation.verify(folder / files.MANIFEST, tables, secret=KEY).ok
    with pytest.raises(DataError, match="was drawn before"):
        moderation.write(drawn, read, secret=KEY)
    sheets = sorted((folder / files.WORKLISTS).glob("*.xlsx"))
    assert len(sheets) == drawn.sample["moderator"].nunique()
    children = set(tables["audits"]["child_id"])
    for file in sheets:
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
        moderation.plan(read)


def command(*words: str):
    return CliRunner().invoke(app, list(words))


def test_the_commands_draw_verify_and_name_a_changed_row(tmp_path, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    register = Register(tmp_path)
    file = str(example_run(tmp_path, sources=register.save()))
    made = command("sample", file)
    assert made.exit_code == 0, made.output
    manifest = str(tmp_path / "outputs" / "2023-11" / moderation.FOLDER / files.MANIFEST)
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


def deleted(register, reference):
    """Take an audit out of the register, and whatever points at it."""
    for name in ("audits", "moderations", "domain_grades"):
        row_of = register.header(name)[1]["Audit ref"]
        sheet = register.sheet(name)
        for row in reversed(register.rows(name)):
            if sheet.cell(row, row_of).value == reference:
                sheet.delete_rows(row)


def test_audits_deleted_from_the_register_are_named(tmp_path):
    register = Register(tmp_path)
    file = example_run(tmp_path, sources=register.save())
    read = params.read(file)
    draw = moderation.sample(read, load(read))
    manifest = moderation.write(draw, read, secret=KEY) / files.MANIFEST
    last = draw.audits.groupby("place").tail(1).set_index("place")
    gone = last.loc[["selected", "not drawn", "already moderated"]]
    for reference in gone["audit_id"]:
        deleted(register, reference)
    register.save()
    tables = load(read)
    found = moderation.verify(manifest, tables, secret=KEY)
    assert found.missing == tuple(sorted(gone["audit_id"]))
    assert f"3 rows of the draw are missing: {', '.join(found.missing)}." in found.sentences
    manifest.with_name(files.SAMPLE).unlink()
    numbered = [
        f"number {gone.loc[place, 'number']} of {gone.loc[place, 'stratum']}"
        for place in ("selected", "not drawn")
    ]
    unnamed = moderation.verify(manifest, tables, secret=KEY)
    assert sorted(unnamed.missing) == sorted([*numbered, "one already moderated"])


def test_the_list_beside_the_worklists_has_each_chance_weight_and_moderator(run, drawn, tmp_path):
    read, _ = run
    folder = moderation.write(drawn, read.model_copy(update={"outputs": tmp_path}), secret=KEY)
    sheet = load_workbook(folder / files.SAMPLE)["Drawn"]
    head, *rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert head == (
        *("audit_id", "stratum", "role", "number"),
        *("inclusion_probability", "weight", "moderator"),
    )
    found = pd.DataFrame(rows, columns=head).set_index("audit_id")
    assert set(found.index) == {*drawn.sample["audit_id"], *drawn.reserves["audit_id"]}
    sample = drawn.sample.set_index("audit_id")
    chosen = found[found["role"] == "selected"]
    assert chosen["moderator"].to_dict() == sample["moderator"].to_dict()
    assert chosen["inclusion_probability"].to_dict() == sample["inclusion_probability"].to_dict()
    assert (chosen["weight"] * chosen["inclusion_probability"]).tolist() == pytest.approx([1] * 12)
    reserves = found[found["role"] == "reserve"]
    assert reserves["weight"].isna().all()
    assert reserves["moderator"].isna().all()


def returned_forms(folder):
    """Return what stands on the forms: by audit, its row by heading."""
    found = {}
    for file in (folder / files.WORKLISTS).glob("*.xlsx"):
        head, *rows = load_workbook(file)["Return form"].iter_rows(min_row=3, values_only=True)
        found |= {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    return found


def test_chances_come_back_with_the_forms_and_weight_the_estimate(tmp_path):
    register = Register(tmp_path)
    moderations = {"sample": {"target": 40, "months": 7}}
    read = params.read(example_run(tmp_path, moderation=moderations, sources=register.save()))
    draw = moderation.sample(read, load(read))
    forms = returned_forms(moderation.write(draw, read, secret=KEY))
    sheet = register.sheet("moderations")
    top, columns = register.header("moderations")
    sheet.cell(top, max(columns.values()) + 1).value = "Inclusion probability"
    rows = register.rows("moderations")
    sheet.delete_rows(rows[0], sheet.max_row)
    for row, (reference, form) in enumerate(forms.items(), start=rows[0]):
        # Answers as a moderator gives them; the chance as the form brings it back.
        for heading, value in {
            "Moderation ref": f"M{row}",
            "Audit ref": reference,
            "Moderated by": "A moderator",
            "Date moderated": "03/12/2023",
            "Moderated grade": "Good" if row % 3 else "Inadequate",
            "How selected": "Purposive",
            "Inclusion probability": form["Inclusion probability"],
        }.items():
            register.put("moderations", row, heading, value)
    register.save()
    tables = load(read)
    assert tables.faults.empty
    audits = returns.individual(tables["audits"], months=read.months)
    found = pairs(audits, tables["moderations"], as_at=read.as_at)
    graded = grades.final(audits, tables["moderations"], as_at=read.as_at)
    estimate = moderated_grades.estimate(graded, found, scale=read.scale)
    assert estimate.refused == ""
    assert estimate.n_used == len(forms) == 40
    assert "each weighted by one over its recorded chance" in estimate.note
    weights = draw.sample.set_index("audit_id")["weight"]
    grade = draw.sample.set_index("audit_id")["auditor_grade"].astype(str)
    share = 0.0
    for own, n in graded["auditor_grade"].value_counts().items():
        mine = found[found["auditor_grade"] == own]
        worth = weights.loc[mine["audit_id"]].to_numpy()
        share += n * (worth * (mine["moderator_grade"] == "Good")).sum() / worth.sum()
        assert (grade.loc[mine["audit_id"]] == own).all()
    assert estimate.shares.loc["Good", "estimated_share"] == pytest.approx(share / len(graded))


def test_without_moderators_the_draw_is_made_and_nothing_is_written(tmp_path):
    sources = Register(tmp_path).save()
    del sources["moderators"]
    file = example_run(tmp_path, sources=sources)
    read = params.read(file)
    made = moderation.sample(read, load(read))
    assert len(made.sample) == 12
    assert made.unmet[-1].startswith("Nobody can be allocated, as there is no table of moderators")
    done = command("sample", str(file))
    assert done.exit_code == 1
    assert "No worklist can be written. Nobody can be allocated" in str(done.exception)
    assert not (tmp_path / "outputs" / "2023-11").exists()


def test_who_moderated_only_their_own_audit_has_not_been_moderated(tmp_path):
    register = Register(tmp_path)
    read = params.read(example_run(tmp_path, sources=register.save()))
    before = moderation.sample(read, load(read)).audits.set_index("audit_id")["place"]
    audit_id = before.index[before == "already moderated"][0]
    auditor = next(
        register.value("audits", row, "Audited by")
        for row in register.rows("audits")
        if register.value("audits", row, "Audit ref") == audit_id
    )
    for row in register.rows("moderations"):
        if register.value("moderations", row, "Audit ref") == audit_id:
            register.put("moderations", row, "Moderated by", auditor)
    register.save()
    after = moderation.sample(read, load(read)).audits.set_index("audit_id")["place"]
    assert after[audit_id] in ("selected", "reserve", "not drawn")
    assert (after == "already moderated").sum() == (before == "already moderated").sum() - 1


def test_a_moderator_who_joined_since_is_told_and_the_audits_that_would_move(tmp_path):
    register = Register(tmp_path)
    read = params.read(example_run(tmp_path, sources=register.save()))
    folder = moderation.write(moderation.sample(read, load(read)), read, secret=KEY)
    sheet = register.book["Moderators"]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value)
    sheet.cell(last + 1, 1).value = "New Person"
    register.save()
    found = moderation.verify(folder / files.MANIFEST, load(read), secret=KEY)
    assert not found.ok
    assert found.sentences[0].startswith("The draw is confirmed: 23 rows")
    assert found.sentences[1] == "1 row of the table moderators wasn't there at the draw: 6."
    assert "when shared out again: QA23-" in found.sentences[2]
    assert "New Person" not in " ".join(found.sentences)


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
    sheets = sorted((tmp_path / "outputs" / "2023-11" / "feedback").glob("*.xlsx"))
    moderated = audits.loc[tables["moderations"]["audit_id"], "auditor"]
    assert len(sheets) == moderated.nunique()
    for path in sheets:
        book = load_workbook(path)
        assert book.sheetnames == ["Instructions", "Cases"]
        assert all(sheet.sheet_state == "visible" for sheet in book)
        rows = list(book["Cases"].iter_rows(values_only=True))
        ids = {str(row[0]) for row in rows} & set(audits.index)
        assert ids
        assert len(set(audits.loc[list(ids), "auditor"])) == 1
    again = command("feedback", str(file))
    assert again.exit_code == 1
    assert str(again.exception).startswith(f"feedback: found {len(sheets)} files of these names")


def test_a_late_return_of_an_earlier_month_is_drawn_if_params_take_it_in(tmp_path):
    sample = {"target": 12, "months": 2}
    read = params.read(example_run(tmp_path, moderation={"sample": sample}))
    plan = moderation.plan(read)
    assert plan.months == ("2023-10", "2023-11")
    made = moderation.sample(read, load(read))
    assert {str(month) for month in made.audits["month"]} == {"2023-10", "2023-11"}


def test_audits_after_the_draw_are_taken_in_until_the_day_params_give(tmp_path):
    sample = {"target": 12, "late_until": "2023-12-31"}
    read = params.read(example_run(tmp_path, moderation={"sample": sample}))
    assert str(moderation.plan(read).late_until) == "2023-12-31"


def test_late_audits_are_listed_without_a_number_shared_out_and_verified(tmp_path):
    sample = {"target": 6, "late_until": "2023-12-02"}
    changes = {"as_at": "2023-11-20", "previous_as_at": None, "moderation": {"sample": sample}}
    read = params.read(example_run(tmp_path, **changes))
    tables = load(read)
    made = moderation.sample(read, tables)
    late = made.sample[made.sample["late"]]
    assert len(late) > 0
    assert late["moderator"].notna().all()
    listed = moderation.listed(made)
    assert listed.loc[late["audit_id"], "number"].isna().all()
    safe = protect(listed, audience=Audience.INTERNAL, caption="Drawn", unit="audits")
    assert late["audit_id"].iloc[0] in table(safe)._repr_mimebundle_()["text/html"]
    folder = moderation.write(made, read, secret=KEY)
    found = moderation.verify(folder / files.MANIFEST, tables, secret=KEY)
    assert found.ok, found.sentences
    assert f"{len(made.sample)} cases, each with the person" in found.sentences[0]


def test_a_blank_capacity_is_as_that_of_others(tmp_path):
    register = Register(tmp_path)
    sheet = register.book["Moderators"]
    heads = next(
        row for row in sheet.iter_rows(max_row=6) if any(c.value == "Capacity" for c in row)
    )
    column = next(c.column for c in heads if c.value == "Capacity")
    sheet.cell(heads[0].row + 1, column).value = 1
    read = params.read(example_run(tmp_path, sources=register.save()))
    made = moderation.sample(read, load(read))
    assert made.allocation.loads["n_cases"].max() <= 1
    assert any("capacity" in sentence.lower() for sentence in made.unmet) or made.unmet
