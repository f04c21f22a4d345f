"""The example's findings, coded once for the tests of learning."""

import pytest

from qaanalysis.metrics import learning
from qaanalysis.metrics.learning import focus, named


@pytest.fixture(scope="session")
def declared(run):
    return run.learning


@pytest.fixture(scope="session")
def found(run, tables, audits, declared):
    return learning.coded(tables["findings"], audits, words=declared.words, as_at=run.as_at)


@pytest.fixture(scope="session")
def obsessions(found, run, declared):
    rows = named.named(found, declared.themes_of_obsessions, heading="obsession")
    return focus.with_when(rows, focus=declared.focus, months=run.months)
