"""One subject a file: what a class or function of somebody else does, told to the analysis."""
