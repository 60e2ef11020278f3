"""What calling a function does, computed once and kept for its callers."""
