"""Params files: every fault at once, each with its file and key."""

import datetime as dt
import itertools
import time
from pathlib import Path

import pytest

from qaanalysis import params
from qaanalysis.data.declared import _without_prefix
from qaanalysis.errors import ParamsError

ORGANISATION = """
organisation: A service
notebooks: notebooks
outputs: outputs
grade_scale:
  - {label: Good, good_or_better: true}
  - {label: Poor, aliases: [Bad]}
sources:
  audits: {file: register.xlsx, sheet: Audits}
reports:
  returns: {}
"""
RUN = """
extends: organisation.yml
month: 2023-11
first_month: 2023-05
as_at: 2023-12-03
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "organisation.yml").write_text(ORGANISATION, encoding="utf-8")
    (tmp_path / "run.yml").write_text(RUN, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder / "run.yml"


def faults(path: Path) -> str:
    with pytest.raises(ParamsError) as caught:
        params.read(path)
    return str(caught.value)


def test_a_run_takes_what_it_extends_and_paths_are_found_from_the_file_that_names_them(folder):
    read = params.read(folder / "run.yml")
    assert read.organisation == "A service"
    assert read.as_at == dt.date(2023, 12, 3)
    assert read.sources["audits"].file == folder.resolve() / "register.xlsx"
    assert [str(m) for m in read.months] == [f"2023-{m:02d}" for m in range(5, 12)]


def test_the_scale_is_what_params_declare(folder):
    scale = params.read(folder / "run.yml").scale
    assert scale.labels == ("Good", "Poor")
    assert scale.good_or_better == {"Good"}
    assert scale.aliases == {"Bad": "Poor"}
    assert scale.worst == "Poor"


def test_a_themed_audits_plan_is_found_from_the_params_file_and_named_without_its_folder(folder):
    path = change(
        folder,
        "run.yml",
        "month: 2023-11",
        "month: 2023-11\nreports: {themed: {plan_file: plans/a.yml}}",
    )
    read = params.read(path)
    assert read.reports["themed"].given() == {"plan_file": str(folder.resolve() / "plans/a.yml")}
    assert read.resolved()["reports"]["themed"]["plan_file"] == "a.yml"
    assert set(read.reports) == {"returns", "themed"}


def test_a_key_of_the_run_wins_over_the_one_it_extends(folder):
    path = change(folder, "run.yml", "month: 2023-11", "organisation: Another\nmonth: 2023-11")
    assert params.read(path).organisation == "Another"


def test_a_mapping_is_laid_over_key_by_key(folder):
    extra = "month: 2023-11\nsources: {moderations: {file: m.csv}}"
    path = change(folder, "run.yml", "month: 2023-11", extra)
    assert set(params.read(path).sources) == {"audits", "moderations"}


def test_every_fault_is_reported_at_once_with_its_file(folder):
    change(folder, "organisation.yml", "reports:", "colour: red\nreports:")
    change(folder, "organisation.yml", "returns: {}", "returns: {group_by: auditor}")
    path = change(folder, "run.yml", "month: 2023-11", "month: 2023-13")
    message = faults(path)
    assert "run.yml has 3 faults" in message
    assert "organisation.yml: colour: isn't a key" in message
    assert "run.yml: month: “2023-13” isn't a month" in message
    assert "reports.returns.group_by: found “auditor”; allowed: 'service_area'" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as_at: 2023-12-03", "as_at: 2023-10-03", "as_at 2023-10-03 is before the month"),
        ("first_month: 2023-05", "first_month: 2023-12", "first_month 2023-12 is after month"),
        ("month: 2023-11", "previous_as_at: 2024-01-01\nmonth: 2023-11", "isn't before as_at"),
        ("as_at: 2023-12-03", "", "as_at: is needed and isn't given"),
        (
            "as_at: 2023-12-03",
            "as_at: 31/12/2023",
            "as_at: found “31/12/2023”; write it as 2023-12-31, the year first",
        ),
        (
            "as_at: 2023-12-03",
            "as_at: the third",
            "as_at: found “the third”; write a day as 2023-12-31, the year first",
        ),
        ("month: 2023-11", "month: 2023-11\napproved_by: Head", "give both approved_by and"),
        ("month: 2023-11", "month: 2023-11\napproved_on: 2023-12-07", "give both approved_by and"),
        (
            "month: 2023-11",
            "month: 2023-11\napproved_by: Head\napproved_on: 2023-12-01",
            "approved_on 2023-12-01 is before as_at 2023-12-03",
        ),
        (
            "month: 2023-11",
            "month: 2023-11\n"
            "disclosure: {release: {by: Lead, on: 2023-12-02, reason: It was agreed}}",
            "disclosure.release: on 2023-12-02 is before as_at 2023-12-03, so that it was a",
        ),
        ("extends: organisation.yml", "extends: no.yml", "there is no file no.yml"),
        ("extends: organisation.yml", "extends: run.yml", "leads back to itself"),
        ("month: 2023-11", "month: 2023-11\nmonth: 2023-10", "“month” is given twice"),
        ("month: 2023-11", "month: [", "isn't YAML that can be read"),
        ("month: 2023-11", "month: 2023-11\naudience: everyone", "found “everyone”; allowed:"),
    ],
)
def test_a_wrong_run_file_is_told_what_is_wrong(folder, old, new, said):
    assert said in faults(change(folder, "run.yml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: Poor", "label: Good", "names a grade twice"),
        ("good_or_better: true", "good_or_better: false", "good_or_better must be true"),
        ("  audits: {file", "  findings: {file", "sources has no audits"),
        ("  audits: {file", "  audit: {file", "allowed: 'audits'"),
        ("file: register.xlsx, ", "", "sources.audits: give either a file or a database"),
    ],
)
def test_a_wrong_organisation_file_is_told_what_is_wrong(folder, old, new, said):
    assert said in faults(change(folder, "organisation.yml", old, new))


def test_a_file_is_found_in_a_folder_above(folder, monkeypatch):
    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder / "notebooks")
    assert params.read("run.yml").organisation == "A service"


def test_a_file_that_is_nowhere_is_named(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert "There is no params file params/none.yml" in faults(Path("params/none.yml"))


def test_resolved_params_hold_no_path_of_the_machine(folder):
    resolved = params.read(folder / "run.yml").resolved()
    assert str(folder) not in str(resolved)
    assert resolved["sources"]["audits"]["file"] == "register.xlsx"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("month: 2023-11", "month: 2023-9", "“2023-9” isn't a month; write it as 2023-11"),
        ("month: 2023-11", "return_ages: []\nmonth: 2023-11", "at least one number of days"),
        ("month: 2023-11", "return_ages: [0, 0]\nmonth: 2023-11", "each once"),
        (
            "month: 2023-11",
            "reading: {spellings: {servce_area: {A: B}}}\nmonth: 2023-11",
            "servce_area: not a column of the data specification",
        ),
        (
            "month: 2023-11",
            "reading: {missing: none}\nmonth: 2023-11",
            "reading.missing: found “none”; allowed: a list, in square brackets",
        ),
        (
            "month: 2023-11",
            "moderation: {sample: {target: 5, take_all: [Best]}}\nmonth: 2023-11",
            "moderation.sample.take_all names Best; allowed: Good, Poor",
        ),
    ],
)
def test_a_value_that_could_not_be_used_is_refused(folder, old, new, said):
    assert said in faults(change(folder, "run.yml", old, new))


def test_a_release_of_last_month_does_not_cover_the_next_by_inheritance(folder):
    told = "disclosure:\n  release: {by: Lead, on: 2023-12-05, reason: It was agreed}\nas_at"
    last = change(folder, "run.yml", "as_at", told)
    assert params.read(last).disclosure.release.by == "Lead"
    following = "extends: run.yml\nmonth: 2023-12\nas_at: 2024-01-03\n"
    (folder / "next.yml").write_text(following, encoding="utf-8")
    assert "disclosure.release: on 2023-12-05 is before as_at 2024-01-03" in faults(
        folder / "next.yml"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: Poor", "label: good", "names a grade twice"),
        ("aliases: [Bad]", "aliases: [good]", "an alias stands for two grades, or is itself"),
    ],
)
def test_a_grade_scale_that_could_be_read_two_ways_is_refused(folder, old, new, said):
    assert said in faults(change(folder, "organisation.yml", old, new))


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (
            "earlier_scale: {grades: {Met: Godo, Unmet: }}",
            "earlier_scale.grades.Met: found “Godo”; allowed: Good, Poor",
        ),
        (
            "spellings: {audit_type: {Routine: Individul}}",
            "spellings.audit_type.Routine: found “Individul”; allowed: Individual, Themed, "
            "Dip sample, Re-audit",
        ),
        (
            "spellings: {blind: {J: Ja}}",
            "spellings.blind.J: found “Ja”; allowed: Yes, No",
        ),
        (
            "spellings: {panel_grade: {G: Goood}}",
            "spellings.panel_grade.G: found “Goood”; allowed: Good, Poor",
        ),
        (
            "teams: [{name: A, now: B}, {name: b, now: C}, {name: C, now: a}]",
            "teams: “A” is now “B”, which is now “C”, which is now “a”: that leads round",
        ),
    ],
)
def test_what_a_declaration_leads_to_is_checked(folder, reading, said):
    change(folder, "organisation.yml", "reports:", f"reading: {{{reading}}}\nreports:")
    found = faults(folder / "run.yml")
    assert f"organisation.yml: reading: {said}" in found
    assert found.startswith("run.yml has 1 fault")
    assert ";" not in found.partition(said)[2]


def test_a_declaration_may_lead_to_any_word_that_is_read_further(folder):
    """An alias, an earlier grade, a word that is no grade; free words; one's own name."""
    reading = """
reading:
  spellings:
    grade: {B: bad, M: met, Q: to follow}
    blind: {J: "YES"}
    team: {East 1: Anything}
  not_graded: {To follow: not yet graded}
  earlier_scale: {grades: {Met: GOOD, Unmet: bad, Other: }}
  teams: [{name: NORTH, now: North}, {name: A, now: B}, {name: B, now: North}]
reports:"""
    change(folder, "organisation.yml", "reports:", reading.strip())
    read = params.read(folder / "run.yml").reading
    assert read.earlier_scale.grades["Unmet"] == "bad"


