"""Pydantic reads the attributes of a row where the class or the call says ``from_attributes``."""

import asyncio
import warnings
from typing import Any

from asgiref.sync import sync_to_async
from library.models import Author, Book, Chapter, Tag
from library.schemas import AuthorModel, BookModel, BookOut, DeepModel, TagModel, TitleModel, TitleOut
from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    TypeAdapter,
    ValidationError,
    field_validator,
)


class WriterModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    writer: str = Field(validation_alias=AliasPath("author", "name"))


class KeyModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    author: int = Field(alias="author_id")


class EitherNameModel(BaseModel):
    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    author: Any = Field(alias="author_id")


class ChoiceModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    key: Any = Field(validation_alias=AliasChoices("author", "author_id"))


class OldModel(BaseModel):
    title: str
    author: AuthorModel

    class Config:
        from_attributes = True


class InheritedModel(BookModel):
    pages: int


class OptionalModel(BaseModel):
    model_config = {"from_attributes": True}

    title: str
    editor: AuthorModel | None = None


class AnythingModel(BaseModel):
    model_config = ConfigDict(from_attributes=True, arbitrary_types_allowed=True)

    author: Author


class CheckedModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    author: str

    @field_validator("author", mode="before")
    @classmethod
    def shown(cls, author: Author) -> str:
        return author.publisher.name if author.publisher is not None else ""


class Titles(RootModel[list[TitleModel]]):
    pass


BOOKS = TypeAdapter(list[BookModel])


async def validated() -> BookModel:
    book = await Book.objects.aget(pk=1)
    return BookModel.model_validate(book)  # E: async-unsafe-call "BookModel.model_validate" runs a query


async def validated_with_its_relation() -> BookModel:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookModel.model_validate(book)


async def validated_in_a_thread() -> BookModel:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(BookModel.model_validate)(book)


async def of_a_dict() -> BookModel:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookModel.model_validate({"title": book.title, "author": book.author})


async def of_a_dict_that_reads() -> AuthorModel:
    book = await Book.objects.aget(pk=1)
    return AuthorModel.model_validate({"name": book.author.name})  # E: async-unsafe-relation


async def the_class_does_not_say_so() -> str:
    book = await Book.objects.aget(pk=1)
    try:
        return DeepModel.model_validate(book).title
    except ValidationError:
        return ""


async def the_call_says_so() -> DeepModel:
    book = await Book.objects.aget(pk=1)
    return DeepModel.model_validate(book, from_attributes=True)  # E: async-unsafe-call


async def the_call_says_so_of_a_loaded_row() -> DeepModel:
    book = await Book.objects.select_related("author").aget(pk=1)
    return DeepModel.model_validate(book, from_attributes=True)


async def the_old_name() -> BookModel:
    book = await Book.objects.aget(pk=1)
    warnings.simplefilter("ignore")
    return BookModel.from_orm(book)  # E: async-unsafe-call


async def a_schema_of_ninja() -> BookOut:
    book = await Book.objects.aget(pk=1)
    return BookOut.from_orm(book)  # E: async-unsafe-call


async def a_schema_of_columns() -> TitleOut:
    return TitleOut.from_orm(await Book.objects.aget(pk=1))


async def each_of_several() -> list[BookModel]:
    return [BookModel.model_validate(book) async for book in Book.objects.all()]  # E: async-unsafe-call


async def each_of_several_loaded() -> list[BookModel]:
    return [BookModel.model_validate(book) async for book in Book.objects.select_related("author")]


async def an_adapter() -> BookModel:
    book = await Book.objects.aget(pk=1)
    return TypeAdapter(BookModel).validate_python(book)  # E: async-unsafe-call


async def an_adapter_refuses_a_queryset() -> list[BookModel]:
    books = Book.objects.all()
    try:
        return BOOKS.validate_python(books)
    except ValidationError:
        return []


async def an_adapter_over_a_list() -> list[BookModel]:
    books = [book async for book in Book.objects.select_related("author")]
    return BOOKS.validate_python(books, from_attributes=True)


