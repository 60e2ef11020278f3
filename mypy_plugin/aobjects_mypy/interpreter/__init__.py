"""An abstract interpreter: which objects reach which line, in which state."""
