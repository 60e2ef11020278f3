"""What syntax trees say by themselves, or with the types that mypy gave them."""
