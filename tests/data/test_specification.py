"""The data specification's page is what the schemas say."""

from qaanalysis.data import specification


def test_the_page_in_docs_is_written_from_the_schemas(root):
    page = (root / "docs" / "data-specification.md").read_text(encoding="utf-8")
    assert page == specification.markdown()