def test_words_that_old_yaml_took_for_truth_stay_words(folder):
    told = "\ndisclosure:\n  release: {by: The lead, on: 2023-12-05, reason: It was agreed}\n"
    path = change(folder, "run.yml", "as_at", f"{told.strip()}\nas_at")
    assert params.read(path).disclosure.release.on == dt.date(2023, 12, 5)
    spelt = "reading: {spellings: {blind: {Y: Yes, N: No}}}\nas_at"
    path = change(folder, "run.yml", "as_at", spelt)
    assert params.read(path).reading.spellings["blind"] == {"Y": "Yes", "N": "No"}


@pytest.mark.parametrize(("written", "read"), [("true", True), ("False", False)])
def test_truth_is_written_true_or_false(folder, written, read):
    path = change(folder, "run.yml", "as_at", f"moderation: {{show_leniency: {written}}}\nas_at")
    assert params.read(path).moderation.show_leniency is read


def over(folder: Path, told: str) -> Path:
    """A run whose file lays something over what it extends."""
    (folder / "run.yml").write_text(f"{RUN}{told}\n", encoding="utf-8")
    return folder / "run.yml"


@pytest.mark.parametrize(
    ("beneath", "above", "left"),
    [
        ("reports: {returns: {}, grades: {}}", "reports: {returns: null}", {"grades"}),
        ("reports: {returns: {}, grades: {}}", "reports:\n  returns:", {"grades"}),
    ],
)
def test_an_inherited_key_that_is_left_empty_is_taken_out(folder, beneath, above, left):
    change(folder, "organisation.yml", "reports:\n  returns: {}", beneath)
    assert set(params.read(over(folder, above)).reports) == left


