"""Settings of the project that bases are generated for; its users are its own."""

SECRET_KEY = "only for tests"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "people", "shop"]
AUTH_USER_MODEL = "people.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
