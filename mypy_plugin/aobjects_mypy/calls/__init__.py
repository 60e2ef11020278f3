"""What a call does to its arguments and to its caller, with or without a body to look at."""
