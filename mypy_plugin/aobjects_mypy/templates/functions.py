"""The names of what only templates do: looking a name up, testing without raising, calling a function."""

from __future__ import annotations

from typing import Final

_PREFIX: Final = "aobjects_mypy.templates.functions."

LOOK_UP: Final = f"{_PREFIX}look_up"
"""``value.name``: an item, an attribute or an index, and called where it can be."""
QUIETLY: Final = f"{_PREFIX}quietly"
"""An operator of ``{% if %}``: whatever its operands raise, it is false."""
CALL: Final = f"{_PREFIX}call"
"""Call a function of a module: a filter or a tag of the project."""
CONTEXT: Final = f"{_PREFIX}context"
"""All that is known in a template, for what takes its context."""
VALUE_OF: Final = f"{_PREFIX}value_of"
"""Something that is made of a value, and of which nothing is known."""
LAST: Final = f"{_PREFIX}last"
"""The last item of what is no queryset."""
ROWS: Final = f"{_PREFIX}rows"
"""``list(value)``."""
PERMISSION: Final = f"{_PREFIX}permission"
"""``perms.app.name``, asked of the user."""
USER: Final = "user·of request"
"""The variable that holds the user whom ``perms`` is about."""
