"""The bodies that mypy left in its cache or stripped: parsed again, and bound by mypy's own analyser."""
