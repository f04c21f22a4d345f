"""What can be read in JSON, of which notebooks consist: names, values, and what is packed in them.

It is parsed rather than searched for escapes; a text that a notebook keeps as a list of lines is
put together again.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from qaanalysis.run import base64_texts


@dataclass(frozen=True)
class Parsed:
    """What a JSON text says.

    Parameters
    ----------
    said : list of str
        Each value, with its name.
    packed : list of bytes
        Pictures and other files, which notebooks keep in base64.
    """

    said: list[str] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)


def parsed(text: str) -> Parsed | None:
    r"""Return what a JSON text says; None if it is none.

    Examples
    --------
    >>> parsed('{"name": "O\\u2019Brien", "lines": ["Seen\\n", "twice"], "n": [1, 1.0]}').said
    ['"name": "O’Brien"', '"lines": "Seen\ntwice"', '"n": "1\n1.0"']
    >>> parsed('{"name": ') is None
    True
    """
    try:
        # A name that comes twice would lose its first value as a dict, a long number its digits.
        value = json.loads(text, object_pairs_hook=tuple, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    found = Parsed()
    _add("", value, found)
    return found


def _add(name: str, value: Any, found: Parsed) -> None:
    if isinstance(value, tuple):
        for inner_name, inner in value or [(name, "")]:
            if isinstance(inner, str):
                _add_text(inner_name, inner, found)
            else:
                _add(inner_name, inner, found)
    elif isinstance(value, list):
        _add_list(name, value, found)
    else:
        _add_text(name, str(value), found)


def _add_list(name: str, values: list[Any], found: Parsed) -> None:
    plain = [value for value in values if isinstance(value, str)]
    for value in values if len(plain) < len(values) else ():
        if not isinstance(value, str):
            _add(name, value, found)
    # Of a text only the last line may lack its end; other texts are many.
    between = "" if all(line.endswith("\n") for line in plain[:-1]) else "\n"
    _add_text(name, between.join(plain), found)


def _add_text(name: str, said: str, found: Parsed) -> None:
    if name.startswith(("image/", "application/")):
        said = base64_texts.taken(said, found.packed)
    found.said.append(f'"{name}": "{said}"')
