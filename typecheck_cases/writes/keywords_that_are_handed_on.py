"""What a helper passes on by ``**fields``, or what a dict says, is what the new row was given."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from django.db.models.signals import pre_save
from django.dispatch import receiver
from library.market import Aisle, Goods
from library.models import Author, Book, Profile


@receiver(pre_save, sender=Profile)
def default_nick(sender, instance, **kwargs):
    if not instance.nick:
        instance.nick = instance.author.name


async def make(log, **fields):
    log.append(sorted(fields))
    fields.setdefault("name", "Pear")
    return await Goods.objects.acreate(**fields)


async def make_of(log, aisle, **fields):
    log.append(aisle.pk)
    fields.pop("title", None)
    return await Goods.objects.acreate(aisle=aisle, **fields)


async def put(log, **fields):
    log.append(sorted(fields))
    goods, _ = await Goods.objects.aupdate_or_create(name="New", defaults=fields)
    return goods


async def an_inner_aisle():
    outer = await Aisle.objects.acreate(name="Outer")
    return await Aisle.objects.acreate(name="Inner", parent_id=outer.pk)


async def gives_a_key():
    goods = await make([], aisle_id=1)
    return goods.aisle.name  # E: async-unsafe-relation


async def gives_a_row():
    goods = await make([], aisle=await Aisle.objects.aget(pk=1))
    return goods.aisle.name


async def reads_behind_the_row():
    goods = await make_of([], await an_inner_aisle(), name="Pear", title="x")
    return goods.aisle.parent.name  # E: async-unsafe-relation


async def reads_what_the_row_has():
    inner = await an_inner_aisle()
    goods = await make_of([], await Aisle.objects.select_related("parent").aget(pk=inner.pk), name="Pear")
    return goods.aisle.parent.name


async def gives_a_dict():
    goods = await Goods.objects.acreate(**{"aisle_id": 1, "name": "Pear"})
    return goods.aisle.name  # E: async-unsafe-relation


async def gives_a_dict_with_a_row():
    goods = await Goods.objects.acreate(**{"aisle": await Aisle.objects.aget(pk=1), "name": "Pear"})
    return goods.aisle.name


async def makes_one_of_a_dict():
    goods = Goods(**{"aisle_id": 1, "name": "Pear"})
    return goods.aisle.name  # E: async-unsafe-relation


async def puts_a_key():
    goods = await put([], aisle_id=1)
    return goods.aisle.name  # E: async-unsafe-relation


async def puts_a_row():
    goods = await put([], aisle=await Aisle.objects.aget(pk=1))
    return goods.aisle.name


async def leaves_a_column_to_its_default():
    author = await Author.objects.acreate(name="new")
    profile = await Profile.objects.acreate(author_id=author.pk)
    return profile.author.name


async def asks_for_a_default():
    book = Book(author_id=1)
    return book.author.name if book.title else "untitled"


async def asks_for_what_it_gave():
    book = Book(author_id=1, title="x")
    return book.author.name if book.title else "untitled"  # E: async-unsafe-relation
