"""One module for each command: ``add_to`` says what it takes, ``run`` does it and returns the exit status."""
