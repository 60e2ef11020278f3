"""What every type checker makes of our types, without our plugin."""
