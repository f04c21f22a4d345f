import dataclasses

import pytest

from qaanalysis.stats import agreement


def test_a_result_cannot_be_changed():
    found = agreement.from_table([[5, 1], [2, 5]])
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.n = 0


def test_a_result_shows_itself_as_a_table_with_headers():
    shown = agreement.from_table([[5, 1], [2, 5]])._repr_html_()
    assert shown.count('<th scope="row">') == 6
    assert "Agreement of 2 raters on 13 units (quadratic weights)" in shown
    assert "undefined: both raters" in agreement.from_table([[5, 0], [0, 0]])._repr_html_()
    assert "1.000 (every pair agrees" in agreement.from_table([[5, 0], [0, 2]])._repr_html_()


def test_own_weights_are_named_so():
    assert agreement.from_table([[5, 1], [2, 5]], weights=[[1, 0], [0, 1]]).weights == "own"
