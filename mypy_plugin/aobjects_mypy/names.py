"""Every full name that the plugin knows, once."""

from __future__ import annotations

from typing import Final

MODEL: Final = "django.db.models.base.Model"
QUERYSET: Final = "django.db.models.query.QuerySet"
CONDITION: Final = "django.db.models.query_utils.Q"
RAW_QUERYSET: Final = "django.db.models.query.RawQuerySet"
BASE_MANAGER: Final = "django.db.models.manager.BaseManager"
EMPTY_MANAGER: Final = "django.db.models.manager.EmptyManager"
MANAGER: Final = "django.db.models.manager.Manager"
RELATED_MANAGER: Final = "django.db.models.fields.related_descriptors.RelatedManager"
MANY_RELATED_MANAGER: Final = "django.db.models.fields.related_descriptors.ManyRelatedManager"
APP_CONFIG: Final = "django.apps.config.AppConfig"
SIGNAL: Final = "django.dispatch.dispatcher.Signal"
RECEIVER: Final = "django.dispatch.dispatcher.receiver"
PREFETCH: Final = "django.db.models.query.Prefetch"
PREFETCH_RELATED_OBJECTS: Final = "django.db.models.query.prefetch_related_objects"
APREFETCH_RELATED_OBJECTS: Final = "django.db.models.query.aprefetch_related_objects"
FETCH_PEERS: Final = "django.db.models.fetch_modes.FetchPeers"
FETCH_RAISE: Final = "django.db.models.fetch_modes.FetchRaise"

DJANGO_PLUGIN: Final = "mypy_django_plugin.main"

ITERATOR: Final = "typing.Iterator"
AWAITABLE: Final = "typing.Awaitable"
COROUTINE: Final = "typing.Coroutine"
ITERABLE: Final = "typing.Iterable"
ASYNC_ITERATOR: Final = "typing.AsyncIterator"
ASYNC_ITERABLE: Final = "typing.AsyncIterable"
MAPPING: Final = "typing.Mapping"

TRUE: Final = "builtins.True"
FALSE: Final = "builtins.False"
REPR: Final = "builtins.repr"
CATCH_ALL: Final = frozenset(
    {"builtins.Exception", "builtins.BaseException", "django.core.exceptions.SynchronousOnlyOperation"}
)
NONE: Final = "builtins.None"
OBJECT: Final = "builtins.object"
TUPLE: Final = "builtins.tuple"
DICT: Final = "builtins.dict"
DEFAULTDICT: Final = "collections.defaultdict"
LEN: Final = "builtins.len"
RANGE: Final = "builtins.range"
SORTED: Final = "builtins.sorted"
ITER: Final = "builtins.iter"
REVERSED: Final = "builtins.reversed"
NEXT: Final = "builtins.next"
ANEXT: Final = "builtins.anext"
FILTER: Final = "builtins.filter"
REDUCE: Final = frozenset({"functools.reduce", "_functools.reduce"})
SORT: Final = "builtins.list.sort"
MIN: Final = "builtins.min"
MAX: Final = "builtins.max"
BOOL: Final = "builtins.bool"
STR: Final = "builtins.str"
INT: Final = "builtins.int"
FLOAT: Final = "builtins.float"
ZIP: Final = "builtins.zip"
LIST: Final = "builtins.list"
SET: Final = "builtins.set"
FROZENSET: Final = "builtins.frozenset"
FUNCTION: Final = "builtins.function"
CLASSMETHOD: Final = "builtins.classmethod"
STATICMETHOD: Final = "builtins.staticmethod"
PROPERTY: Final = "builtins.property"
DATACLASS_REPLACE: Final = "dataclasses.replace"
GETATTR: Final = "builtins.getattr"
ISINSTANCE: Final = "builtins.isinstance"
HASATTR: Final = "builtins.hasattr"
SETATTR: Final = "builtins.setattr"
STR_FORMAT: Final = "builtins.str.format"
PRINT: Final = "builtins.print"
CALLABLE: Final = "builtins.callable"
FORMAT: Final = "builtins.format"

