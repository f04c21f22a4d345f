"""The command line: it parses words, calls one function, and prints what came of it.

Exit codes: 0 all is well; 1 a fault in params or data, or a report that wasn't made; 2 words the
command line doesn't have.
"""

import os
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


@app.callback()
def _commands() -> None:
    """Keep each command a word of its own, even while there are few."""


@app.command()
def check(params_file: ParamsFile) -> None:
    """Check params and data: every fault with its file, row and column."""
    from qaanalysis import params, terminal
    from qaanalysis.data import load

    loaded = load(params.read(params_file))
    terminal.show_account(loaded)
    if len(loaded.faults):
        raise typer.Exit(1)


@app.command()
def run(
    params_file: ParamsFile,
    only: Annotated[
        list[str] | None, typer.Option(help="Make only this report; may be given again.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Notebooks run at once.  [default: the cores]")
    ] = None,
) -> None:
    """Make a month's reports and its index page."""
    import datetime as dt

    from qaanalysis import terminal
    from qaanalysis.run import pack

    with terminal.bar() as bar:
        made = pack.make(
            params_file,
            only=only or (),
            workers=workers or os.cpu_count() or 1,
            started=dt.datetime.now(),
            planned=bar.planned,
            done=bar.done,
        )
    terminal.show_pack(made)
    if made.failed:
        raise typer.Exit(1)


@app.command()
def sample(params_file: ParamsFile) -> None:
    """Draw the month's audits to moderate, and write a worklist for each moderator."""
    from qaanalysis import draws, params, secret, terminal
    from qaanalysis.data import load

    read = params.read(params_file)
    drawn = draws.moderation(read, load(read))
    key = secret.existing_or_new(read.outputs)
    folder = draws.write(drawn, read, secret=key)
    terminal.show_draw(drawn, folder)


@app.command()
def verify(
    manifest: Annotated[Path, typer.Argument(help="The manifest.json of a draw.")],
    params_file: ParamsFile,
) -> None:
    """Draw again from a manifest, and name every row that isn't what it was."""
    from qaanalysis import draws, params, secret
    from qaanalysis.data import load

    read = params.read(params_file)
    found = draws.verify(manifest, load(read), secret=secret.existing(read.outputs))
    typer.echo("\n".join(found.sentences))
    if not found.ok:
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


def main() -> None:
    """Run the command line; a user's mistake ends in a message, not in a traceback."""
    from qaanalysis.errors import QAError

    for stream in (sys.stdout, sys.stderr):
        # A Windows console in a legacy code page must not fail on a dash or an apostrophe.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except QAError as error:
        typer.echo(f"qaanalysis: {error}", err=True)
        sys.exit(1)
