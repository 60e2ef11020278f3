"""Settings of the shared app: SQLite in a file, because async code reads it from several threads."""

import os
import tempfile
from pathlib import Path

import django_stubs_ext

# Generic forms, `ModelForm[Book]`, are subscripted when the class is created, too.
django_stubs_ext.monkeypatch()

SECRET_KEY = "only for type checks and their proof"
DEBUG = False
USE_TZ = True
SITE_ID = 1
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "library.urls"
ASGI_APPLICATION = "library.asgi.application"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "library.apps.LibraryConfig",
]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "library.visitors.BookMiddleware",
    "library.visitors.ReaderMiddleware",
    "library.visitors.full_book_middleware",
]

# No migrations: the tables are made from the models, in one step.
MIGRATION_MODULES = dict.fromkeys(["contenttypes", "auth", "sessions", "sites", "o"])

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("LIBRARY_DATABASE", str(Path(tempfile.gettempdir()) / "library.sqlite3")),
        # Each process makes it anew: nothing waits for the disk.
        "OPTIONS": {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"},
    }
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "library"},
    "dbc": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "o_cache"},
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [str(Path(__file__).parent / "templates")],
    "APP_DIRS": False,
}
_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "library.context.newest",
]

TEMPLATES = [
    {**_TEMPLATES, "NAME": "django", "OPTIONS": {"context_processors": _PROCESSORS}},
    {
        **_TEMPLATES,
        "NAME": "counted",
        "OPTIONS": {"context_processors": [*_PROCESSORS, "library.context.counted"]},
    },
    {
        **_TEMPLATES,
        "NAME": "greeted",
        "OPTIONS": {"context_processors": ["library.context.greeted"]},
    },
]

# The default hasher spends a tenth of a second on each password on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
