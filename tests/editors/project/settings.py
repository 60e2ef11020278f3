"""Settings of the project that the language servers open."""

SECRET_KEY = "only for tests"
INSTALLED_APPS = ["shop", "lending"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
