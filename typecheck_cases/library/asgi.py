"""The ASGI application: Django's own, and sockets with the user whose session their cookie names."""

from channels.auth import AuthMiddlewareStack  # type: ignore[import-untyped]
from channels.routing import ProtocolTypeRouter, URLRouter  # type: ignore[import-untyped]
from django.core.asgi import get_asgi_application

from library.agents import WithAgent, with_editor

application = ProtocolTypeRouter(
    {"http": get_asgi_application(), "websocket": AuthMiddlewareStack(WithAgent(with_editor(URLRouter([]))))}
)
