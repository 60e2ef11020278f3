"""``AsyncModel``: the mixin that gives a model ``aobjects``, and changes nothing else about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from aobjects import accessors, checks
from aobjects.descriptors import AsyncManagerDescriptor

if TYPE_CHECKING:
    from django.db.models.options import Options


class AsyncModel(models.Model):
    """A model with ``aobjects`` and awaitable relations; write it beside any other base.

    >>> class Shelf(AsyncModel, models.Model):
    ...     class Meta:
    ...         app_label = "library"
    >>> Shelf.aobjects.order_by("pk")
    <AsyncQuerySet: library.Shelf order_by('pk')>
    >>> Shelf().aobjects
    Traceback (most recent call last):
    AttributeError: Manager isn't accessible via Shelf instances
    """

    aobjects = AsyncManagerDescriptor()

    if not TYPE_CHECKING:
        # pyright would take a model's own Meta for a wrong override of this one.
        class Meta:
            abstract = True


class _OwnOptions:
    """``AsyncModel._meta``, which a class that inherits from other models too does not inherit.

    Django takes what a class's ``Meta`` leaves out (``ordering``, ``verbose_name`` ...) from the first base
    that has one. This mixin has nothing to say there, wherever it stands among the bases.
    """

    def __init__(self, options: Options[Any]) -> None:
        self._options = options

    def __get__(self, instance: object, owner: type[AsyncModel]) -> Options[Any]:
        if owner is AsyncModel:
            return self._options
        # Only while Django makes a class is that class without options of its own.
        options: Options[Any] = super(AsyncModel, owner)._meta
        return options


delattr(AsyncModel, "Meta")
setattr(AsyncModel, "_meta", _OwnOptions(AsyncModel._meta))  # noqa: B010

accessors.install(AsyncModel)
checks.register(AsyncModel)

__all__ = ["AsyncModel"]
