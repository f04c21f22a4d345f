"""Worklists filled in as auditors would, collected: what is wrong is named, all else is kept."""

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook
from themed_files import KEY, command, example_run, fill, plan_file

from qaanalysis import params, secret, themed_audit, themed_plan
from qaanalysis.data import load
from qaanalysis.draws import files, themed

CARE = "coming-into-care"
FIRST = "Was the entry to care planned?"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    example_run(folder)
    run, plan = themed_plan.read(plan_file(folder, CARE))
    return themed.sample(run, load(run), plan)


@pytest.fixture
def made(tmp_path, monkeypatch, sample):
    """Draw a sample whose worklists all come back filled in; return folder, plan and returned."""
    monkeypatch.setenv(secret.VARIABLE, KEY.decode())
    example_run(tmp_path)
    plan = plan_file(tmp_path, CARE)
    folder = themed.write(sample, *themed_plan.read(plan), secret=KEY)
    returned = tmp_path / "returned"
    returned.mkdir()
    for path in sorted((folder / files.WORKLISTS).glob("*.xlsx")):
        back = returned / path.name
        back.write_bytes(path.read_bytes())
        fill(back, answer)
    return folder, plan, returned


def answer(case, heading):
    if heading == "Date audited":
        return "14/11/2023"
    if heading.startswith("Notes"):
        return f"Seen: {case}"
    return "Yes" if heading == FIRST else "No"


def put(path, row, column, value):
    book = load_workbook(path)
    book["Return form"].cell(row, column).value = value
    book.save(path)


def table(folder):
    return pd.read_csv(folder / "collected" / "themed-responses.csv")


def test_all_is_collected_and_becomes_the_findings(made, tmp_path):
    folder, plan, returned = made
    done = command("collect", plan, returned)
    assert done.exit_code == 0, done.output
    assert "0 findings to put right" in done.output
    rows = table(folder)
    assert rows["child_id"].nunique() == 77
    assert len(rows) == 77 * 5
    assert set(rows["completed_by"]) == {"Audit team", "Service manager"}
    assert set(rows["completed_on"]) == {"2023-11-14"}
    run = params.read(tmp_path / "run.yml")
    sources = yaml.safe_load((tmp_path / "run.yml").read_text(encoding="utf-8"))["sources"]
    sources["themed_responses"] = {"file": str(folder / "collected" / "themed-responses.csv")}
    run = params.read(example_run(tmp_path, sources=sources))
    audit = themed_audit.opened(run, load(run), str(plan))
    assert audit.by_question.loc[FIRST, ["answered", "met"]].tolist() == [77, 77]


def test_three_wrong_answers_and_a_deleted_row_are_four_findings(made):
    folder, plan, returned = made
    first, second, *_ = sorted(returned.glob("*.xlsx"))
    put(first, 4, 3, "perhaps")
    put(first, 5, 2, "31/04/2023")
    put(second, 4, 4, 7)
    book = load_workbook(second)
    lost = book["Return form"].cell(6, 1).value
    book["Return form"].delete_rows(6)
    book.save(second)
    done = command("collect", plan, returned)
    assert done.exit_code == 1
    assert "4 findings to put right" in done.output
    for said in (first.name, second.name, "C4", "B5", "D4", lost, "no row of this case"):
        assert said in done.output
    assert "perhaps" not in done.output
    book = load_workbook(folder / "collected" / "collected-1.xlsx")
    rows = list(book["Answers"].iter_rows(min_row=4, values_only=True))
    # 77 cases × 7 cells; three are wrong, and seven of the deleted row are gone.
    assert len(rows) == 77 * 7 - 3 - 7
    assert len(list(book["To put right"].iter_rows(min_row=4))) == 4
    # The file put right, nothing is left to be said.
    put(first, 4, 3, "Yes")


