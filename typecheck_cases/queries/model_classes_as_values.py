"""A model that is given, looked up or kept is the same class: its managers query."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, attr-defined"

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.module_loading import import_string
from library.models import Author, Book


def first_of(model):
    return model.objects.first()


def all_of(model):
    return model.objects.all()


async def fetched(model):
    return await model.objects.aget(pk=1)


def count_users():
    return get_user_model().objects.count()


def count_by_label():
    return apps.get_model("o", "Book").objects.count()


class Shelf:
    model = Book

    def count(self):
        return self.model.objects.count()

    @classmethod
    async def fetch(cls):
        return await cls.model.objects.aget(pk=1)


async def gives_a_model():
    return first_of(Book)  # E: async-unsafe-call


async def gives_a_model_that_is_not_asked():
    return [author.name async for author in all_of(Author)]


async def gives_a_model_to_a_coroutine():
    book = await fetched(Book)
    return book.author.name  # E: async-unsafe-relation


async def the_user_model():
    User = get_user_model()  # noqa: N806
    return User.objects.count()  # E: async-unsafe-query


async def the_user_model_in_a_function():
    return count_users()  # E: async-unsafe-call


async def the_user_model_asynchronously():
    return await get_user_model().objects.acount()


async def by_its_label():
    return apps.get_model("o.Book").objects.count()  # E: async-unsafe-query


async def by_its_label_in_a_function():
    return count_by_label()  # E: async-unsafe-call


async def by_its_path():
    return import_string("library.models.Book").objects.count()  # E: async-unsafe-query


async def by_its_path_asynchronously():
    return await import_string("library.models.Book").objects.acount()


async def of_an_object():
    return Shelf().count()  # E: async-unsafe-call


async def of_a_class():
    book = await Shelf.fetch()
    return book.author.name  # E: async-unsafe-relation


async def of_a_class_by_its_key():
    return (await Shelf.fetch()).author_id


async def of_a_loop():
    return [model.objects.count() for model in (Book, Author)]  # E: async-unsafe-query
