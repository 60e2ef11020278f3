"""What the tags of Django do, and those that the project makes with Django's decorators."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.templates import expressions, filters, functions

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.templates.program import Composer


def write(composer: Composer, node: Any) -> None:
    """Write the statements of one node."""
    handler = next((_TAGS[base.__name__] for base in type(node).__mro__ if _is_known(base)), None)
    if handler is not None:
        handler(composer, node)
    elif type(node).__module__.startswith("django."):
        _any_of_django(composer, node)
    else:
        _forget(composer, node)


def _is_known(node_class: type) -> bool:
    return node_class.__name__ in _TAGS and node_class.__module__.startswith("django.")


def _nothing(_: Composer, __: Any) -> None:
    return None


def _variable(composer: Composer, node: Any) -> None:
    expression = node.filter_expression
    if getattr(expression.var, "lookups", None) == ("block", "super"):
        composer.write_parent_block()
    else:
        composer.is_shown = True
        composer.write(expressions.of(composer, expression))
        composer.is_shown = False


def _for(composer: Composer, node: Any) -> None:
    rows = f"rows{OWN}{composer.size}"
    composer.assign(
        composer.name(rows), composer.own(functions.elements, expressions.of(composer, node.sequence))
    )
    with composer.block() as given:
        with composer.scope():
            targets = [composer.bind(name) for name in node.loopvars]
            index = targets[0] if len(targets) == 1 else composer.put(nodes.TupleExpr(list(targets)))
            composer.bind("forloop")
            with composer.block() as body:
                composer.compose(node.nodelist_loop)
        composer.statements.append(composer.put(nodes.ForStmt(index, composer.name(rows), body, None)))
    # Of nothing, a template makes an empty list.
    none = composer.known(names.NONE)
    is_given = composer.put(nodes.ComparisonExpr(["is not"], [composer.name(rows), none]))
    _choose(composer, is_given, given, None)
    if node.nodelist_empty:
        with composer.block() as empty, composer.scope():
            composer.compose(node.nodelist_empty)
        _choose(composer, composer.name(f"{OWN}unknown"), empty, None)


def _choose(
    composer: Composer, condition: nodes.Expression, body: nodes.Block, otherwise: nodes.Block | None
) -> None:
    composer.statements.append(composer.put(nodes.IfStmt([condition], [body], otherwise)))


def _if(composer: Composer, node: Any) -> None:
    _branches(composer, list(node.conditions_nodelists))


def _under_a_name(composer: Composer, condition: nodes.Expression) -> nodes.NameExpr:
    """Evaluate a condition, and return the name of its value: the same question has the same name."""
    if isinstance(condition, nodes.NameExpr):
        return condition
    if isinstance(condition, nodes.AssignmentExpr):
        composer.evaluate(condition)
        return composer.name(condition.target.name)
    name = f"if{OWN}{composer.size}"
    composer.assign(composer.name(name), condition)
    return composer.name(name)


def _branches(composer: Composer, branches: list[tuple[Any, Any]]) -> None:
    (condition, content), *others = branches
    if condition is None:
        composer.compose(content)
        return
    asked = _under_a_name(composer, expressions.condition(composer, condition))
    with composer.block() as body:
        composer.compose(content)
    otherwise = None
    if others:
        with composer.block() as otherwise:
            _branches(composer, others)
    _choose(composer, asked, body, otherwise)


def _with(composer: Composer, node: Any) -> None:
    values = {name: expressions.of(composer, given) for name, given in node.extra_context.items()}
    with composer.scope():
        for name, value in values.items():
            composer.assign(composer.bind(name), value)
        composer.compose(node.nodelist)


def _block(composer: Composer, node: Any) -> None:
    composer.write_block(node)


def _extends(composer: Composer, node: Any) -> None:
    composer.extend(node)


def _include(composer: Composer, node: Any) -> None:
    given = expressions.constant(node.template)
    values = {name: expressions.of(composer, one) for name, one in node.extra_context.items()}
    if not isinstance(given, str):
        composer.evaluate_all([node.template])
        return
    with ExitStack() as stack:
        stack.enter_context(composer.scope(is_isolated=node.isolated_context))
        for name, value in values.items():
            composer.assign(composer.bind(name), value)
        composer.include(given)


def _partial_definition(composer: Composer, node: Any) -> None:
    if node.inline:
        composer.compose(node.nodelist)


def _partial(composer: Composer, node: Any) -> None:
    composer.include_partial(node)


def _first_of(composer: Composer, node: Any) -> None:
    values = [expressions.of(composer, given) for given in node.vars]
    joined = values[0]
    for value in values[1:]:
        joined = composer.put(nodes.OpExpr("or", joined, value))
    text = composer.call(names.STR, joined)
    if node.asvar:
        composer.assign(composer.bind(node.asvar), text)
    else:
        composer.evaluate(text)


def _regroup(composer: Composer, node: Any) -> None:
    rows, keys = f"rows{OWN}{composer.size}", f"keys{OWN}{composer.size}"
    composer.assign(composer.name(rows), composer.own(functions.rows, expressions.of(composer, node.target)))
    with composer.scope():
        element = composer.bind(node.var_name)
        read = expressions.of(composer, node.expression)
    generator = composer.put(nodes.GeneratorExpr(read, [element], [composer.name(rows)], [[]], [False]))
    composer.assign(composer.name(keys), composer.put(nodes.ListComprehension(generator)))
    pairs: list[tuple[nodes.Expression | None, nodes.Expression]] = [
        (composer.text("grouper"), composer.item(composer.name(keys), 0)),
        (composer.text("list"), composer.name(rows)),
    ]
    group = composer.put(nodes.DictExpr(pairs))
    composer.assign(composer.bind(node.var_name), composer.put(nodes.ListExpr([group])))


def _cycle(composer: Composer, node: Any) -> None:
    """Write the first value: how often the tag is met, a loop decides."""
    value = expressions.of(composer, node.cyclevars[0])
    if node.silent:
        composer.evaluate(value)
    else:
        composer.write(value)
    if node.variable_name:
        composer.bind(node.variable_name)


def _url(composer: Composer, node: Any) -> None:
    composer.evaluate_all([*node.args, *node.kwargs.values(), node.view_name])
    if node.asvar:
        composer.bind(node.asvar)


def _filter_block(composer: Composer, node: Any) -> None:
    composer.compose(node.nodelist)
    with composer.scope():
        composer.bind("var")
        composer.evaluate_all([node.filter_expr])


def _if_changed(composer: Composer, node: Any) -> None:
    composer.evaluate_all(node._varlist)
    composer.compose(node.nodelist_true)
    composer.compose(node.nodelist_false)


def _translate(composer: Composer, node: Any) -> None:
    composer.write(expressions.of(composer, node.filter_expression))
    if node.asvar:
        composer.bind(node.asvar)


def _block_translate(composer: Composer, node: Any) -> None:
    values = {name: expressions.of(composer, given) for name, given in node.extra_context.items()}
    if node.countervar and node.counter:
        values[node.countervar] = expressions.of(composer, node.counter)
    with composer.scope():
        for name, value in values.items():
            composer.assign(composer.bind(name), value)
        for token in [*node.singular, *(node.plural or ())]:
            if token.token_type.name == "VAR":
                composer.write(composer.read(token.contents))
    if node.asvar:
        composer.bind(node.asvar)


def _any_of_django(composer: Composer, node: Any) -> None:
    """Evaluate all expressions of a tag, and write all that is inside it."""
    for name, held in vars(node).items():
        if name in ("token", "origin") or name.startswith("nodelist"):
            continue
        given = held.values() if isinstance(held, dict) else held
        listed = given if not isinstance(given, str) and hasattr(given, "__iter__") else [given]
        composer.evaluate_all([one for one in listed if expressions.is_expression(one)])
    for name in node.child_nodelists:
        content = getattr(node, name, None)
        if content:
            composer.compose(content)
    for name in ("asvar", "variable", "target_var"):
        if isinstance(getattr(node, name, None), str):
            composer.bind(getattr(node, name))


def _forget(composer: Composer, node: Any) -> None:
    """Take it that a tag of unknown kind gives something else to every name that it contains."""
    composer.changes_context = True
    for word in node.token.contents.split()[1:] if getattr(node, "token", None) is not None else ():
        if word.isidentifier():
            composer.bind(word)


# Tags of the project -------------------------------------------------------------------------------------


def _simple(composer: Composer, node: Any) -> None:
    content = getattr(node, "nodelist", None)
    if content:
        composer.compose(content)
    value = _called(composer, node, [composer.name(f"{OWN}unknown")] if content is not None else [])
    if node.target_var is not None:
        composer.assign(composer.bind(node.target_var), value)
    else:
        composer.write(value)


def _inclusion(composer: Composer, node: Any) -> None:
    made = composer.name(f"made{OWN}{composer.line}")
    composer.assign(made, _called(composer, node, []))
    if isinstance(node.filename, str):
        composer.include_with(node.filename, made.name)


def _called(composer: Composer, node: Any, content: list[nodes.Expression]) -> nodes.Expression:
    arguments = [*content, *(expressions.of(composer, given) for given in node.args)]
    keywords = {name: expressions.of(composer, given) for name, given in node.kwargs.items()}
    where = filters.address(node.func)
    if where is None:
        return composer.own(functions.value_of, *arguments, *keywords.values())
    if node.takes_context:
        arguments.insert(0, composer.context())
    given = [*map(composer.text, where), *arguments, *keywords.values()]
    return composer.calling(composer.known(functions.name_of(functions.call)), given, list(keywords))


_TAGS: Final[dict[str, Callable[[Composer, Any], None]]] = {
    "TextNode": _nothing,
    "CommentNode": _nothing,
    "LoadNode": _nothing,
    "VariableNode": _variable,
    "ForNode": _for,
    "IfNode": _if,
    "WithNode": _with,
    "BlockNode": _block,
    "ExtendsNode": _extends,
    "IncludeNode": _include,
    "PartialDefNode": _partial_definition,
    "PartialNode": _partial,
    "FirstOfNode": _first_of,
    "RegroupNode": _regroup,
    "CycleNode": _cycle,
    "URLNode": _url,
    "FilterNode": _filter_block,
    "IfChangedNode": _if_changed,
    "TranslateNode": _translate,
    "BlockTranslateNode": _block_translate,
    "DebugNode": _nothing,
    "SimpleNode": _simple,
    "InclusionNode": _inclusion,
}
