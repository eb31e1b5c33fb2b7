"""The Lab: the voices there are, and those that the listener makes."""

from vox1_gui.pages.lab.page import LabPage

__all__ = ["LabPage"]