def test_an_inherited_key_deep_in_mappings_is_taken_out(folder):
    change(
        folder,
        "organisation.yml",
        "reports:",
        "reading:\n  headings: {audits: {team: [Unit], month: [Period]}}\n"
        "  spellings: {answer: {Y: Yes, N: No}}\nreports:",
    )
    told = (
        "sources: {audits: {sheet: null}}\n"
        "reading: {headings: {audits: {team: }}, spellings: {answer: {N: null}}}"
    )
    read = params.read(over(folder, told))
    assert read.sources["audits"].sheet is None
    assert read.reading.headings == {"audits": {"month": ("Period",)}}
    assert read.reading.spellings == {"answer": {"Y": "Yes"}}


def test_what_was_taken_out_can_be_given_again(folder):
    over(folder, "reports: {returns: null}")
    again = folder / "again.yml"
    again.write_text("extends: run.yml\nreports: {returns: {group_by: team}}", encoding="utf-8")
    assert params.read(again).reports["returns"].group_by == "team"


@pytest.mark.parametrize("key", ["about_data", "reading", "claims", "commentary", "return_ages"])
def test_a_key_that_is_left_empty_means_its_default(folder, key):
    change(folder, "organisation.yml", "reports:", "about_data: Of old\nreports:")
    read = params.read(over(folder, f"{key}:"))
    assert getattr(read, key) == params.Params.model_fields[key].default


