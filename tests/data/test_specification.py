"""The data specification as published: its page and its Table Schemas are what the schemas say."""

import json
import re

import pytest
from run_files import ROOT

from qaanalysis.data import specification
from qaanalysis.data.fields import Kind
from qaanalysis.data.schemas import STANDARD_SCALE, VERSION, tables
from qaanalysis.vocabulary import GRADED, LISTED

DOCS = ROOT / "docs"
SCHEMAS = sorted((DOCS / "data-specification").glob("*.schema.json"))
# What the standard allows, by hand from https://datapackage.org/standard/table-schema/ (2.0).
OF_SCHEMA = {"fields", "$schema", "fieldsMatch", "missingValues", "primaryKey", "foreignKeys"}
OF_FIELD = {"name", "type", "format", "title", "description", "constraints"}
FOR_ALL = {"required", "unique", "enum"}
CONSTRAINTS = {
    "string": {*FOR_ALL, "pattern", "minLength", "maxLength"},
    "date": {*FOR_ALL, "minimum", "maximum"},
    "yearmonth": {*FOR_ALL, "minimum", "maximum"},
    "integer": {*FOR_ALL, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "number": {*FOR_ALL, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_page_and_the_schemas_in_docs_are_written_from_the_schemas():
    kept = {path.relative_to(DOCS).as_posix() for path in [DOCS / specification.PAGE, *SCHEMAS]}
    made = specification.files()
    assert kept == set(made)
    for name, text in made.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"write {name} anew"


def test_the_page_has_the_version_and_every_schema_has_it():
    page = (DOCS / specification.PAGE).read_text(encoding="utf-8")
    assert f"Version {VERSION}." in page
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert {read(path)["version"] for path in SCHEMAS} == {VERSION}


def test_there_is_a_schema_for_each_table_of_the_page():
    page = (DOCS / specification.PAGE).read_text(encoding="utf-8")
    tables = [word for word in re.findall(r"(?m)^## (.+)$", page) if " " not in word]
    assert len(tables) == 12
    assert {path.name for path in SCHEMAS} == {f"{table}.schema.json" for table in tables}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name)
class TestTableSchema:
    def test_its_fields_keep_the_standard(self, path):
        fields = read(path)["fields"]
        names = [field["name"] for field in fields]
        assert len({name.lower() for name in names}) == len(names) > 0
        for field in fields:
            assert isinstance(field["name"], str)
            assert set(field) - OF_FIELD <= {"identifies"}
            allowed = CONSTRAINTS[field["type"]]
            constraints = field.get("constraints", {})
            assert set(constraints) <= allowed, field["name"]
            assert constraints.get("required", True) is True
            words = constraints.get("enum", ["a word"])
            assert len(set(words)) == len(words) > 0

    def test_its_keys_are_of_fields_that_are_there(self, path):
        schema = read(path)
        names = {field["name"] for field in schema["fields"]}
        assert set(schema) - OF_SCHEMA <= {"name", "title", "description", "version", "rowRules"}
        assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
        assert schema["fieldsMatch"] == "partial"
        assert names >= set(schema["primaryKey"]) != set()
        for key in schema.get("foreignKeys", []):
            parent = DOCS / "data-specification" / f"{key['reference']['resource']}.schema.json"
            assert names >= set(key["fields"])
            assert read(parent)["primaryKey"] == key["reference"]["fields"] == key["fields"]
        assert names >= {rule["field"] for rule in schema.get("rowRules", [])}
        assert "" in schema["missingValues"]

    def test_its_fields_are_those_of_the_page(self, path):
        page = (DOCS / specification.PAGE).read_text(encoding="utf-8")
        section = page.split(f"\n## {path.name.split('.')[0]}\n")[1].split("\n## ")[0]
        rows = re.findall(r"(?m)^\| `(\w+)` \|.*\| (needed|may be blank) \| (\w*) \|$", section)
        said = [
            (
                field["name"],
                "needed" if "required" in field.get("constraints", {}) else "may be blank",
                field.get("identifies", ""),
            )
            for field in read(path)["fields"]
        ]
        assert said == rows


def test_whom_the_register_identifies_is_told():
    fields = {f["name"]: f for f in read(DOCS / "data-specification/audits.schema.json")["fields"]}
    assert fields["child_id"]["identifies"] == "child"
    assert fields["auditor"]["identifies"] == "worker"
    assert "identifies" not in fields["team"]
    assert fields["auditor_grade"]["constraints"]["enum"][0] == "Outstanding"


def test_how_long_a_text_may_be_is_told_alike_on_the_page_and_in_the_schemas():
    page = (DOCS / specification.PAGE).read_text(encoding="utf-8")
    for path in SCHEMAS:
        section = page.split(f"\n## {path.name.split('.')[0]}\n")[1].split("\n## ")[0]
        for field in read(path)["fields"]:
            longest = field.get("constraints", {}).get("maxLength")
            [row] = re.findall(rf"(?m)^\| `{field['name']}` \|.*$", section)
            assert re.findall(r"at most (\d+) characters", row) == (
                [str(longest)] if longest else []
            )
    audits = {f["name"]: f for f in read(DOCS / "data-specification/audits.schema.json")["fields"]}
    assert audits["audit_id"]["constraints"]["maxLength"] == 200
    reasons = read(DOCS / "data-specification/moderations.schema.json")["fields"]
    assert [f.get("constraints") for f in reasons if f["name"] == "reason"] == [None]


def test_params_know_which_columns_hold_words_of_a_list_and_which_grades():
    columns = [c for t in tables(STANDARD_SCALE).values() for c in t.schema.columns.items()]
    listed = {
        name: spec.metadata["allowed"]
        for name, spec in columns
        if spec.metadata["kind"] is Kind.WORD
    }
    assert {name: tuple(words) for name, words in LISTED.items()} == listed
    graded = {name for name, spec in columns if spec.metadata["kind"] is Kind.GRADE}
    assert graded == set(GRADED)
