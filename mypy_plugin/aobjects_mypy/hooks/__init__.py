"""Types that mypy gets back from its questions."""
