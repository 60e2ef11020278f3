"""Rendering a template, on the event loop."""
