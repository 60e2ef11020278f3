"""The task that confirms placed orders, one after the other, beside the web server."""

import asyncio

from catalog.models import Order


async def confirm_orders(queue: asyncio.Queue[int | None], outbox: list[str]) -> None:
    """Write a confirmation for each order number on the queue, until None comes."""
    while (order_id := await queue.get()) is not None:
        order = await Order.objects.select_related("customer").aget(pk=order_id)
        async for line in order.lines.all():
            outbox.append(f"To {order.customer.email}: {line.quantity} x {line.book.title}")
        queue.task_done()
