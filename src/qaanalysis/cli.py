"""The command line: it parses words, calls one function, and prints what came of it.

Exit codes: 0 all is well; 1 a fault in params or data, or a report or month that wasn't made; 2
words the command line doesn't have.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="qaanalysis",
    help="Quality assurance of children's social work: check exports, make the month's reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Help in plain text: importing rich for it would double the time it takes.
    rich_markup_mode=None,
)

ParamsFile = Annotated[
    Path, typer.Argument(help="A run's params file, such as params/2023-11.yml.")
]
SampledFile = Annotated[
    Path,
    typer.Argument(
        help="A run's params file, or a themed audit's plan such as params/themed/my-theme.yml."
    ),
]


@app.callback()
def _commands() -> None:
    """Keep each command a word of its own, even while there are few."""


@app.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(help="A run's params file, or a data file such as register.xlsx."),
    ],
    table: Annotated[
        str | None, typer.Option(help="Of a data file: the table that it holds.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Of a workbook: the only sheet to check.")
    ] = None,
) -> None:
    """Check params and data, or one data file: every fault with its file, row and column."""
    from qaanalysis import terminal
    from qaanalysis.data import against_specification, load

    if file.suffix.lower() in (".yml", ".yaml"):
        from qaanalysis import params
        from qaanalysis.pages import quality

        if table or sheet:
            raise typer.BadParameter("--table and --sheet go with a data file, not with params")
        given = params.read(file)
        loaded = load(given, even_empty=True)
        terminal.show_account(loaded, quality.counted(loaded, months=given.months))
    else:
        checked = against_specification.check_file(file, table=table, sheet=sheet)
        loaded = checked.loaded
        terminal.show_checked(checked)
        if checked.problems or checked.unclear:
            raise typer.Exit(1)
    if len(loaded.faults):
        raise typer.Exit(1)


@app.command()
def run(
    files: Annotated[
        list[Path],
        typer.Argument(help="Params files, such as params/2023-11.yml or params/2023-*.yml."),
    ],
    only: Annotated[
        list[str] | None, typer.Option(help="Make only this report; may be given again.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make every report, also what is up to date.")
    ] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="Make only what failed in the month's last run.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be made and why; make nothing.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Notebooks run at once.  [default: the cores]")
    ] = None,
    cell_limit: Annotated[float, typer.Option(min=0.1, help="Minutes that one cell may run.")] = 15,
    limit: Annotated[
        float | None, typer.Option(min=0.1, help="Minutes that all notebooks may run.")
    ] = None,
    memory_limit: Annotated[
        int | None, typer.Option(min=200, help="MB of memory that one notebook may take.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(help="Make them on this Dask cluster, such as tcp://server:8786."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what came of it as JSON, and nothing else.")
    ] = False,
) -> None:
    """Make the reports and index page of a month, or of several; not what is up to date."""
    from qaanalysis.run import forked

    if not (dry_run or dask):
        forked.begin()
    from qaanalysis.run import params_files, up_to_date

    paths = params_files.expanded(files)
    plain = len(paths) == 1 and not (only or force or dry_run or as_json or dask)
    if plain and (current := up_to_date.current(paths[0])):
        typer.echo(up_to_date.said(current))
        return
    from qaanalysis import progress
    from qaanalysis.run.prepared import Asked
    from qaanalysis.run.watch import Limits

    asked = Asked(tuple(only or ()), force, failed)
    if dry_run:
        progress.show_plans(paths, asked)
        return
    limits = Limits(round(cell_limit * 60), limit and limit * 60, memory_limit)
    if len(paths) > 1 or as_json or dask:
        ok = progress.make_several(
            paths, asked, workers=workers, limits=limits, as_json=as_json, dask=dask
        )
    else:
        ok = progress.make_one(paths[0], asked, workers=workers, limits=limits)
    if not ok:
        raise typer.Exit(1)


@app.command()
def sample(
    file: SampledFile,
    replace: Annotated[
        str | None,
        typer.Option(help="An audit, child or family of the sample that can't be done."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it can't be; name nobody.")] = "",
    on: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it is replaced.")
    ] = None,
) -> None:
    """Draw the month's audits to moderate or a themed audit's cases, or replace one of them."""
    from qaanalysis import secret, terminal
    from qaanalysis.draws import commands

    if replace is None and (reason or on):
        raise typer.BadParameter("--reason and --on go with --replace")
    asked = commands.asked(file)
    if replace is None:
        drawn = commands.drawn(asked)
        key = secret.existing_or_new(asked.params.outputs)
        terminal.show_draw(drawn, commands.written(asked, drawn, secret=key))
        return
    day, key = on.date() if on else None, secret.existing(asked.params.outputs)
    came_in = commands.replaced(asked, replace, reason=reason, on=day, secret=key)
    terminal.show_replacement(came_in)


@app.command()
def verify(
    manifest: Annotated[Path, typer.Argument(help="The manifest.json of a draw.")],
    file: SampledFile,
) -> None:
    """Draw and share out again from a manifest, and name every row that isn't what it was."""
    from qaanalysis import secret
    from qaanalysis.draws import commands

    asked = commands.asked(file)
    found = commands.verified(asked, manifest, secret=secret.existing(asked.params.outputs))
    typer.echo("\n".join(found.sentences))
    if not found.ok:
        raise typer.Exit(1)


