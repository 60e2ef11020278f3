"""Judge the modules that mypy has checked."""