def test_an_empty_key_that_params_do_not_have_is_told(folder):
    assert "extra: isn't a key that params have" in faults(over(folder, "extra:"))


def test_a_key_of_an_item_of_a_list_that_is_left_empty_means_its_default(folder):
    change(folder, "organisation.yml", "aliases: [Bad]", "aliases: , definition: null")
    assert params.read(folder / "run.yml").grade_scale[1].definition == ""


def test_a_needed_key_that_is_left_empty_is_needed(folder):
    assert "run.yml: organisation: is needed and isn't given" in faults(
        over(folder, "organisation:")
    )


@pytest.mark.parametrize("above", ["reports: {moderation: null}", "reports:\n  moderation:"])
def test_an_empty_key_that_nothing_inherited_is_told(folder, above):
    said = faults(over(folder, above))
    assert "run.yml: reports.moderation: is left empty. Give it a value" in said
    assert "None" not in said


def test_an_empty_value_that_means_something_stays(folder):
    """A grade of an earlier scale that is put with none of today's is written null."""
    change(
        folder,
        "organisation.yml",
        "reports:",
        "reading: {earlier_scale: {grades: {Fair: Good, Weak: Poor}}}\nreports:",
    )
    read = params.read(over(folder, "reading: {earlier_scale: {grades: {Fair: null}}}"))
    assert read.reading.earlier_scale.grades == {"Fair": None, "Weak": "Poor"}


# A key that holds a path, what a file says of it, and where the path is among what was read.
PATHS = {
    "notebooks": ("notebooks: {}", lambda read: read.notebooks),
    "outputs": ("outputs: {}", lambda read: read.outputs),
    "source": (
        "sources: {{audits: {{file: {}, sheet: S}}}}",
        lambda read: read.sources["audits"].file,
    ),
    "database": (
        "sources: {{findings: {{database: 'sqlite:///{}', table: t}}}}",
        lambda read: Path(read.sources["findings"].database.removeprefix("sqlite:///")),
    ),
    "plan": (
        "reports: {{themed: {{plan_file: {}, word: true}}}}",
        lambda read: read.reports["themed"].plan_file,
    ),
    "corrected rows": ("corrected_rows: [{}]", lambda read: read.corrected_rows[0]),
    "themed": ("committee: {{themed: [{}], risk: None}}", lambda read: read.committee.themed[0]),
}


@pytest.mark.parametrize("key", PATHS)
def test_a_path_is_found_from_the_file_that_names_it_also_over_another_files(tmp_path, key):
    told, found = PATHS[key]
    for name in ("base", "runs"):
        (tmp_path / name).mkdir()
    (tmp_path / "base/organisation.yml").write_text(ORGANISATION, encoding="utf-8")
    beneath, above = tmp_path / "base/beneath.yml", tmp_path / "runs/run.yml"
    beneath.write_text(f"{RUN}{told.format('old/a')}\n", encoding="utf-8")
    above.write_text("extends: ../base/beneath.yml\n", encoding="utf-8")
    assert found(params.read(above)) == tmp_path.resolve() / "base/old/a"
    above.write_text(f"extends: ../base/beneath.yml\n{told.format('new/b')}\n", encoding="utf-8")
    assert found(params.read(above)) == tmp_path.resolve() / "runs/new/b"


def test_a_source_of_which_another_file_gives_the_sheet_alone_is_found_from_its_own(tmp_path):
    for name in ("base", "runs"):
        (tmp_path / name).mkdir()
    (tmp_path / "base/organisation.yml").write_text(ORGANISATION, encoding="utf-8")
    path = tmp_path / "runs/run.yml"
    run = RUN.replace("organisation.yml", "../base/organisation.yml")
    path.write_text(f"{run}sources: {{audits: {{sheet: March}}}}\n", encoding="utf-8")
    audits = params.read(path).sources["audits"]
    assert (audits.sheet, audits.file) == ("March", tmp_path.resolve() / "base/register.xlsx")


