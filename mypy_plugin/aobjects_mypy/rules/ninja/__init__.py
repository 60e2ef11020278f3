"""Django ninja: what its operations return is read by their schemas."""
