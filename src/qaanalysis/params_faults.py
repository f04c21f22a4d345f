"""A file's keys held against a model: every fault at once, as file: key: what is wrong."""

import datetime as dt
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from qaanalysis.errors import ParamsError
from qaanalysis.params_file import Declared

Model = TypeVar("Model", bound=BaseModel)
_LIST, _KEYS = "a list, in square brackets", "keys with values"
_SHAPES = {"tuple_type": _LIST, "list_type": _LIST, "dict_type": _KEYS, "model_type": _KEYS}


def checked(model: type[Model], declared: Declared, values: dict[str, Any]) -> Model:
    """Return what a file declares as a model.

    Parameters
    ----------
    model : type of BaseModel
        Which keys there are, and what each may be.
    declared : Declared
        The file, to say where a fault is.
    values : dict
        The file's keys, with each path in full.

    Raises
    ------
    ParamsError
        If any key is wrong; the message lists every fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> class Source(BaseModel):
    ...     file: str
    >>> declared = Declared("run.yml", {}, {}, Path("run.yml"))
    >>> checked(Source, declared, {"file": "audits.csv"}).file
    'audits.csv'
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = [_fault(declared, one, model) for one in _own([dict(e) for e in error.errors()])]
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise ParamsError(f"{declared.name} has {count}:\n" + "\n".join(faults)) from None


def _fault(declared: Declared, error: dict[str, Any], model: type[BaseModel]) -> str:
    where = tuple(str(part) for part in error["loc"] if part != "[key]")
    key = _named(error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        problem = f"isn't a key that params have; allowed here: {_allowed_keys(model, where[:-1])}"
    elif kind == "union_tag_invalid":
        problem = f"kind: found “{context['tag']}”; allowed: {context['expected_tags']}"
    elif kind == "union_tag_not_found":
        problem = "kind is needed and isn't given"
    elif kind == "missing":
        problem = "is needed and isn't given"
    elif error["input"] is None:
        problem = (
            "is left empty. Give it a value (an empty mapping, which is all defaults, is {}), or "
            "take the key out: left empty it takes out what an extended file gives, and none does"
        )
    elif kind == "value_error":
        problem = str(context["error"])
    else:
        problem = _wrong_value(error)
    return f"  {declared.file_of(where)}: {key + ': ' if key else ''}{problem}"


def _wrong_value(error: dict[str, Any]) -> str:
    kind, context, found = error["type"], error.get("ctx", {}), error["input"]
    if "expected" in context:
        return f"found “{found}”; allowed: {context['expected']}"
    if kind == "too_short":
        return f"found {context['actual_length']}; allowed: {context['min_length']} or more"
    if kind.startswith("date_"):
        return f"found “{found}”; {_day_asked(found)}"
    if kind in _SHAPES:
        return f"found “{found}”; allowed: {_SHAPES[kind]}"
    return f"found “{found}”; {error['msg'].lower()}"


def _day_asked(found: Any) -> str:
    """Return how a day is to be written: the one found, where it is written as people do."""
    try:
        day = dt.datetime.strptime(str(found).strip(), "%d/%m/%Y").date()
    except ValueError:
        return "write a day as 2023-12-31, the year first"
    return f"write it as {day.isoformat()}, the year first"


def _own(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out lists that are too short only because an item of theirs has a fault of its own."""
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if one["type"] != "too_short"
        or not any(
            len(at) > len(one["loc"]) and at[: len(one["loc"])] == one["loc"] for at in places
        )
    ]


def _named(parts: tuple[str | int, ...]) -> str:
    """Return a key as it is told to people, who count the items of a list from 1."""
    named = ""
    for part in parts:
        if isinstance(part, int):
            named += f" (number {part + 1})"
        elif part != "[key]":
            named += f".{part}" if named else part
    return named


def _allowed_keys(model: type[BaseModel], parents: tuple[str, ...]) -> str:
    """Return the keys of the innermost model that the keys above lead into."""
    among = [model]
    for parent in parents:
        inner = [
            found
            for name, known in among[0].model_fields.items()
            if parent in (name, known.alias)
            for found in _models_in(known.annotation)
        ]
        # Of several kinds of thing in one list, the kind is named where the key would be.
        among = inner or [one for one in among if parent in _kinds(one)] or among
    return ", ".join(known.alias or name for name, known in among[0].model_fields.items())


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that a key's values can be, also in a list or a mapping of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    return get_args(model.model_fields["kind"].annotation) if "kind" in model.model_fields else ()