SYNC_TO_ASYNC_CLASS: Final = "asgiref.sync.SyncToAsync"
ASYNC_TO_SYNC_CLASS: Final = "asgiref.sync.AsyncToSync"
DATABASE_SYNC_TO_ASYNC: Final = "channels.db.database_sync_to_async"
DATABASE_SYNC_TO_ASYNC_CLASS: Final = "channels.db.DatabaseSyncToAsync"
# The types of aobjects.sync are a link to the stub, which mypy takes for another module.
ASGIREF: Final = "asgiref.sync"
_BRIDGE_MODULES: Final = (ASGIREF, "aobjects._asgiref_sync")
SYNC_TO_ASYNC_FUNCTIONS: Final = frozenset(
    {
        *(f"{module}.sync_to_async" for module in _BRIDGE_MODULES),
        DATABASE_SYNC_TO_ASYNC,
        "aobjects.sync.database_sync_to_async",
    }
)
ASYNC_TO_SYNC_FUNCTIONS: Final = frozenset(f"{module}.async_to_sync" for module in _BRIDGE_MODULES)
SYNC_TO_ASYNC_DECORATORS: Final = frozenset(
    f"{module}._SyncToAsyncDecorator.__call__" for module in _BRIDGE_MODULES
)
ASYNC_TO_SYNC_DECORATORS: Final = frozenset(
    f"{module}._AsyncToSyncDecorator.__call__" for module in _BRIDGE_MODULES
)
RUN_SYNC: Final = "aobjects.sync.run_sync"
AFETCH: Final = "aobjects.fetching.afetch"
RELATED: Final = "aobjects.relations.related"
AIO: Final = "aobjects.wrapping.aio"
ASYNC_MODEL: Final = "aobjects.models.AsyncModel"
ASYNC_ROWS: Final = "aobjects.evaluation.AsyncRows"
ASYNC_MANAGER: Final = "aobjects.managers.AsyncManager"
ASYNC_AWAITED: Final = "aobjects.awaited.AwaitedQueries"
ASYNC_QUERYSET: Final = "aobjects.querysets.AsyncQuerySet"
ASYNC_RAW_QUERYSET: Final = "aobjects.rawquerysets.AsyncRawQuerySet"
ASYNC_RELATED_MANAGER: Final = "aobjects.relatedmanagers.AsyncRelatedManager"
ASYNC_MANY_RELATED_MANAGER: Final = "aobjects.relatedmanagers.AsyncManyRelatedManager"
ASYNC_MANAGER_DESCRIPTOR: Final = "aobjects.descriptors.AsyncManagerDescriptor"
ASYNC_MANAGER_OF_MODEL: Final = f"{ASYNC_MANAGER_DESCRIPTOR}.__get__"
ASYNC_RELATION: Final = "aobjects.relations.AsyncRelation"
ASYNC_RELATION_TO_MANY: Final = "aobjects.relations.AsyncRelationToMany"
EVENT_LOOP: Final = "asyncio.events.AbstractEventLoop"
RUNTIME_ERROR: Final = "builtins.RuntimeError"
LOOKUP_ERRORS: Final = frozenset({"builtins.LookupError", "builtins.KeyError"})
CURRENT_TASK: Final = frozenset({"asyncio.tasks.current_task", "_asyncio.current_task"})
RUNNING_LOOP: Final = frozenset({"asyncio.events._get_running_loop", "_asyncio._get_running_loop"})
"""``None`` where no loop runs."""
REFUSED_WITHOUT_LOOP: Final = frozenset(
    {
        *CURRENT_TASK,
        "asyncio.events.get_running_loop",
        "_asyncio.get_running_loop",
        "asyncio.tasks.all_tasks",
        "_asyncio.all_tasks",
        "asyncio.events.get_event_loop",
        "_asyncio.get_event_loop",
    }
)
"""They raise ``RuntimeError`` where no loop runs, some of them in threads alone."""
ASKS_FOR_LOOP: Final = REFUSED_WITHOUT_LOOP | RUNNING_LOOP
WRAPS: Final = "functools.wraps"
CONTEXT_MANAGER: Final = "contextlib.contextmanager"
ASYNC_CONTEXT_MANAGER: Final = "contextlib.asynccontextmanager"
ABSTRACT_ASYNC_CONTEXT_MANAGER: Final = "contextlib.AbstractAsyncContextManager"
PARTIAL: Final = "functools.partial"
GATHERS: Final = frozenset({"asyncio.tasks.gather", "aobjects.concurrency.agather"})
STARTS_TASK: Final = frozenset({"asyncio.tasks.create_task", "asyncio.tasks.ensure_future"})
TO_THREAD: Final = "asyncio.threads.to_thread"
RUN_IN_THREAD: Final = frozenset({TO_THREAD, RUN_SYNC})
ATOMIC: Final = "django.db.transaction.atomic"
ON_COMMIT: Final = "django.db.transaction.on_commit"
ATOMIC_CLASS: Final = "django.db.transaction.Atomic"

