"""Whether what is written has the shape of a template of a proposal."""

from __future__ import annotations

import ast


def parse(template: str) -> ast.expr | None:
    try:
        return ast.parse(template, mode="eval").body
    except SyntaxError:
        return None


def last_name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def shown(node: ast.expr) -> str:
    """Write an expression down for a message; long parts become ``...``."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{shown(node.value)}.{node.attr}"
        case ast.Call():
            return f"{shown(node.func)}({'...' if node.args or node.keywords else ''})"
        case ast.Subscript():
            return f"{shown(node.value)}[...]"
        case ast.Constant(value=str()):
            return '"..."'
        case _:
            return "(...)"


def fits(template: ast.expr, node: ast.expr) -> bool:
    """Tell whether the source has the template's shape; ``...`` fits everything."""
    match template, node:
        case ast.Constant(value=value), _ if value is ...:
            return True
        case ast.Name(), ast.Name():
            return template.id == node.id
        case ast.Attribute(), ast.Attribute():
            return template.attr == node.attr and fits(template.value, node.value)
        case ast.Call(), ast.Call():
            return fits(template.func, node.func) and fits_arguments(template, node)
        case ast.Subscript(), ast.Subscript():
            return fits(template.value, node.value) and fits(template.slice, node.slice)
        case _:
            return ast.dump(template) == ast.dump(node)


def fits_arguments(template: ast.Call, node: ast.Call) -> bool:
    if any(isinstance(argument, ast.Constant) and argument.value is ... for argument in template.args):
        return True
    return ast.dump(ast.Tuple(template.args)) == ast.dump(ast.Tuple(node.args)) and not node.keywords
