"""A middleware gets the request, as a class and as a function in a function."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"


class Counts:
    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        request.session["visits"] = 1  # E: async-unsafe-query
        return await self.get_response(request)


class CountsAsynchronously:
    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        await request.session.aset("visits", 1)
        return await self.get_response(request)


def names_the_user(get_response):
    async def middleware(request):
        response = await get_response(request)
        response["X-User"] = request.user.username  # E: async-unsafe-query
        return response

    return middleware


def names_the_user_asynchronously(get_response):
    async def middleware(request):
        response = await get_response(request)
        user = await request.auser()
        response["X-User"] = user.username
        return response

    return middleware


def saves_the_user(get_response):
    async def middleware(request):
        user = await request.auser()
        if user.is_authenticated:
            user.save()  # E: async-unsafe-query
        return await get_response(request)

    return middleware
