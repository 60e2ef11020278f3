"""Values of the abstract domain: load state, heap entries and effects, each with its join and its JSON form."""
