"""Django calls the ``setup`` and ``dispatch`` of an async view on the event loop, before its handler."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, misc, override, type-arg"

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View
from library.models import Book
from library.web import signed_in_request


class SetupMixin:
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.book = Book.objects.get(pk=1)


class FetchesInSetup(SetupMixin, View):  # E: async-unsafe-query "FetchesInSetup.setup" runs a query
    async def get(self, _request):
        return HttpResponse(self.book.title)


class DispatchMixin:
    def dispatch(self, request, *args, **kwargs):
        self.book = get_object_or_404(Book, pk=1)
        return super().dispatch(request, *args, **kwargs)


class FetchesInDispatch(DispatchMixin, View):  # E: async-unsafe-query "FetchesInDispatch.dispatch" runs a
    async def get(self, _request):
        return HttpResponse(self.book.title)


class StaffMixin:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_staff:
            return HttpResponse("no")
        return super().dispatch(request, *args, **kwargs)


class ForStaff(StaffMixin, View):  # E: async-unsafe-query "ForStaff.dispatch" runs a query
    async def get(self, _request):
        return HttpResponse("staff")


class ForStaffInAThread(StaffMixin, View):
    def get(self, request):
        return HttpResponse("staff")


class PreparedMixin:
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.prepare()

    def prepare(self):
        self.visits = self.request.session.get("visits")


class Prepared(PreparedMixin, View):  # E: async-unsafe-query "Prepared.setup" runs a query
    async def get(self, _request):
        return HttpResponse("prepared")


class PreparedOtherwise(PreparedMixin, View):
    def prepare(self):
        self.visits = 0

    async def get(self, _request):
        return HttpResponse("prepared")


class ListsInSetup(View):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.books = Book.objects.order_by("pk")

    async def get(self, request):
        return HttpResponse([book.title async for book in self.books])


class OwnerMixin:
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.owner = request.user
        self.session = self.request.session


class OfOwner(OwnerMixin, View):
    async def get(self, request):
        return HttpResponse(self.owner.username)  # E: async-unsafe-query


class OfSession(OwnerMixin, View):
    async def get(self, request):
        return HttpResponse(self.session.get("visits"))  # E: async-unsafe-query


class OfFetchedSession(OwnerMixin, View):
    async def get(self, request):
        await self.session.aget("visits")
        return HttpResponse(self.session.get("visits"))


class QueryMixin:
    def dispatch(self, request, *args, **kwargs):
        self.word = request.GET.get("q")
        return super().dispatch(request, *args, **kwargs)


class BehindTheQuery(QueryMixin, View):
    async def get(self, request):
        return HttpResponse(request.user.username)  # E: async-unsafe-query


class UserMixin:
    async def dispatch(self, request, *args, **kwargs):
        request.user = await request.auser()
        return await super().dispatch(request, *args, **kwargs)


class BehindTheUser(UserMixin, QueryMixin, View):
    async def get(self, request):
        return HttpResponse(request.user.username)


def _ask(view):
    return lambda: view.as_view()(signed_in_request())


REQUESTS = {
    "FetchesInSetup": _ask(FetchesInSetup),
    "FetchesInDispatch": _ask(FetchesInDispatch),
    "ForStaff": _ask(ForStaff),
    "Prepared": _ask(Prepared),
    "PreparedOtherwise": _ask(PreparedOtherwise),
}
