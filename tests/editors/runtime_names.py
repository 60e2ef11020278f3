"""Run in the project: print, as JSON, the public names of each object that the probes complete."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import sys
from importlib import import_module
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()

import aobjects


async def names_of(expression: str) -> list[str]:
    """Return what ``dir()`` finds on what the expression gives."""
    models = {**vars(import_module("lending.models")), **vars(import_module("shop.models"))}
    scope = {**models, **vars(aobjects)}
    code = compile(expression, "<probe>", "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    found: Any = eval(code, scope)
    return [name for name in dir(found) if not name.startswith("_")]


async def main() -> None:
    expressions = json.load(sys.stdin)
    print(json.dumps({expression: await names_of(expression) for expression in expressions}))


asyncio.run(main())
