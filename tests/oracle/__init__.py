"""Programs that mypy judges and Django executes."""
