"""Before a handler, a thread has asked whose request it is: what was found is there, as it was loaded."""

from adrf.decorators import api_view
from adrf.generics import GenericAPIView
from adrf.views import APIView
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import RequestFactory
from library.models import Author, Book
from rest_framework import authentication, permissions
from rest_framework.decorators import authentication_classes, permission_classes
from rest_framework.response import Response


class ByBook(authentication.BaseAuthentication):
    def authenticate(self, request):
        book = Book.objects.select_related("author").filter(title__isnull=False).first()
        if book is None:
            return None
        return book.author, book


class ByAuthor(authentication.BaseAuthentication):
    def authenticate(self, request):
        author = Author.objects.select_related("publisher").order_by("pk").first()
        return (author, None) if author is not None else None


class ByName(authentication.BaseAuthentication):
    def authenticate(self, request):
        return User.objects.get(username="u"), None


class AwaitedAuthor(authentication.BaseAuthentication):
    async def authenticate(self, request):
        return await Author.objects.aget(name="a1"), None


class OfPublisher(permissions.BasePermission):
    def has_permission(self, request, view):
        return request.user.publisher is not None or True


class OfNobody(permissions.BasePermission):
    async def has_permission(self, request, view):
        return await Book.objects.aexists()


class BookView(APIView):
    authentication_classes = [ByBook]
    permission_classes = [permissions.IsAuthenticatedOrReadOnly]

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})  # E: async-unsafe-relation

    async def post(self, request):
        return Response({"name": request.user.name, "title": request.auth.title})

    async def put(self, request):
        return Response({"author": request.auth.author.name})

    async def patch(self, request):
        return Response({"editor": str(request.auth.editor)})  # E: async-unsafe-relation

    async def delete(self, request):
        return Response({"books": [b.title for b in request.user.books.all()]})  # E: async-unsafe-iteration


class LoadedView(APIView):
    authentication_classes = [ByAuthor]

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})

    async def post(self, request):
        return Response({"books": await request.user.books.acount()})

    async def put(self, request):
        return Response({"books": request.user.books.count()})  # E: async-unsafe-query


class PermittedView(APIView):
    authentication_classes = [ByBook]
    permission_classes = [OfPublisher]

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})


class OtherwisePermittedView(APIView):
    authentication_classes = [ByBook]
    permission_classes = [OfNobody]

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})  # E: async-unsafe-relation


class EitherView(APIView):
    authentication_classes = (ByAuthor, ByName)

    async def get(self, request):
        return Response({"user": str(request.user)})


class UserView(APIView):
    authentication_classes = [ByName]

    async def get(self, request):
        return Response({"groups": [g.name for g in request.user.groups.all()]})  # E: async-unsafe-iteration

    async def post(self, request):
        return Response({"groups": [g.name async for g in request.user.groups.all()]})


class SyncView(APIView):
    view_is_async = True
    authentication_classes = [ByBook]

    def get(self, request):
        return Response({"publisher": str(request.user.publisher)})


class OwnStepsView(APIView):
    authentication_classes = [ByBook]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        str(request.user.publisher)

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})


class AwaitedView(APIView):
    authentication_classes = [AwaitedAuthor]

    async def get(self, request):
        return Response({"publisher": str(self.request.user.publisher)})  # E: async-unsafe-relation

    async def post(self, request):
        return Response({"name": await self.name()})

    async def put(self, request):
        return Response({"publisher": await self.publisher()})

    async def name(self):
        return self.request.user.name

    async def publisher(self):
        return await sync_to_async(lambda: str(self.request.user.publisher))()


class GuardedView(GenericAPIView):
    authentication_classes = [ByBook]
    permission_classes = [permissions.AllowAny & OfPublisher]

    async def get(self, request):
        return Response({"publisher": str(self.request.user.publisher)})

    async def post(self, request):
        return Response({"editor": str(self.request.auth.editor)})  # E: async-unsafe-relation


class ChosenView(APIView):
    authentication_classes = [ByBook]

    def get_permissions(self):
        return [OfPublisher()]

    async def get(self, request):
        return Response({"publisher": str(request.user.publisher)})


@api_view(["GET"])
@authentication_classes([ByBook])
async def of_a_function(request):
    return Response({"publisher": str(request.user.publisher)})  # E: async-unsafe-relation


@api_view(["GET"])
@authentication_classes([ByBook])
async def column_of_a_function(request):
    return Response({"name": request.user.name, "author": request.auth.author.name})


@api_view(["GET"])
@authentication_classes([ByAuthor])
@permission_classes([permissions.AllowAny])
async def loaded_of_a_function(request):
    return Response({"publisher": str(request.user.publisher)})


@api_view(["GET"])
@authentication_classes([ByBook])
@permission_classes([OfPublisher])
async def permitted_of_a_function(request):
    user = request.user
    return Response({"publisher": str(user.publisher), "books": user.books.count()})  # E: async-unsafe-query


async def ask(view, method="get"):
    response = await view.as_view()(getattr(RequestFactory(enforce_csrf_checks=False), method)("/"))
    assert response.status_code == 200, response.data
    response.accepted_renderer = view.renderer_classes[0]()
    response.accepted_media_type, response.renderer_context = "application/json", {}
    await sync_to_async(response.render)()


class OpenBookView(BookView):
    permission_classes = []


REQUESTS = {
    "BookView.get": lambda: ask(OpenBookView),
    "BookView.post": lambda: ask(OpenBookView, "post"),
    "BookView.put": lambda: ask(OpenBookView, "put"),
    "BookView.patch": lambda: ask(OpenBookView, "patch"),
    "BookView.delete": lambda: ask(OpenBookView, "delete"),
    "LoadedView.get": lambda: ask(LoadedView),
    "LoadedView.post": lambda: ask(LoadedView, "post"),
    "LoadedView.put": lambda: ask(LoadedView, "put"),
    "PermittedView.get": lambda: ask(PermittedView),
    "OtherwisePermittedView.get": lambda: ask(OtherwisePermittedView),
    "EitherView.get": lambda: ask(EitherView),
    "UserView.get": lambda: ask(UserView),
    "UserView.post": lambda: ask(UserView, "post"),
    "SyncView.get": lambda: ask(SyncView),
    "OwnStepsView.get": lambda: ask(OwnStepsView),
    "AwaitedView.get": lambda: ask(AwaitedView),
    "AwaitedView.post": lambda: ask(AwaitedView, "post"),
    "AwaitedView.put": lambda: ask(AwaitedView, "put"),
    "GuardedView.get": lambda: ask(GuardedView),
    "GuardedView.post": lambda: ask(GuardedView, "post"),
    "ChosenView.get": lambda: ask(ChosenView),
    "of_a_function": lambda: ask(of_a_function.cls),
    "column_of_a_function": lambda: ask(column_of_a_function.cls),
    "loaded_of_a_function": lambda: ask(loaded_of_a_function.cls),
    "permitted_of_a_function": lambda: ask(permitted_of_a_function.cls),
}
