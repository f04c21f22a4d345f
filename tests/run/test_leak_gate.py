"""Nothing that identifies anybody leaves in a file, and ordinary text isn't taken for it."""

import dataclasses
import datetime as dt
import html
import json
from pathlib import Path

import pandas as pd
import pytest
from planted_places import PLACES, document, page
from run_files import example_run

from qaanalysis import params
from qaanalysis.data import Loaded, load
from qaanalysis.errors import ParamsError
from qaanalysis.params_commentary import Commentary
from qaanalysis.present.page import Header, Page
from qaanalysis.run import file_texts, leak, leak_gate, withheld
from qaanalysis.vocabulary import Audience

REASON = "Mother's partner was at home and Kayleigh Thornbury said so to her teacher"
# What is planted, and the column or the form it must be told by. The NHS number is the one of the
# NHS data dictionary's own example; telephone numbers are Ofcom's, kept free for fiction.
PLANTS = [
    *[("LCS-901234", "audits.child_id"), ("lcs 901234", "audits.child_id")],
    *[("LCS–901234", "audits.child_id"), ("LCS901234", "audits.child_id")],
    *[("FAM-77001", "audits.family_id"), ("7700123", "audits.child_id")],
    *[("QA99-0042", "audits.audit_id"), ("QA990042", "audits.audit_id")],
    *[("MOD-901", "moderations.moderation_id"), ("Q. Zephyrholt", "audits.auditor")],
    *[("ZEPHYRHOLT, Q.", "audits.auditor"), ("Q.\u00a0Zephyrholt", "audits.auditor")],
    *[("Zephyr\u200bholt Q", "audits.auditor"), ("Siobhán O’Hanrahan", "audits.case_holder")],
    *[("siobhan o'hanrahan", "audits.case_holder"), ("S O'Hanrahan", "audits.case_holder")],
    *[("Quillfeather", "audits.case_holder"), ("Anne-Marie van Zyl", "audits.escalated_to")],
    *[("Kayleigh Thornbury", "moderations.reason"), (REASON, "moderations.reason")],
    *[(REASON.upper(), "moderations.reason"), ("LCS-905555", "moderations.reason")],
    *[("LCS-9O6666", "audits.child_id"), ("B. Rejectedson", "audits.auditor")],
    *[("943 476 5919", "an NHS number"), ("9434765919", "an NHS number")],
    *[("943-476-5919", "an NHS number"), ("0161 496 0123", "a telephone number")],
    *[("(020) 7946 0123", "a telephone number"), ("+44 7700 900123", "a telephone number")],
    *[("07700900123", "a telephone number"), ("a.parent@example.org", "an e-mail address")],
    *[("SW1A 1AA", "a postcode"), ("M11AE", "a postcode")],
    *[("hunter2-swordfish", "the secret DATABASE_PASSWORD")],
    *[("postgres://qa:tr0ub4dor@db.example/qa", "a connection string")],
    *[("Server=db;Password=tr0ub4dor;", "a connection string")],
]
N_PLANTS = 200
PAIRS = [
    (*PLANTS[n % len(PLANTS)], list(PLACES)[(n + n // len(PLANTS)) % len(PLACES)])
    for n in range(N_PLANTS)
]
SECRETS = {"DATABASE_PASSWORD": "hunter2-swordfish"}


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> params.Params:
    return params.read(example_run(tmp_path_factory.mktemp("run"), audience="published"))


@pytest.fixture(scope="module")
def internal(read) -> params.Params:
    return read.model_copy(update={"audience": Audience.INTERNAL})


@pytest.fixture(scope="module")
def loaded(read) -> Loaded:
    """The example's tables, with some people added whose identifiers are planted."""
    made = load(read)
    audits, moderations = made["audits"], made["moderations"]
    added = audits.head(4).assign(
        audit_id=["QA99-0042", "QA99-0043", "QA99-0044", "QA99-0045"],
        child_id=["LCS-901234", "7700123", "12", "2023"],
        family_id="FAM-77001",
        auditor=["Q. Zephyrholt", "May", "A. Good", "Q. Zephyrholt"],
        case_holder=["Siobhán O'Hanrahan", "Quillfeather", "Family Support", "Quillfeather"],
        escalated_to="Anne-Marie van Zyl",
    )
    told = moderations.head(2).assign(
        moderation_id=["MOD-901", "MOD-902"], reason=[REASON, "He was seen (file LCS-905555)"]
    )
    rejected = pd.DataFrame(
        {"row": [9], "child_id": ["LCS-9O6666"], "auditor": [" B. Rejectedson"], "reasons": ["x"]}
    )
    accepted = {
        **made.accepted,
        "audits": pd.concat([audits.astype(added.dtypes.astype(str)), added]),
        "moderations": pd.concat([moderations, told]),
    }
    return dataclasses.replace(made, accepted=accepted, rejected={"audits": rejected})


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def found_in(folder: Path, body: str, loaded, read, **more) -> list[leak.Leak]:
    written(folder, {"grades.html": page(body)[1]})
    return leak_gate.check(folder, loaded, read, **more)


def columns(leaks: list[leak.Leak], file: str) -> set[str]:
    return {found.column or found.who for found in leaks if found.file == file}


@pytest.fixture(scope="module")
def planted(tmp_path_factory, loaded, read) -> tuple[dict[int, str], list[leak.Leak]]:
    """Two hundred files, each with one identifier in one place, searched at once."""
    files, content = {}, {}
    for n, (value, _, place) in enumerate(PAIRS):
        ending, made = PLACES[place](value)
        files[n] = f"planted{n}.{ending}"
        content[files[n]] = made
    folder = written(tmp_path_factory.mktemp("planted"), content)
    return files, leak_gate.check(folder, loaded, read, secrets=SECRETS)


def test_the_plants_are_of_every_kind_in_every_place():
    assert len(set(PAIRS)) == N_PLANTS
    assert {place for *_, place in PAIRS} == set(PLACES)
    assert {value for value, *_ in PAIRS} == {value for value, _ in PLANTS}


@pytest.mark.parametrize("n", range(N_PLANTS), ids=lambda n: f"{PAIRS[n][0][:20]}-{PAIRS[n][2]}")
def test_each_planted_identifier_is_found_and_its_column_told(planted, n):
    files, leaks = planted
    assert PAIRS[n][1] in columns(leak.refused(leaks, Audience.PUBLISHED), files[n])


def test_no_message_holds_a_value(planted):
    _, leaks = planted
    told = leak.sentence(leaks).casefold() + repr(leaks).casefold()
    for value, _ in PLANTS:
        assert value.casefold() not in told
        assert html.escape(value).casefold() not in told


def test_the_same_places_without_an_identifier_raise_no_alarm(tmp_path, loaded, read):
    files = {
        f"clean{n}.{made[0]}": made[1]
        for n, made in enumerate(put("23 of 62 audits were Good") for put in PLACES.values())
    }
    folder = written(tmp_path, files)
    assert leak_gate.check(folder, loaded, read, secrets=SECRETS) == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<p>Of LCS-901234.</p>", "the text under “By area”"),
        ("<h3>Of LCS-901234</h3>", "a heading under “By area”"),
        (
            "<h3>Of LCS-901234</h3><p>LCS-901234</p>",
            "the text under a heading that can’t be quoted",
        ),
        ('<img alt="LCS-901234">', "an image’s alternative text under “By area”"),
        ("<table><caption>LCS-901234</caption></table>", "a caption under “By area”"),
        ("<table><tr><td>LCS-901234</td></tr></table>", "a table’s cell under “By area”"),
    ],
)
def test_the_place_in_a_page_is_told_by_its_heading(tmp_path, loaded, read, body, place):
    leaks = found_in(tmp_path, body, loaded, read)
    assert place in {found.place for found in leaks}
    assert "grades" in {found.report for found in leaks}


def test_the_place_in_a_workbook_is_its_sheet_and_cell(tmp_path, loaded, read):
    written(tmp_path, {"tables.xlsx": PLACES["Excel cell"]("LCS-901234")[1]})
    [found] = leak_gate.check(tmp_path, loaded, read)
    assert (found.place, found.report) == ("the sheet “Grades”, cell B7", "")


def test_what_was_typed_in_params_is_told_by_its_key_in_the_manifest_and_in_pages(
    tmp_path, loaded, read
):
    committee = read.committee.model_copy(
        update={"recommendations": ("Note it.", "Look at LCS-901234 again.")}
    )
    typed = read.model_copy(update={"committee": committee, "correction": "Of LCS-901234"})
    manifest = json.dumps({"params": typed.resolved(), "month": "2023-11"}).encode()
    written(tmp_path, {"manifest.json": manifest})
    found = found_in(tmp_path, "<p>Of LCS-901234.</p>", loaded, typed)
    leaks = leak.refused(found, Audience.INTERNAL)
    keys = ("correction", "committee.recommendations (number 2)")
    assert {found.place for found in leaks if found.file == "manifest.json"} == {
        f"the key {key} of params" for key in keys
    }
    assert {frozenset(found.typed) for found in leaks} == {frozenset(keys)}
    assert leak.advice(leaks) == [
        f"It was typed in params: take it out there, from {'; '.join(sorted(keys))}."
    ]


def test_what_was_typed_in_commentary_is_told_by_its_file(tmp_path, loaded, read):
    text = tmp_path / "own-words.md"
    text.write_text("Of FAM-77001.", encoding="utf-8")
    typed = read.model_copy(update={"commentary": Commentary.model_validate(text)})
    body = "<p>Of FAM-77001.</p><p>LCS-901234</p>"
    leaks = found_in(tmp_path / "run", body, loaded, typed)
    assert {found.column: found.typed for found in leaks} == {
        "audits.family_id": ("the commentary own-words.md",),
        "audits.child_id": (),
    }
    assert [said.split(",")[0] for said in leak.advice(leaks)] == [
        "It was typed in params: take it out there",
        "Show it by group or as a count instead",
    ]


def test_a_key_that_is_itself_what_was_found_is_not_repeated(tmp_path, loaded, read):
    learning = read.learning.model_copy(update={"in_focus": {"LCS-901234": "LCS-901234"}})
    typed = read.model_copy(update={"learning": learning})
    manifest = json.dumps({"params": {"LCS-901234": "LCS-901234"}}).encode()
    written(tmp_path, {"manifest.json": manifest})
    [found] = leak_gate.check(tmp_path, loaded, typed)
    assert (found.place, found.typed) == ("a key of params", ("a key that can’t be quoted",))
    assert "901234" not in leak.sentence([found])


@pytest.mark.parametrize("attribute", ["descr", "title", "name", "w:val"])
def test_a_number_that_somebody_wrote_into_a_document_is_searched(
    tmp_path, loaded, read, attribute
):
    made = document(
        "word/header1.xml", lambda text: f'<wp:docPr cx="952500" {attribute}="{text}"/>'
    )
    written(tmp_path, {"letter.docx": made("7700123")[1]})
    assert columns(leak_gate.check(tmp_path, loaded, read), "letter.docx") == {"audits.child_id"}


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("word/document.xml", "the part word"),
        ("word/header1.xml", "the header of the pages"),
        ("word/footer2.xml", "the footer of the pages"),
        ("word/comments.xml", "the comments"),
        ("docProps/core.xml", "the document’s properties"),
    ],
)
def test_the_place_in_a_word_document_is_its_part(tmp_path, loaded, read, part, place):
    made = document(part, lambda text: f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    written(tmp_path, {"grades.docx": made("LCS-901234")[1]})
    [found] = leak_gate.check(tmp_path, loaded, read)
    assert (found.place, found.report) == (place, "grades")


def test_a_files_name_is_searched_and_not_told(tmp_path, loaded, read):
    written(tmp_path, {"lcs-901234.html": page("<p>x</p>")[1]})
    [found] = leak_gate.check(tmp_path, loaded, read)
    assert found.place == "the file’s name"
    assert "901234" not in leak.sentence([found])


def test_an_identifier_in_many_places_is_told_with_how_many_more(tmp_path, loaded, read):
    body = "".join(f"<h3>Part {n}</h3><p>LCS-901234</p>" for n in range(9))
    leaks = found_in(tmp_path, body, loaded, read)
    assert "and 4 more places" in leak.sentence(leaks)


def test_internal_readers_may_see_audit_ids_and_nobodys_own(tmp_path, loaded, internal, read):
    body = "<p>QA99-0042 and MOD-901: auditor 708b5063</p>"
    assert found_in(tmp_path, body, loaded, internal) == []
    assert columns(found_in(tmp_path, body, loaded, read), "grades.html") >= {"audits.audit_id"}
    told = found_in(tmp_path, "<p>Q. Zephyrholt</p>", loaded, internal)
    assert columns(leak.refused(told, Audience.INTERNAL), "grades.html") == {"audits.auditor"}


@pytest.mark.parametrize(
    "text",
    ["LCS-9012345", "LCS-901234A", "77001234", "12% of 123", "1,234 of 17,700,123", "7,700,123.5"],
)
def test_only_whole_words_are_identifiers(tmp_path, loaded, internal, text):
    assert found_in(tmp_path, f"<p>{text}</p>", loaded, internal) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Returns in May", "audits.auditor"),
        ("a Good grade", "audits.auditor"),
        ("Family Support has most", "audits.case_holder"),
        ("12 of 62", "audits.child_id"),
        ("in 2023", "audits.child_id"),
        ("901234", "audits.child_id"),
        ("1,234 of 7,700,123", "audits.child_id"),
    ],
)
def test_a_value_like_ordinary_text_is_left_to_a_decision(
    tmp_path, loaded, read, internal, text, column
):
    leaks = found_in(tmp_path, f"<p>{text}</p>", loaded, read)
    mine = [found for found in leaks if found.column == column]
    assert mine
    assert all(found.ambiguous for found in mine)
    assert leak.refused(mine, Audience.PUBLISHED) == mine
    assert leak.refused(mine, Audience.INTERNAL) == []
    assert f"Values of {column}" in leak.sentence(mine)
    assert f"column: {column}" in leak.decisions(leaks)


