"""Filters, orderings and annotations only describe a query; nothing runs until it is evaluated."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from library.models import Author, Book, Tag


async def builds() -> QuerySet[Book]:
    authors = Author.objects.filter(name__startswith="a")
    tagged = Exists(Tag.objects.filter(books=OuterRef("pk")))
    newest = Subquery(Book.objects.order_by("-pub_date").values("pk")[:1])
    return (
        Book.objects.filter(Q(author__in=authors) | Q(pk=newest))
        .filter(tagged)
        .annotate(number=Count("tags"))
        .exclude(pages=1)
        .select_related("author")
        .order_by("-pages")[:10]
    )


async def combines() -> bool:
    books = Book.objects.filter(pages=0) | Book.objects.filter(pages=1)
    return books.ordered


async def runs_what_it_built() -> int:
    books = Book.objects.filter(pages=0) | Book.objects.filter(pages=1)
    return books.count()  # E: async-unsafe-query
