"""Run each function that is named on stdin as the first of a process, and print what it raised as JSON."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import traceback
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402 - the models exist only after setup
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402


def fill() -> None:
    from allauth.account.models import EmailAddress
    from shop.models import Author, Book

    call_command("migrate", run_syncdb=True, verbosity=0)
    book = Book.objects.create(title="Emma", author=Author.objects.create(name="Jane"))
    book.tags.add("old")
    user = User.objects.create_user("ann", "ann@example.org")
    Group.objects.create(name="staff")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


async def run(name: str) -> dict[str, Any]:
    module = importlib.import_module("shop.cases")
    cache.clear()
    ContentType.objects.clear_cache()
    connections["default"] = connections.create_connection("default")
    try:
        await getattr(module, name)()
    except Exception as error:
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == module.__file__ and frame.f_code.co_qualname.startswith(name)
        ]
        return {"raised": type(error).__name__, "line": lines[-1] if lines else None, "text": str(error)}
    return {"raised": None, "line": None, "text": ""}


async def run_all(names: list[str]) -> dict[str, Any]:
    return {name: await run(name) for name in names}


if __name__ == "__main__":
    answer_to, sys.stdout = sys.stdout, sys.stderr
    fill()
    connections.close_all()
    json.dump(asyncio.run(run_all(json.load(sys.stdin))), answer_to)
