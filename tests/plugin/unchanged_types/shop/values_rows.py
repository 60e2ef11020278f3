"""Rows that are not models: values, values_list, dates, aggregates."""

from typing import reveal_type

from django.db.models import Avg, Count, F, Max, Q

from shop.models import Author, Book, Publisher


def sync_rows() -> None:
    reveal_type(Book.objects.values())
    reveal_type(Book.objects.values("title"))
    reveal_type(Book.objects.values("title", "author__name").get())
    reveal_type(Book.objects.values("title", upper=F("title")).first())
    reveal_type(Book.objects.values_list())
    reveal_type(Book.objects.values_list("title"))
    reveal_type(Book.objects.values_list("title", "pages", "price"))
    reveal_type(Book.objects.values_list("title", "author__publisher__name").get())
    reveal_type(Book.objects.values_list("title", flat=True))
    reveal_type(Book.objects.values_list("pk", flat=True).first())
    reveal_type(Book.objects.values_list("author_id", flat=True))
    reveal_type(Book.objects.values_list("author", flat=True).get())
    reveal_type(Book.objects.values_list("editor", flat=True).get())
    reveal_type(Book.objects.values_list("title", "pages", named=True))
    reveal_type(Book.objects.values_list("title", "pages", named=True).get().title)
    reveal_type(Book.objects.values_list("title", flat=True)[0])
    reveal_type(Book.objects.values_list("title", flat=True)[:3])
    reveal_type(list(Book.objects.values_list("title", flat=True)))
    reveal_type(set(Book.objects.values_list("pk", "title")))
    reveal_type(dict(Book.objects.values_list("pk", "title")))
    reveal_type(Book.objects.dates("published", "year"))
    reveal_type(Book.objects.datetimes("added", "day").first())
    reveal_type(Book.objects.aggregate(Max("pages")))
    reveal_type(Book.objects.aggregate(n=Count("pk"), mean=Avg("pages"))["n"])
    reveal_type(Book.objects.count())
    reveal_type(Book.objects.exists())
    reveal_type(Book.objects.in_bulk())
    reveal_type(Book.objects.in_bulk([1, 2]))
    reveal_type(Book.objects.in_bulk(["a"], field_name="title"))
    reveal_type(Book.objects.explain())
    reveal_type(Author.objects.values_list("books__title", flat=True))
    reveal_type(
        Author.objects.filter(Q(name="x") | Q(bio="")).values_list("publisher__founded", flat=True).first()
    )
    reveal_type(Publisher.objects.values("authors__books__pages").first())
    reveal_type([row for row in Book.objects.values("pages")])
    reveal_type([title.upper() for title in Book.objects.values_list("title", flat=True)])
    reveal_type(Book.objects.filter(pages=1).values("title").filter(pages__gt=2).order_by("title"))
    reveal_type(
        Book.objects.values_list("title", flat=True).distinct().union(Book.objects.values_list("title"))
    )


async def async_rows() -> None:
    reveal_type(await Book.objects.values("title").aget())
    reveal_type(await Book.objects.values("title", "author__name").afirst())
    reveal_type(await Book.objects.values_list("title", "pages").aget())
    reveal_type(await Book.objects.values_list("title", flat=True).afirst())
    reveal_type(await Book.objects.values_list("title", "pages", named=True).alast())
    reveal_type([row async for row in Book.objects.values("pages")])
    reveal_type([row async for row in Book.objects.values_list("pages", "title")])
    reveal_type({key: title async for key, title in Book.objects.values_list("pk", "title")})
    reveal_type({row async for row in Book.objects.values_list("pages", flat=True)})
    reveal_type([row async for row in Book.objects.values_list("pages", named=True)])
    reveal_type(await Book.objects.aaggregate(n=Count("pk")))
    reveal_type(await Book.objects.acount())
    reveal_type(Book.objects.count())
    reveal_type(await Book.objects.aexists())
    reveal_type(await Book.objects.ain_bulk([1]))
    reveal_type(await Book.objects.select_related("author").ain_bulk())
    async for row in Book.objects.select_related("author").values_list("author__name", "pages"):
        reveal_type(row)
    async for name, pages in Book.objects.only("title").values_list("title", "pages"):
        reveal_type(name)
        reveal_type(pages)
    async for day in Book.objects.dates("published", "month"):
        reveal_type(day)
    reveal_type(Book.objects.select_related("author").values("title"))
    reveal_type(Book.objects.prefetch_related("tags").values_list("title", flat=True))
    reveal_type(Book.objects.defer("meta").values_list("meta", flat=True))
    reveal_type(Book.objects.values_list("title", flat=True)[2:5])
