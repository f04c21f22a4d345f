"""Queries that read: one statement, which gives rows and writes nothing.

Databases have no common way to forbid writing, and a second statement could end whatever forbids
it. So a query is looked through before it is sent; a database's own way is used besides.
"""

import re

# Comments, texts and quoted names say nothing of what a query does.
_QUOTED = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$", re.DOTALL
)
_READS = re.compile(r"[\s(]*(?:select|with)\b", re.IGNORECASE)
# As words of their own, each begins what changes something, in one kind of database or another.
_WRITES = re.compile(
    r"\b(?:insert|update|delete|merge|into|drop|alter|create|truncate|grant|revoke|copy|call|exec"
    r"|execute|attach|pragma|vacuum|commit|rollback|set)\b",
    re.IGNORECASE,
)


def fault(query: str) -> str:
    """Return why a query isn't sent to a database; empty if it only reads.

    Examples
    --------
    >>> fault("select * from audits where note = 'drop; it' -- all of them")
    ''
    >>> fault("commit; drop table audits")
    'it has more than one statement'
    >>> fault("delete from audits returning *")
    'it doesn’t begin with SELECT or WITH'
    >>> fault("with gone as (delete from audits returning *) select * from gone")
    'it has the word DELETE'
    """
    plain = _QUOTED.sub(" ", query).strip().rstrip(";")
    if ";" in plain:
        return "it has more than one statement"
    if not _READS.match(plain):
        return "it doesn’t begin with SELECT or WITH"
    found = _WRITES.search(plain)
    return f"it has the word {found[0].upper()}" if found else ""
