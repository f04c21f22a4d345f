"""Statements in params: in place or in a file, and every fault told with its place."""

import pytest
from run_files import ROOT, example_run

from qaanalysis import params
from qaanalysis.errors import ParamsError


def read(folder, *statements, **more):
    told = {"source": "A report", "statements": list(statements), **more}
    return params.read(example_run(folder, claims=told))


def fault(folder, statement):
    with pytest.raises(ParamsError) as caught:
        read(folder, {"said": "It says so", **statement})
    return str(caught.value)


def test_statements_stand_in_params_or_in_a_file_that_they_name(tmp_path):
    one = {"kind": "share", "said": "27%", "percent": 27, "count": 100, "out_of": 361}
    [stated] = read(tmp_path, one).claims.statements
    assert (stated.percent, stated.out_of) == ("27", (361,))
    file = params.read(ROOT / "params" / "2023-11.yml").claims
    assert file.source.startswith("Report to the scrutiny committee")
    assert params.read(example_run(tmp_path, claims=None)).claims is None


def test_a_fault_in_a_file_is_told_with_that_files_name(tmp_path):
    (tmp_path / "said.yml").write_text(
        "source: A report\nstatements: [{kind: date, said: x, date: sometime}]", encoding="utf-8"
    )
    with pytest.raises(
        ParamsError, match=r"said\.yml: claims\.statements \(number 1\)\.date\.date"
    ):
        params.read(example_run(tmp_path, claims=str(tmp_path / "said.yml")))
    with pytest.raises(ParamsError, match=r"there is no file none\.yml"):
        params.read(example_run(tmp_path, claims="none.yml"))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({"kind": "guess"}, "kind: found “guess”; allowed: 'share', 'total'"),
        ({}, "kind is needed"),
        ({"kind": "share", "out_of": 3}, "share.percent: is needed"),
        ({"kind": "share", "percent": "12x", "out_of": 3}, "allowed: a percentage as printed"),
        ({"kind": "share", "percent": "101", "out_of": 3}, "allowed: a percentage as printed"),
        ({"kind": "share", "percent": "1", "count": 4, "out_of": 3}, "allowed: at most 3"),
        ({"kind": "share", "percent": "1", "out_of": 0}, "greater than or equal to 1"),
        ({"kind": "share", "percent": "1", "out_of": 3, "n": 1}, "said, where, kind, percent"),
        ({"kind": "total", "number": 3}, "give parts"),
        ({"kind": "total", "number": 3, "parts": [3], "figure": "returns.rate"}, "one of the two"),
        ({"kind": "trend", "figure": "Rate", "moved": "fell"}, "allowed: the name of a figure"),
        ({"kind": "trend", "figure": "returns.rate", "moved": "soared"}, "allowed: 'fell', 'rose'"),
        ({"kind": "date", "date": "31st of April"}, "a day, month and year as printed"),
        ({"kind": "period", "first": "2023-13", "last": "2023-05"}, "isn't a month"),
        ({"kind": "period", "first": "2023-06", "last": "2023-05"}, "allowed: 2023-06 or later"),
        ({"kind": "programme", "months": 6, "parts": 0}, "greater than or equal to 1"),
        (
            {"kind": "earlier", "now": 9, "now_of": 8, "before": 1, "moved": "fell"},
            "allowed: at most now_of, 8",
        ),
        ({"kind": "every", "count": -1, "out_of": 3}, "allowed: a whole number, or the name"),
        ({"kind": "every", "count": 4, "out_of": 3}, "count: found 4; allowed: at most out_of, 3"),
        ({"kind": "whole", "count": 2, "known": 9, "whole": 3}, "allowed: at most whole, 3"),
        ({"kind": "record", "of": "staff"}, "allowed: 'agreement', 're_audits' or 'safety'"),
        ({"kind": "spelling", "of": "grade", "words": ["Good"]}, "allowed: 2 or more"),
    ],
)
def test_each_fault_says_what_is_allowed(tmp_path, statement, told):
    assert told in fault(tmp_path, statement)


def test_a_reason_is_needed_for_what_is_no_evidence(tmp_path):
    date = {"kind": "date", "said": "x", "date": "2023-05-01"}
    with pytest.raises(ParamsError, match=r"not_evidence\.safety"):
        read(tmp_path, date, not_evidence={"safety": "no"})
