"""Functions beside a middleware's own, and objects that it makes: each reads the request that it gets."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from asgiref.sync import sync_to_async
from library.market import Goods, LateBasket, SessionBasket


def asks_a_helper(get_response):
    def is_known(request):
        return request.user.username != ""  # E: async-unsafe-query "request.user"

    async def middleware(request):
        request.known = is_known(request)
        return await get_response(request)

    return middleware


def asks_a_helper_in_a_thread(get_response):
    def is_known(request):
        return request.user.username != ""

    async def middleware(request):
        request.known = await sync_to_async(is_known)(request)
        return await get_response(request)

    return middleware


def asks_a_helper_that_reads_nothing(get_response):
    def path_of(request):
        return request.path

    async def middleware(request):
        request.shown = path_of(request)
        return await get_response(request)

    return middleware


def counts_in_a_helper(get_response):
    def count():
        return Goods.objects.count()  # E: async-unsafe-query

    async def middleware(request):
        request.count = count()
        return await get_response(request)

    return middleware


async def makes_a_basket(request):
    return len(SessionBasket(request).data)  # E: async-unsafe-call


async def makes_a_basket_without_reading(request):
    return len(await LateBasket(request).aload())


async def reads_it_later(request):
    return len(LateBasket(request).load())  # E: async-unsafe-call
