"""Programs that nobody wrote: what a template or a framework does to values, as mypy's nodes."""
