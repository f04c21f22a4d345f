"""Run the command line: `python -m qaanalysis`."""

from qaanalysis.cli import main

main()
