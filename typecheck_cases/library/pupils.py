"""Models, managers and functions as projects without annotations have them."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, misc, type-arg, attr-defined"

import contextlib

from django.db import models, transaction

from library.models import M


class Mentor(M):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Room(M):
    name = models.CharField(max_length=50)
    size = models.IntegerField(default=20)
    mentor = models.ForeignKey(Mentor, null=True, on_delete=models.SET_NULL, related_name="rooms")


class PupilQuerySet(models.QuerySet):
    def present(self):
        return self.filter(left=False)

    def with_room(self):
        return self.select_related("room")

    def names(self):
        return [pupil.name for pupil in self]

    def labels(self):
        return list(self.values_list("name", flat=True))

    def total(self):
        return self.present().count()

    def best(self):
        return self.order_by("-mark").first()

    async def atotal(self):
        return await self.present().acount()


class PupilManager(models.Manager.from_queryset(PupilQuerySet)):
    """Its base is a call: mypy knows no method of it, and Django's metadata knows the class."""

    def get_queryset(self):
        return super().get_queryset().order_by("pk")

    def by_name(self, name):
        return self.get(name=name)

    async def aby_name(self, name):
        return await self.get(name=name)

    async def afull(self, name):
        return await self.with_room().aget(name=name)

    async def aplain(self, name):
        return await self.present().aget(name=name)

    def sorted_by_mark(self):
        return self.present().order_by("mark")


class RoomyManager(models.Manager.from_queryset(PupilQuerySet)):
    def get_queryset(self):
        return super().get_queryset().select_related("room")


class LegacyManager(models.Manager):
    """As written before Django had ``from_queryset``: each method is there twice."""

    def get_queryset(self):
        return PupilQuerySet(self.model, using=self._db)

    def present(self):
        return self.get_queryset().present()

    def present_with_room(self):
        return self.get_queryset().present().with_room()

    def names(self):
        return self.get_queryset().names()


class FurnishedManager(models.Manager):
    def get_queryset(self):
        return PupilQuerySet(self.model, using=self._db).select_related("room")


class Pupil(M):
    name = models.CharField(max_length=50)
    room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="pupils")
    mark = models.IntegerField(null=True)
    left = models.BooleanField(default=False)
    friends = models.ManyToManyField("self")

    objects = PupilManager()
    roomy = RoomyManager()
    states = PupilQuerySet.as_manager()
    legacy = LegacyManager()
    grown = LegacyManager.from_queryset(PupilQuerySet)()
    furnished = FurnishedManager.from_queryset(PupilQuerySet)()

    @property
    def room_name(self):
        return self.room.name if self.room else "-"

    @property
    def is_marked(self):
        return self.mark is not None

    @property
    def share(self):
        if self.mark is None:
            return None
        return self.mark / self.room.size

    @property
    def mentor_name(self):
        if self.room and self.room.mentor:
            return str(self.room.mentor)
        return ""

    def friend_names(self):
        return [friend.name for friend in self.friends.all()]

    async def amove(self, room):
        old = self.room
        self.room = room
        await self.asave()
        return old

    async def arename(self, name):
        self.name = name
        await self.asave()
        return self.name


class RowsOf:
    """Fetches rows of the model that a subclass names."""

    model = None

    def get_queryset(self):
        return self.model._default_manager.all()

    async def fetch(self, name):
        return await self.get_queryset().aget(name=name)

    async def page(self, rows):
        return [row async for row in rows[:2]], rows.count()

    async def whole(self, rows):
        return [row async for row in rows], rows.count()

    def shown(self, row):
        return str(row.pk)

    async def show(self, name):
        return self.shown(await self.fetch(name))


class PupilsOf(RowsOf):
    model = Pupil

    def get_queryset(self):
        return Pupil.objects.present().with_room()


class RoomsOf(RowsOf):
    model = Room


@contextlib.contextmanager
def locked(name):
    with transaction.atomic():
        yield name


@contextlib.contextmanager
def noted(log, name):
    log.append(name)
    yield
    log.append("")


async def seed():
    mentor = await Mentor.objects.acreate(name="Mo")
    room = await Room.objects.acreate(name="1a", mentor=mentor)
    ann = await Pupil.objects.acreate(name="Ann", room=room, mark=3)
    bob = await Pupil.objects.acreate(name="Bob")
    await ann.friends.aadd(bob)
