"""The command ``aobjects``, as a user calls it."""
