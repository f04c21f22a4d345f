"""A report as a Word document: the same words, figures, headings and descriptions as its page."""

from qaanalysis.run.word.document import document, pictures

__all__ = ["document", "pictures"]
