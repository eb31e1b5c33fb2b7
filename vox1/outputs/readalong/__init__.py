"""Read-along books: EPUB 3 in which each sentence lights up as it is heard (SMIL media overlays)."""
