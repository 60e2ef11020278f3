"""``ENGINE = "aobjects.backends.postgresql"``: Django's ORM, unmodified, on the event loop."""
