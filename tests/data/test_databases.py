"""Tables of a database: the same as from a workbook, and a password that is nowhere written."""

import datetime as dt
import glob
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
import sqlalchemy as sa
from messy_register import COLUMNS, audit, refused, run, table, workbook

from qaanalysis import params
from qaanalysis.data import reading_query
from qaanalysis.errors import ParamsError
from qaanalysis.params_reading import Source

PASSWORD = "kept-out-of-every-file"
VARIABLE = "QA_TEST_DATABASE_PASSWORD"
DATES = ("planned_on", "due_on", "returned_on", "exempted_on")
TEAMS = ("North 1", "Süd “2”", "East; 3", "O'Hara")
GRADES = ("Good", "RI", "Inadequate", None)


def register():
    """Return 40 audits with days as days, in the order of their identifiers."""
    rows = []
    for n in range(1, 41):
        row = audit(n, audit_id=f"A{n:03}", team=TEAMS[n % 4], auditor_grade=GRADES[n % 3])
        row |= {c: dt.datetime.strptime(row[c], "%d/%m/%Y").date() if row[c] else None
                for c in DATES}  # fmt: skip
        if n % 4 == 3:
            row |= {"returned_on": None, "auditor_grade": None}
        rows.append({c: None if v == "" else v for c, v in row.items()})
    return rows


def totals():
    months = ("July 2023", "August 2023", "September 2023")
    return [{"month": m, "planned": 1000 + n, "exempted": n, "scheduled": 1000, "returned": None}
            for n, m in enumerate(months)]  # fmt: skip


def fill(engine):
    """Make the register's tables in a database, with its rows in another order than the key's."""
    kinds = {c: sa.Date if c in DATES else sa.Text for c in COLUMNS}
    meta = sa.MetaData()
    audits = sa.Table("audits", meta, *(sa.Column(c, kind) for c, kind in kinds.items()))
    counts = ("planned", "exempted", "scheduled", "returned")
    stated = sa.Table("stated", meta, sa.Column("month", sa.Text),
                      *(sa.Column(c, sa.Integer) for c in counts))  # fmt: skip
    meta.create_all(engine)
    with engine.begin() as connection:
        connection.execute(audits.insert(), register()[::-1])
        connection.execute(stated.insert(), totals())


def sources(address, **more):
    query = "select month, planned, exempted, scheduled, 7 as returned from stated order by planned"
    return {
        "audits": {"database": address, "table": "audits", **more},
        "stated_totals": {"database": address, "query": query, **more},
    }


def same_in_a_workbook(folder):
    for name, rows in (("audits", register()), ("stated", totals())):
        rows = [{**row, "returned": 7} if "planned" in row else row for row in rows]
        workbook(folder / f"{name}.xlsx", table(rows))
    return {"audits": folder / "audits.xlsx", "stated_totals": folder / "stated.xlsx"}


def as_bytes(found):
    """Return each accepted table as the bytes that Arrow writes of it."""
    written = {}
    for name, frame in found.accepted.items():
        stream = pa.BufferOutputStream()
        read = pa.Table.from_pandas(frame)
        with pa.ipc.new_stream(stream, read.schema) as writer:
            writer.write_table(read)
        written[name] = stream.getvalue().to_pybytes()
    return written


@pytest.fixture
def sqlite(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'register.db'}", poolclass=sa.NullPool)
    fill(engine)
    return "sqlite:///register.db"


def test_sqlite_gives_what_a_workbook_gives(tmp_path, sqlite):
    from_database = run(tmp_path, sources(sqlite))
    from_workbook = run(tmp_path, same_in_a_workbook(tmp_path))
    assert as_bytes(from_database) == as_bytes(from_workbook)
    assert from_database.counts.equals(from_workbook.counts)
    assert from_database.counts.loc["audits"].tolist() == [40, 40, 0, 0]
    inputs = list(from_database.fingerprint)
    assert inputs == [
        "database register.db, table audits (audits)",
        "database register.db, query (stated_totals)",
    ]


def test_a_row_that_is_edited_makes_another_input(tmp_path, sqlite):
    before = run(tmp_path, sources(sqlite)).fingerprint
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'register.db'}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("update audits set team = 'New' where audit_id = 'A001'"))
    after = run(tmp_path, sources(sqlite)).fingerprint
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"database register.db, table audits (audits)"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("delete from audits returning *", "doesn’t begin with SELECT"),
        ("drop table audits", "doesn’t begin with SELECT"),
        ("select * from audits; drop table audits", "more than one statement"),
        ("with a as (delete from audits returning *) select * from a", "the word DELETE"),
        ("select * into copied from audits", "the word INTO"),
    ],
)
def test_a_query_that_could_write_is_not_sent(tmp_path, sqlite, query, said):
    assert said in refused(tmp_path, {"audits": {"database": sqlite, "query": query}})
    assert run(tmp_path, sources(sqlite)).counts.loc["audits", "read"] == 40


def test_a_query_that_slips_through_writes_nothing(tmp_path, sqlite, monkeypatch):
    monkeypatch.setattr(reading_query, "fault", lambda _: "")
    query = "delete from audits returning *"
    refused(tmp_path, {"audits": {"database": sqlite, "query": query}})
    assert run(tmp_path, sources(sqlite)).counts.loc["audits", "read"] == 40


