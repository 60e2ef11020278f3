"""Context processors: one that is lazy, one that counts, and one that asks who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def newest(request: HttpRequest) -> dict[str, QuerySet[Book]]:
    """Give every template a queryset that only some of them evaluate."""
    return {"newest": Book.objects.order_by("-pk")}


def counted(request: HttpRequest) -> dict[str, int]:
    """Count the books for every template."""
    return {"total": Book.objects.count()}


def greeted(request: HttpRequest) -> dict[str, str]:
    """Tell every template who is there."""
    name = request.user.get_username() if request.user.is_authenticated else "you"
    return {"greeting": f"Hello {name}"}
