"""The app's configuration; its label "o" is the one that the ground truth was measured with."""

import sys

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    label = "o"
    default_auto_field = "django.db.models.AutoField"

    def import_models(self) -> None:
        """Register the models of other modules too: they stand beside those of the ground truth."""
        super().import_models()
        from library import loans, market, novels, pupils  # noqa: F401

        if sys.version_info >= (3, 12):
            from library import generic_loans  # noqa: F401

    def ready(self) -> None:
        """Connect functions to signals, as many apps do."""
        from library import bells

        bells.heard.connect(bells.on_heard)
        bells.heard_by_name.connect(receiver=bells.on_name)
