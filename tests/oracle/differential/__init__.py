"""The differential oracle: random async programs, judged by mypy with the plugin and by Django itself."""
