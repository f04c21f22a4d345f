"""What of params is told, and by which key whoever typed it finds it again."""

import pytest
from run_files import example_run

from qaanalysis import params
from qaanalysis.run import told_params


@pytest.fixture
def read(tmp_path):
    text = tmp_path / "own-words.md"
    text.write_text("It rose.", encoding="utf-8")
    spellings = {"answer": {"Y": "Yes"}, "auditor": {"K. Tansyholt": "K. Tansey"}}
    return params.read(
        example_run(
            tmp_path,
            commentary=str(text),
            committee={"recommendations": ["Note it.", "Agree it."]},
            reading={"spellings": spellings},
            correction="A date was wrong",
            sources={"audits": {"file": "register.xlsx"}},
        )
    )


def test_each_text_is_found_by_its_key_and_the_commentary_by_its_file(read):
    typed = told_params.typed(read)
    assert ("correction", "A date was wrong") in typed
    assert ("committee.recommendations (number 2)", "Agree it.") in typed
    assert ("reading.spellings.answer.Y", "Yes") in typed
    assert ("the commentary own-words.md", "It rose.") in typed
    # The key itself may be what is looked for.
    assert ("reading.spellings.answer.Y", "Y") in typed


def test_other_spellings_of_names_are_not_told(read):
    assert "Tansyholt" not in str(told_params.told(read))
    assert not any("Tansyholt" in key + text for key, text in told_params.typed(read))
