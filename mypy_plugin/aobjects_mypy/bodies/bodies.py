"""Give back the body of a function: its own, or the one in its module's file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.bodies import class_values, definitions, digests
from aobjects_mypy.bodies.binding import Binder, File
from aobjects_mypy.bodies.definitions import Definition, Key
from aobjects_mypy.bodies.parsing import Parser
from aobjects_mypy.host import texts
from aobjects_mypy.syntax import imports
from aobjects_mypy.syntax.definitions import module_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from mypy.options import Options
    from mypy.plugin import Plugin

_FLAGS: Final = (
    "is_property",
    "is_class",
    "is_static",
    "is_final",
    "is_overload",
    "is_generator",
    "is_coroutine",
    "is_async_generator",
    "is_awaitable_coroutine",
    "is_decorated",
    "is_conditional",
    "is_trivial_body",
    "is_trivial_self",
    "is_mypy_only",
    "abstract_status",
    "dataclass_transform_spec",
    "deprecated",
)
"""What the cache keeps of a function: decorators and classes say it, which are not analysed again."""


class _Module:
    """A module's file: its lines, and its functions when one of them is first asked for."""

    def __init__(self, tree: nodes.MypyFile, source: bytes, parser: Parser) -> None:
        self.tree: Final = tree
        self.bound: Final[dict[Key, nodes.FuncDef | None]] = {}
        self.class_values: Final[dict[tuple[str, str], nodes.FuncDef | None]] = {}
        self.values: Final[dict[str, nodes.Expression | None]] = {}
        """What names of the module were given, as far as somebody asked."""
        self.calls: list[nodes.Statement] | None = None
        self.source: Final = source
        self._parser: Final = parser

    def mentions(self, words: tuple[bytes, ...]) -> bool:
        return any(word in self.source for word in words)

    @cached_property
    def lines(self) -> list[bytes]:
        return self.source.splitlines()

    @cached_property
    def first_lines(self) -> dict[int, int]:
        """Where each function of the tree in memory begins, by the line of its ``def``."""
        return definitions.first_lines(self.tree)

    @cached_property
    def file(self) -> File | None:
        parsed = self._parser.parse(self.tree.fullname, self.tree.path, self.source)
        return File(parsed[0], self.tree, parsed[1]) if parsed is not None else None

    @cached_property
    def imports(self) -> imports.Imports:
        # A tree that mypy read from its cache does not have them.
        is_left_out = not self.tree.imports and self.file is not None
        return imports.of(self.file.tree if is_left_out and self.file is not None else self.tree) or {}

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        return definitions.definitions(self.file.tree) if self.file is not None else {}

    def definition(self, key: Key) -> Definition | None:
        found = self.definitions.get(key.name)
        return found if found is not None and key.item < len(found.functions) else None


