SECRET_KEY = "only for tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop", "reviews"]
AUTH_USER_MODEL = "shop.Reader"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
