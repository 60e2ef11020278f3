"""The row comes from a function of another file: there its query has to load what is read here."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from asgiref.sync import sync_to_async
from library import finders
from library.finders import Desk, desk
from library.models import Author, Book
from library.novels import Review


def tag_labels(book):
    return [tag.label for tag in book.tags.all()]


async def reads_in_a_comprehension() -> list[str]:
    return [book.author.name for book in await finders.all_books()]  # E: async-unsafe-relation


async def reads_more_of_the_same_rows() -> list[str]:
    books = await finders.all_books()
    return [book.editor.name for book in books if book.editor]  # E: async-unsafe-relation


async def reads_what_is_loaded_there() -> list[str]:
    return [book.author.name for book in await finders.loaded_books()]


async def reads_what_is_only_in_part_loaded_there() -> list[str]:
    books = await finders.loaded_books()
    return [book.author.publisher.name for book in books if book.author.publisher]  # E: async-unsafe-relation


async def reads_of_a_row_in_a_dict():
    found = await finders.books_by_title()
    return [(title, book.author.name) for title, book in found.items()]  # E: async-unsafe-relation


async def reads_of_a_function_without_types():
    chapter = await finders.get_chapter(1)
    return chapter.book.title  # E: async-unsafe-relation


async def reads_a_column_of_the_same():
    chapter = await finders.get_chapter(1)
    return chapter.number


async def reads_of_a_shortcut():
    chapter = await finders.chapter_or_404(1)
    return chapter.book.author_id  # E: async-unsafe-relation


async def adds_to_what_is_selected_there():
    book = await finders.first_with_editor()
    return book.author.name  # E: async-unsafe-relation


async def reads_what_is_selected_there():
    book = await finders.first_with_editor()
    return book.editor.name if book.editor else ""


async def reads_beside_the_only_columns() -> str:
    book = await finders.heading()
    return book.author.name  # E: async-unsafe-relation


async def reads_beside_the_only_columns_of_a_step_before() -> str:
    book = await finders.heading_in_steps()
    return book.author.name  # E: async-unsafe-relation


async def reads_a_column_that_was_left_out() -> int:
    book = await finders.heading()
    return book.pages  # E: async-unsafe-deferred


async def reads_a_column_that_was_fetched() -> str:
    book = await finders.heading()
    return book.title


async def reads_of_a_related_manager() -> str:
    author = await Author.objects.aget(pk=1)
    book = await finders.written_by(author)
    return book.editor.name if book.editor else ""  # E: async-unsafe-relation


async def reads_the_owner_of_a_related_manager() -> str:
    author = await Author.objects.aget(pk=1)
    book = await finders.written_by(author)
    return book.author.name


async def reads_of_a_generator() -> list[str]:
    return [book.author.name async for book in finders.every_book()]  # E: async-unsafe-relation


async def reads_of_either_query() -> str:
    book = await finders.either(short=True)
    return book.author.name  # E: async-unsafe-relation


async def reads_what_a_thread_has_fetched():
    return [book.author.name for book in await finders.fetched_in_a_thread()]  # E: async-unsafe-relation


async def reads_of_an_object_that_holds_the_row() -> str:
    found = await Desk().found(1)
    return f"{found.place}: {found.book.author.name}"  # E: async-unsafe-relation


async def reads_what_an_object_of_the_module_gives():
    book = await desk.first()
    return book.author.name  # E: async-unsafe-relation


async def asks_for_a_queryset_and_fetches_here():
    book = await desk.books().afirst()
    return book.author.name  # E: async-unsafe-relation


async def loads_more_with_the_queryset_of_another_file():
    book = await desk.books().select_related("author").afirst()
    return book.author.name


async def hands_a_row_to_a_function_that_reads_many() -> list[str]:
    books = await finders.all_books()
    return tag_labels(books[0])  # E: async-unsafe-call


async def has_a_thread_read_the_rows() -> list[str]:
    books = await finders.all_books()
    return await sync_to_async(tag_labels)(books[0])


async def assigns_the_key_in_between() -> str:
    book = await finders.first_with_editor()
    book.author_id = 1
    return book.author.name  # E: async-unsafe-relation


async def reads_of_a_row_that_may_be_new() -> str:
    book = await finders.found_or_made()
    return book.author.name  # E: async-unsafe-relation


async def reads_a_column_of_a_row_that_may_be_new() -> str:
    book = await finders.found_or_made()
    return book.title


async def reads_of_a_finder_of_any_model():
    book = await finders.Finder(Book).find(1)
    return book.author.name  # E: async-unsafe-relation


async def reads_a_column_of_a_finder_of_any_model():
    author = await finders.Finder(Author).find(1)
    return author.name


async def reads_of_a_function_for_any_model():
    book = await finders.find_of(Book, 1)
    return book.author.name  # E: async-unsafe-relation


async def reads_a_column_of_a_function_for_any_model():
    author = await finders.find_of(Author, 1)
    return author.name


async def hands_in_the_rows():
    book = await finders.first_of(Book.objects.filter(pages__gte=0))
    return book.author.name  # E: async-unsafe-relation


async def hands_in_rows_that_are_loaded():
    book = await finders.first_of(Book.objects.select_related("author"))
    return book.author.name


async def hands_in_other_rows():
    author = await finders.first_of(Author.objects.all())
    return author.name


async def reads_what_was_built_step_by_step():
    return [book.author.name for book in await finders.step_by_step(True)]  # E: async-unsafe-relation


async def reads_what_a_manager_fetches() -> str:
    review = await Review.objects.numbered(1)
    return review.critic.name  # E: async-unsafe-relation


async def reads_what_a_manager_loads() -> str:
    review = await Review.objects.numbered(1)
    return review.novel.title


async def reads_more_than_a_mixin_is_asked_for():
    book = await finders.AuthorMixin().load()
    return book.author.publisher  # E: async-unsafe-relation


async def reads_what_a_mixin_is_asked_for():
    book = await finders.AuthorMixin().load()
    return book.author.name
