"""Outputs: the files a listener gets."""
