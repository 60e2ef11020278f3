"""Pages that change the stock and the orders."""

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.shortcuts import aget_object_or_404
from django.utils import timezone

from catalog.models import Book, Order, Tag


async def cart(request: HttpRequest) -> JsonResponse:
    user = await request.auser()
    if not user.is_authenticated:
        return JsonResponse({}, status=403)
    order, created = await Order.objects.select_related("customer").aget_or_create(
        customer=user, status=Order.Status.OPEN
    )
    return JsonResponse(
        {
            "new": created,
            "lines": await order.lines.acount(),
            "receipt_to": order.customer.email,
        }
    )


@transaction.atomic
def place(order: Order) -> None:
    """Take the books out of the stock and close the order; a transaction lives in one thread."""
    for line in order.lines.all():
        Book.objects.filter(pk=line.book_id).update(stock=F("stock") - line.quantity)
    order.status = Order.Status.PLACED
    order.placed_at = timezone.now()
    order.save(update_fields=["status", "placed_at"])


async def checkout(request: HttpRequest) -> JsonResponse:
    user = await request.auser()
    if not user.is_authenticated:
        return JsonResponse({}, status=403)
    order = await aget_object_or_404(Order, customer=user, status=Order.Status.OPEN)
    await sync_to_async(place)(order)
    return JsonResponse({"order": order.pk})


async def restock(request: HttpRequest, isbn: str) -> JsonResponse:
    book = await aget_object_or_404(Book, isbn=isbn)
    book.stock = F("stock") + 10
    await book.asave(update_fields=["stock"])
    await book.arefresh_from_db(fields=["stock"])
    return JsonResponse({"stock": book.stock})


async def add_tag(request: HttpRequest, isbn: str) -> JsonResponse:
    book = await aget_object_or_404(Book, isbn=isbn)
    tag, _ = await Tag.objects.aget_or_create(label=request.POST["label"])
    await book.tags.aadd(tag)
    return JsonResponse({"tags": await book.tags.acount()})