@app.command()
def collect(
    plan_file: Annotated[
        Path, typer.Argument(help="A themed audit's plan, such as params/themed/my-theme.yml.")
    ],
    folder: Annotated[Path, typer.Argument(help="The folder of worklists that came back.")],
) -> None:
    """Read a themed audit's filled-in worklists, and say who and what is outstanding or wrong."""
    from qaanalysis import secret, terminal
    from qaanalysis.draws import collecting, commands

    asked = commands.asked(plan_file)
    plan = commands.only_plan(asked, plan_file)
    found = collecting.collect(
        asked.params, asked.tables, plan, folder, secret=secret.existing(asked.params.outputs)
    )
    terminal.show_collection(found)
    if len(found.back.faults) or found.gone:
        raise typer.Exit(1)


@app.command()
def feedback(params_file: ParamsFile) -> None:
    """Write a private sheet for each auditor whose audits were moderated."""
    from qaanalysis import feedback, params
    from qaanalysis.data import load
    from qaanalysis.metrics import returns

    read = params.read(params_file)
    tables = load(read)
    audits = returns.individual(tables["audits"], months=read.months)
    folder = read.outputs / read.month / "feedback"
    files = feedback.sheets(read, audits, tables["moderations"], folder)
    typer.echo(f"{len(files)} sheets, OFFICIAL-SENSITIVE, each for its auditor alone: {folder}")


@app.command()
def chase(
    params_file: ParamsFile,
    as_at: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Count days late to this day.  [default: params’]"),
    ] = None,
) -> None:
    """Write a worklist for each Head of Service and a chaser list for each level of management."""
    from qaanalysis import chase_lists, params, terminal
    from qaanalysis.data import load

    read = params.read(params_file)
    day = as_at.date() if as_at else None
    terminal.show_chase_lists(chase_lists.write(read, load(read), as_at=day))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")],
    export: Annotated[
        Path | None,
        typer.Option("--from", help="An export: propose how it is read, in place of a register."),
    ] = None,
    month: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m"],
            help="The first month to report.  [default: the export's latest, or this month]",
        ),
    ] = None,
) -> None:
    """Write params, notebooks and a blank register, or what an export needs, into a new folder."""
    import pandas as pd

    from qaanalysis import new_folder, terminal

    asked = pd.Period(month, "M") if month else None
    today = dt.datetime.now().date()
    terminal.show_new_folder(new_folder.make(folder, month=asked, export=export, today=today))


@app.command()
def lab(
    params_file: Annotated[
        Path | None,
        typer.Option("--params", help="A run's params file.  [default: the example's]"),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address; open no browser.")
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Where it listens.  [default: 8888]")
    ] = None,
) -> None:
    """Open JupyterLab on copies of the notebooks, to explore in."""
    from qaanalysis import lab, terminal

    prepared = lab.prepare(params_file)
    terminal.show_lab(prepared)
    lab.serve(prepared.folder, browser=not no_browser, port=port)


@app.command("map")
def map_file(
    file: Annotated[Path, typer.Argument(help="A new export, such as register.xlsx.")],
    table: Annotated[
        str | None, typer.Option(help="The only table to look for, such as audits.")
    ] = None,
) -> None:
    """Propose what the headings and spellings of a new export stand for; nothing is applied."""
    from qaanalysis import terminal
    from qaanalysis.data import mapping, mapping_text

    proposed = mapping.propose(file, table=table)
    terminal.show_mapping(proposed)
    typer.echo(f"\n{mapping_text.to_paste(proposed, file)}", nl=False)


@app.command("list")
def list_runs(
    params_file: ParamsFile,
    month: Annotated[str | None, typer.Option(help="Only this month, such as 2023-11.")] = None,
) -> None:
    """Show the runs in the outputs, and which one each month's index leads to."""
    from qaanalysis import params, terminal
    from qaanalysis.run import history

    terminal.show_runs(history.runs(params.read(params_file).outputs, month=month))


@app.command()
def prune(
    params_file: ParamsFile,
    keep: Annotated[
        int, typer.Option(min=0, help="How many runs of each month stay beside the current one.")
    ] = 2,
    month: Annotated[str | None, typer.Option(help="Only this month, such as 2023-11.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove them; else they are listed.")] = False,
) -> None:
    """Remove older runs; never the one that a month's index leads to."""
    from qaanalysis import params, terminal
    from qaanalysis.run import history

    outputs = params.read(params_file).outputs
    gone = history.superseded(history.runs(outputs, month=month), keep=keep)
    terminal.show_runs(gone)
    if yes:
        history.remove(gone)
        typer.echo(f"Removed: {len(gone)}.")
    elif gone:
        typer.echo("Nothing was removed; with --yes these are.")


def main() -> None:
    """Run the command line; a user's mistake ends in a message, not in a traceback."""
    from qaanalysis import errors, garbage

    garbage.collect_seldom()
    # A task without a window has none of them.
    for stream in filter(None, (sys.stdout, sys.stderr)):
        # A Windows console in a legacy code page must not fail on a dash or an apostrophe.
        stream.reconfigure(errors="replace")
    try:
        app()
    except errors.QAError as error:
        sys.exit(f"qaanalysis: {error}")
