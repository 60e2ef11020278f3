"""The stubs are partial: the modules of asgiref that they leave out keep asgiref's own types."""

from typing import assert_type

from asgiref.compatibility import guarantee_single_callable
from asgiref.current_thread_executor import CurrentThreadExecutor
from asgiref.local import Local
from asgiref.server import StatelessServer
from asgiref.sync import AsyncToSync
from asgiref.timeout import timeout
from asgiref.typing import ASGIApplication, Scope
from asgiref.wsgi import WsgiToAsgi

UNTYPED = (StatelessServer, WsgiToAsgi, guarantee_single_callable, timeout)

local = Local(thread_critical=True)
assert_type(local, Local)
assert_type(Local(), Local)
assert_type(CurrentThreadExecutor(None), CurrentThreadExecutor)
assert_type(AsyncToSync.executors, Local)
Local(thread_critical=True, other=1)  # E: no such option
CurrentThreadExecutor()  # E: the outer executor


def application(scope: Scope, app: ASGIApplication) -> None:
    assert_type(scope["type"] == "http", bool)
    wrong: ASGIApplication = scope  # noqa: F841 # E: a scope is no application
