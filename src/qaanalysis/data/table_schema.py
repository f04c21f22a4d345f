"""Each table of the specification as a Table Schema of Frictionless Data, version 2.0.

https://datapackage.org/standard/table-schema/
"""

import json
from typing import Any

import pandera.pandas as pandera

from qaanalysis.data.fields import Kind
from qaanalysis.data.schemas import VERSION, Table
from qaanalysis.vocabulary import Sensitivity

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES = {
    Kind.IDENTIFIER: "string",
    Kind.NAME: "string",
    Kind.WORD: "string",
    Kind.GRADE: "string",
    Kind.DATE: "date",
    Kind.MONTH: "yearmonth",
    Kind.COUNT: "integer",
    Kind.PROBABILITY: "number",
}


def file_name(table: str) -> str:
    """Return what a table's schema is called.

    Examples
    --------
    >>> file_name("audits")
    'audits.schema.json'
    """
    return f"{table}.schema.json"


def as_json(table: Table) -> str:
    """Return a table's schema as the text of its file."""
    return json.dumps(descriptor(table), indent=2, ensure_ascii=False) + "\n"


def descriptor(table: Table) -> dict[str, Any]:
    """Return a table's schema: fields, key, references and, as more than the standard has, rules.

    Examples
    --------
    >>> from qaanalysis.data.schemas import STANDARD_SCALE, tables
    >>> descriptor(tables(STANDARD_SCALE)["re_audits"])["primaryKey"]
    ['re_audit_id']
    """
    made: dict[str, Any] = {
        "$schema": PROFILE,
        "name": table.name,
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.meaning,
        "version": VERSION,
        # A column that may be blank may be absent, and others may stand beside these.
        "fieldsMatch": "partial",
        "fields": [_field(name, column) for name, column in table.schema.columns.items()],
        "missingValues": ["", "-"],
        "primaryKey": list(table.key),
    }
    if table.references:
        made["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": parent, "fields": [column]}}
            for column, parent in table.references.items()
        ]
    if table.rules:
        made["rowRules"] = [
            {"field": rule.column, "broken": rule.name, "allowed": rule.allowed}
            for rule in table.rules
        ]
    return made


def _field(name: str, column: pandera.Column) -> dict[str, Any]:
    kind, who = column.metadata["kind"], column.metadata["sensitivity"]
    field = {"name": str(name), "type": TYPES[kind], "description": column.description}
    if constraints := _constraints(kind, column):
        field["constraints"] = constraints
    if who is not Sensitivity.NONE:
        field["identifies"] = str(who)
    return field


def _constraints(kind: Kind, column: pandera.Column) -> dict[str, Any]:
    found: dict[str, Any] = {} if column.nullable else {"required": True}
    match kind:
        case Kind.IDENTIFIER | Kind.NAME if longest := column.metadata["longest"]:
            found["maxLength"] = longest
        case Kind.WORD | Kind.GRADE:
            found["enum"] = list(column.metadata["allowed"])
        case Kind.COUNT:
            found["minimum"] = 0
        case Kind.PROBABILITY:
            found |= {"exclusiveMinimum": 0, "maximum": 1}
    return found
