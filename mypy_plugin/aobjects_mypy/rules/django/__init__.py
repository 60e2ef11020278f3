"""Classes and functions of Django, outside the ORM."""
