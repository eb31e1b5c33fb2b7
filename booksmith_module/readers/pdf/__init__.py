"""PDF: the text of pages put back into paragraphs, headings and notes, and all else itemised."""

from booksmith_module.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
