"""What a summarized call does to its caller."""
