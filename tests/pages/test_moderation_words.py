"""Sentences on moderation, from tables made by hand."""

import pandas as pd

from qaanalysis.disclosure import protect
from qaanalysis.pages import moderation as page
from qaanalysis.vocabulary import Audience


def circumstances(*rows):
    columns = ["circumstance", "group", "moderated", "difference_low", "difference_high"]
    frame = pd.DataFrame(rows, columns=columns).set_index(["circumstance", "group"])
    return protect(frame, caption="How", unit="audits", audience=Audience.INTERNAL)


def test_a_circumstance_with_few_audits_on_one_side_differs_in_nothing():
    table = circumstances(
        ("moderator_role", "QA officer", 58, 0.2, 0.9),
        ("moderator_role", "Assistant Director", 2, -0.9, -0.2),
    )
    said = page.by_circumstance(table)
    assert "differs" not in said
    assert "fewer than 10 audits on one side" in said


def test_a_circumstance_that_differs_is_named_in_words():
    table = circumstances(("blind", "Yes", 30, 0.1, 0.4), ("blind", "No", 30, -0.4, -0.1))
    assert page.by_circumstance(table) == "The share supported differs for blind Yes and blind No"


def test_where_every_interval_includes_none_it_says_so():
    table = circumstances(("blind", "Yes", 30, -0.1, 0.4), ("blind", "No", 30, -0.4, 0.1))
    assert page.by_circumstance(table).endswith("as every interval includes none")
