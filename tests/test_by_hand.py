"""Used by hand: results show themselves, and wrong arguments are told what is allowed."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from inspect import isfunction

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from run_files import ROOT

import qaanalysis
from qaanalysis import explore, notebook
from qaanalysis.disclosure import protect
from qaanalysis.errors import QAError
from qaanalysis.metrics import grades, learning, moderation, outstanding, return_change, returns
from qaanalysis.notebook import open_run
from qaanalysis.present import charts, words
from qaanalysis.present.record import MIME
from qaanalysis.present.tables import table
from qaanalysis.stats import proportion


@pytest.fixture(scope="module")
def run():
    return open_run(str(ROOT / "params" / "2023-11.yml"))


@pytest.fixture(scope="module")
def rates(run):
    return returns.by_month(run.audits, months=run.months, as_at=run.as_at)


@pytest.fixture(scope="module")
def safe(run, rates):
    return protect(rates, caption="Returns", **run.safe("audits"))


def test_a_share_shows_itself_with_its_interval_and_n():
    share = proportion.wilson(229, 681)
    assert str(share) == "33.6% (30.2–37.3), n = 681"
    assert share._repr_html_() == "<p>33.6% (30.2–37.3), n = 681</p>"
    # 5.65% is a half that its binary form lies a little below.
    assert str(proportion.wilson(113, 2000)).startswith("5.7% (")
    assert str(proportion.hypergeometric(3, 10, 40)).endswith("n = 10")
    assert "undefined" in proportion.wilson(0, 0)._repr_html_()
    assert "2 estimates" in proportion.wilson([1, 2], 4)._repr_html_()


def test_a_safe_table_on_a_line_of_its_own_shows_and_records_itself(monkeypatch, safe):
    shell = InteractiveShell()
    monkeypatch.setattr("qaanalysis.notebook._shell", lambda: shell)
    open_run(str(ROOT / "params" / "2023-11.yml"))
    shown, _ = shell.display_formatter.format(safe)
    assert "<caption><span>Returns (audits)</span>" in shown["text/html"]
    assert shown[MIME]["type"] == "table"


def test_a_run_on_a_line_of_its_own_says_what_it_is_and_shows_no_row(run):
    assert repr(run).startswith(
        "Example Children’s Trust: May to November 2023, as at 3 December 2023. "
        "Accepted rows by table: audits (742), "
    )
    for of in (repr(run), repr(run.tables)):
        assert not re.search(r"QA23|CH\d", of)


WRONG = {
    "by": (
        lambda run, rates, safe: returns.rates(run.audits, by="tem", as_at=run.as_at),
        "by: found “tem”; allowed: .*month, plan_type, service_area, team",
    ),
    "by, of outstanding": (
        lambda run, rates, safe: outstanding.by_group(run.audits, by="tem", as_at=run.as_at),
        "by: found “tem”; allowed: ",
    ),
    "by, of moderation": (
        lambda run, rates, safe: moderation.coverage.coverage(
            grades.final(run.audits, None, as_at=run.as_at), by="tem"
        ),
        "by: found “tem”; allowed: .*whose_grade",
    ),
    "grade": (
        lambda run, rates, safe: grades.shares(
            grades.final(run.audits, None, as_at=run.as_at),
            by="team",
            scale=run.params.scale,
            grade="mark",
        ),
        "grade: found “mark”; allowed: .*auditor_grade.*final_grade",
    ),
    "months": (
        lambda run, rates, safe: returns.individual(run.tables["audits"], months="2023-05"),
        "months: found str; allowed: a PeriodIndex, such as run.months",
    ),
    "as_at": (
        lambda run, rates, safe: returns.status(run.audits, as_at="last week"),
        "as_at: found 'last week'; allowed: a day, such as",
    ),
    "since": (
        lambda run, rates, safe: return_change.decomposition(
            rates, since=pd.Period("2022-01", "M"), to=run.months[-1]
        ),
        "since: found 2022-01; allowed: 2023-05, 2023-06",
    ),
    "confidence": (
        lambda run, rates, safe: proportion.wilson(1, 2, confidence=95),
        "over 0 and under 1, such as 0.95: found 95",
    ),
    "a source": (
        lambda run, rates, safe: run.tables["audit"],
        "no table “audit”; it has audits, ",
    ),
    "audience": (
        lambda run, rates, safe: protect(rates, audience="all", caption="x", unit="audits"),
        "audience: found “all”; allowed: internal, published",
    ),
    "columns": (
        lambda run, rates, safe: table(safe, columns=["retuned"]),
        "no column retuned; it has planned, exempted",
    ),
    "no safe table": (
        lambda run, rates, safe: table(rates),
        r"Only a SafeTable is shown, and this is a DataFrame\. Make it one: protect\(frame",
    ),
    **{
        name: (made, "no column nope.*; it has planned, exempted")
        for name, made in {
            "intervals": lambda run, rates, safe: charts.intervals(
                safe, estimate="nope", title="x"
            ),
            "lines": lambda run, rates, safe: charts.lines(safe, columns=["nope"], title="x"),
            "stacked_shares": lambda run, rates, safe: charts.stacked_shares(
                safe, columns=["returned"], n="nope", title="x"
            ),
            "ranges": lambda run, rates, safe: charts.ranges(
                safe, low="nope", high="return_rate", observed="return_rate", title="x"
            ),
            "control": lambda run, rates, safe: charts.control(safe, value="nope", title="x"),
        }.items()
    },
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_told_what_is_allowed(run, rates, safe, name):
    call, said = WRONG[name]
    with pytest.raises(QAError, match=said):
        call(run, rates, safe)


@pytest.mark.parametrize("kind", charts.__all__)
def test_no_kind_of_chart_is_drawn_of_what_nobody_made_safe(kind, rates):
    if kind in ("Chart", "pictured"):
        return
    with pytest.raises(QAError, match="Only a SafeTable is shown, and this is a DataFrame"):
        getattr(charts, kind)(rates)


def test_nobody_is_offered_to_group_by(run):
    with pytest.raises(QAError) as caught:
        returns.rates(run.audits, by="nope", as_at=dt.date(2023, 12, 3))
    assert not re.search(r"case_holder|\bauditor\b|child_id|family_id|approver", str(caught.value))


def test_an_audience_may_be_given_as_a_word(rates):
    assert protect(rates, audience="internal", caption="x", unit="audits").audience == "internal"


def test_type_hints_are_there_for_whoever_uses_the_package():
    assert (ROOT / "src" / "qaanalysis" / "py.typed").is_file()
    assert qaanalysis.__file__ == str(ROOT / "src" / "qaanalysis" / "__init__.py")


def test_a_first_table_waits_for_no_chart_and_no_linear_program():
    cells = json.loads((ROOT / "notebooks" / "returns.ipynb").read_text(encoding="utf-8"))["cells"]
    setup = "".join(cells[1]["source"])
    heavy = "{'seaborn', 'matplotlib', 'scipy.stats', 'scipy.optimize', 'nbconvert', 'ipywidgets'}"
    code = f"{setup}\nimport sys\nprint(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert shown.stdout.strip() == "[]"


def test_every_kind_of_chart_is_found_where_it_is_said_to_be():
    for name in charts.__all__:
        assert getattr(charts, name).__name__ == name.removesuffix("_")
        assert getattr(charts, name).__doc__
    assert set(dir(charts)) == set(charts.__all__)
    with pytest.raises(AttributeError, match="There is no chart called bars; there are Chart, "):
        charts.bars  # noqa: B018


BY_HAND = (
    *(returns, return_change, outstanding, grades),
    *(learning.named, learning.trends, learning.coding),
    *(moderation.coverage, moderation.outcomes, moderation.gap, moderation.days),
    *(moderation.agreement, moderation.mix, moderation.quality),
    *(notebook, words),
)
# What a package gives its users, by name.
GIVEN = {
    "charts": [getattr(charts, name) for name in charts.__all__],
    "explore": [getattr(explore, name) for name in explore.__all__],
    "proportion": [getattr(proportion, name) for name in proportion.__all__],
    "disclosure": [protect],
    "moderation": [moderation.pairs, moderation.matrix.matrix, moderation.direction.direction],
    **{m.__name__: [f for f in vars(m).values() if isfunction(f)] for m in BY_HAND},
}
# They are made by what has an example.
WITHOUT_CALLS = {"Chart", "Section", "View", "Explorer", "Options"}


@pytest.mark.parametrize("name", GIVEN)
def test_help_on_what_is_called_by_hand_has_an_example(name):
    # The doctests of the suite run them.
    public = [
        thing
        for thing in GIVEN[name]
        if not thing.__name__.startswith("_")
        and thing.__name__ not in WITHOUT_CALLS
        and (name in ("charts", "explore") or thing.__module__.startswith("qaanalysis"))
        and (name not in {m.__name__ for m in BY_HAND} or thing.__module__ == name)
    ]
    assert public
    assert [thing.__name__ for thing in public if ">>> " not in (thing.__doc__ or "")] == []
