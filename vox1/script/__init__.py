"""Script: a Book made into chunks for the voice. Pure functions: values in, values out."""
