"""``manage.py sales_report``: what was sold."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Sum

from catalog.models import Order, OrderLine


class Command(BaseCommand):
    help = "Print the number of orders and of books sold."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(asyncio.run(self.report()))

    async def report(self) -> str:
        placed = await Order.objects.filter(status=Order.Status.PLACED).acount()
        lines = OrderLine.objects.filter(order__status=Order.Status.PLACED)
        sold = lines.aggregate(total=Sum("quantity", default=0))["total"]
        return f"{placed} orders, {sold} books"
