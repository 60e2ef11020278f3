"""Access mixins of Django read the user on the event loop before the handler; decorators on it await."""

from collections.abc import Awaitable, Callable
from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin, UserPassesTestMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from library.web import signed_in_request


class ForMembers(LoginRequiredMixin, View):  # E: async-unsafe-query "LoginRequiredMixin.dispatch"
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members")

    async def post(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members, too")


class ForEditors(PermissionRequiredMixin, View):  # E: async-unsafe-query "PermissionRequiredMixin.dispatch"
    permission_required = "o.change_book"

    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for editors")


class StaffOnly(UserPassesTestMixin):
    request: HttpRequest

    def test_func(self) -> bool:
        return self.request.user.is_staff


class ForStaff(StaffOnly, View):  # E: async-unsafe-query "ForStaff.test_func" runs a query
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for staff")


class Everybody(UserPassesTestMixin):
    def test_func(self) -> bool:
        return True


class ForEverybody(Everybody, View):
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for everybody")


@method_decorator(login_required, name="dispatch")
class Decorated(View):  # E: async-unsafe-query "login_required around Decorated.dispatch" runs a query
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members")


@method_decorator([permission_required("o.change_book")], name="dispatch")
class DecoratedForEditors(View):  # E: async-unsafe-query "permission_required around DecoratedForEditors
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for editors")


class DecoratedHandler(View):
    @method_decorator(login_required)
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members")


class DecoratedHandlerForEditors(View):
    @method_decorator(permission_required("o.change_book"))
    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for editors")


class WithItsOwnDispatch(LoginRequiredMixin, View):
    async def dispatch(  # type: ignore[override]  # as async views do it
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        request.user = await request.auser()
        return await cast("Awaitable[HttpResponseBase]", super().dispatch(request, *args, **kwargs))

    async def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members")


class InAThread(LoginRequiredMixin, View):
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("for members")


@login_required
async def members(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for members")


@permission_required("o.change_book")
async def editors(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for editors")


def _ask(view: type[View]) -> Callable[[], Awaitable[object]]:
    return lambda: cast("Awaitable[object]", view.as_view()(signed_in_request()))


REQUESTS = {
    "ForMembers": _ask(ForMembers),
    "ForEditors": _ask(ForEditors),
    "ForStaff": _ask(ForStaff),
    "ForEverybody": _ask(ForEverybody),
    "Decorated": _ask(Decorated),
    "DecoratedForEditors": _ask(DecoratedForEditors),
    "DecoratedHandler": _ask(DecoratedHandler),
    "DecoratedHandlerForEditors": _ask(DecoratedHandlerForEditors),
    "WithItsOwnDispatch": _ask(WithItsOwnDispatch),
}
