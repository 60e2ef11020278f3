"""The database that every program finds: no key is NULL, and every manager holds rows."""

from __future__ import annotations

import shutil

from tests.oracle.sandbox import Sandbox  # isort: skip - it sets Django up: before any model

from django.db import connections
from library import rows
from library.models import (
    Author,
    Book,
    Chapter,
    City,
    Gen,
    Node,
    Note,
    Profile,
    Publisher,
    Region,
    Restaurant,
    Tag,
)


class World(Sandbox):
    """The sandbox with other rows: what a program does must depend on its text, not on a NULL."""

    async def reset(self) -> None:
        """Give the next program a process that just began: nothing has asked for a content type."""
        await super().reset()
        rows.cold()

    def _build(self) -> None:
        self.path.unlink(missing_ok=True)
        rows.create_tables()
        fill()
        connections.close_all()
        shutil.copyfile(self.path, self.pristine)


def fill() -> None:
    """Insert the rows: every manager holds some, whichever row it belongs to."""
    publishers = [Publisher.objects.create(name=f"p{n}") for n in (1, 2)]
    authors = [
        Author.objects.create(name=f"a{n}", publisher=publishers[0 if n < 3 else 1]) for n in (1, 2, 3, 4)
    ]
    for author in authors:
        Profile.objects.create(author=author, nick=f"n{author.pk}")
    tags = [Tag.objects.create(label=f"t{n}") for n in (1, 2)]
    writers_and_editors = ((1, 2), (1, 2), (2, 1), (3, 4), (4, 3))
    for number, (writer, editor) in enumerate(writers_and_editors, 1):
        book = Book.objects.create(
            title=f"b{number}",
            author=authors[writer - 1],
            editor=authors[editor - 1],
            pages=200,
            pub_date=f"2020-01-0{number}",
        )
        book.tags.set(tags)
        for chapter in (1, 2):
            Chapter.objects.create(book=book, number=chapter)
            Note.objects.create(obj=book, text="n")
    for number in (1, 2):
        Restaurant.objects.create(name=f"place{number}", stars=number)
        region = Region.objects.create(code=f"r{number}")
        City.objects.create(region=region)
        City.objects.create(region=region)
        Gen.objects.create(a=number)
    # The third node has the first two; only the fourth has no children.
    nodes = [Node.objects.create() for _ in range(5)]
    for node, parent in zip(nodes, (3, 3, 1, 5, 2), strict=True):
        node.parent = nodes[parent - 1]
        node.save()
