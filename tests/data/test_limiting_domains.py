"""Domains that params say limit a grade, and that no row has."""

from messy_register import audit, run

from qaanalysis.data.limiting_domains import NOT_GRADED


def graded(folder, *limiting):
    """Return what is noticed where Safety and Voice are graded."""
    row = {"audit_id": "A1", "domain_kind": "Impact", "grade": "Good"}
    marks = [row | {"domain": domain} for domain in ("Voice", "Safety")]
    found = run(
        folder, {"audits": [audit(1)], "domain_grades": marks}, limiting_domains=list(limiting)
    )
    return found.notices[found.notices["rule"] == NOT_GRADED]


def test_a_limiting_domain_that_is_misspelt_is_told_with_those_that_are_graded(tmp_path):
    [told] = graded(tmp_path, "Safety", "Saftey").to_dict("records")
    assert (told["table"], told["column"]) == ("domain_grades", "domain")
    assert told["found"] == "“Saftey”; graded are: “Safety”, “Voice”"


def test_one_that_is_graded_is_not_told(tmp_path):
    assert graded(tmp_path, "Safety").empty
