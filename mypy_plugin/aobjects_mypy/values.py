"""Dataclasses that cost little to define: each run of mypy defines more than a hundred, and uses some dozens.

To type checkers ``dataclass`` is that of the standard library, and they hold ``frozen``.  At run time nothing
does, so that values are created faster; ``__init__`` is compiled when the first is, other methods are shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  # other modules import it from here
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, slots, frozen=False, kw_only=False, order=False, eq=True):
        """Return the decorator that the standard library has under this name."""

        def decorate(cls):
            made = dataclasses.dataclass(
                slots=slots, kw_only=kw_only, order=order, eq=order, init=False, repr=False
            )(cls)
            made.__init__ = _first_init(made)
            if "__repr__" not in cls.__dict__:
                made.__repr__ = _repr
            if eq:
                _compare(made)
                made.__hash__ = _hash(made) if frozen else None  # as there: what can change has none
            return made

        return decorate

    def _first_init(cls):
        def __init__(self, *args, **kwargs):  # noqa: N807
            cls.__init__ = compiled = _compile_init(cls)
            compiled(self, *args, **kwargs)

        return __init__

    def _compile_init(cls):
        known, parameters, named, body = {}, [], [], []
        for field in dataclasses.fields(cls):
            name, value = field.name, field.name
            parameter = name
            if field.default_factory is not dataclasses.MISSING:
                known[f"_new_{name}"] = field.default_factory
                known["_MISSING"] = dataclasses.MISSING
                parameter = f"{name}=_MISSING"
                value = f"_new_{name}() if {name} is _MISSING else {name}"
            elif field.default is not dataclasses.MISSING:
                known[f"_default_{name}"] = field.default
                parameter = f"{name}=_default_{name}"
            (named if field.kw_only else parameters).append(parameter)
            body.append(f"self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            body.append("self.__post_init__()")
        given = ", ".join(["self", *parameters, *(["*", *named] if named else [])])
        exec(f"def __init__({given}):\n  " + "\n  ".join(body or ["pass"]), known)
        return known["__init__"]

    def _compare(cls):
        values = _values(cls)

        def __eq__(self, other):  # noqa: N807
            if self is other:
                return True
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        cls.__eq__ = __eq__

    def _hash(cls):
        values = _values(cls)
        return lambda self: hash(values(self))

    def _values(cls):
        fields = [field.name for field in dataclasses.fields(cls)]
        return attrgetter(*fields) if fields else lambda _: ()

    def _repr(self):
        shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
        return f"{self.__class__.__qualname__}({shown})"
