"""Modules of one shape in two sizes: what the plugin does for them grows as they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEAD: Final = "from shop.models import Book\n\n\n"
_ROW: Final = "    book = await Book.objects.aget(pk=1)\n"
_READ: Final = "    print(book.author)  # unsafe\n"


def loops_over_one_optional(count: int) -> str:
    """Each block leaves the name with one more member of its union, if unions are not kept small."""
    block = """    for i in range(n):
        if i == 1:
            note = "a"
        for j in range(n):
            if j == 2:
                break
            note = None
"""
    start = f"async def f(n: int) -> None:\n    note: str | None = None\n{_ROW}"
    return f"{start}{block * count}    print(note)\n{_READ}"


def functions_that_call_each_other(count: int) -> str:
    parts = [
        f"def f{i}(book: Book) -> None:\n"
        + "".join(f"    f{(i * step + step) % count}(book)\n" for step in (1, 2, 3))
        for i in range(count)
    ]
    return "\n\n".join([*parts, f"async def f() -> None:\n{_ROW}    f0(book)\n{_READ}"])


def coroutines_in_coroutines(count: int) -> str:
    lines = [f"{'    ' * depth}async def f{depth}() -> None:" for depth in range(count)]
    lines += ["    " * count + "book = await Book.objects.aget(pk=1)", "    " * count + _READ.strip()]
    for depth in range(count - 1, 0, -1):
        lines += [f"{'    ' * depth}await f{depth}()"] * 2
    return "\n".join(lines)


def local_functions_that_call_twice(count: int) -> str:
    lines = ["async def f() -> None:", _ROW.rstrip(), "    def f0() -> None:", "        book.title"]
    for depth in range(1, count):
        lines += [f"    def f{depth}() -> None:", *[f"        f{depth - 1}()"] * 2]
    return "\n".join([*lines, f"    f{count - 1}()", _READ])


def statements_one_after_the_other(count: int) -> str:
    block = """    x{0} = await Book.objects.aget(pk={0})
    if n == {0}:
        book = x{0}
    print(book.title)
"""
    return f"async def f(n: int) -> None:\n{_ROW}{''.join(block.format(i) for i in range(count))}{_READ}"


def cases_of_a_match(count: int) -> str:
    case = """        case {0}:
            book = await Book.objects.aget(pk={0})
            print(book.title)
"""
    return (
        f"async def f(n: int) -> None:\n{_ROW}    match n:\n{''.join(map(case.format, range(count)))}{_READ}"
    )


def loops_in_loops(count: int) -> str:
    lines = [f"{'    ' * (depth + 1)}for i{depth} in range(n):" for depth in range(count)]
    inner = "    " * (count + 1)
    lines += [
        f"{inner}print(book.title)",
        f"{inner}if n == 3:",
        f"{inner}    book = await Book.objects.aget(pk=2)",
    ]
    return f"async def f(n: int) -> None:\n{_ROW}" + "\n".join(lines) + f"\n{_READ}"


SHAPES: Final[dict[Callable[[int], str], tuple[int, int]]] = {
    loops_over_one_optional: (3, 6),
    functions_that_call_each_other: (50, 200),
    coroutines_in_coroutines: (6, 12),
    local_functions_that_call_twice: (6, 12),
    statements_one_after_the_other: (100, 400),
    cases_of_a_match: (100, 400),
    loops_in_loops: (6, 18),
}

TOO_INTRICATE: Final = "\n".join(
    [
        f"{_HEAD}async def f(n: int) -> None:",
        "    def f0() -> Book:",
        "        return Book(pk=n)",
        *(
            line
            for depth in range(1, 6)
            for line in (
                f"    def f{depth}() -> list[Book]:",
                "        return [",
                *[f"            {f'*f{depth - 1}()' if depth > 1 else 'f0()'},"] * 9,
                "        ]",
            )
        ),
        "    f5()",
        "    Book.objects.count()  # unsafe",
        "    for book in f5():",
        "        Book.objects.first()  # unsafe",
    ]
)
"""Each call makes rows of its own, nine times as many a level: more than anybody would follow."""


def modules() -> Iterable[tuple[str, str]]:
    """Yield the name and the text of each module."""
    for shape, sizes in SHAPES.items():
        for name, size in zip(("small", "large"), sizes, strict=True):
            yield f"{shape.__name__}_{name}", _HEAD + shape(size)
