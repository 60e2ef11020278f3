"""Relations are awaited beside Django's own, cost what they must, and raise what Django raises."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from aobjects import (
    AsyncManyRelatedManager,
    AsyncModel,
    AsyncQuerySet,
    AsyncRelatedManager,
    accessors,
    afetch,
    aio,
    checks,
    related,
)
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.db.models import Prefetch
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django.test.utils import isolate_apps
from library.models import Author, Book, Classic, Loan, Note, Novel, Profile, Publisher, Reader, Tag
from reviews.models import Award, Review

if TYPE_CHECKING:
    from counting import Hops, Queries


@pytest.fixture
def author() -> Author:
    return Author.objects.create(name="Ursula K. Le Guin", publisher=Publisher.objects.create(name="Harper"))


@pytest.fixture
def book(author: Author) -> Book:
    return Book.objects.create(title="The Dispossessed", author=author)


# Accessors are made when Django starts: a checker without our plugin knows them from an annotation.
def fresh(row: models.Model) -> Any:
    """Return the row again, with nothing cached."""
    return type(row)._base_manager.get(pk=row.pk)


async def test_a_foreign_key_is_awaited_and_cached(
    book: Book, author: Author, queries: Queries, hops: Hops
) -> None:
    row = await Book.aobjects.get(pk=book.pk)
    hops.count(), queries.count()
    assert await row.aauthor == author  # type: ignore[attr-defined]
    assert (hops.count(), queries.count()) == (1, 1)
    assert await row.aauthor is row.author is await related(row, Book.author)  # type: ignore[attr-defined]
    assert (hops.count(), queries.count()) == (0, 0)


@pytest.fixture
def rows(book: Book, author: Author) -> dict[str, Any]:
    reader = Reader.objects.create(username="shevek")
    tag = Tag.objects.create(label="anarchy", owner=reader)
    profile = Profile.objects.create(author=author, motto="True voyage is return.")
    novel = Novel.objects.create(title="Malafrena", author=author, genre="historical")
    note = Note.objects.create(subject=book, text="Read it.")
    pupil = Author.objects.create(name="Pupil", mentor=author)
    return {
        "author": author,
        "award": Award.objects.create(book=book, name="Hugo"),
        "book": book,
        "classic": Classic.objects.get(pk=book.pk),
        "loan": Loan.objects.create(book=book, reader=reader),
        "note": note,
        "novel": novel,
        "profile": profile,
        "pupil": pupil,
        "reader": reader,
        "review": Review.objects.create(book=book, critic=reader, stars=5),
        "tag": tag,
    }


TO_ONE = {
    "forward": ("book", "author"),
    "null": ("book", "editor"),
    "to itself": ("pupil", "mentor"),
    "to another app": ("note", "content_type"),
    "one-to-one": ("profile", "author"),
    "reverse one-to-one": ("author", "profile"),
    "reverse one-to-one of another app": ("book", "award"),
    "generic": ("note", "subject"),
    "to the parent": ("novel", "book_ptr"),
    "to the child": ("book of novel", "novel"),
    "inherited": ("novel", "author"),
    "of a proxy": ("classic", "author"),
    "custom user": ("tag", "owner"),
}


@pytest.mark.parametrize("kind", TO_ONE)
async def test_a_relation_to_one_is_what_django_reads(
    kind: str, rows: dict[str, Any], queries: Queries, hops: Hops
) -> None:
    name, relation = TO_ONE[kind]
    row = await Book.aobjects.get(pk=rows["novel"].pk) if name == "book of novel" else rows[name]
    row = await aio(type(row)._base_manager).get(pk=row.pk)
    expected = await aio(type(row)._base_manager).select_related(None).get(pk=row.pk)
    await afetch(expected, relation)
    hops.count(), queries.count()
    awaited = await getattr(row, f"a{relation}")
    assert awaited == getattr(expected, relation)
    is_free = awaited is None or kind == "to the parent"
    assert hops.count() == (0 if awaited is None else 1)
    assert queries.count() <= (0 if is_free else 1)
    assert await getattr(row, f"a{relation}") is getattr(row, relation)
    assert (hops.count(), queries.count()) == (0, 0)


TO_MANY = {
    "reverse": ("author", "books", "book"),
    "reverse to itself": ("author", "pupils", "pupil"),
    "reverse of another app": ("book", "reviews", "review"),
    "reverse without a name": ("reader", "review_set", "review"),
    "many-to-many": ("book", "tags", "tag"),
    "reverse many-to-many": ("tag", "books", "book"),
    "through": ("book", "borrowers", "reader"),
    "many-to-many to itself": ("author", "friends", "pupil"),
    "generic": ("book", "notes", "note"),
    "inherited": ("novel", "tags", "tag"),
    "of a proxy": ("classic", "notes", "note"),
}


@pytest.mark.parametrize("kind", TO_MANY)
async def test_a_relation_to_many_is_an_async_manager(kind: str, rows: dict[str, Any]) -> None:
    name, relation, member = TO_MANY[kind]
    row, other = rows[name], rows[member]
    manager = getattr(row, f"a{relation}")
    if relation == "notes":
        ContentType.objects.clear_cache()
    else:
        await manager.add(other)
    to_many = isinstance(getattr(type(row), relation), ManyToManyDescriptor)
    assert isinstance(manager, AsyncManyRelatedManager if to_many else AsyncRelatedManager)
    assert isinstance(manager.filter(pk__gt=0), AsyncQuerySet)
    assert other in await manager.filter(pk__gt=0).order_by("-pk")
    assert [found async for found in manager] == [*await manager]
    assert await manager.filter(pk=other.pk).exists()
    assert await manager.contains(other)


async def test_a_generic_relation_with_a_cold_cache_is_one_hop(book: Book, hops: Hops) -> None:
    row: Any = book
    ContentType.objects.clear_cache()
    note = await row.anotes.create(text="Later.")
    ContentType.objects.clear_cache()
    hops.count()
    assert await row.anotes.filter(text="Later.").order_by("pk").first() == note
    assert hops.count() == 1
    assert repr(row.anotes.filter(pk=1)) == "<AsyncQuerySet: library.Book.notes.filter()>"
    await row.anotes.clear()
    assert await row.anotes.count() == 0


async def test_a_missing_one_to_one_raises_what_django_raises(author: Author, book: Book) -> None:
    row: Any = author
    with pytest.raises(Author.profile.RelatedObjectDoesNotExist, match="Author has no profile"):
        await row.aprofile
    with pytest.raises(Profile.DoesNotExist):
        await related(author, Author.profile)
    unsaved: Any = Book(title="")
    with pytest.raises(Book.author.RelatedObjectDoesNotExist, match="Book has no author"):
        await unsaved.aauthor


def test_synchronous_code_gets_djangos_own_error(author: Author) -> None:
    with pytest.raises(Author.profile.RelatedObjectDoesNotExist):
        author.profile  # noqa: B018
    assert not hasattr(author, "profile")


async def test_a_prefetched_relation_costs_nothing(book: Book, author: Author, hops: Hops) -> None:
    tag = await Tag.aobjects.create(label="moon")
    await book.tags.aadd(tag)
    row: Any = await Book.aobjects.select_related("author").prefetch_related("tags").get(pk=book.pk)
    hops.count()
    assert (await row.aauthor, await row.atags.all()) == (author, [tag])
    assert hops.count() == 0


async def test_related_managers_change_rows(book: Book, author: Author) -> None:
    row: Any = book
    moon = await row.atags.create(label="moon")
    anarchy, made = await row.atags.get_or_create(label="anarchy")
    assert made
    assert await row.atags.update_or_create({"label": "Moon"}, label="moon") == (moon, False)
    await row.atags.remove(anarchy)
    assert await row.atags == [moon]
    await row.atags.set(Tag.aobjects.filter(label="anarchy"))
    assert await row.atags.values_list("label", flat=True) == ["anarchy"]
    await row.atags.clear()
    assert not await row.atags.exists()
    reader = await Reader.aobjects.create(username="takver")
    await row.aborrowers.add(reader, through_defaults={"lent_at": None})
    assert await reader.aborrowed == [book]  # type: ignore[attr-defined]

    writer: Any = author
    pupil, made = await writer.apupils.get_or_create(name="Pupil")
    assert made
    await writer.apupils.remove(pupil)
    await writer.apupils.set([pupil])
    assert await writer.apupils == [pupil]
    await writer.apupils.clear()
    assert await writer.apupils.count() == 0
    assert await writer.abooks.published() == []
    assert await writer.abooks(manager="objects") == [book]


async def test_a_required_foreign_key_cannot_be_removed(author: Author, book: Book) -> None:
    row: Any = author
    with pytest.raises(AttributeError, match="remove"):
        await row.abooks.remove(book)


async def test_a_row_without_a_key_has_no_related_rows() -> None:
    row: Any = Book(title="")
    with pytest.raises(ValueError, match="before this many-to-many relationship can be used"):
        row.atags  # noqa: B018


async def test_afetch_loads_many_rows_in_one_hop_and_one_query_a_relation(
    rows: dict[str, Any], queries: Queries, hops: Hops
) -> None:
    await rows["book"].atags.add(rows["tag"])
    books = await Book.aobjects.all()
    hops.count(), queries.count()
    await afetch(books, "author", "tags__owner")
    assert (hops.count(), queries.count()) == (1, 3)
    assert [[tag.owner for tag in book.tags.all()] for book in books] == [[rows["reader"]], []]
    await afetch(books[0], "author", Prefetch("reviews", queryset=Review.objects.all(), to_attr="read"))
    assert queries.count() == 1
    with pytest.raises(AttributeError, match="nothing"):
        await afetch(books, "nothing")
    with pytest.raises(TypeError, match="afetch\\(\\) takes rows"):
        await afetch(Book.aobjects.all(), "author")  # type: ignore[arg-type]  # the point


async def test_related_refuses_what_is_no_relation_of_the_row(book: Book, author: Author) -> None:
    with pytest.raises(TypeError, match="'author' is no relation of Author"):
        await related(author, Book.author)
    with pytest.raises(TypeError, match="no relation to one row"):
        await related(author, Author.books)


async def test_a_row_with_awaited_relations_can_be_pickled_and_copied(book: Book, author: Author) -> None:
    row: Any = book
    await row.aauthor
    assert pickle.loads(pickle.dumps(row)).author == copy.deepcopy(row).author == author


def test_each_relation_of_each_model_has_an_accessor() -> None:
    async_models = [model for model in apps.get_models() if issubclass(model, AsyncModel)]
    assert len(async_models) > 8
    names = {
        (model.__name__, accessors.async_name(name))
        for model in async_models
        for name, _ in accessors.relations_of(model)
        if accessors.is_async_accessor(model, accessors.async_name(name))
    }
    from_django = {
        (model.__name__, f"a{getattr(field, 'get_accessor_name', lambda field=field: field.name)()}")
        for model in async_models
        for field in model._meta.get_fields()
        if field.is_relation
    }
    # Beyond what Django counts, a multi-table child inherits its parent's way to the child.
    assert names - from_django == {("Novel", "anovel")}
    assert from_django - names == set()
    call_command("check")


@isolate_apps("library")
def test_a_clash_with_what_a_model_has_is_a_check_error_and_changes_nothing() -> None:
    class Shelf(AsyncModel):
        room = models.ForeignKey("library.Hall", on_delete=models.CASCADE)
        owner = models.ForeignKey("library.Hall", on_delete=models.CASCADE, related_name="save")
        aroom = models.IntegerField()

        class Meta:
            app_label = "library"

    class Hall(AsyncModel):
        class Meta:
            app_label = "library"

        def ashelf_set(self) -> int:
            return 1

    clashes = [error.msg for model in (Shelf, Hall) for error in checks.find_clashes(model)]
    assert [message.split("'")[1] for message in clashes] == ["aroom", "ashelf_set", "asave"]
    assert Hall().ashelf_set() == 1
    assert inspect.iscoroutinefunction(Hall.asave)
    assert isinstance(Shelf._meta.get_field("aroom"), models.IntegerField)


def test_a_clash_fails_the_check_command() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Book, "aauthor", 1)
        with pytest.raises(SystemCheckError, match=r"aobjects.E001.*'aauthor' of the relation 'author'"):
            call_command("check")


@isolate_apps("library")
def test_a_relation_to_a_model_that_comes_later_gets_its_accessor_then() -> None:
    class Plain(models.Model):
        late = models.ForeignKey("library.Late", on_delete=models.CASCADE)
        lates: Any = models.ManyToManyField("Late", related_name="plains")

        class Meta:
            app_label = "library"

    class Late(AsyncModel):
        class Meta:
            app_label = "library"

    assert accessors.is_async_accessor(Late, "aplain_set")
    assert accessors.is_async_accessor(Late, "aplains")
    assert not hasattr(Plain, "alate")


@isolate_apps("library")
def test_an_async_proxy_of_a_plain_model_has_the_relations_that_come_later_too() -> None:
    class Plain(models.Model):
        boss = models.ForeignKey("self", on_delete=models.CASCADE, related_name="staff")

        class Meta:
            app_label = "library"

    class Awaited(AsyncModel, Plain):
        class Meta:
            proxy = True
            app_label = "library"

    class Later(models.Model):
        plain = models.OneToOneField(Plain, on_delete=models.CASCADE)

        class Meta:
            app_label = "library"

    assert all(accessors.is_async_accessor(Awaited, name) for name in ("aboss", "astaff", "alater"))
    assert not hasattr(Plain, "aboss")
