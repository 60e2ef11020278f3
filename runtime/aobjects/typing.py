"""``Loaded``: the annotation that says which relations and fields of a row are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # ``Loaded[Book, "author"]`` is ``Book`` to every checker; the mypy plugin reads the paths too.
    from typing import Annotated as Loaded
else:
    from typing import Annotated

    class Loaded:
        """A row whose named relations and fields are loaded, so that reading them runs no query.

        Await nothing; the annotation has no effect at runtime, where it is
        ``typing.Annotated[Book, "author", "author__publisher"]``.

        >>> from aobjects import Loaded
        >>> class Book: ...
        >>> Loaded[Book, "author"] == Annotated[Book, "author"]
        True
        """

        def __class_getitem__(cls, parameters):
            return Annotated[parameters]


__all__ = ["Loaded"]
