"""Write the example's export: ``python -m qaanalysis.data.example FOLDER``."""

import sys
from pathlib import Path

from qaanalysis.data.example.deliver import write_export
from qaanalysis.data.example.register import register

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which folder to write to: python -m qaanalysis.data.example FOLDER")
    write_export(register(), Path(sys.argv[1]))
