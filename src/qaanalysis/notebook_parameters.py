"""The parameters of a notebook: what its cell declares, and what papermill put in after it."""

import ast

from qaanalysis.errors import ParamsError

INJECTED = "# Parameters"


def refuse_unknown_parameters(cells: list[str]) -> None:
    """Refuse a parameter that the notebook doesn't declare; papermill itself only warns.

    Parameters
    ----------
    cells : list of str
        The sources of the code cells run so far, in order.

    Raises
    ------
    ParamsError
        If the cell that papermill injected sets a name that the cell before it doesn't.
    """
    at = [i for i, source in enumerate(cells) if source.startswith(INJECTED)]
    if not at:
        return
    declared = assigned(cells[at[-1] - 1]) if at[-1] else []
    unknown = [name for name in assigned(cells[at[-1]]) if name not in declared]
    if unknown:
        raise ParamsError(
            f"This notebook has no parameter {' or '.join(unknown)}; "
            f"it has {', '.join(declared) or 'none'}."
        )


def assigned(source: str) -> list[str]:
    r"""Return the names that a cell assigns, in order.

    Examples
    --------
    >>> assigned('month: str = "2023-11"\nn = 3')
    ['month', 'n']
    """
    names = []
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names
