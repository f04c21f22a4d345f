"""Read a table or a query of a database as text, so that its cells pass the same rules as any."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qaanalysis.data import reading_query
from qaanalysis.data.heading_words import plain
from qaanalysis.data.headings import find_headings
from qaanalysis.data.limits import MOST_ROWS, refuse_too_many
from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.schemas import Table
from qaanalysis.data.values import text_column, text_of
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Source


def read_database(table: Table, source: Source, aliases: Mapping[str, Sequence[str]]) -> RawTable:
    """Read one table from a database, which is only read; a row's number is its place, from 1.

    A table's rows have no order of their own, so they are put in that of the specification's key; a
    query's rows stay in the order that it gives.

    Raises
    ------
    DataError
        If the database can't be reached or read, or lacks a needed column. What the database says
        isn't passed on, as it may quote the address or a row.
    """
    names, rows = _rows(source)
    where = f"database {source.name}, {'table ' + source.table if source.table else 'query'}"
    headings = find_headings([names], table, aliases, where)
    texts = [[text_of(cell) for cell in row] for row in rows]
    if source.table:
        key = [headings.found[c] for c in table.key if c in headings.found]
        texts.sort(key=lambda row: [row[i] for i in key])
    columns = {i: text_column([row[i] for row in texts]) for i in range(len(names))}
    return RawTable(
        table,
        Path(where.replace("/", "_")),
        None,
        headings,
        columns,
        np.arange(len(texts), dtype=np.int64) + 1,
        digest=_digest(names, texts),
    )


def _rows(source: Source) -> tuple[list[str], list[Sequence[Any]]]:
    """Return the names of the columns, and the rows."""
    sqlalchemy = _sqlalchemy()
    exc = sqlalchemy.exc
    try:
        address = sqlalchemy.make_url(source.database or "")
        if source.password_from:
            address = address.set(password=_password(source.password_from))
        _refuse(source, address)
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
        with engine.connect() as connection:
            _only_read(connection)
            read = connection.execute(_statement(source, connection))
            # A query may have no end.
            rows: list[Sequence[Any]] = [*read.fetchmany(MOST_ROWS + 1)]
            refuse_too_many(len(rows), source.name, what="rows or more")
            return [str(name) for name in read.keys()], rows  # noqa: SIM118
    except (exc.NoSuchModuleError, exc.ArgumentError):
        reason = (
            "its address isn't one that is known, such as postgresql+psycopg://user@server/name"
        )
    except ModuleNotFoundError as error:
        reason = f"it needs the driver {error.name}, which isn't installed; ask for it"
    except exc.NoSuchTableError:
        reason = f"it has no table “{source.table}”; one in a schema is named schema.table"
    except exc.OperationalError:
        reason = (
            "it can't be reached, or refuses the user, the password or what is asked for; check "
            "these, or ask whoever keeps it"
        )
    except exc.DataError:
        reason = (
            "it gives a value that can't be read here, such as a date beyond the year 9999 or "
            "“infinity”; leave such rows out by a query, or turn the column into text in it"
        )
    except exc.SQLAlchemyError:
        mistake = "the query has a mistake, or " if source.query else ""
        reason = f"{mistake}it lacks what is asked for, or it may not be read by this user"
    raise DataError(f"The database {source.name} can't be read: {reason}.")


def _sqlalchemy() -> Any:
    try:
        import sqlalchemy
    except ModuleNotFoundError:
        raise DataError(
            "Databases are read with the package sqlalchemy, which isn't installed. Install "
            "qaanalysis with its extra sql: pip install 'qaanalysis[sql]'."
        ) from None
    return sqlalchemy


def _only_read(connection: Any) -> None:
    """Have nothing written, where the database knows how; nothing is committed anywhere."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma query_only = on")
    elif connection.dialect.name == "postgresql":
        connection.execution_options(postgresql_readonly=True)


def _refuse(source: Source, address: Any) -> None:
    """Refuse a query that may write, and a file that isn't there, which SQLite would make."""
    if source.query is not None and (why := reading_query.fault(source.query)):
        raise DataError(
            f"The query for the database {source.name} isn't sent: {why}. A query may be one "
            "SELECT (or WITH … SELECT), as databases are only read here."
        )
    file = address.database
    if address.get_backend_name() == "sqlite" and file and not Path(file).is_file():
        raise DataError(f"There is no database {source.name}. Correct its address in params.")


def _password(variable: str) -> str:
    password = os.environ.get(variable)
    if not password:
        raise DataError(
            f"There is no password for the database: the environment variable {variable} isn't "
            "set. See password_from in params, or ask whoever set the run up."
        )
    return password


def _statement(source: Source, connection: Any) -> Any:
    import sqlalchemy

    if source.query is not None:
        return sqlalchemy.text(source.query)
    schema, _, name = (source.table or "").rpartition(".")
    known = sqlalchemy.Table(
        name, sqlalchemy.MetaData(), schema=schema or None, autoload_with=connection
    )
    return sqlalchemy.select(known)


def _digest(names: Sequence[str], texts: Sequence[Sequence[str]]) -> str:
    """Return the SHA-256 of what was read, as a file has one of its bytes."""
    found = hashlib.sha256("\x1f".join(map(plain, names)).encode())
    for row in texts:
        found.update(("\x1e" + "\x1f".join(row)).encode())
    return found.hexdigest()