def test_a_file_of_sqlite_that_is_not_there_is_not_made(tmp_path):
    absent = {"audits": {"database": "sqlite:///absent.db", "table": "audits"}}
    assert "There is no database absent.db" in refused(tmp_path, absent)
    assert not (tmp_path / "absent.db").exists()


def test_a_query_without_end_is_refused(tmp_path, sqlite):
    endless = "with recursive t(x) as (select 1 union all select x + 1 from t) select x from t"
    said = refused(tmp_path, {"audits": {"database": sqlite, "query": endless}})
    assert "has 1,048,577 rows or more, and at most 1,048,576 are read." in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"table": "nowhere"}, "it has no table “nowhere”"),
        ({"table": None, "query": "select nothing from audits"}, "or what is asked for"),
        ({"database": "postgres+none://a@b/c"}, "its address isn't one that is known"),
        ({"database": "oracle://a@b/c"}, "isn't installed"),
        ({"password_from": "QA_NO_SUCH_VARIABLE"}, "QA_NO_SUCH_VARIABLE isn't set"),
    ],
)
def test_what_cannot_be_read_is_told_without_what_the_database_says(
    tmp_path, sqlite, changes, said
):
    source = {"database": sqlite, "table": "audits", **changes}
    assert said in refused(tmp_path, {"audits": {k: v for k, v in source.items() if v}})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"database": "postgresql://a:b@c/d", "table": "t"}, "the address holds a password"),
        ({"database": "mssql+pyodbc:///?odbc_connect=UID=a;PWD=b", "table": "t"}, "a password"),
        ({"database": "sqlite:///a.db"}, "give either the table of the database or a query"),
        ({"database": "sqlite:///a.db", "file": "a.csv", "table": "t"}, "either a file or"),
        ({"file": "a.csv", "query": "select"}, "query: only a database has that"),
    ],
)
def test_a_source_is_a_file_or_a_database_without_its_password(tmp_path, source, said):
    with pytest.raises(ParamsError, match=said):
        run(tmp_path, {"audits": source})


def test_neither_server_nor_user_is_in_the_manifest(tmp_path):
    source = Source(database="mssql+pyodbc://reader@server.council/quality?driver=x", table="a")
    assert source.name == "quality"
    assert Source(database="sqlite:////srv/qa/register.db", table="a").name == "register.db"


def program(name):
    """Return a program of PostgreSQL, which Debian keeps beside the others."""
    found = shutil.which(name) or max(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), default="")  # noqa: PTH207
    if not found:
        reason = "PostgreSQL isn't installed on this machine"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return found


def call(*words, owner):
    subprocess.run(words, check=True, capture_output=True, user=owner, timeout=120)


@pytest.fixture(scope="module")
def postgresql():
    """Start a PostgreSQL of its own; it refuses to be run by root, who lends it a user."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    # Not pytest's folder, into which another user can't look.
    folder = Path(tempfile.mkdtemp(prefix="qaanalysis-postgresql-"))
    owner = "postgres" if os.geteuid() == 0 else None
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if owner:
            for path in (folder, folder / "password"):
                shutil.chown(path, owner)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        data, log = str(folder / "data"), str(folder / "log")
        call(initdb, "-D", data, "-U", "qa", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C",
             f"--pwfile={folder / 'password'}", owner=owner)  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        call(pg_ctl, "-D", data, "-l", log, "-w", "-o", options, "start", owner=owner)
        try:
            yield f"postgresql+psycopg://qa@127.0.0.1:{port}/postgres"
        finally:
            call(pg_ctl, "-D", data, "-m", "immediate", "stop", owner=owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_postgresql_gives_the_bytes_that_a_workbook_gives(tmp_path, postgresql, monkeypatch):
    address = sa.make_url(postgresql).set(password=PASSWORD)
    fill(sa.create_engine(address, poolclass=sa.NullPool))
    asked = sources(postgresql, password_from=VARIABLE)
    monkeypatch.setenv(VARIABLE, "wrong" * 3)
    said = refused(tmp_path, asked)
    assert "The database postgres can't be read: it can't be reached, or refuses" in said
    assert "127.0.0.1" not in said
    monkeypatch.setenv(VARIABLE, PASSWORD)
    found = run(tmp_path, asked)
    assert found.counts.loc["audits"].tolist() == [40, 40, 0, 0]
    assert as_bytes(found) == as_bytes(run(tmp_path, same_in_a_workbook(tmp_path)))
    of_schema = {**asked, "audits": {**asked["audits"], "table": "public.audits"}}
    assert as_bytes(run(tmp_path, of_schema)) == as_bytes(found)
    resolved = str(params.read(tmp_path / "run.yml").resolved()) + str(found.fingerprint)
    assert PASSWORD not in resolved
    assert "127.0.0.1" not in resolved
    monkeypatch.setattr(reading_query, "fault", lambda _: "")
    for query in ("delete from audits returning *", "select 1; drop table audits"):
        of_query = {"database": postgresql, "query": query, "password_from": VARIABLE}
        refused(tmp_path, {"audits": of_query})
    assert as_bytes(run(tmp_path, asked)) == as_bytes(found), "it is told to be for reading only"
    far = "select audits.*, timestamp 'infinity' as more from audits"
    of_far = {"database": postgresql, "query": far, "password_from": VARIABLE}
    assert "a date beyond the year 9999" in refused(tmp_path, {"audits": of_far})
