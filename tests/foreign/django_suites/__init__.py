"""Django's own test suites, run on the runtime's fast paths and without them."""
