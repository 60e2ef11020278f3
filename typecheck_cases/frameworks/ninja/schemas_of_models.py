"""A ``ModelSchema`` reads the columns of its model, and the rows of many-to-many relations; methods run."""

from django.http import HttpRequest
from library.cards import BookCard
from library.market import Aisle, Goods
from library.models import Author, Book, Node, Tag
from library.requests_of_ninja import get
from library.schemas import (
    AuthorOut,
    BookModelOut,
    CardOut,
    HeadingOut,
    LabelOut,
    NestedModelOut,
    ShoutOut,
    TagsModelOut,
    WholeCardOut,
    WholeNodeOut,
    WithoutTagsOut,
)
from ninja import Field, ModelSchema, Router, Schema
from ninja.orm import create_schema
from pydantic import AliasChoices, BaseModel, ConfigDict, computed_field, field_validator, model_validator

router = Router()


@router.get("/key", response=BookModelOut)
async def a_foreign_key_is_its_column(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/tags", response=TagsModelOut)
async def a_many_to_many_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/tags_prefetched", response=TagsModelOut)
async def a_prefetched_many_to_many_relation(request: HttpRequest) -> Book:
    return await Book.objects.prefetch_related("tags").aget(pk=1)


@router.get("/without", response=WithoutTagsOut)
async def what_is_excluded(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/whole", response=WholeNodeOut)
async def all_columns(request: HttpRequest) -> Node:
    return await Node.objects.aget(pk=2)


@router.get("/whole_deferred", response=WholeNodeOut)
async def all_columns_of_a_row_that_lacks_one(request: HttpRequest) -> Node:
    return await Node.objects.only("pk").aget(pk=2)  # E: async-unsafe-call


@router.get("/nested", response=NestedModelOut)
async def a_field_beside_those_of_the_model(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call "author" of "Book" is read


@router.get("/nested_loaded", response=NestedModelOut)
async def a_loaded_field_beside_those_of_the_model(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/property", response=CardOut)
async def a_property_of_the_model(request: HttpRequest) -> BookCard:
    return await BookCard.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/property_loaded", response=CardOut)
async def a_property_that_reads_what_is_loaded(request: HttpRequest) -> BookCard:
    return await BookCard.objects.select_related("author").aget(pk=1)


@router.get("/property_of_columns", response=ShoutOut)
async def a_property_that_reads_columns(request: HttpRequest) -> BookCard:
    return await BookCard.objects.aget(pk=1)


@router.get("/method", response=HeadingOut)
async def a_method_of_the_model(request: HttpRequest) -> BookCard:
    return await BookCard.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/method_of_columns", response=LabelOut)
async def a_method_that_reads_columns(request: HttpRequest) -> BookCard:
    return await BookCard.objects.aget(pk=1)


@router.get("/card", response=WholeCardOut)
async def a_property_beside_the_columns(request: HttpRequest) -> BookCard:
    return await BookCard.objects.aget(pk=1)


class GoodsOut(Schema):
    name: str
    label: str


class AisleOfGoodsOut(GoodsOut):
    aisle_name: str


class RatedOut(GoodsOut):
    rating: float | None


@router.get("/goods", response=list[GoodsOut])
async def properties_without_annotations(request: HttpRequest) -> list[Goods]:
    return [goods async for goods in Goods.objects.all()]


@router.get("/goods_aisle", response=list[AisleOfGoodsOut])
async def a_property_without_annotations_reads(request: HttpRequest) -> list[Goods]:
    return [goods async for goods in Goods.objects.all()]  # E: async-unsafe-call


@router.get("/goods_rating", response=list[RatedOut])
async def a_property_that_queries(request: HttpRequest) -> list[Goods]:
    goods = [goods async for goods in Goods.objects.select_related("aisle")]
    return goods  # E: async-unsafe-call


class Named(Schema):
    author: AuthorOut


class InheritedOut(Named, ModelSchema):
    class Meta:
        model = Book
        fields = ["id"]


@router.get("/inherited", response=InheritedOut)
async def a_field_of_a_base(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


TagOut = create_schema(Tag, fields=["label"])


@router.get("/created", response=TagOut)
async def a_schema_that_was_created(request: HttpRequest) -> Tag:
    return await Tag.objects.aget(pk=1)


class BeforeOut(Schema):
    author: str

    @field_validator("author", mode="before")
    @classmethod
    def name_of(cls, author: object) -> str:
        return str(author)


@router.get("/before", response=BeforeOut)
async def a_validator_of_a_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


class PublisherBeforeOut(Schema):
    author: str

    @field_validator("author", mode="before")
    @classmethod
    def publisher_of(cls, author: Author) -> str:
        return str(author.publisher)


@router.get("/before_reads", response=PublisherBeforeOut)
async def a_validator_reads_further(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)  # E: async-unsafe-call


@router.get("/before_loaded", response=PublisherBeforeOut)
async def a_validator_reads_what_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author__publisher").aget(pk=1)


class ModelBeforeOut(Schema):
    title: str

    @model_validator(mode="before")
    @classmethod
    def with_author(cls, book: Book) -> object:
        return {"title": f"{book.title} by {book.author.name}"}


@router.get("/model_before", response=ModelBeforeOut)
async def a_validator_of_the_whole(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/model_before_loaded", response=ModelBeforeOut)
async def a_validator_of_the_whole_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


class ComputedOut(Schema):
    title: str

    @computed_field  # type: ignore[prop-decorator]
    @property
    def shout(self) -> str:
        return self.title.upper()


@router.get("/computed", response=ComputedOut)
async def a_computed_field(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


class ChoiceOut(Schema):
    key: int = Field(validation_alias=AliasChoices("author_id", "author"))


@router.get("/choices", response=ChoiceOut)
async def the_first_name_that_is_there(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


class PlainOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    author: AuthorOut


@router.get("/plain", response=PlainOut)
async def a_model_of_pydantic(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/plain_loaded", response=list[PlainOut])
async def loaded_rows_for_a_model_of_pydantic(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]


class ContextOut(Schema):
    method: str
    author: str

    @staticmethod
    def resolve_method(book: Book, context: dict[str, HttpRequest]) -> str:
        return str(context["request"].method)

    @staticmethod
    def resolve_author(book: Book, context: dict[str, HttpRequest]) -> str:
        return book.author.name


@router.get("/context", response=ContextOut)
async def a_resolver_with_the_context(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


class CountedOut(Schema):
    chapters: int

    @staticmethod
    def resolve_chapters(book: Book) -> int:
        return book.chapters.count()


@router.get("/counted", response=CountedOut)
async def a_resolver_queries(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


class AisleOut(Schema):
    goods: list[GoodsOut]

    @staticmethod
    def resolve_goods(aisle: Aisle) -> object:
        return aisle.goods.order_by("name")


@router.get("/resolved_rows", response=AisleOut)
async def a_resolver_returns_a_queryset(request: HttpRequest) -> Aisle:
    return await Aisle.objects.aget(pk=1)  # E: async-unsafe-call


REQUESTS = {
    "a_foreign_key_is_its_column": get(router, "/key"),
    "a_many_to_many_relation": get(router, "/tags"),
    "a_prefetched_many_to_many_relation": get(router, "/tags_prefetched"),
    "what_is_excluded": get(router, "/without"),
    "all_columns": get(router, "/whole"),
    "all_columns_of_a_row_that_lacks_one": get(router, "/whole_deferred"),
    "a_field_beside_those_of_the_model": get(router, "/nested"),
    "a_loaded_field_beside_those_of_the_model": get(router, "/nested_loaded"),
    "a_property_of_the_model": get(router, "/property"),
    "a_property_that_reads_what_is_loaded": get(router, "/property_loaded"),
    "a_property_that_reads_columns": get(router, "/property_of_columns"),
    "a_method_of_the_model": get(router, "/method"),
    "a_method_that_reads_columns": get(router, "/method_of_columns"),
    "a_property_beside_the_columns": get(router, "/card"),
    "properties_without_annotations": get(router, "/goods"),
    "a_property_without_annotations_reads": get(router, "/goods_aisle"),
    "a_property_that_queries": get(router, "/goods_rating"),
    "a_field_of_a_base": get(router, "/inherited"),
    "a_schema_that_was_created": get(router, "/created"),
    "a_validator_of_a_relation": get(router, "/before"),
    "a_validator_reads_further": get(router, "/before_reads"),
    "a_validator_reads_what_is_loaded": get(router, "/before_loaded"),
    "a_validator_of_the_whole": get(router, "/model_before"),
    "a_validator_of_the_whole_loaded": get(router, "/model_before_loaded"),
    "a_computed_field": get(router, "/computed"),
    "the_first_name_that_is_there": get(router, "/choices"),
    "a_model_of_pydantic": get(router, "/plain"),
    "loaded_rows_for_a_model_of_pydantic": get(router, "/plain_loaded"),
    "a_resolver_with_the_context": get(router, "/context"),
    "a_resolver_queries": get(router, "/counted"),
    "a_resolver_returns_a_queryset": get(router, "/resolved_rows"),
}
