"""The app's configuration; its label "o" is the one that the ground truth was measured with."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    label = "o"
    default_auto_field = "django.db.models.AutoField"
