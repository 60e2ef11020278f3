"""Who a middleware of the project puts into the scope of a consumer, also after an edit of the middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, Result

pytestmark = pytest.mark.any_django("mypy's cache, its daemon and the text of the ASGI application")

FILES: Final = {
    "shop/settings.py": f"""{SETTINGS}
ASGI_APPLICATION = "shop.asgi.application"
AUTH_USER_MODEL = "shop.User"
""",
    "shop/models.py": """
from django.contrib.auth.models import AbstractUser
from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=50)


class User(AbstractUser):
    team = models.ForeignKey(Team, on_delete=models.CASCADE)
""",
    "shop/tokens.py": """
from channels.db import database_sync_to_async

from shop.models import User


@database_sync_to_async
def user_of(token):
    return User.objects.get(username=token)


class TokenMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        token = scope["query_string"].decode()
        scope["user"] = await user_of(token)
        return await self.app(scope, receive, send)


def TokenMiddlewareStack(app):
    return TokenMiddleware(app)
""",
    "shop/consumers.py": """
from channels.generic.websocket import AsyncJsonWebsocketConsumer


class Chat(AsyncJsonWebsocketConsumer):
    async def connect(self):
        await self.send_json({"team": str(self.scope["user"].team)})

    async def receive_json(self, content):
        await self.send_json({"name": self.scope["user"].username})
""",
    "shop/asgi.py": """
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from shop.consumers import Chat
from shop.tokens import TokenMiddleware

sockets = URLRouter([path("chat/", Chat.as_asgi())])
application = ProtocolTypeRouter({"websocket": TokenMiddleware(sockets)})
""",
}
UNTYPED: Final = """
check_untyped_defs = true

[[tool.mypy.overrides]]
module = ["channels.*"]
ignore_missing_imports = true
"""
SEEN: Final = [("shop/consumers.py", 6)]
OLD: Final = "User.objects.get"
LOADED: Final = 'User.objects.select_related("team").get'


@pytest.fixture
def shop(project: MypyProject) -> MypyProject:
    project.write(FILES)
    project.configure(UNTYPED)
    return project


def places(result: Result) -> list[tuple[str, int]]:
    result.assert_no_crash()
    return [(error.file, error.line) for error in result.errors if error.code.startswith("async-unsafe")]


def test_user_of_the_scope_is_whom_the_middleware_has_found(shop: MypyProject) -> None:
    assert places(shop.mypy("shop")) == SEEN
    shop.edit("shop/tokens.py", OLD, LOADED)
    assert places(shop.mypy("shop")) == []
    shop.edit("shop/tokens.py", LOADED, OLD)
    assert places(shop.mypy("shop")) == SEEN


def test_daemon_sees_an_edit_of_the_middleware(daemon: MypyProject) -> None:
    def run() -> list[tuple[str, int]]:
        return places(daemon.dmypy())

    assert run() == SEEN
    daemon.edit("shop/tokens.py", OLD, LOADED)
    assert run() == []
    daemon.edit("shop/tokens.py", LOADED, OLD)
    assert run() == SEEN


def test_middleware_that_is_not_around_the_sockets_counts_for_nothing(shop: MypyProject) -> None:
    shop.edit("shop/asgi.py", "TokenMiddleware(sockets)", "sockets")
    assert places(shop.mypy("shop")) == []


def test_function_may_put_the_middleware_around_them(shop: MypyProject) -> None:
    shop.edit("shop/asgi.py", "import TokenMiddleware", "import TokenMiddlewareStack")
    shop.edit("shop/asgi.py", "TokenMiddleware(sockets)", "TokenMiddlewareStack(sockets)")
    assert places(shop.mypy("shop")) == SEEN


def test_sockets_may_be_served_out_of_sight(shop: MypyProject) -> None:
    """Nobody else puts a user into a scope: it is one of those that the backends fetch."""
    (shop.root / "shop/asgi.py").unlink()
    shop.edit("shop/tokens.py", 'scope["user"]', 'scope["token_user"]')
    assert places(shop.mypy("shop")) == SEEN
    shop.edit("shop/tokens.py", 'scope["token_user"] = ', "scope = dict(scope, user=token) or ")
    assert places(shop.mypy("shop")) == []


def test_daemon_sees_who_is_put_into_a_scope_out_of_sight(daemon: MypyProject) -> None:
    def run() -> list[tuple[str, int]]:
        return places(daemon.dmypy())

    (daemon.root / "shop/asgi.py").unlink()
    assert run() == []
    daemon.edit("shop/tokens.py", 'scope["user"]', 'scope["token_user"]')
    assert run() == SEEN
