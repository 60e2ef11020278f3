"""Type to type: no context, no report."""
