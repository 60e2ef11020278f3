"""Values of the abstract domain, each with its join and its JSON form."""
