"""Leave out what papermill and nbconvert import for nothing."""

import sys


def without_slow_grammars() -> None:
    """Keep `rfc3987_syntax` from being imported; call before papermill, nbconvert or nbformat.

    It takes over a second to build grammars that `jsonschema` uses only for `format: iri`, which
    no notebook has, and jsonschema goes on without it. A module already imported is left alone.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
