"""What a class assigns to a name is what a call of the method of that name runs."""

from asgiref.sync import sync_to_async
from library.models import Book
from library.names import Named, Ways
from library.shelves import count_books


class Service:
    acount = staticmethod(sync_to_async(count_books))
    count = staticmethod(count_books)


async def of_this_module() -> int:
    return Service().count()  # E: async-unsafe-call "count" runs a query


async def of_this_module_in_a_thread() -> int:
    return await Service().acount()


async def of_the_class_itself() -> int:
    return Service.count()  # E: async-unsafe-call "count" runs a query


async def a_method_under_another_name() -> int:
    return Ways().size()  # E: async-unsafe-call "size"


async def a_method_under_another_name_and_idle() -> str:
    return Ways().hello()


async def a_special_method() -> int:
    return len(Ways())  # E: async-unsafe-call "__len__"


async def a_static_method() -> str:
    book = await Book.objects.aget(pk=1)
    return Ways().label(book)  # E: async-unsafe-call "label"


async def a_static_method_that_reads_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Ways().label(book)


async def a_static_lambda() -> str:
    book = await Book.objects.aget(pk=1)
    return str(Ways.long(book))  # E: async-unsafe-call "long"


async def a_static_lambda_that_reads_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    return str(Ways.short(book))


async def a_property_of_a_lambda() -> Book | None:
    return Ways().latest  # type: ignore[no-any-return]  # E: async-unsafe-call "latest"


async def a_property_of_a_method() -> str:
    return str(Ways().salute)


async def a_method_wrapped_for_a_thread() -> int:
    return await Ways().acount()


async def an_attribute_that_objects_are_given_anew() -> str:
    book = await Book.objects.aget(pk=1)
    return Named().label(book)
