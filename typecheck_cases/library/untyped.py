"""Functions without annotations: what they read of a parameter, only the argument can tell."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"


def title(book):
    return book.title


def author_name(book):
    return book.author.name


def credit(book):
    return author_name(book).upper()


def all_names(books):
    return [book.author.name for book in books]


def key(book):
    return book.author_id, book.pk


def tags(book):
    return book.tags.filter(pk=1)


def replace_author(book, author):
    book.author = author
    return book.author.name


def if_it_has_one(thing):
    if hasattr(thing, "no_such_attribute"):
        return thing.author.name
    return thing.pk
