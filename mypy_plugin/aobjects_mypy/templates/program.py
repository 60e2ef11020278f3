"""Read a template into a program: a function whose statements do what rendering the template does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from aobjects_mypy.host import stamps
from aobjects_mypy.host.stamps import Stamp
from aobjects_mypy.programs import writer
from aobjects_mypy.templates import engine, expressions, functions, tags
from aobjects_mypy.templates.writing import Writer
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.template.base import Template
    from django.template.engine import Engine

_DEPTH: Final = 12
"""How deep templates include one another."""
_NODES: Final = 20_000
"""How large a program grows by including: what comes later is left out."""

Stamps = dict[str, Stamp]


@dataclass(frozen=True, slots=True)
class Program(writer.Program):
    """What rendering a template does."""

    stamps: Mapping[str, Stamp]
    """The files it was read from, each as it was then."""
    processors: Sequence[str]
    """The context processors that run before, where there is a request."""
    changes_context: bool
    """A tag may have put other names into it."""
    reads: frozenset[str]
    """The names that it reads off its context."""
    decides: frozenset[str]
    """Those of them that it does more with than to show them."""
    source: tuple[Template, Engine]


_known: Final[dict[tuple[tuple[str, ...], str | None], Program]] = {}
_texts: Final[dict[str, Program | None]] = {}


def of_name(names: Sequence[str], using: str | None = None) -> Program | None:
    """Return what rendering the first of these templates does; ``None`` where none can be read."""
    key = (tuple(names), using)
    known = _known.get(key)
    if known is not None and all(stamps.of(path) == stamp for path, stamp in known.stamps.items()):
        return known
    found = engine.find(names, using)
    if found is None:
        _known.pop(key, None)
        return None
    program = _known[key] = _read(found.template, found.engine)
    return program


def of_text(text: str) -> Program | None:
    """Return what rendering ``Template(text)`` does."""
    if text not in _texts:
        known = engine.default()
        template = engine.parse(known, text) if known is not None else None
        _texts[text] = _read(template, known) if template is not None and known is not None else None
    found = _texts[text]
    is_current = found is None or all(stamps.of(path) == stamp for path, stamp in found.stamps.items())
    if not is_current:
        del _texts[text]
        return of_text(text)
    return found


def calling(program: Program, called: frozenset[str]) -> Program:
    """Return the same with calls of these names of its context: they hold what can be called."""
    return _read(*program.source, called)


def _read(template: Template, known: Engine, called: frozenset[str] = frozenset()) -> Program:
    composer = Composer(known, called)
    composer.run(template)
    written = composer.program(template.name or "template")
    return Program(
        written.name,
        written.function,
        written.places,
        composer.stamps,
        engine.context_processors(known),
        composer.changes_context,
        frozenset(composer.reads),
        frozenset(composer.decides),
        (template, known),
    )


class Composer(Writer):
    """Writes the program of one template, with those that it extends and includes."""

    def __init__(self, known: Engine, called: frozenset[str]) -> None:
        super().__init__()
        self._engine: Final = known
        self._called: Final = called
        self.stamps: Final[Stamps] = {}
        self._open: Final[list[Template]] = []
        """The templates around the node that is written, each inside the one before."""
        self._blocks: list[dict[str, list[Any]]] = [{}]
        """Of each family of templates that extend one another: the blocks of a name, the base's first."""
        self._block: tuple[str, int] | None = None
        """The block that is being written, and which of its name it is."""
        self.changes_context = False
        self._partials: Final[list[Any]] = []
        self._made: Final[list[str]] = []
        """Of each inclusion tag around: the variable with what it returned."""

    def run(self, template: Template) -> None:
        """Write what a template does, and take notice of the file that it is in."""
        path = engine.path_of(template)
        if path is not None:
            self.stamps[path] = stamps.of(path)
        self._open.append(template)
        self.compose(template.nodelist)
        self._open.pop()

    def compose(self, content: Iterable[Any]) -> None:
        for node in content:
            outer = self.line
            token = getattr(node, "token", None)
            if token is not None and token.lineno is not None:
                template = getattr(node.origin, "template_name", None) or self._open[-1].name or "template"
                self.line = self.places.number(f"{template}:{token.lineno}")
            tags.write(self, node)
            self.line = outer

    def evaluate_all(self, given: Iterable[Any]) -> None:
        for one in given:
            if expressions.is_expression(one):
                self.evaluate(expressions.of(self, one))

    def context(self) -> nodes.Expression:
        """Return all that is visible, for what takes the context."""
        self.changes_context = True
        pairs: list[tuple[nodes.Expression | None, nodes.Expression]] = [
            (self.text(name), self.name(own)) for name, own in self.visible().items()
        ]
        display = self.put(nodes.DictExpr(pairs))
        return self.own(functions.context, display, self.text("*" if self.sees_context else ""))

    def read(self, name: str) -> nodes.Expression:
        """Read a name; in the template of an inclusion tag, from what the tag has returned."""
        if self._made and name not in self.visible():
            found = self.own(functions.look_up, self.name(self._made[-1]), self.text(name))
            return self.held(found, f"{self._made[-1]}{name}")
        value = super().read(name)
        is_called = name in self._called and name not in self.visible() and self.sees_context
        return self.held(self.own(functions.called, value), name) if is_called else value

    # Templates that belong together ----------------------------------------------------------------------

    def include(self, name: str) -> None:
        template = self._find(name)
        if template is None or self._is_open(template) or self._is_too_much:
            return
        with self._family():
            self.run(template)

    @property
    def _is_too_much(self) -> bool:
        return len(self._open) > _DEPTH or self.size > _NODES

    def include_partial(self, node: Any) -> None:
        """Write what ``{% partialdef %}`` has defined."""
        partial = node.partial_mapping.get(node.partial_name)
        if partial is None or node in self._partials or self._is_too_much:
            return
        self._partials.append(node)
        self.compose(partial.nodelist)
        self._partials.pop()

    def include_with(self, name: str, made: str) -> None:
        """Write the template of an inclusion tag, which sees nothing but what the tag has returned."""
        self._made.append(made)
        with self.scope(is_isolated=True):
            self.include(name)
        self._made.pop()

    @contextmanager
    def _family(self) -> Iterator[None]:
        """A template that is included has blocks of its own."""
        block, self._block = self._block, None
        self._blocks.append({})
        try:
            yield
        finally:
            self._blocks.pop()
            self._block = block

    def extend(self, node: Any) -> None:
        """Write the template that this one extends, with the blocks of this one in it."""
        name = expressions.constant(node.parent_name)
        history = [template.origin for template in self._open]
        parent = self._find(name, history) if isinstance(name, str) else None
        if parent is None or self._is_too_much:
            return
        self._add(node.blocks)
        if not any(type(one).__name__ == "ExtendsNode" for one in parent.nodelist):
            self._add({one.name: one for one in _blocks_in(parent.nodelist)})
        self.run(parent)

    def _add(self, blocks: Mapping[str, Any]) -> None:
        for name, block in blocks.items():
            self._blocks[-1].setdefault(name, []).insert(0, block)

    def write_block(self, node: Any) -> None:
        """Write the block of this name that the most derived of the templates has."""
        self._write_block(node.name, self._blocks[-1].get(node.name) or [node], 0)

    def write_parent_block(self) -> None:
        """Write ``{{ block.super }}``."""
        if self._block is not None:
            name, depth = self._block
            self._write_block(name, self._blocks[-1].get(name, []), depth + 1)

    def _write_block(self, name: str, chain: Sequence[Any], depth: int) -> None:
        if depth >= len(chain):
            return
        outer, self._block = self._block, (name, depth)
        with self.scope():
            self.compose(chain[-1 - depth].nodelist)
        self._block = outer

    def _find(self, name: str, skip: Sequence[Any] = ()) -> Template | None:
        from django.template.loader_tags import construct_relative_path

        try:
            own = str(construct_relative_path(self._open[-1].name, name))
        except Exception:  # a relative name that leads out of the folder: rendering it tells
            return None
        return engine.load(self._engine, own, skip)

    def _is_open(self, template: Template) -> bool:
        return any(template.origin == other.origin for other in self._open)


def _blocks_in(nodelist: Any) -> list[Any]:
    from django.template.loader_tags import BlockNode

    return list(nodelist.get_nodes_by_type(BlockNode))
