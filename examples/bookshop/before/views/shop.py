"""Pages that change the stock and the orders."""

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
    order, created = await Order.objects.aget_or_create(customer=user, status=Order.Status.OPEN)
    return JsonResponse(
        {
            "new": created,
            "lines": await order.lines.acount(),
            "receipt_to": order.customer.email,
        }
    )


async def checkout(request: HttpRequest) -> JsonResponse:
    user = await request.auser()
    if not user.is_authenticated:
        return JsonResponse({}, status=403)
    order = await aget_object_or_404(Order, customer=user, status=Order.Status.OPEN)
    with transaction.atomic():
        async for line in order.lines.all():
            await Book.objects.filter(pk=line.book_id).aupdate(stock=F("stock") - line.quantity)
        order.status = Order.Status.PLACED
        order.placed_at = timezone.now()
        await order.asave(update_fields=["status", "placed_at"])
    return JsonResponse({"order": order.pk})


async def restock(request: HttpRequest, isbn: str) -> JsonResponse:
    book = await aget_object_or_404(Book, isbn=isbn)
    book.stock = F("stock") + 10
    await book.asave(update_fields=["stock"])
    book.refresh_from_db(fields=["stock"])
    return JsonResponse({"stock": book.stock})


async def add_tag(request: HttpRequest, isbn: str) -> JsonResponse:
    book = await aget_object_or_404(Book, isbn=isbn)
    tag, _ = await Tag.objects.aget_or_create(label=request.POST["label"])
    book.tags.add(tag)
    return JsonResponse({"tags": await book.tags.acount()})
