"""The core: from a Book to a finished audiobook. No window, no AI library."""
