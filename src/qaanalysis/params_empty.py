"""Keys of params that are left empty: each means its default, or takes an inherited one out."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from qaanalysis.params_file import Declared

Key = tuple[str, ...]


def without_empty(
    model: type[BaseModel], declared: Declared, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a file declares without the keys that are left empty.

    An empty key of a section is as if it weren't given. In a mapping whose keys are the service's
    own, such as `reports`, it takes an inherited key out; where nothing is inherited it stays, to
    be told as a fault, unless empty is among what such a key can be.

    Parameters
    ----------
    model : type of BaseModel
        Which keys there are, and what each may be.
    declared : Declared
        The file, which knows what its empty keys lie over.
    values : mapping
        The file's keys.

    Examples
    --------
    >>> from pathlib import Path
    >>> class Run(BaseModel):
    ...     about: str = ""
    ...     reports: dict[str, str]
    >>> values = {"about": None, "reports": {"grades": "team", "returns": None}}
    >>> over = frozenset({("reports", "returns")})
    >>> declared = Declared("run.yml", values, {}, Path("run.yml"), over)
    >>> without_empty(Run, declared, values)
    {'reports': {'grades': 'team'}}
    """
    return dict(_without(values, [model], declared.emptied, ()))


def _without(value: Any, kinds: list[Any], emptied: frozenset[Key], at: Key) -> Any:
    """Return a value, which is to be one of some kinds, without its empty keys."""
    if isinstance(value, list):
        items = [inner for kind in kinds if get_origin(kind) is tuple for inner in get_args(kind)]
        inner = [kind for item in items for kind in _kinds(item)]
        # A list is never laid over another, so that nothing in it is inherited.
        return [_without(item, inner, frozenset(), at) for item in value]
    if not isinstance(value, Mapping):
        return value
    made = {}
    for key, under in value.items():
        where = (*at, str(key))
        of_section, inner = _kinds_of(key, kinds)
        takes_out = of_section or (where in emptied and NoneType not in inner)
        if under is not None or not takes_out:
            made[key] = _without(under, inner, emptied, where)
    return made


def _kinds_of(key: Any, kinds: list[Any]) -> tuple[bool, list[Any]]:
    """Return whether a key is one of a section's own, and the kinds that its value can be."""
    fields = [
        known.annotation
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, known in kind.model_fields.items()
        if key == (known.alias or name)
    ]
    free = [get_args(kind)[1] for kind in kinds if get_origin(kind) is dict]
    return bool(fields), [kind for found in fields or free for kind in _kinds(found)]


def _kinds(annotation: Any) -> list[Any]:
    """Return the kinds that an annotation allows, one by one."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for one in get_args(annotation) for kind in _kinds(one)]
    return [annotation]
