"""What the suites run with: SQLite in memory, or the PostgreSQL whose port is named in the environment."""

from __future__ import annotations

import os
from typing import Any

PORT = os.environ.get("DJANGO_SUITES_PORT")
ENGINE = os.environ.get("DJANGO_SUITES_ENGINE", "django.db.backends.postgresql")


def database(name: str) -> dict[str, Any]:
    if PORT is None:
        return {"ENGINE": "django.db.backends.sqlite3"}
    server = {"USER": "postgres", "HOST": "127.0.0.1", "PORT": PORT}
    return {"ENGINE": ENGINE, "NAME": name, **server}


DATABASES = {alias: database(alias) for alias in ("default", "other")}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only for tests"
USE_TZ = False
