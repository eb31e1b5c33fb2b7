"""The Studio: the queue of books, the render that is under way, and what was made."""
