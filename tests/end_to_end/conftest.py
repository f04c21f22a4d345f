"""One real run of the example month, shared by the tests that read it."""

import pytest
from made import Made, make


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Made:
    """The example month as it is delivered."""
    return make(tmp_path_factory.mktemp("example-run"))
