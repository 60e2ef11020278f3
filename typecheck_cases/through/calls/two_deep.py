"""The query stands two calls away; the sibling three lines above is wrapped."""

from asgiref.sync import sync_to_async
from library.payloads import to_delete, to_payload


def to_empty() -> dict[str, object]:
    return {"type": "Delete", "object": {"items": []}}


async def sends_both() -> list[object]:
    sent: list[object] = [await sync_to_async(to_payload)()]
    sent.append(to_delete())  # E: async-unsafe-call "to_delete" runs a query
    return sent


async def sends_both_from_a_thread() -> list[object]:
    sent: list[object] = [await sync_to_async(to_payload)()]
    sent.append(await sync_to_async(to_delete)())
    return sent


async def sends_what_holds_no_rows() -> object:
    return to_empty()
