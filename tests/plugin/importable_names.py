"""Prints, as a list in JSON, which of the full names on its input exist once their modules are imported.

A process of its own: libraries that are imported change Django for everybody, as strawberry-django does.
"""

from __future__ import annotations

import importlib
import json
import sys

import django
from django.conf import settings


def exists(full_name: str) -> bool:
    parts = full_name.split(".")
    for split in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[split:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


if __name__ == "__main__":
    # Frameworks ask for settings when they are imported, models for their apps.
    apps = ("auth", "contenttypes", "sessions", "sites")
    settings.configure(INSTALLED_APPS=[f"django.contrib.{app}" for app in apps])
    django.setup()
    json.dump([full_name for full_name in json.load(sys.stdin) if exists(full_name)], sys.stdout)