async def an_adapter_over_a_list_that_lacks_something() -> list[BookModel]:
    books = [book async for book in Book.objects.all()]
    return BOOKS.validate_python(books)  # E: async-unsafe-call


async def an_adapter_that_is_told() -> list[TitleModel]:
    books = [book async for book in Book.objects.only("pk")]
    return TypeAdapter(list[TitleModel]).validate_python(books, from_attributes=True)  # E: async-unsafe-call


async def a_path_as_alias() -> WriterModel:
    return WriterModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def a_loaded_path_as_alias() -> WriterModel:
    return WriterModel.model_validate(await Book.objects.select_related("author").aget(pk=1))


async def the_key_as_alias() -> KeyModel:
    return KeyModel.model_validate(await Book.objects.aget(pk=1))


async def the_key_comes_before_the_name() -> EitherNameModel:
    return EitherNameModel.model_validate(await Book.objects.aget(pk=1))


async def the_first_choice() -> ChoiceModel:
    return ChoiceModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def the_old_config() -> OldModel:
    return OldModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def a_field_of_a_base() -> InheritedModel:
    return InheritedModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def an_optional_relation() -> OptionalModel:
    return OptionalModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call "OptionalModel


async def an_optional_relation_that_is_loaded() -> OptionalModel:
    return OptionalModel.model_validate(await Book.objects.select_related("editor").aget(pk=2))


async def a_field_for_a_row() -> AnythingModel:
    return AnythingModel.model_validate(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def a_field_for_a_loaded_row() -> AnythingModel:
    return AnythingModel.model_validate(await Book.objects.select_related("author").aget(pk=1))


async def a_validator_that_reads() -> CheckedModel:
    book = await Book.objects.select_related("author").aget(pk=1)
    return CheckedModel.model_validate(book)  # E: async-unsafe-call


async def a_validator_that_reads_what_is_loaded() -> CheckedModel:
    return CheckedModel.model_validate(await Book.objects.select_related("author__publisher").aget(pk=1))


async def a_root_model_of_rows() -> Titles:
    books = [book async for book in Book.objects.only("pk")]
    return Titles.model_validate(books, from_attributes=True)  # E: async-unsafe-call


async def a_root_model_of_fetched_rows() -> Titles:
    return Titles.model_validate([book async for book in Book.objects.all()], from_attributes=True)


def as_model(book: Book) -> BookModel:
    return BookModel.model_validate(book)


class Presenter:
    model = BookModel

    def __init__(self, book: Book) -> None:
        self.book = book

    def present(self) -> BookModel:
        return self.model.model_validate(self.book)


async def a_function_validates() -> BookModel:
    return as_model(await Book.objects.aget(pk=1))  # E: async-unsafe-call "as_model" runs a query


async def a_function_validates_a_loaded_row() -> BookModel:
    return as_model(await Book.objects.select_related("author").aget(pk=1))


async def an_object_validates() -> BookModel:
    return Presenter(await Book.objects.aget(pk=1)).present()  # E: async-unsafe-call


async def an_object_validates_a_loaded_row() -> BookModel:
    return Presenter(await Book.objects.select_related("author").aget(pk=1)).present()


async def the_relation_is_loaded_by_the_first() -> list[BookModel]:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(BookModel.model_validate)(book)
    return [BookModel.model_validate(book)]


async def validated_twice() -> None:
    author = await Author.objects.aget(pk=1)
    tag = await Tag.objects.aget(pk=1)
    AuthorModel.model_validate(author)
    TagModel.model_validate(tag)


async def a_chapter_without_its_book() -> str:
    chapter = await Chapter.objects.afirst()
    assert chapter is not None
    try:
        return TitleModel.model_validate(chapter, from_attributes=True).title
    except ValidationError:
        return ""


async def a_task() -> BookModel:
    async def ask(pk: int) -> BookModel:
        return BookModel.model_validate(await Book.objects.aget(pk=pk))  # E: async-unsafe-call

    return await asyncio.create_task(ask(1))
