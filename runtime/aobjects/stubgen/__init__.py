"""``python -m aobjects.stubgen``: write what editors without a plugin do not see in models."""
