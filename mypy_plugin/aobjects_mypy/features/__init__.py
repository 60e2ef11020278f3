"""One rule a file: what Django does, told to the interpreter."""
