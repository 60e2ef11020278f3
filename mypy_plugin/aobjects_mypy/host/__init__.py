"""mypy around the plugin: which code it reads, which other plugins it asks, how it is told something."""
