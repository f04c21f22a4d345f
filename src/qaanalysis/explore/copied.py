"""What a view is copied as: a cell for a report's notebook, or params for every report."""

from dataclasses import asdict

from qaanalysis import params_file
from qaanalysis.explore.choices import Chosen, Options
from qaanalysis.notebook import Opened

_CELL = "from qaanalysis.explore import view\n\nview(run{given}){name}"
_LINE = 88
_NOT_IN_PARAMS = """\
# No params narrow a report to a service area, team, level of management or theme:
# for what is chosen of these, use the cell.
"""


def cell(chosen: Chosen, options: Options, name: str = "") -> str:
    """Return the cell that shows a view in any report's notebook, after `run` is opened.

    The period is left out where it is the run's own, so that the cell follows each month's report.

    Examples
    --------
    >>> options = Options(("2023-05",), "2023-05", "2023-05", ("North",), {}, (), ())
    >>> print(cell(Chosen("2023-05", "2023-05", service_area="North"), options, "grades"))
    from qaanalysis.explore import view
    <BLANKLINE>
    view(run, service_area="North").grades
    """
    own = {"first_month": options.first_month, "month": options.month}
    given = {k: v for k, v in asdict(chosen).items() if v and own.get(k) != v}
    parts = [f'{key}="{_escaped(value)}"' for key, value in given.items()]
    dotted = f".{name}" if name else ""
    short = _CELL.format(given="".join(f", {part}" for part in parts), name=dotted)
    if max(map(len, short.splitlines())) <= _LINE:
        return short
    lines = "".join(f"    {part},\n" for part in ["run", *parts])
    return _CELL.replace("run{given}", "\n{lines}").format(lines=lines, name=dotted)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def yaml(chosen: Chosen, run: Opened) -> str:
    """Return params that make every report for the period of a view.

    Parameters
    ----------
    chosen : Chosen
        What is looked at.
    run : Opened
        The run it is of, whose params these extend.
    """
    keys = {
        **({"extends": run.file.name} if run.file else {}),
        "first_month": chosen.first_month,
        "month": chosen.month,
    }
    narrowed = any(asdict(chosen)[key] for key in asdict(chosen) if key not in keys)
    return (_NOT_IN_PARAMS if narrowed else "") + params_file.as_yaml(keys)
