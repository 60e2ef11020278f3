"""The user whom the classes of the settings find, from the session: the row has its columns and no more."""

from adrf.decorators import api_view
from adrf.generics import ListAPIView
from adrf.views import APIView
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from library.models import Tag
from rest_framework import authentication, permissions, serializers
from rest_framework.decorators import permission_classes
from rest_framework.response import Response


class InGroup(permissions.BasePermission):
    async def has_permission(self, request, view):
        return "no" not in [g.name for g in request.user.groups.all()]  # E: async-unsafe-iteration


class InGroupAwaited(permissions.BasePermission):
    async def has_permission(self, request, view):
        return "no" not in [g.name async for g in request.user.groups.all()]


class WithGroups(permissions.BasePermission):
    def has_permission(self, request, view):
        return request.user.groups.count() is not None


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["label"]


class GroupView(APIView):
    async def get(self, request):
        return Response({"groups": [g.name for g in request.user.groups.all()]})  # E: async-unsafe-iteration

    async def post(self, request):
        return Response(
            {"groups": [g.name async for g in request.user.groups.all()], "name": str(request.user)}
        )

    async def put(self, request):
        user = request.user
        if not user.is_authenticated:
            return Response(status=401)
        return Response({"groups": user.groups.count()})  # E: async-unsafe-query

    async def patch(self, request):
        return Response({"groups": await self.request.user.groups.acount()})

    async def delete(self, request):
        return Response({"groups": len(self.request.user.groups.all())})  # E: async-unsafe-iteration


class PermittedView(APIView):
    permission_classes = [permissions.IsAuthenticated, WithGroups]

    async def get(self, request):
        return Response({"name": request.user.get_username()})

    async def post(self, request):
        return Response({"admin": request.user.groups.exists()})  # E: async-unsafe-query


class SessionView(APIView):
    authentication_classes = (authentication.SessionAuthentication,)
    permission_classes = (permissions.IsAuthenticated,)

    async def get(self, request):
        groups = request.user.groups
        return Response({"groups": groups.first() and "some"})  # E: async-unsafe-query

    async def post(self, request):
        return Response({"groups": await sync_to_async(request.user.groups.count)()})


class AwaitedView(APIView):
    permission_classes = [InGroupAwaited]

    async def get(self, request):
        return Response({"name": request.user.username})


class AskedView(AwaitedView):
    permission_classes = [InGroup]


class TagView(ListAPIView):
    serializer_class = TagSerializer

    async def get(self, request, *args, **kwargs):
        if request.user.groups.exists():  # E: async-unsafe-query
            return Response({})
        return await super().get(request, *args, **kwargs)

    def get_queryset(self):
        return Tag.objects.all()


@api_view(["GET"])
@permission_classes([permissions.IsAuthenticated])
async def groups(request):
    return Response({"groups": [g.name for g in request.user.groups.all()]})  # E: async-unsafe-iteration


@api_view(["GET"])
@permission_classes([permissions.IsAuthenticated])
async def awaited_groups(request):
    return Response({"groups": [g.name async for g in request.user.groups.all()]})


async def ask(view, method="get"):
    request = getattr(RequestFactory(), method)("/")
    request.user = SimpleLazyObject(lambda: User.objects.get(username="u"))
    request._dont_enforce_csrf_checks = True
    response = await view.as_view()(request)
    assert response.status_code == 200, response.data
    response.accepted_renderer = view.renderer_classes[0]()
    response.accepted_media_type, response.renderer_context = "application/json", {}
    await sync_to_async(response.render)()


REQUESTS = {
    "InGroup.has_permission": lambda: ask(AskedView),
    "InGroupAwaited.has_permission": lambda: ask(AwaitedView),
    "GroupView.get": lambda: ask(GroupView),
    "GroupView.post": lambda: ask(GroupView, "post"),
    "GroupView.put": lambda: ask(GroupView, "put"),
    "GroupView.patch": lambda: ask(GroupView, "patch"),
    "GroupView.delete": lambda: ask(GroupView, "delete"),
    "PermittedView.get": lambda: ask(PermittedView),
    "PermittedView.post": lambda: ask(PermittedView, "post"),
    "SessionView.get": lambda: ask(SessionView),
    "SessionView.post": lambda: ask(SessionView, "post"),
    "AwaitedView.get": lambda: ask(AwaitedView),
    "TagView.get": lambda: ask(TagView),
    "groups": lambda: ask(groups.cls),
    "awaited_groups": lambda: ask(awaited_groups.cls),
}
