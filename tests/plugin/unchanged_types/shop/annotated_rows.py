"""Annotated models, with and without our load state on the same row."""

from typing import TypedDict, reveal_type

from django.db.models import BooleanField, Count, Exists, F, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Upper
from django_stubs_ext import WithAnnotations

from shop.models import Author, Book, Tag


class Counted(TypedDict):
    total: int


def total_of(author: WithAnnotations[Author, Counted]) -> int:
    reveal_type(author)
    reveal_type(author.total)
    reveal_type(author.name)
    return author.total


def any_of(author: WithAnnotations[Author]) -> None:
    reveal_type(author)
    reveal_type(author.whatever)


def sync_rows() -> None:
    reveal_type(Book.objects.annotate(n=Count("tags")))
    reveal_type(Book.objects.annotate(n=Count("tags")).get())
    reveal_type(Book.objects.annotate(n=Count("tags")).get().n)
    reveal_type(Book.objects.annotate(n=Count("tags")).first())
    reveal_type(Book.objects.annotate(n=Count("tags"), upper=Upper("title")).filter(n__gt=1)[0])
    reveal_type(Book.objects.annotate(n=Count("tags")).annotate(m=F("n")).get())
    reveal_type(Book.objects.alias(n=Count("tags")).get())
    reveal_type(Book.objects.annotate(n=Count("tags")).values())
    reveal_type(Book.objects.annotate(n=Count("tags")).values("title", "n").get())
    reveal_type(Book.objects.annotate(n=Count("tags")).values_list("title", "n").get())
    reveal_type(Book.objects.annotate(n=Count("tags")).values_list("n", flat=True))
    reveal_type(Book.objects.annotate(n=Count("tags")).values_list("n", named=True))
    reveal_type(Book.objects.values("title").annotate(n=Count("pk")))
    reveal_type(Book.objects.values("title").annotate(n=Count("pk")).get())
    reveal_type(Book.objects.values_list("title").annotate(n=Count("pk")).get())
    reveal_type(Book.objects.select_related("author").annotate(n=Count("tags")))
    reveal_type(Book.objects.select_related("author").annotate(n=Count("tags")).get())
    reveal_type(Book.objects.select_related("author").annotate(n=Count("tags")).get().author)
    reveal_type(Book.objects.annotate(n=Count("tags")).select_related("author").get())
    reveal_type(Book.objects.annotate(n=Count("tags")).select_related("author").get().n)
    reveal_type(Book.objects.annotate(n=Count("tags")).select_related("author").first())
    reveal_type(
        Book.objects.select_related("author__publisher").annotate(n=Value(1)).values("n", "title").get()
    )
    reveal_type(Book.objects.select_related("author").annotate(n=Value(1)).values_list("n", "title").get())
    reveal_type(Book.objects.only("title").annotate(n=Value(1)).get())
    reveal_type(Book.objects.annotate(n=Value(1)).only("title").get())
    reveal_type(Book.objects.annotate(n=Value(1)).defer("meta")[0])
    reveal_type(Book.objects.annotate(n=Value(1)).prefetch_related("tags").get())
    reveal_type(Book.objects.prefetch_related("tags").annotate(n=Value(1)).get())
    reveal_type(Book.objects.annotate(found=Exists(Tag.objects.filter(books=OuterRef("pk")))).get())
    reveal_type(Book.objects.annotate(late=Subquery(Book.objects.values("pk")[:1])).get())
    reveal_type(Book.objects.annotate(flag=Value(True, output_field=BooleanField())).get().flag)
    reveal_type(Author.objects.annotate(total=Count("books")).get())
    reveal_type(total_of(Author.objects.annotate(total=Count("books")).get()))
    reveal_type(total_of(Author.objects.select_related("publisher").annotate(total=Count("books")).get()))
    reveal_type(Author.objects.prefetch_related("books").get())
    reveal_type(Author.objects.prefetch_related(Prefetch("books", to_attr="shelf")).get())
    reveal_type(Author.objects.prefetch_related(Prefetch("books", Book.objects.all(), "shelf")).get().shelf)
    reveal_type(
        Author.objects.prefetch_related(Prefetch("books", Book.objects.all(), to_attr="shelf")).first()
    )
    reveal_type(
        Author.objects.select_related("publisher")
        .prefetch_related(Prefetch("books", Book.objects.select_related("editor"), to_attr="shelf"))
        .annotate(total=Count("books"))
        .get()
    )


async def async_rows() -> None:
    reveal_type(await Book.objects.annotate(n=Count("tags")).aget())
    reveal_type((await Book.objects.annotate(n=Count("tags")).aget()).n)
    reveal_type(await Book.objects.annotate(n=Count("tags")).afirst())
    reveal_type(await Book.objects.select_related("author").annotate(n=Count("tags")).aget())
    reveal_type((await Book.objects.select_related("author").annotate(n=Count("tags")).aget()).author)
    reveal_type(await Book.objects.annotate(n=Count("tags")).select_related("author").aget())
    reveal_type((await Book.objects.annotate(n=Count("tags")).select_related("author").aget()).n)
    reveal_type(await Book.objects.only("title").annotate(n=Value(1)).afirst())
    reveal_type(await Book.objects.annotate(n=Value(1)).defer("meta").alast())
    reveal_type([book async for book in Book.objects.annotate(n=Count("tags"))])
    reveal_type([book.n async for book in Book.objects.annotate(n=Count("tags")).select_related("author")])
    async for book in Book.objects.select_related("author").annotate(n=Count("tags")):
        reveal_type(book)
        reveal_type(book.author)
        reveal_type(book.author.name)
        reveal_type(book.n)
        reveal_type(book.title)
    async for author in Author.objects.prefetch_related(
        Prefetch("books", Book.objects.all(), to_attr="shelf")
    ):
        reveal_type(author)
        reveal_type(author.shelf)
        reveal_type([shelved.title for shelved in author.shelf])
    counted = await Author.objects.select_related("publisher").annotate(total=Count("books")).aget()
    reveal_type(total_of(counted))
    reveal_type(counted.publisher)
    reveal_type(await Book.objects.annotate(n=Count("tags")).values("n").aget())
    reveal_type(
        await Book.objects.select_related("author").annotate(n=Value(1)).values_list("n", flat=True).afirst()
    )