LOGIN_REQUIRED_MIDDLEWARE: Final = "django.contrib.auth.middleware.LoginRequiredMiddleware"
LAZY_CHANNELS_USER: Final = "channels.auth.UserLazyObject"
"""Its stub knows nothing of the row behind it."""
HTTP_REQUEST: Final = "django.http.request.HttpRequest"
VIEW: Final = "django.views.generic.base.View"
CSRF_EXEMPT: Final = "django.views.decorators.csrf.csrf_exempt"
"""It marks the view, and looks at no request."""
MIDDLEWARE_MIXIN: Final = "django.utils.deprecation.MiddlewareMixin"
AUTH: Final = "django.contrib.auth"
SESSION_BASE: Final = "django.contrib.sessions.backends.base.SessionBase"
BASE_PAGINATOR: Final = "django.core.paginator.BasePaginator"
ASYNC_PAGE: Final = "django.core.paginator.AsyncPage"
AUTHENTICATION_FORM: Final = "django.contrib.auth.forms.AuthenticationForm"
BASE_FORM: Final = "django.forms.forms.BaseForm"
FIELD: Final = "django.db.models.fields.Field"
FIELD_OF_FORM: Final = "django.forms.fields.Field"
CHOICE_FIELD: Final = "django.forms.fields.ChoiceField"
MODEL_CHOICE_FIELD: Final = "django.forms.models.ModelChoiceField"
CHOICE_WIDGET: Final = "django.forms.widgets.ChoiceWidget"
BOUND_FIELD: Final = "django.forms.boundfield.BoundField"
BASE_FORM_SET: Final = "django.forms.formsets.BaseFormSet"
BASE_MODEL_FORM_SET: Final = "django.forms.models.BaseModelFormSet"
MODEL_FORM: Final = "django.forms.models.BaseModelForm"
MODELFORM_FACTORY: Final = "django.forms.models.modelform_factory"
BASE_CACHE: Final = "django.core.cache.backends.base.BaseCache"
CACHE: Final = "django.core.cache.cache"
ARGUMENTS: Final = "sys.argv"
MEMOS: Final = ("functools.lru_cache", "functools.cache")
CACHES: Final = "django.core.cache.caches"
GET_OBJECT_OR_404: Final = "django.shortcuts.get_object_or_404"
GET_LIST_OR_404: Final = "django.shortcuts.get_list_or_404"
AGET_OBJECT_OR_404: Final = "django.shortcuts.aget_object_or_404"
AGET_LIST_OR_404: Final = "django.shortcuts.aget_list_or_404"
REDIRECT: Final = "django.shortcuts.redirect"
RESOLVE_URL: Final = "django.shortcuts.resolve_url"
HTTP_RESPONSE: Final = "django.http.response.HttpResponse"
JSON_RESPONSE: Final = "django.http.response.JsonResponse"
REDIRECT_RESPONSE: Final = "django.http.response.HttpResponseRedirectBase"
TEMPLATE_RESPONSE: Final = "django.template.response.SimpleTemplateResponse"
STREAMING_RESPONSE: Final = "django.http.response.StreamingHttpResponse"
FILE_RESPONSE: Final = "django.http.response.FileResponse"
APPS: Final = "django.apps.registry.Apps"
RENDER: Final = "django.shortcuts.render"
RENDER_TO_STRING: Final = "django.template.loader.render_to_string"
GET_TEMPLATE: Final = "django.template.loader.get_template"
SELECT_TEMPLATE: Final = "django.template.loader.select_template"
TEMPLATE_OF_ENGINE: Final = "django.template.backends.base._EngineTemplate"
TEMPLATE: Final = "django.template.base.Template"
TEMPLATES: Final = (TEMPLATE, TEMPLATE_OF_ENGINE)
TEMPLATE_ENGINE: Final = "django.template.engine.Engine"
TEMPLATE_BACKEND: Final = "django.template.backends.base.BaseEngine"
CONTEXT: Final = "django.template.context.Context"
REQUEST_CONTEXT: Final = "django.template.context.RequestContext"
RESPONSE_TO_REQUEST: Final = "django.template.response.TemplateResponse"
TYPE: Final = "builtins.type"
VARS: Final = "builtins.vars"
SIMPLE_NAMESPACE: Final = "types.SimpleNamespace"
CACHED_PROPERTY: Final = "django.utils.functional.cached_property"
NEVER_SUMMARIZED: Final = ("django.", "builtins", "typing", "asyncio", "asgiref.")
NEVER_RUN: Final = (
    *NEVER_SUMMARIZED,
    "aobjects.",
    "adrf.",
    "channels.",
    "msgspec",
    "ninja.",
    "ninja_extra.",
    "pydantic",
    "rest_framework.",
    "strawberry.",
    "strawberry_django.",
)
"""Whose rules stand here: their bodies say less."""
WIDE_ITERABLES: Final = frozenset({ITERABLE, "typing.Collection"})
"""What a queryset is, too."""
ITERABLES: Final = WIDE_ITERABLES | {"typing.Sequence"}
DJANGO: Final = b"django"
"""In the text of every module that imports Django."""
ANNOTATED: Final = "typing.Annotated"
