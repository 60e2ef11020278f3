"""The type variables of managers and querysets: the model, and what one row of a query is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Type checkers bring typing_extensions with them; TypeVar takes a default from Python 3.13 on.
    from django.db.models import Model
    from typing_extensions import TypeVar

    M = TypeVar("M", bound=Model, covariant=True)
    Row = TypeVar("Row", covariant=True, default=M)
    ModelT = TypeVar("ModelT", bound=Model)
else:
    from typing import TypeVar

    M = TypeVar("M", covariant=True)
    Row = TypeVar("Row", covariant=True)
    ModelT = TypeVar("ModelT")

__all__ = ["M", "ModelT", "Row"]
