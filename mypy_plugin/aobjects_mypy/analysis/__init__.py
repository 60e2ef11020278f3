"""What every rule may use: the abstract state, the objects in it, and where reports go."""
