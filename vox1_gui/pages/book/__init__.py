"""The Book page: what is read, in which order and how."""

from vox1_gui.pages.book.page import BookPage

__all__ = ["BookPage"]
