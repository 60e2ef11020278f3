"""Django's functions, methods and properties, outside the ORM, that run a query whatever their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.calls.operations import WRAP
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.orm import content_types, evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Container

    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_TRANSACTION: Final = "django.db.transaction."
_PERMISSIONS: Final = "django.contrib.auth.models.PermissionsMixin."
_USER: Final = "django.contrib.auth.base_user.AbstractBaseUser."
"""Of a user of whom no more is declared: mypy finds no such methods there."""
_AUTH: Final = "django.contrib.auth."
_CONNECTION: Final = "django.db.backends.base.base.BaseDatabaseWrapper."
_CLIENT: Final = "django.test.client.ClientMixin."
_FIELD_FILE: Final = "django.db.models.fields.files.FieldFile."
_CONTENT_TYPES: Final = "django.contrib.contenttypes.models."

FUNCTIONS: Final[dict[str, str]] = {
    names.GET_OBJECT_OR_404: "aget_object_or_404",
    names.GET_LIST_OR_404: "aget_list_or_404",
    f"{_AUTH}authenticate": "aauthenticate",
    f"{_AUTH}login": "alogin",
    f"{_AUTH}logout": "alogout",
    f"{_AUTH}get_user": "aget_user",
    f"{_AUTH}update_session_auth_hash": "aupdate_session_auth_hash",
    **dict.fromkeys(
        (
            f"{_TRANSACTION}{name}"
            for name in (
                "clean_savepoints", "commit", "get_autocommit", "rollback", "savepoint",
                "savepoint_commit", "savepoint_rollback", "set_autocommit",
            )
        ),
        WRAP,
    ),
    names.ON_COMMIT: WRAP,
    "django.core.management.call_command": WRAP,
}  # fmt: skip

METHODS: Final[dict[str, str]] = {
    **{
        f"{_PERMISSIONS}{name}": f"a{name}"
        for name in (
            "get_all_permissions", "get_group_permissions", "get_user_permissions", "has_module_perms",
            "has_perm", "has_perms",
        )
    },
    **{f"{_USER}{name}": f"a{name}" for name in ("has_module_perms", "has_perm", "has_perms")},
    **dict.fromkeys(
        (
            f"{_CONNECTION}{name}"
            for name in (
                "check_constraints", "clean_savepoints", "close", "commit", "connect", "cursor",
                "chunked_cursor", "ensure_connection", "get_autocommit", "rollback", "savepoint",
                "savepoint_commit", "savepoint_rollback", "set_autocommit",
            )
        ),
        WRAP,
    ),
    f"{names.ATOMIC_CLASS}.__enter__": WRAP,
    f"{names.QUERYSET}._raw_delete": WRAP,
    "django.db.backends.base.introspection.BaseDatabaseIntrospection.table_names": WRAP,
    "django.db.backends.base.introspection.BaseDatabaseIntrospection.django_table_names": WRAP,
    "django.utils.connection.BaseConnectionHandler.close_all": WRAP,
    f"{_CLIENT}login": "alogin",
    f"{_CLIENT}force_login": "aforce_login",
    f"{_CLIENT}logout": "alogout",
    f"{_CONTENT_TYPES}ContentTypeManager.get_by_natural_key": WRAP,
    f"{_CONTENT_TYPES}ContentTypeManager.get_for_model": WRAP,
    f"{_CONTENT_TYPES}ContentTypeManager.get_for_models": WRAP,
    f"{_CONTENT_TYPES}ContentTypeManager.get_for_id": WRAP,
    f"{_CONTENT_TYPES}ContentType.get_object_for_this_type": WRAP,
    f"{_CONTENT_TYPES}ContentType.get_all_objects_for_this_type": WRAP,
    "django.contrib.sites.models.SiteManager.get_current": WRAP,
    "django.contrib.auth.base_user.BaseUserManager.get_by_natural_key": "aget_by_natural_key",
    "django.contrib.auth.models.PermissionManager.get_by_natural_key": WRAP,
    "django.contrib.auth.models.GroupManager.get_by_natural_key": "aget_by_natural_key",
    "django.db.models.query_utils.Q.check": WRAP,
    f"{_FIELD_FILE}save": WRAP,
    f"{_FIELD_FILE}delete": WRAP,
    "django.core.serializers.base.DeserializedObject.save": WRAP,
    "django.core.serializers.base.DeserializedObject.save_deferred_fields": WRAP,
    "django.db.models.fields.related.ForeignKey.validate": WRAP,
    "django.db.models.fields.related.ForeignKey.get_choices": WRAP,
    "django.views.generic.detail.SingleObjectMixin.get_object": WRAP,
    "django.views.generic.detail.BaseDetailView.get": WRAP,
}  # fmt: skip

ATTRIBUTES: Final[dict[str, str]] = {
    f"{_CLIENT}session": "asession",
    "django.forms.models.BaseModelFormSet.forms": WRAP,
    "django.forms.models.BaseModelFormSet.initial_forms": WRAP,
    "django.db.models.query.RawQuerySet.columns": WRAP,
    "django.db.models.query.RawQuerySet.model_fields": WRAP,
    "django.db.backends.base.features.BaseDatabaseFeatures.supports_json_field": WRAP,
}

_SAVES_THE_ROW: Final = {f"{_FIELD_FILE}save": 2, f"{_FIELD_FILE}delete": 0}
"""The position of ``save=True``: a file's methods touch the database only by saving its row."""

