"""The methods of a view get the request, and ``self.request`` is the same one."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.views import View


class Name(View):
    async def get(self, request):
        return HttpResponse(request.user.username)  # E: async-unsafe-query


class OwnRequest(View):
    async def get(self, request):
        return HttpResponse(self.request.user.username)  # E: async-unsafe-query


class OtherName(View):
    async def get(self, req):
        return HttpResponse(req.session.get("theme"))  # E: async-unsafe-query


class Awaited(View):
    async def get(self, request):
        user = await self.request.auser()
        return HttpResponse(user.username)


class ReadInAThread(View):
    async def get(self, request):
        await sync_to_async(lambda: self.request.user.pk)()
        return HttpResponse(request.user.username)


class Helper(View):
    async def get(self, request):
        return HttpResponse(self.name())  # E: async-unsafe-call

    def name(self):
        return self.request.user.username


class PreparesItself(View):
    async def get(self, request):
        return HttpResponse(request.user.username)

    async def dispatch(self, request, *args, **kwargs):
        request.user = await request.auser()
        return await super().dispatch(request, *args, **kwargs)
