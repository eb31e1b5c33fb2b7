"""Projects: a book being worked on, its choices, and the lock that keeps two VOX-1 from one book."""