_KEPT: Final = {
    "django.contrib.sites.models.SiteManager.get_current": address_parts.of_process("current site"),
}

_ASK_CONTENT_TYPE: Final = frozenset({f"{_CONTENT_TYPES}ContentTypeManager.get_for_model"})

_ENTERED: Final[dict[str, str]] = {
    names.ATOMIC_CLASS: "transaction.atomic",
    "django.db.backends.base.schema.BaseDatabaseSchemaEditor": "connection.schema_editor",
    "django.test.testcases._AssertNumQueriesContext": "assertNumQueries",
    "django.test.utils.CaptureQueriesContext": "CaptureQueriesContext",
}
"""Context managers that query when ``with`` enters them."""

_ENTERED_CALLS: Final = frozenset({f"{_CONNECTION}constraint_checks_disabled"})


_EVALUATES: Final[dict[str, tuple[str, ...]]] = {
    "django.test.testcases.TransactionTestCase.assertQuerySetEqual": ("qs", "values"),
}
"""The arguments that a method goes through."""

_NAMES: Final = frozenset(
    key.rpartition(".")[2] for key in (*METHODS, *ATTRIBUTES, *_ENTERED_CALLS, *_EVALUATES)
)
"""Most names are in no table: they are not looked for in every base of a class."""


def called(analysis: Evaluator, call: Call) -> None:
    """Report the call of a function that runs a query."""
    twin = FUNCTIONS[expressions.fullname(call.callee)]
    operations.report_call(analysis, call, expressions.source(call.callee), twin)


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    name = target.name
    key = _declared_name(instance.type, name, METHODS)
    if key is None:
        _evaluate_arguments(analysis, instance, name, call)
        return UNANSWERED
    if key in _SAVES_THE_ROW:
        save = call.argument(_SAVES_THE_ROW[key], "save")
        if save is not None and not expressions.is_name(save.expr, names.TRUE):
            return call.result
    if key in _ASK_CONTENT_TYPE and _has_content_type(analysis, call):
        return call.result
    if key in _KEPT:
        # Kept in the process: the second call asks nobody.
        if _KEPT[key] in analysis.state.heap:
            return call.result
        analysis.state.heap[_KEPT[key]] = heap.LazyIterator(())
    operations.report_call(analysis, call, f"{instance.type.name}.{name}", METHODS[key])
    return call.result


def _has_content_type(analysis: Analysis, call: Call) -> bool:
    """Tell whether the content type of a model is known by now, as it is from now on."""
    asked = call.argument(0, "model")
    value = asked.value if asked is not None else None
    for instance in instances.instances(value) or filter(
        None, map(declared.instance_of_class, instances.items(value))
    ):
        schema = analysis.model_of(instance.type) if isinstance(instance, Instance) else None
        if schema is not None:
            known = content_types.is_kept(analysis, schema.fullname)
            content_types.keep(analysis, schema.fullname)
            return known
    return False


def _evaluate_arguments(analysis: Evaluator, instance: Instance, name: str, call: Call) -> None:
    key = _declared_name(instance.type, name, _EVALUATES)
    for position, parameter in enumerate(_EVALUATES[key] if key is not None else ()):
        argument = call.argument(position, parameter)
        if argument is not None:
            evaluation.iterate(analysis, argument.value, argument.expr, diagnostics.use_by(name))


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    key = _declared_name(instance.type, expr.name, ATTRIBUTES)
    if key is None:
        return UNANSWERED
    operations.report_read(analysis, instance, expr, ATTRIBUTES[key])
    return UNANSWERED


def _enter(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    for base in instance.type.mro:
        what = _ENTERED.get(base.fullname)
        if what is not None:
            analysis.report(diagnostics.synchronous_query(what, diagnostics.BLOCK), node)
            return
    if not isinstance(node, nodes.CallExpr) or not isinstance(node.callee, nodes.MemberExpr):
        return
    for owner in instances.instances(analysis.type_of(node.callee.expr)):
        if _declared_name(owner.type, node.callee.name, _ENTERED_CALLS) is not None:
            what = expressions.source(node.callee)
            analysis.report(diagnostics.synchronous_query(what, diagnostics.BLOCK), node)


def _declared_name(info: nodes.TypeInfo, name: str, table: Container[str]) -> str | None:
    """Return the key of ``table`` for the method ``name`` of ``info`` or of one of its bases."""
    if name not in _NAMES:
        return None
    return operations.declared_name(info, name, table)


ANY: Final = Rule(attribute=_attribute, method=_method, enter=_enter)
"""Of any object: most have none of these names."""