def test_what_is_decided_once_is_not_asked_again(tmp_path, loaded, read):
    decided = {"column": "audits.auditor", "values": ["May"], "reason": "a month, on these pages"}
    after = params.Params(**{**dict(read), "leak_gate": {"allowed": [decided]}})
    assert found_in(tmp_path, "<p>Returns in May</p>", loaded, read)
    assert found_in(tmp_path, "<p>Returns in May</p>", loaded, after) == []
    assert found_in(tmp_path, "<p>Q. Zephyrholt in May</p>", loaded, after)


def test_a_decision_about_an_initial_is_none_about_the_name(tmp_path, loaded, read):
    audits = loaded["audits"]
    brown = dataclasses.replace(
        loaded, accepted={**loaded.accepted, "audits": audits.assign(auditor="Jane Brown")}
    )
    [found] = found_in(tmp_path, "<p>Audited by J. Brown</p>", brown, read)
    assert (found.column, found.ambiguous) == ("audits.auditor", True)
    assert 'values: ["J. Brown"]' in leak.decisions([found])
    decided = {"column": "audits.auditor", "values": ["J. Brown"], "reason": "the director's name"}
    after = params.Params(**{**dict(read), "leak_gate": {"allowed": [decided]}})
    assert found_in(tmp_path, "<p>Audited by J. Brown</p>", brown, after) == []
    [found] = found_in(tmp_path, "<p>Audited by Jane Brown’s team</p>", brown, after)
    assert not found.ambiguous


