"""Widgets: customtkinter's, made to be reached by keyboard, and what the pages are made of besides."""
