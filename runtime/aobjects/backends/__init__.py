"""Database backends for the setting ``DATABASES``: Django's own, with another way to wait."""
