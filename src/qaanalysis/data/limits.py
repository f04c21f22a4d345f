"""The most rows and columns that a table may have, whatever it is read from.

Rejected rows go out as a sheet of Excel and come back as one, so that no more than fit are read. As
many rows that are all faulty take up a gigabyte of memory.
"""

from qaanalysis.errors import DataError

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# A row of a text file takes up a line or more; so many blank ones are gone through in seconds.
MOST_LINES = 5 * MOST_ROWS


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
