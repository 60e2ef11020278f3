"""An ``__aiter__`` that hands on an async generator of the object."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from library.market import Goods


class Export:
    def __init__(self):
        self.rows = None

    async def load(self):
        if self.rows is None:
            self.rows = [goods async for goods in Goods.objects.all()]
        return self.rows

    def __aiter__(self):
        return self.pages()

    async def pages(self):
        for goods in await self.load():
            yield goods


class FullExport(Export):
    async def load(self):
        if self.rows is None:
            self.rows = [goods async for goods in Goods.objects.select_related("aisle")]
        return self.rows


async def each_in_a_comprehension():
    export = Export()
    return [goods.aisle.name async for goods in export]  # E: async-unsafe-relation


async def each_full_one():
    export = FullExport()
    return [goods.aisle.name async for goods in export]


async def the_first():
    async for goods in Export():
        return goods.aisle.name  # E: async-unsafe-relation


async def their_columns():
    return [goods.name async for goods in Export()]
