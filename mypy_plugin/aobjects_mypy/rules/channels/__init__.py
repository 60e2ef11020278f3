"""channels: consumers, and what the middleware around them puts into their scope."""
