"""The most rows and columns that a table may have, and bytes of a file, whatever is read.

Rejected rows go out as a sheet of Excel and come back as one, so that no more than fit are read. As
many rows that are all faulty take up a gigabyte of memory.
"""

from pathlib import Path

from qaanalysis.errors import DataError

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# A row of a text file takes up a line or more; so many blank ones are gone through in seconds.
MOST_LINES = 5 * MOST_ROWS
# A workbook of text packs to a tenth or a twentieth; what packs to a hundredth was made to.
MOST_UNPACKED, LIKELY_PACKING = 100_000_000, 100


def refuse_too_many(n: int, where: str, *, most: int = MOST_ROWS, what: str = "rows") -> None:
    """Refuse a table of more rows than are read, before they take up all memory.

    Parameters
    ----------
    n : int
        How many it has.
    where : str
        The file and sheet, for the message.
    most : int
        How many are read.
    what : str
        What was counted.

    Raises
    ------
    DataError
        If there are too many.

    Examples
    --------
    >>> refuse_too_many(1_048_576, "audits.csv")
    """
    if n > most:
        raise DataError(
            f"{where} has {n:,} {what}, and at most {most:,} are read. Is it the right file, and "
            "is none of it repeated without end? Delete what is blank or repeated, or export only "
            "what you need, such as fewer years."
        )


def refuse_unpacked(file: Path, unpacked: int) -> None:
    """Refuse a file of which so many bytes would be far more than a file of its size unpacks to.

    Raises
    ------
    DataError
        If they are.
    """
    if unpacked > max(MOST_UNPACKED, LIKELY_PACKING * file.stat().st_size):
        raise DataError(
            f"{file.name} would unpack to {unpacked / 1e6:,.0f} MB, which no file of its size "
            "does: it may be damaged, or made to do harm. Export it again, from where it comes "
            "from."
        )
