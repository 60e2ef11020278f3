"""Settings of the test project; ``databases.py`` puts a real server into ``DATABASES``."""

from __future__ import annotations

SECRET_KEY = "only for tests"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "library", "pizzeria", "reviews"]
AUTH_USER_MODEL = "library.Reader"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every table is made from its model at once.
MIGRATION_MODULES = dict.fromkeys(("contenttypes", "auth", "library", "pizzeria", "reviews"))
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
