"""One module for each format a book can come in."""
