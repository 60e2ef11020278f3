"""Models with ``aobjects``, beside those of the ground truth."""

from __future__ import annotations

from typing import Self

from aobjects import AsyncModel, AsyncQuerySet
from django.db import models

from library.models import M


class Writer(M, AsyncModel):
    name = models.CharField(max_length=50)
    teacher = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="pupils")


class Contract(M, AsyncModel):
    writer = models.OneToOneField(Writer, on_delete=models.CASCADE, related_name="contract")


class Genre(M, AsyncModel):
    label = models.CharField(max_length=50)


class NovelQuerySet(models.QuerySet["Novel"]):
    def long(self) -> Self:
        return self.filter(pages__gt=0)

    def with_writer(self) -> Self:
        return self.long().select_related("writer")

    def longest(self) -> Novel | None:
        return self.order_by("-pages").first()

    def longest_with_writer(self) -> Novel | None:
        return self.with_writer().order_by("-pages").first()

    def signatures(self) -> list[str]:
        return [f"{novel.title} {novel.writer.name}" for novel in self]


class Novel(M, AsyncModel):
    title = models.CharField(max_length=50)
    pages = models.IntegerField()
    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="novels")
    editor = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="edited")
    genres = models.ManyToManyField(Genre, related_name="novels")

    objects = NovelQuerySet.as_manager()

    async def signature(self) -> str:
        return f"{self.title} {(await self.awriter).name}"


class ReviewManager(models.Manager["Review"]):
    def get_queryset(self) -> models.QuerySet[Review]:
        return super().get_queryset().select_related("novel")

    async def numbered(self, number: int) -> Review:
        return await self.get_queryset().aget(pk=number)


class Review(M, AsyncModel):
    novel = models.ForeignKey(Novel, on_delete=models.CASCADE, related_name="reviews")
    critic = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="+")

    objects = ReviewManager()


class AsyncNovels(AsyncQuerySet["Novel"]):
    def with_writer(self) -> AsyncNovels:
        return self.select_related("writer")

    def long(self) -> AsyncNovels:
        return self.filter(pages__gt=0)


class LongNovel(Novel):
    aobjects = AsyncNovels.as_manager()

    class Meta(M.Meta):
        proxy = True
