"""Saving in a thread runs the receivers there: what they load stays; some give work to the event loop."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from asgiref.sync import async_to_sync, sync_to_async
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from library.models import Author, Chapter, Node, Profile


@receiver(post_save, sender=Profile)
async def welcome(sender, instance, created, **kwargs):
    if created:
        assert instance.author.name


@receiver(post_save, sender=Chapter)
def number(sender, instance, created, **kwargs):
    if created:
        assert instance.book.title


@receiver(pre_save, sender=Node)
def look_up(sender, instance, **kwargs):
    if instance.parent_id:
        async_to_sync(parent_of)(instance)


async def parent_of(node):
    return node.parent.pk


async def makes_a_row():
    author = await Author.objects.acreate(name="new")
    await Profile.objects.acreate(nick="x", author_id=author.pk)  # E: async-unsafe-call


async def makes_a_row_of_a_row():
    await Profile.objects.acreate(nick="x", author=await Author.objects.acreate(name="new"))


async def saves_an_old_row():
    profile = await Profile.objects.afirst()
    await profile.asave()


async def what_a_receiver_has_loaded():
    chapter = await Chapter.objects.acreate(book_id=1, number=9)
    return chapter.book.title


async def what_lies_behind_it():
    chapter = await Chapter.objects.acreate(book_id=1, number=9)
    return chapter.book.author  # E: async-unsafe-relation


async def an_old_row_is_not_loaded():
    chapter = await Chapter.objects.afirst()
    await chapter.asave()
    return chapter.book.title  # E: async-unsafe-relation


async def a_receiver_asks_the_loop():
    node = await Node.objects.acreate(parent=await Node.objects.acreate())
    node = await Node.objects.aget(pk=node.pk)
    await node.asave()  # E: async-unsafe-call "look_up" runs a query


async def it_finds_the_row_loaded():
    node = await Node.objects.acreate(parent=await Node.objects.acreate())
    node = await Node.objects.select_related("parent").aget(pk=node.pk)
    await node.asave()


async def saves_in_a_thread():
    chapter = Chapter(book_id=1, number=9)
    await sync_to_async(chapter.save)()
    return chapter.book.title


async def saves_in_a_thread_and_reads_behind_it():
    chapter = Chapter(book_id=1, number=9)
    await sync_to_async(chapter.save)()
    return chapter.book.author  # E: async-unsafe-relation


async def saves_an_old_row_in_a_thread():
    chapter = await Chapter.objects.afirst()
    await sync_to_async(chapter.save)()
    return chapter.book.title  # E: async-unsafe-relation


def make_chapter():
    return Chapter.objects.create(book_id=1, number=9)


async def creates_by_a_helper_in_a_thread():
    chapter = await sync_to_async(make_chapter)()
    return chapter.book.title


async def creates_by_a_helper_and_reads_behind_it():
    chapter = await sync_to_async(make_chapter)()
    return chapter.book.author  # E: async-unsafe-relation


async def gives_the_loop_work_from_a_thread():
    author = await Author.objects.acreate(name="new")
    profile = Profile(nick="x", author_id=author.pk)
    await sync_to_async(profile.save)()  # E: async-unsafe-call


async def gives_the_loop_work_that_is_done_already():
    profile = Profile(nick="x", author=await Author.objects.acreate(name="new"))
    await sync_to_async(profile.save)()
