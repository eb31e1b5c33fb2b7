"""Models: which there are, which are on this computer, whether they are whole, and how they get here."""
