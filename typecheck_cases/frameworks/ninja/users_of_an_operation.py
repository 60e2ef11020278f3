"""What ``auth=`` of an operation, a router or an API has found is ``request.auth``."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from library.models import Author
from library.requests_of_ninja import get
from library.schemas import AuthorOut, FullAuthorOut
from ninja import NinjaAPI, Router
from ninja.security import APIKeyQuery, SessionAuth, django_auth
from ninja.testing import TestAsyncClient


class Signed(HttpRequest):
    auth: Author


async def author_of_key(request: HttpRequest) -> Author | None:
    return await Author.objects.filter(name="a1").afirst()


async def loaded_author(request: HttpRequest) -> Author | None:
    return await Author.objects.select_related("publisher").filter(name="a1").afirst()


async def untyped_author(request: Any) -> Any:
    return await Author.objects.filter(name="a1").afirst()


class Key(APIKeyQuery):
    param_name = "key"

    async def authenticate(self, request: HttpRequest, key: str | None) -> Author | None:
        return await Author.objects.filter(name="a1").afirst()


class LoadedKey(APIKeyQuery):
    async def authenticate(self, request: Any, key: str | None) -> Any:
        author = await Author.objects.select_related("publisher").aget(name="a1")
        return author


class AttrKey(APIKeyQuery):
    async def authenticate(self, request: Any, key: str | None) -> Any:
        author = await Author.objects.filter(name="a1").afirst()
        if author is None:
            return None
        request.author = author
        return author


router = Router()
guarded = Router(auth=author_of_key)
session = Router(auth=django_auth)
guarded_class = Router(auth=[Key()])
guarded_loaded = Router(auth=LoadedKey())
api_auth = NinjaAPI(auth=Key(), urls_namespace="draft1")


@router.get("/f1", auth=author_of_key)
async def by_function(request: Signed) -> dict[str, Any]:
    return {"p": str(request.auth.publisher)}  # E: async-unsafe-relation


@router.get("/f2", auth=loaded_author)
async def by_loaded_function(request: Signed) -> dict[str, Any]:
    return {"p": str(request.auth.publisher)}


@router.get("/f3", auth=untyped_author)
async def by_untyped(request: Any) -> Any:
    author = request.auth
    return {"p": author.publisher.name}  # E: async-unsafe-relation


@router.get("/f4", auth=Key())
async def by_class(request: Any) -> Any:
    return {"p": request.auth.publisher.name}  # E: async-unsafe-relation


@router.get("/f5", auth=LoadedKey())
async def by_loaded_class(request: Any) -> Any:
    return {"p": request.auth.publisher.name}


@router.get("/f6", auth=Key(), response=FullAuthorOut)
async def returned_auth(request: Any) -> Any:
    return request.auth  # E: async-unsafe-call


@router.get("/f7", auth=LoadedKey(), response=FullAuthorOut)
async def returned_loaded_auth(request: Any) -> Any:
    return request.auth


@router.get("/f8", auth=Key(), response=AuthorOut)
async def returned_flat_auth(request: Any) -> Any:
    return request.auth


@router.get("/f9", auth=[Key(), LoadedKey()])
async def by_first_of_two(request: Any) -> Any:
    return {"p": request.auth.publisher.name}  # E: async-unsafe-relation


@router.get("/f10", auth=Key())
async def books_of_auth(request: Any) -> Any:
    return {"p": [b.title for b in request.auth.books.all()]}  # E: async-unsafe-iteration


@router.get("/f11", auth=Key())
async def books_of_auth_well(request: Any) -> Any:
    return {"p": [b.title async for b in request.auth.books.all()]}


@guarded.get("/g1")
async def by_router(request: Any) -> Any:
    return {"p": request.auth.publisher.name}  # E: async-unsafe-relation


@guarded.get("/g2", auth=LoadedKey())
async def by_operation_over_router(request: Any) -> Any:
    return {"p": request.auth.publisher.name}


@guarded_class.get("/g3", response=FullAuthorOut)
async def by_router_class(request: Any) -> Any:
    author = request.auth
    return author  # E: async-unsafe-call


@guarded_loaded.get("/g4", response=FullAuthorOut)
async def by_router_loaded(request: Any) -> Any:
    author = request.auth
    return author


@api_auth.get("/a1")
async def by_api(request: Any) -> Any:
    return {"p": request.auth.publisher.name}  # E: async-unsafe-relation


@api_auth.get("/a2", auth=None)
async def by_api_off(request: Any) -> Any:
    return {"p": str(request.path)}


@router.get("/at1", auth=AttrKey())
async def attr_key(request: Any) -> Any:
    return {"p": request.author.publisher.name}  # E: async-unsafe-relation


def publisher_of(author: Any) -> Any:
    return author.publisher.name


@router.get("/h1", auth=Key())
async def auth_to_helper(request: Any) -> Any:
    return {"p": publisher_of(request.auth)}  # E: async-unsafe-call


@router.get("/h2", auth=LoadedKey())
async def auth_to_helper_loaded(request: Any) -> Any:
    return {"p": publisher_of(request.auth)}


@router.get("/h3", auth=Key())
async def auth_key_only(request: Any) -> Any:
    return {"p": request.auth.publisher_id}


@router.get("/h4", auth=Key())
async def auth_refetched(request: Any) -> Any:
    author = await Author.objects.select_related("publisher").aget(pk=request.auth.pk)
    return {"p": str(author.publisher)}


@router.get("/s1", auth=django_auth)
async def by_session(request: Any) -> Any:
    return {"groups": [group.name for group in request.user.groups.all()]}  # E: async-unsafe-iteration


@router.get("/s2", auth=django_auth)
async def by_session_well(request: HttpRequest) -> Any:
    return {"groups": [group.name async for group in request.user.groups.all()], "name": str(request.user)}


@router.get("/s3", auth=[SessionAuth(csrf=False)])
async def user_of_session(request: Any) -> Any:
    return {"groups": request.auth.groups.count()}  # E: async-unsafe-query


@session.get("/s4")
async def by_session_of_router(request: HttpRequest) -> Any:
    if not request.user.is_authenticated:
        return {}
    return {"groups": request.user.groups.exists()}  # E: async-unsafe-query


@session.get("/s5")
async def column_of_router(request: HttpRequest) -> Any:
    return {"name": request.user.get_username(), "groups": await request.user.groups.acount()}


def get_as_user(of: Router, path: str) -> Callable[[], Awaitable[object]]:
    """Request an operation with the user that Django's middleware finds at the first look."""

    async def request() -> object:
        user = SimpleLazyObject(lambda: User.objects.get(username="u"))
        client = TestAsyncClient(of)
        view, made, given = client._resolve(
            "GET", path, {}, {"user": user, "_dont_enforce_csrf_checks": True}
        )
        response = await view(made, **given)
        assert response.status_code == 200, response
        return response

    return request