class Bodies:
    """What functions do, as long as their files are there."""

    def __init__(
        self,
        modules: Callable[[], dict[str, nodes.MypyFile] | None],
        options: Options,
        plugin: Callable[[], Plugin | None] = lambda: None,
    ) -> None:
        self._modules: Final = modules
        self._options: Final = options
        self._plugin: Final = plugin
        self._parser: Final = Parser(options)
        self._binder: Binder | None = None
        self._known: Final[dict[str, _Module]] = {}

    def modules(self) -> dict[str, nodes.MypyFile] | None:
        """Return the modules of the build."""
        return self._modules()

    def of(self, function: nodes.FuncDef) -> nodes.FuncDef | None:
        """Return the function with its body, and ``None`` where nobody has one."""
        return function if function.body.body else self.read_again(function)

    def read_again(self, function: nodes.FuncDef) -> nodes.FuncDef | None:
        """Return what the file says, whatever is in memory."""
        module = self._module(module_of(function))
        key = Key.of(function, module.tree) if module is not None else None
        if module is None or key is None:
            return None
        return self._bound(module, key, function)

    def class_value(self, info: nodes.TypeInfo, name: str) -> nodes.FuncDef | None:
        """Return a function that gives what the body of this very class assigns to ``name``."""
        value = class_values.assigned(info.defn.defs.body, name)
        if value is not None:
            return class_values.returning(value, info, name)
        module = self._module(info.module_name)
        if module is None or info.defn.defs.body:
            return None
        key = (info.fullname, name)
        if key not in module.class_values:
            module.class_values[key] = self._class_value(module, info, name)
        return module.class_values[key]

    def _class_value(self, module: _Module, info: nodes.TypeInfo, name: str) -> nodes.FuncDef | None:
        path = info.fullname.removeprefix(f"{info.module_name}.")
        binder = self._binder_now()
        if module.file is None or binder is None:
            return None
        owner = class_values.definition(module.file.tree, path)
        value = class_values.assigned(owner.defs.body, name) if owner is not None else None
        if value is None:
            return None
        function = class_values.returning(value, info, name)
        return function if binder.bind(module.file, function, info, owner) else None

    def restore_decorators(self, decorator: nodes.Decorator) -> None:
        """Give a function that mypy read from its cache the decorators that the cache leaves out."""
        if decorator.original_decorators:
            return
        function = decorator.func
        module = self._module(module_of(function))
        key = Key.of(function, module.tree) if module is not None else None
        definition = module.definition(key) if module is not None and key is not None else None
        binder = self._binder_now()
        if module is None or module.file is None or key is None or definition is None or binder is None:
            return
        above = definition.decorators[key.item]
        if not above or definition.outermost is not None:
            return
        if binder.bind(module.file, _naming(above, f"{function.fullname}_decorators"), None, None):
            decorator.original_decorators = above

    def value(self, variable: nodes.Var) -> nodes.Expression | None:
        """Return what the one statement gives that binds a name of a module, where mypy has no statements."""
        name, _, short = variable.fullname.rpartition(".")
        module, binder = self._module(name), self._binder_now()
        if module is None or module.file is None or binder is None or module.tree.defs:
            return None
        if short not in module.values:
            module.values[short] = None
            given = definitions.assigned(module.file.tree, short)
            if given is not None:
                naming = _naming([given], f"{variable.fullname}_value")
                if binder.bind(module.file, naming, None, None):
                    module.values[short] = given
        return module.values[short]

    def calls_of(self, tree: nodes.MypyFile, mentioned: tuple[bytes, ...]) -> list[nodes.Statement]:
        """Return what is decorated, called or filled at the top level of a module that mentions a name.

        mypy drops these statements when it has checked the module, and its cache leaves them out.
        """
        if tree.defs:
            return tree.defs
        module, binder = self._module(tree.fullname), self._binder_now()
        if module is None or binder is None or not module.mentions(mentioned):
            return []
        if module.calls is None:
            module.calls = []
            calls, given = definitions.calls(module.file.tree) if module.file is not None else ([], [])
            if module.file is not None and given:
                naming = _naming(given, f"{tree.fullname}.calls")
                module.calls = calls if binder.bind(module.file, naming, None, None) else []
        return module.calls

    def mentions(self, tree: nodes.MypyFile, word: bytes) -> bool:
        """Tell whether a word stands in a module's file at all."""
        module = self._module(tree.fullname)
        return module is not None and module.mentions((word,))

    def find(self, tree: nodes.MypyFile, pattern: re.Pattern[bytes]) -> list[bytes]:
        """Return what the group of a pattern matches in the text of a module's file."""
        module = self._module(tree.fullname)
        return pattern.findall(module.source) if module is not None else []

    def imported(self, expr: nodes.Node) -> str:
        """Return the full name that a library gives what is written, also where mypy has no types for it."""
        return imports.named(expr, self._imports_of)

    def _imports_of(self, name: str) -> imports.Imports | None:
        module = self._module(name)
        return module.imports if module is not None else None

    def forget(self, path: str) -> None:
        """Read a file anew: the daemon has seen it, or what it imports, change."""
        for name in [name for name, known in self._known.items() if known.tree.path == path]:
            del self._known[name]

    def clear(self) -> None:
        """Read every file anew: what names stand for may be something else."""
        self._known.clear()

    def digest(self, function: nodes.FuncDef) -> str:
        """Return the same text for the same statements, wherever they stand; empty if there is no file.

        Comments and blank lines do not count.  What the names in it stand for does not either.
        """
        module = self._module(module_of(function))
        if module is None:
            return ""
        if function.body.body:
            first, last = module.first_lines.get(function.line, function.line), function.end_line
        else:
            key = Key.of(function, module.tree)
            definition = module.definition(key) if key is not None else None
            if key is None or definition is None:
                return ""
            first, last = definition.first_lines[key.item], definition.functions[key.item].end_line
        return digests.digest(module.lines[first - 1 : last])

    def _module(self, name: str) -> _Module | None:
        tree = (self._modules() or {}).get(name)
        if tree is None or tree.is_stub or not tree.path.endswith(".py"):
            return None
        known = self._known.get(name)
        if known is None or known.tree is not tree:
            try:
                known = self._known[name] = _Module(tree, texts.read(tree.path), self._parser)
            except OSError:
                return None
        return known

    def _binder_now(self) -> Binder | None:
        modules = self._modules()
        if modules is not None and (self._binder is None or self._binder.modules is not modules):
            self._binder = Binder(modules, self._options, self._plugin())
        return self._binder

    def _bound(self, module: _Module, key: Key, known: nodes.FuncDef) -> nodes.FuncDef | None:
        if key not in module.bound:
            module.bound[key] = self._bind(module, key, known)
        return module.bound[key]

    def _bind(self, module: _Module, key: Key, known: nodes.FuncDef) -> nodes.FuncDef | None:
        definition, binder = module.definition(key), self._binder_now()
        if module.file is None or definition is None or binder is None:
            return None
        function = definition.functions[key.item]
        outermost = definition.outermost
        if outermost is not None:
            # The names in a local class are bound where those of the function around it are.
            around = definitions.find(module.tree, outermost)
            return function if around is not None and self._bound(module, outermost, around) else None
        _take_over(known, function)
        if not binder.bind(module.file, function, known.info or None, definition.owner):
            return None
        _take_over(known, function)
        function.type = known.type
        return function


def _naming(expressions: list[nodes.Expression], fullname: str) -> nodes.FuncDef:
    """Return a function in whose body the expressions stand: names are bound in functions only."""
    body = nodes.Block([nodes.ExpressionStmt(expr) for expr in expressions])
    function = nodes.FuncDef(fullname.rpartition(".")[2], [], body)
    function.set_line(expressions[0])
    function._fullname = fullname
    return function


def _take_over(known: nodes.FuncDef, function: nodes.FuncDef) -> None:
    for flag in _FLAGS:
        setattr(function, flag, getattr(known, flag))
    function._fullname = known.fullname
    if known.info:
        function.info = known.info