@pytest.mark.parametrize("over_another", [True, False])
def test_a_text_and_claims_are_read_from_the_folder_of_the_file_that_names_them(
    tmp_path, over_another
):
    for folder in ("base", "runs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "words.md").write_text(f"In {folder}", encoding="utf-8")
        claims = f"source: In {folder}\nstatements: [{{kind: date, said: x, date: 31/04/2023}}]\n"
        (tmp_path / folder / "claims.yml").write_text(claims, encoding="utf-8")
    told = "commentary: words.md\nclaims: claims.yml\n"
    (tmp_path / "base/organisation.yml").write_text(ORGANISATION + told, encoding="utf-8")
    run = RUN.replace("organisation.yml", "../base/organisation.yml")
    path = tmp_path / "runs/run.yml"
    path.write_text(run + (told if over_another else ""), encoding="utf-8")
    read, wanted = params.read(path), "In runs" if over_another else "In base"
    assert (read.commentary.text, read.claims.source) == (wanted, wanted)


@pytest.mark.parametrize("written", ["rows.xlsx", "[rows.xlsx]"])
def test_one_file_of_corrected_rows_may_be_named_without_brackets(folder, written):
    read = params.read(over(folder, f"corrected_rows: {written}"))
    assert read.corrected_rows == (folder.resolve() / "rows.xlsx",)


def test_corrected_rows_that_are_no_file_are_refused(folder):
    said = faults(over(folder, "corrected_rows: {a: b}"))
    assert "corrected_rows: found “{'a': 'b'}”; allowed: a list" in said


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in itertools.pairwise("abcdefgh")
)


@pytest.mark.parametrize("added", [ALIASES, "a: &a [*a]", "a: &a {b: *a}"])
def test_aliases_that_stand_for_more_than_anybody_types_are_refused(folder, added):
    said = faults(change(folder, "run.yml", "month: 2023-11", f"{added}\nmonth: 2023-11"))
    assert said.startswith("run.yml isn't YAML that can be read: with what its aliases (*name)")
    assert "Write each value where it belongs" in said


def test_an_alias_that_stands_for_a_little_is_read(folder):
    change(folder, "organisation.yml", "organisation: A service", "organisation: &name A service")
    read = params.read(change(folder, "organisation.yml", "[Bad]", "[Bad, *name]"))
    assert read.scale.aliases["A service"] == "Poor"


@pytest.mark.parametrize("n", [51, 5_000, 100_000])
def test_lists_without_end_in_one_another_are_refused(folder, n):
    deep = f"month: {'[' * n}{']' * n}"
    said = faults(change(folder, "run.yml", "month: 2023-11", deep))
    assert "lie in one another more than 50 deep" in said


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$", "(a*)*b", "(a|aa)+$", "(?:a{1,9}){1,9}$", r"(\d+\s*)*:", "((a+)b?)+$",
        "(?i:x+x?)+y",
    ],
)  # fmt: skip
def test_a_pattern_that_could_take_hours_is_refused_with_what_to_write(folder, pattern):
    reading = f"reading: {{prefixes: {{team: '{pattern}'}}}}\nmonth: 2023-11"
    said = faults(change(folder, "run.yml", "month: 2023-11", reading))
    assert f"run.yml: reading.prefixes: team: “{pattern}” repeats what is itself repeated" in said
    assert "write one repetition in its place" in said


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d[A-Z]:\s*", r"[a-z]\)\s*", r"[0-9]*[A-Za-z]?[):]\s*", r"(?:CIN|CP|CLA)\s*-\s*",
        r"(?:\d{1,2}\.){1,3}\s*", r"(?i)team\s+", r"(?>a+)+", "[abc]+", "(?:ab)+", ".*?: ",
    ],
)  # fmt: skip
def test_a_pattern_that_takes_no_time_is_read(folder, pattern):
    reading = f"reading: {{prefixes: {{team: '{pattern}'}}}}\nmonth: 2023-11"
    read = params.read(change(folder, "run.yml", "month: 2023-11", reading))
    assert read.reading.prefixes == {"team": pattern}
    began = time.monotonic()
    for cell in ("a" * 40 + "!", "1." * 30_000, " " * 30_000):
        _without_prefix([cell], pattern, [])
    assert time.monotonic() - began < 1
