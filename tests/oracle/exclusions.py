"""The rows that a static verdict is not measured on, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.oracle.ground_truth import Row

BODY: Final = "the body of a manager's get_queryset() or of a receiver queries"
DYNAMIC: Final = "dynamic __import__ is Any"
CONTENT_TYPES: Final = "the ContentType cache is warm or cold, which no type can know"
ROWS: Final = "depends on the rows in the database"

# The key is the row's line in async_safety.jsonl and, so that a moved line is noticed, its operation.
EXCLUSIONS: Final[dict[tuple[int, str], str]] = {
    # A body that the line reaches through an attribute or a registry runs the query: a manager's
    # get_queryset() that queries, a signal's receiver.
    (55, "Book.eager.all()"): BODY,
    (700, "s.send(None)"): BODY,
    (854, "@async await Book.eager.aget(pk=1)"): BODY,
    (855, "@async await Book.eager.all().aget(pk=1)"): BODY,
    # `__import__(...)` is Any to every checker.
    (603, "__import__('django.core.serializers').core.serializers.serialize('json', [b])"): DYNAMIC,
    # A warm ContentType cache answers without a query; `cold()` stands for a process that just began, in
    # which the first to ask raises.  That is what is reported; these rows are run with a warm one.
    (546, "n.obj"): CONTENT_TYPES,
    (551, "n.obj = b"): CONTENT_TYPES,
    (552, "Note(obj=b)"): CONTENT_TYPES,
    (550, "n.obj = b"): CONTENT_TYPES,
    (553, "Note(obj=b).obj"): CONTENT_TYPES,
    (556, "b.notes"): CONTENT_TYPES,
    (554, "n.obj"): CONTENT_TYPES,
    (557, "b.notes"): CONTENT_TYPES,
    (558, "b.notes.all()"): CONTENT_TYPES,
    (870, "@async ct = await Book.objects.aget(pk=1); ct.notes.all()"): CONTENT_TYPES,
    (563, "str(Book.objects.filter(notes__text='n').query)"): CONTENT_TYPES,
    (564, "ContentType.objects.get_for_model(Book)"): CONTENT_TYPES,
    (565, "ContentType.objects.get_for_model(Book)"): CONTENT_TYPES,
    (566, "ContentType.objects.get_for_id(i)"): CONTENT_TYPES,
    # The same program text is safe or unsafe by what the tables hold: a NULL key, a row that is there or not,
    # a superuser.
    (262, "nb.editor"): ROWS,
    (263, "nb.editor is None"): ROWS,
    (289, "n.parent.parent"): ROWS,
    (342, "b.author"): ROWS,
    (344, "b.author"): ROWS,
    (441, "a.edited.remove(b)"): ROWS,
    (547, "n.obj"): ROWS,
    (709, "su.has_perm('x.y')"): ROWS,
}


def exclusion_of(row: Row) -> str | None:
    """Return why `row` is not measured, or None when it is."""
    return EXCLUSIONS.get((row.line, row.op))
