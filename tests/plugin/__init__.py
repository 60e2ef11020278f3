"""The plugin, asked as mypy asks it."""
