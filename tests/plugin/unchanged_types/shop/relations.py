"""Forward and reverse relations, related managers, generic relations and instance methods."""

import asyncio
from typing import reveal_type

from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import aget_object_or_404, get_list_or_404, get_object_or_404

from shop.models import Author, Book, Comic, Note, Profile, Publisher, Tag


def sync_relations(book: Book, author: Author, comic: Comic, tag: Tag, note: Note) -> None:
    reveal_type(book.author)
    reveal_type(book.author_id)
    reveal_type(book.editor)
    reveal_type(book.editor_id)
    reveal_type(book.author.publisher)
    reveal_type(author.mentor)
    reveal_type(author.profile)
    reveal_type(author.profile.author)
    reveal_type(comic.author)
    reveal_type(comic.book_ptr)
    reveal_type(book.comic)
    reveal_type(note.obj)
    reveal_type(note.content_type)
    reveal_type(book.tags)
    reveal_type(book.tags.all())
    reveal_type(book.tags.filter(label="x").first())
    reveal_type(book.tags.create(label="x"))
    reveal_type(book.tags.get_or_create(label="x"))
    reveal_type(book.tags.values_list("label", flat=True))
    reveal_type(book.tags.add(tag))
    reveal_type(book.tags.through)
    reveal_type(book.labelled.through)
    reveal_type(book.notes)
    reveal_type(book.notes.all())
    reveal_type(author.books)
    reveal_type(author.books.all())
    reveal_type(author.books.get())
    reveal_type(author.books.get().author)
    reveal_type(author.books.select_related("editor").get())
    reveal_type(author.books.values("title").get())
    reveal_type(author.books.long())
    reveal_type(author.edited.create(title="x"))
    reveal_type(author.books.filter(pages=1).with_author())
    reveal_type(author.author_set)
    reveal_type(tag.books.all())
    reveal_type(tag.labelled_books.prefetch_related("tags").get())
    reveal_type(tag.labelling_set.all())
    reveal_type(Publisher().authors.active())
    reveal_type(book.save())
    reveal_type(book.delete())
    reveal_type(book.refresh_from_db())
    reveal_type(book.full_clean())
    reveal_type(book.get_next_by_added())
    reveal_type(getattr(book, "author"))  # noqa: B009
    reveal_type(getattr(book, "author", None))
    reveal_type(get_object_or_404(Book, pk=1))
    reveal_type(get_object_or_404(Book.objects.select_related("author"), pk=1))
    reveal_type(get_object_or_404(Book.objects.select_related("author"), pk=1).author)
    reveal_type(get_list_or_404(Book.objects.select_related("author")))
    reveal_type(ContentType.objects.get_for_model(Book))
    reveal_type([other.author for other in author.books.select_related("author")])


async def async_relations(book: Book, author: Author, tag: Tag) -> None:
    reveal_type(book.author)
    reveal_type(book.author.publisher)
    reveal_type(author.profile)
    reveal_type(book.author_id)
    reveal_type(await book.tags.aget())
    reveal_type(await book.tags.acreate(label="x"))
    reveal_type([label async for label in book.tags.values_list("label", flat=True)])
    reveal_type(await author.books.select_related("editor").afirst())
    reveal_type([other async for other in author.books.all()])
    reveal_type(await tag.books.aget_or_create(title="x"))
    reveal_type(await book.asave())
    reveal_type(await book.adelete())
    reveal_type(await book.arefresh_from_db())
    reveal_type(await aget_object_or_404(Book.objects.select_related("author"), pk=1))
    reveal_type(await aget_object_or_404(Author, pk=1))
    reveal_type(await asyncio.gather(Book.objects.select_related("author").aget(), Author.objects.afirst()))
    reveal_type(await asyncio.create_task(Book.objects.select_related("author").aget()))
    reveal_type(await asyncio.to_thread(book.author.books.count))
    reveal_type(await sync_to_async(Book.objects.get)(pk=1))
    reveal_type(await sync_to_async(lambda: book.author)())
    reveal_type(await sync_to_async(Book.objects.select_related("author").first)())
    match await Book.objects.select_related("author").afirst():
        case Book(author=matched) as whole:
            reveal_type(matched)
            reveal_type(whole)
        case other:
            reveal_type(other)
    loaded = await Book.objects.select_related("author").aget()
    loaded.author = author
    reveal_type(loaded.author)
    declared: Book = await Book.objects.select_related("author").aget()
    reveal_type(declared)
    profile = Profile(author=author)
    reveal_type(profile.author)
    try:
        reveal_type(author.profile.nick)
    except Profile.DoesNotExist as missing:
        reveal_type(missing)
    if (walrus := await Book.objects.select_related("author").afirst()) is not None:
        reveal_type(walrus)
        reveal_type(walrus.author)


def from_sync() -> None:
    reveal_type(async_to_sync(async_relations))
    reveal_type(async_to_sync(Book.objects.acount)())
