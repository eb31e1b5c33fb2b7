"""One module or package for each engine; AI libraries are imported inside `load` only."""