def test_what_was_collected_before_and_isnt_there_now_is_said_and_kept(made):
    folder, plan, returned = made
    assert command("collect", plan, returned).exit_code == 0
    first, *_ = sorted(returned.glob("*.xlsx"))
    n = len(list(load_workbook(first)["Return form"].iter_rows(min_row=4)))
    first.unlink()
    done = command("collect", plan, returned)
    assert done.exit_code == 1
    assert f"{7 * n} answers that were collected before can't be found now" in done.output
    assert {p.name for p in (folder / "collected").glob("*.xlsx")} == {
        "collected-1.xlsx",
        "collected-2.xlsx",
    }


def test_a_replaced_case_needs_no_answer_and_its_reserve_does(made, sample):
    folder, plan, returned = made
    case = sample.sample.iloc[0]["child_id"]
    reserve = sample.reserves.iloc[0]["child_id"]
    for path in returned.glob("*.xlsx"):
        for row in load_workbook(path)["Return form"].iter_rows(min_row=4):
            if row[0].value == case:
                for cell in row[1:]:
                    put(path, cell.row, cell.column, None)
    assert command("sample", plan, "--replace", case, "--reason", "Closed").exit_code == 0
    [added] = (folder / files.WORKLISTS).glob("*replacement*")
    (returned / added.name).write_bytes(added.read_bytes())
    fill(returned / added.name, answer)
    done = command("collect", plan, returned)
    assert done.exit_code == 0, done.output
    rows = table(folder)
    assert reserve in set(rows["child_id"])
    assert case not in set(rows["child_id"])


def test_a_replacements_form_alone_says_nothing_of_the_other_cases(made, sample):
    folder, plan, returned = made
    case = sample.sample.iloc[0]["child_id"]
    assert command("sample", plan, "--replace", case, "--reason", "Closed").exit_code == 0
    [added] = (folder / files.WORKLISTS).glob("*replacement*")
    for path in returned.glob("*.xlsx"):
        path.unlink()
    (returned / added.name).write_bytes(added.read_bytes())
    fill(returned / added.name, answer)
    done = command("collect", plan, returned)
    assert "5 answers to questions about 1 child; 0 findings to put right" in done.output


def test_the_findings_are_of_the_recorded_draw_with_its_reserves(made, sample, tmp_path):
    folder, plan, returned = made
    case, reserve = sample.sample.iloc[0]["child_id"], sample.reserves.iloc[0]["child_id"]
    assert command("sample", plan, "--replace", case, "--reason", "Closed").exit_code == 0
    [added] = (folder / files.WORKLISTS).glob("*replacement*")
    (returned / added.name).write_bytes(added.read_bytes())
    fill(returned / added.name, answer)
    command("collect", plan, returned)
    sources = yaml.safe_load((tmp_path / "run.yml").read_text(encoding="utf-8"))["sources"]
    sources["themed_responses"] = {"file": str(folder / "collected" / "themed-responses.csv")}
    # A later day and a cohort that has grown change nothing of what was drawn.
    run = params.read(example_run(tmp_path, sources=sources, as_at="2024-01-15"))
    audit = themed_audit.opened(run, load(run), str(plan))
    drawn = audit.sample.set_index("child_id")["role"]
    assert drawn[reserve] == "selected"
    assert drawn[case] == "replaced by a reserve"
    assert (drawn == "selected").sum() == 77
    assert audit.by_question.loc[FIRST, ["answered", "met"]].tolist() == [77, 77]
    assert audit.left_out["answers"].to_dict() == {"the child was replaced by a reserve": 5}
    assert "1 that couldn’t be audited was replaced" in " ".join(audit.unmet)


def test_a_formula_that_was_typed_is_written_as_text_or_refused(made):
    folder, plan, returned = made
    first, *_ = sorted(returned.glob("*.xlsx"))
    put(first, 4, 8, '=HYPERLINK("http://a.example","x")')
    put(first, 5, 8, "+1 visit")
    command("collect", plan, returned)
    book = load_workbook(folder / "collected" / "collected-1.xlsx")
    assert not [c for s in book for r in s.iter_rows() for c in r if c.data_type == "f"]


def test_a_folder_that_isnt_there(made, tmp_path):
    done = command("collect", made[1], tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "nowhere: found no such folder" in str(done.exception)
