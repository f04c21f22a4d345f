"""YAML params files as they lie on disk: found, read, and laid over the files they extend."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from qaanalysis.errors import ParamsError

_TRUTH = "tag:yaml.org,2002:bool"
# A few kilobytes of aliases of aliases can stand for millions of values.
_MOST_VALUES, _DEEPEST = 100_000, 50


@dataclass(frozen=True)
class Declared:
    """The keys of a params file and all it extends, and which file each came from.

    `emptied` are the keys that are left empty over one that a file beneath gives a value.
    """

    name: str
    values: dict[str, Any]
    origins: dict[tuple[str, ...], Path]
    path: Path
    emptied: frozenset[tuple[str, ...]] = frozenset()

    def file_of(self, key: tuple[str, ...]) -> str:
        """Return the name of the file that declares `key`, or the nearest key above it."""
        return self._origin(key).name

    def folder_of(self, key: tuple[str, ...]) -> Path:
        """Return the folder of the file that declares `key`."""
        return self._origin(key).parent

    def _origin(self, key: tuple[str, ...]) -> Path:
        while key and key not in self.origins:
            key = key[:-1]
        return self.origins.get(key, self.path)


class _OneOfEach(yaml.CSafeLoader):
    """A loader that refuses a key given twice, which YAML would let the last one win.

    As in YAML 1.2, only true and false are truth values: a key `on` and a cell's `No` are words.
    """


_OneOfEach.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TRUTH]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_OneOfEach.add_implicit_resolver(
    _TRUTH, re.compile("^(?:true|false|True|False|TRUE|FALSE)$"), list("tfTF")
)


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            line = node.start_mark.line + 1
            raise yaml.YAMLError(f"the key “{key}” is given twice in the block at line {line}")
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_OneOfEach.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def find(path: Path) -> Path:
    """Return where a params file is: as given, or in the working folder or one above it."""
    if path.is_absolute():
        candidates = [path]
    else:
        here = Path.cwd()
        candidates = [folder / path for folder in (here, *here.parents)]
    for candidate in candidates:
        if candidate.is_file():
            return candidate.resolve()
    raise ParamsError(
        f"There is no params file {path.as_posix()}, in the working folder or any folder above it. "
        "Give the path of a run's YAML file, such as params/2023-11.yml."
    )


def read_declared(path: Path) -> Declared:
    """Read a params file and, beneath it, the files it extends."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    found = find(path)
    while True:
        if any(found == seen for seen, _ in chain):
            raise ParamsError(f"{found.name}: extends leads back to itself; break the circle.")
        values = _yaml(found)
        chain.append((found, values))
        parent = values.pop("extends", None)
        if parent is None:
            break
        found = (found.parent / str(parent)).resolve()
        if not found.is_file():
            raise ParamsError(f"{chain[-1][0].name}: extends: there is no file {parent} beside it.")
    merged: dict[str, Any] = {}
    origins: dict[tuple[str, ...], Path] = {}
    emptied: set[tuple[str, ...]] = set()
    for file, values in reversed(chain):
        _lay_over(merged, values, file, (origins, emptied), ())
    return Declared(chain[0][0].name, merged, origins, chain[0][0], frozenset(emptied))


def with_named_file(declared: Declared, key: str) -> Any:
    """Return a key's value, or, where it is the name of a YAML file, what stands in that file.

    The file is found from the folder of the one that names it, and faults are told as its own.

    Parameters
    ----------
    declared : Declared
        The files that were read.
    key : str
        One of their keys.

    Raises
    ------
    ParamsError
        If there is no such file, or it isn't YAML.
    """
    value = declared.values.get(key)
    if not isinstance(value, str):
        return value
    file = (declared.folder_of((key,)) / value).resolve()
    if not file.is_file():
        raise ParamsError(
            f"{declared.file_of((key,))}: {key}: there is no file {value}, as seen from the folder "
            "of this file."
        )
    declared.origins[(key,)] = file
    return _yaml(file)


def as_yaml(values: dict[str, Any]) -> str:
    """Return keys and values as the text of a params file.

    Examples
    --------
    >>> print(as_yaml({"reading": {"missing": ["-"]}}), end="")
    reading:
      missing:
      - '-'
    """
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)


def _lay_over(
    below: dict[str, Any],
    above: dict[str, Any],
    file: Path,
    noted: tuple[dict[tuple[str, ...], Path], set[tuple[str, ...]]],
    at: tuple[str, ...],
) -> None:
    """Lay one file's keys over another's, mapping into mapping.

    Noted are where each came from, and which are left empty over one that has a value.
    """
    origins, emptied = noted
    for key, value in above.items():
        where = (*at, str(key))
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _lay_over(below[key], value, file, noted, where)
            continue
        if value is not None:
            emptied.discard(where)
        elif below.get(key) is not None:
            emptied.add(where)
        below[key] = value
        origins[where] = file
        if isinstance(value, dict):
            below[key] = {}
            _lay_over(below[key], value, file, noted, where)


def _reason(error: yaml.YAMLError) -> str:
    """Return the parser's complaint in one line, with the line of the file."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"line {mark.line + 1}: {problem}." if mark else f"{problem}."


def _loaded(text: str) -> Any:
    """Return what a text of YAML holds, once it is known that it is no more than is typed."""
    _refuse_deep(text)
    loader = _OneOfEach(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _size(node, {}) > _MOST_VALUES:
            raise yaml.YAMLError(
                f"with what its aliases (*name) stand for it has more than {_MOST_VALUES:,} "
                "values. Write each value where it belongs, in place of an alias"
            )
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _refuse_deep(text: str) -> None:
    """Refuse keys or lists that lie deep in one another: libyaml's own end is the program's."""
    depth = 0
    for event in yaml.parse(text, Loader=_OneOfEach):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
            raise yaml.YAMLError(
                f"{line}keys or lists lie in one another more than {_DEEPEST} deep, as no params do"
            )


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values there are in a node; one within itself has no end of them."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        # What it is while it is counted, should an alias within it stand for it.
        known[id(node)] = _MOST_VALUES + 1
        inner = node.value
        if isinstance(node, yaml.MappingNode):
            inner = [one for pair in node.value for one in pair]
        known[id(node)] = 1 + sum(_size(one, known) for one in inner)
    return known[id(node)]


def _yaml(path: Path) -> dict[str, Any]:
    try:
        values = _loaded(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ParamsError(f"{path.name} isn't UTF-8 text; save it again as UTF-8.") from None
    except yaml.YAMLError as error:
        raise ParamsError(f"{path.name} isn't YAML that can be read: {_reason(error)}") from None
    if not isinstance(values, dict):
        raise ParamsError(f"{path.name} holds no keys; see params/2023-11.yml for an example.")
    return values
