"""Pydantic's models, as far as they read the attributes of objects."""
