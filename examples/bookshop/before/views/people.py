"""Pages about people: authors, readers, what they write."""

from django.contrib.auth import aauthenticate, login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import aget_object_or_404

from catalog.forms import ReviewForm
from catalog.models import Author, Book, Order, Reader, Review


async def author_index(request: HttpRequest) -> JsonResponse:
    books = [book async for book in Book.objects.order_by("title")]
    by_author = sorted(books, key=lambda book: book.author.name)
    return JsonResponse({"books": [book.title for book in by_author]})


async def author_page(request: HttpRequest, slug: str) -> JsonResponse:
    author = await aget_object_or_404(Author, slug=slug)
    books = author.books.filter(stock__gt=0)
    if not books:
        return JsonResponse({"author": author.name, "notice": "Sold out."})
    return JsonResponse({"author": author.name, "books": [book.title async for book in books]})


async def reader_profile(request: HttpRequest, username: str) -> JsonResponse:
    reader = await aget_object_or_404(Reader, username=username)
    profile = reader.profile
    return JsonResponse({"name": profile.display_name, "city": profile.city})


async def log_in(request: HttpRequest) -> HttpResponse:
    user = await aauthenticate(
        request, username=request.POST.get("username"), password=request.POST.get("password")
    )
    if user is None:
        return HttpResponse("Wrong name or password.", status=403)
    login(request, user)
    return HttpResponse("Welcome.")


@login_required
async def dashboard(request: HttpRequest) -> JsonResponse:
    name = request.user.get_username()
    orders = Order.objects.filter(customer__username=name).order_by("pk")
    return JsonResponse({"reader": name, "orders": [order.status async for order in orders]})


async def review(request: HttpRequest, pk: int) -> HttpResponse:
    found = await aget_object_or_404(Review.objects.select_related("reader"), pk=pk)
    return HttpResponse(f"{found.reader.username} gives {found.stars} stars to {found.book}")


async def write_review(request: HttpRequest) -> JsonResponse:
    reader = await request.auser()
    if not reader.is_authenticated:
        return JsonResponse({}, status=403)
    form = ReviewForm(request.POST, instance=Review(reader=reader))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
    written = form.save(commit=False)
    await written.asave()
    return JsonResponse({"review": written.pk})