def test_a_name_and_its_initial_are_both_told(tmp_path, loaded, read):
    audits = loaded["audits"]
    brown = dataclasses.replace(
        loaded, accepted={**loaded.accepted, "audits": audits.assign(auditor="Jane Brown")}
    )
    leaks = found_in(tmp_path, "<p>Jane Brown</p><h3>J. Brown</h3>", brown, read)
    assert {(found.place, found.ambiguous) for found in leaks} == {
        ("the text under “By area”", False),
        ("a heading under “By area”", True),
    }


@pytest.mark.parametrize(
    "cell",
    [
        *("Tamsin Oyelowo was at home", "He left. Tamsin Oyelowo was there", "re. Tamsin Oyelowo"),
        *("the partner (Tamsin Oyelowo)", "by “Tamsin Oyelowo”", "the son\nTamsin Oyelowo there"),
        *("Mum Tamsin Oyelowo was at home", "TAMSIN OYELOWO was at home"),
    ],
)
def test_a_name_anywhere_in_free_text_is_found(tmp_path, loaded, read, internal, cell):
    told = loaded["moderations"].head(1).assign(moderation_id="MOD-903", reason=cell)
    more = {**loaded.accepted, "moderations": pd.concat([loaded["moderations"], told])}
    said = dataclasses.replace(loaded, accepted=more)
    leaks = found_in(tmp_path, "<p>Of Tamsin Oyelowo.</p>", said, read)
    assert columns(leak.refused(leaks, Audience.PUBLISHED), "grades.html") == {"moderations.reason"}
    refused = leak.refused(leak_gate.check(tmp_path, said, internal), Audience.INTERNAL)
    assert bool(refused) != cell.startswith("TAMSIN")
    assert found_in(tmp_path, "<p>Of Tamsin. Mum was at home</p>", said, read) == []


