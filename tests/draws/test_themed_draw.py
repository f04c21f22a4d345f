"""Themed samples of the example, from the plan to the worklists and back to their proof."""

import json
import shutil

import pytest
from openpyxl import load_workbook
from run_files import Register
from themed_files import KEY, ROOT, command, example_run, plan_file

from qaanalysis import secret, themed_plan
from qaanalysis.data import load
from qaanalysis.draws import files, themed
from qaanalysis.errors import DataError, StatisticsError

PLANS = sorted(path.stem for path in (ROOT / "params" / "themed").glob("*.yml"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("themed")
    example_run(folder)
    return folder


@pytest.fixture(scope="module")
def tables(home):
    run, _ = themed_plan.read(plan_file(home, "coming-into-care"))
    return load(run)


def drawn(folder, tables, name, **changes):
    run, plan = themed_plan.read(plan_file(folder, name, **changes))
    return run, plan, themed.sample(run, tables, plan)


# The published counts: cohort, frame and drawn; 36 families have 64 children.
COUNTS = {
    "open-no-plan": (361, 361, 100),
    "public-law-outline": (30, 30, 30),
    "coming-into-care": (287, 209, 77),
    "child-in-need-12-months": (48, 48, 48),
    "repeat-child-protection": (700, 169, 64),
}


def test_there_is_a_plan_for_each_published_audit():
    assert set(COUNTS) | {"individual-audits"} == set(PLANS)


@pytest.mark.parametrize("name", COUNTS)
def test_each_plan_gives_the_published_counts(home, tables, name):
    _, _, sample = drawn(home, tables, name)
    n = dict(zip(sample.steps["step"], sample.steps["n"], strict=True))
    assert (n["cohort"], n["frame"], n["sample"]) == COUNTS[name]
    assert len(sample.sample) == COUNTS[name][2]
    families = {"repeat-child-protection": 36, "child-in-need-12-months": 28}
    if name in families:
        assert sample.sample["family_id"].nunique() == families[name]


def test_the_months_audits_leave_out_whom_a_row_by_row_count_leaves_out(home, tables):
    run, _, sample = drawn(home, tables, "individual-audits")
    recent = set()
    for audit in tables["audits"].itertuples():
        back = audit.returned_on == audit.returned_on and audit.returned_on.date() <= run.as_at
        if audit.audit_type == "Individual" and back and audit.exempted_on != audit.exempted_on:
            on = audit.returned_on
            months = (run.as_at.year - on.year) * 12 + run.as_at.month - on.month
            if months - (on.day > run.as_at.day) < 6:
                recent.add(audit.child_id)
    rows = sample.rows.set_index("child_id")
    assert recent
    assert not set(sample.sample["child_id"]) & recent
    why = rows.loc[sorted(recent & set(rows.index)), "place"]
    assert set(why) <= {"audited in the last six months", "nobody holds the case"}
    left = rows.index[rows["place"] == "audited in the last six months"]
    assert set(left) <= recent


def test_a_case_of_somebody_on_the_panel_can_be_left_out(home, tables):
    auditor = tables["auditors"]["auditor"].astype(str).iloc[0]
    cohort = tables["cohort"].astype({"case_holder": "str"})
    theirs = cohort.index[cohort["theme"] == "Open caseload"][:3]
    cohort.loc[theirs, "case_holder"] = auditor
    held = {"cohort": cohort, "auditors": tables["auditors"], "audits": tables["audits"]}
    _, _, sample = drawn(home, held, "individual-audits")
    places = sample.rows.set_index("child_id")["place"]
    assert set(places[cohort.loc[theirs, "child_id"]]) == {"who holds the case is an auditor"}


def test_without_auditors_nothing_is_written_and_what_to_supply_is_said(tmp_path, tables):
    example_run(tmp_path)
    held = {name: tables[name] for name in ("cohort", "audits")}
    run, plan, sample = drawn(tmp_path, held, "coming-into-care")
    with pytest.raises(DataError, match="Add the table “auditors” under sources"):
        themed.write(sample, run, plan, secret=KEY)
    assert not (tmp_path / "outputs" / "2023-07").exists()


def test_a_run_without_the_theme_is_told_which_there_are(home, tables):
    with pytest.raises(StatisticsError, match="found “Another”; allowed: Child in Need"):
        drawn(home, tables, "coming-into-care", theme="Another")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(secret.VARIABLE, KEY.decode())
        register = Register(folder)
        example_run(folder, sources=register.save())
        done = command("sample", plan_file(folder, "coming-into-care"))
    assert done.exit_code == 0, done.output
    return folder, register


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())


def drawn_folder(made):
    return made[0] / "outputs" / "2023-07" / "themed-coming-into-care"


def test_manifest_and_list_say_what_was_drawn(made):
    folder = drawn_folder(made)
    text = (folder / files.MANIFEST).read_text(encoding="utf-8")
    listed = load_workbook(folder / files.SAMPLE)["Drawn"]
    rows = list(listed.iter_rows(min_row=4, values_only=True))
    assert [row[2] for row in rows].count("selected") == 77
    assert [row[2] for row in rows].count("reserve") == 5
    assert not [row[0] for row in rows if row[0] in text]
    record = json.loads(text)
    assert record["seed"] == "Example Children’s Trust/Coming into care/2023-07"
    assert record["plan"]["n"] == 77


def test_worklists_hold_each_case_once_and_name_no_case_holder(made):
    folder = drawn_folder(made)
    _, register = made
    holders = {register.value("cohort", r, "Allocated worker") for r in register.rows("cohort")}
    cases = []
    for path in (folder / files.WORKLISTS).glob("*.xlsx"):
        book = load_workbook(path)
        cells = {c.value for sheet in book for row in sheet.iter_rows() for c in row}
        assert not cells & (holders - {None, "-", "–"})
        cases += [row[0].value for row in book["Return form"].iter_rows(min_row=4)]
    assert len(cases) == len(set(cases)) == 77


def test_it_is_confirmed_and_a_changed_row_is_named(made):
    folder, register = made
    manifest, plan = drawn_folder(made) / files.MANIFEST, folder / "coming-into-care.yml"
    fine = command("verify", manifest, plan)
    assert fine.exit_code == 0, fine.output
    assert "The draw is confirmed: 287 rows as they were" in fine.output
    assert "77 cases" in fine.output
    # The run's params do as well as the plan.
    assert command("verify", manifest, folder / "run.yml").exit_code == 0
    row = next(
        r
        for r in register.rows("cohort")
        if register.value("cohort", r, "Theme") == "Coming into care"
    )
    child = register.value("cohort", row, "Child ID")
    before = register.value("cohort", row, "Team")
    register.put("cohort", row, "Team", "Another team")
    register.save()
    changed = command("verify", manifest, plan)
    register.put("cohort", row, "Team", before)
    register.save()
    assert changed.exit_code == 1
    assert f"1 row was changed since the draw: {child}." in changed.output


def test_a_plan_that_isnt_what_was_drawn_is_found_out(made):
    folder, _ = made
    other = plan_file(folder, "coming-into-care", n=70)
    found = command("verify", drawn_folder(made) / files.MANIFEST, other)
    plan_file(folder, "coming-into-care")
    assert found.exit_code == 1
    assert "The plan's file isn't what was drawn; it differs in n." in found.output


def test_a_second_draw_is_refused(made):
    folder, _ = made
    again = command("sample", folder / "coming-into-care.yml")
    assert again.exit_code == 1
    assert "was drawn before" in str(again.exception)


def test_a_draw_that_fails_midway_leaves_nothing(made, tmp_path, monkeypatch):
    folder, _ = made
    for name in ("run.yml", "coming-into-care.yml"):
        shutil.copy(folder / name, tmp_path)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(themed.themed_sample, "worklists", full)
    done = command("sample", tmp_path / "coming-into-care.yml")
    assert done.exit_code != 0
    assert not list((tmp_path / "outputs").glob("2023-07/*"))


@pytest.mark.parametrize("command_", ["collect"])
def test_a_runs_params_arent_a_plan(tmp_path, command_):
    file = example_run(tmp_path)
    done = command(command_, file, tmp_path)
    assert done.exit_code == 1
    assert "run.yml is a run's params file; needed: a themed audit's plan" in str(done.exception)
