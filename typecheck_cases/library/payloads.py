"""Payloads for other servers: the query stands two and three calls away, in another module."""

from __future__ import annotations

from library import shelves


def to_payload() -> dict[str, object]:
    return {"items": shelves.titles()}


def to_delete() -> dict[str, object]:
    return {"type": "Delete", "object": to_payload()}


def to_announce() -> dict[str, object]:
    return {"type": "Announce", "object": to_delete()}


def to_lazy() -> dict[str, object]:
    return {"type": "Delete", "object": shelves.newest()}