def test_a_secret_too_short_to_be_looked_for_is_named(read):
    named = params.Params(**{**dict(read), "leak_gate": {"secrets": ["DB_PIN", "DB_PASSWORD"]}})
    with pytest.raises(ParamsError, match=r"DB_PIN has fewer than 6 characters") as caught:
        withheld.secrets(named, {"DB_PIN": "12345", "DB_PASSWORD": "correct-horse"})
    assert "12345" not in str(caught.value)
    assert withheld.secrets(named, {"DB_PASSWORD": "123456"})["DB_PASSWORD"] == "123456"


def test_decisions_are_params_to_be_copied(tmp_path, loaded, read):
    import yaml

    leaks = found_in(tmp_path, "<p>Returns in May</p>", loaded, read)
    copied = yaml.safe_load(leak.decisions(leaks))["leak_gate"]["allowed"]
    assert [entry["values"] for entry in copied] == [["May"]]
    assert copied[0]["column"] == "audits.auditor"


def test_values_that_are_allowed_stay_out_of_the_manifest(read):
    decided = {"column": "audits.auditor", "values": ["May"], "reason": "a month, on these pages"}
    after = params.Params(**{**dict(read), "leak_gate": {"allowed": [decided]}})
    [said] = after.resolved()["leak_gate"]["allowed"]
    assert said == {"column": "audits.auditor", "reason": "a month, on these pages"}


def test_an_address_that_params_have_printed_is_no_leak(tmp_path, loaded, read):
    printed = read.model_copy(update={"about_data": "Ask qa@example.org, 0161 496 0000."})
    body = "<p>Ask qa@example.org, 0161 496 0000.</p>"
    assert found_in(tmp_path, body, loaded, read)
    assert found_in(tmp_path, body, loaded, printed) == []


def test_rejected_rows_are_not_searched(tmp_path, loaded, internal):
    written(tmp_path, {"rejected-rows.xlsx": PLACES["Excel cell"]("LCS-901234")[1]})
    assert leak_gate.check(tmp_path, loaded, internal) == []


@pytest.mark.parametrize("name", ["page.html", "page.ipynb"])
def test_the_style_of_every_page_is_nobodys(name):
    styled = Header(Page("Trust", "2023-11", "November 2023", dt.date(2023, 12, 3))).html()
    lines = json.dumps(styled.splitlines(keepends=True), indent=1)
    content = (lines if name.endswith("ipynb") else styled).encode()
    said = " ".join(text.text for text in file_texts.read(name, content))
    assert "Trust" in said
    assert "border-collapse" not in said
