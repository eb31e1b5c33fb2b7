"""The doctor: what is right and wrong with this machine for making audiobooks, and the fix."""