REQUESTS = {
    "by_session": get_as_user(router, "/s1"),
    "by_session_well": get_as_user(router, "/s2"),
    "user_of_session": get_as_user(router, "/s3"),
    "by_session_of_router": get_as_user(session, "/s4"),
    "column_of_router": get_as_user(session, "/s5"),
    "by_function": get(router, "/f1"),
    "by_loaded_function": get(router, "/f2"),
    "by_untyped": get(router, "/f3"),
    "by_class": get(router, "/f4"),
    "by_loaded_class": get(router, "/f5"),
    "returned_auth": get(router, "/f6"),
    "returned_loaded_auth": get(router, "/f7"),
    "returned_flat_auth": get(router, "/f8"),
    "by_first_of_two": get(router, "/f9"),
    "books_of_auth": get(router, "/f10"),
    "books_of_auth_well": get(router, "/f11"),
    "by_router": get(guarded, "/g1"),
    "by_operation_over_router": get(guarded, "/g2"),
    "by_router_class": get(guarded_class, "/g3"),
    "by_router_loaded": get(guarded_loaded, "/g4"),
    "by_api": get(api_auth, "/a1"),
    "by_api_off": get(api_auth, "/a2"),
    "attr_key": get(router, "/at1"),
    "auth_to_helper": get(router, "/h1"),
    "auth_to_helper_loaded": get(router, "/h2"),
    "auth_key_only": get(router, "/h3"),
    "auth_refetched": get(router, "/h4"),
}
