"""`async_safe` marks a function and leaves it alone."""

import doctest

from aobjects import async_safe, safety


def test_example_in_the_docstring_runs() -> None:
    assert doctest.testmod(safety, raise_on_error=True).attempted


def test_the_function_itself_is_returned() -> None:
    def function(number: int) -> int:
        return number

    assert async_safe(function) is function
