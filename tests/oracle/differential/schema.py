"""What the generator knows about the models of the library: relations, fields and keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a model; `owner` is the key of a row whose manager holds rows."""

    name: str
    target: str
    many: bool = False
    nullable: bool = False
    selectable: bool = True
    # A key's attribute, and a value that no row of the world has: assigning it always changes the key.
    attname: str = ""
    other_key: str = ""
    # The related manager's `acreate(...)` arguments.
    new: str = ""
    assignable: bool = True


@dataclass(frozen=True, slots=True)
class Model:
    """One model: what can be read on its rows, and how a new one is made."""

    name: str
    relations: tuple[Relation, ...]
    fields: tuple[str, ...]
    # Arguments of the constructor beside its keys; None when a new row would break a constraint.
    new: str | None = ""
    managers: tuple[str, ...] = ()
    table: str = ""

    def relation(self, name: str) -> Relation:
        return next(relation for relation in self.relations if relation.name == name)


def _key(name: str, target: str, other: str, *, nullable: bool = False) -> Relation:
    return Relation(name, target, nullable=nullable, attname=f"{name}_id", other_key=other)


def _manager(name: str, target: str, new: str = "", *, selectable: bool = False) -> Relation:
    return Relation(name, target, many=True, selectable=selectable, new=new, assignable=False)


_AUTHOR = (
    _key("publisher", "Publisher", "99", nullable=True),
    _manager("books", "Book", 'title="new"'),
    _manager("edited", "Book", 'title="new", author_id=1'),
    Relation("profile", "Profile"),
)

_MODELS = (
    Model("Publisher", (_manager("author_set", "Author", 'name="new"'),), ("name",), 'name="new"'),
    Model("Author", _AUTHOR, ("name", "bio"), 'name="new"'),
    Model("AuthorProxy", _AUTHOR, ("name", "bio"), 'name="new"', table="o_author"),
    Model("Profile", (_key("author", "Author", "99"),), ("nick",), None),
    Model("Tag", (_manager("books", "Book"),), ("label",), 'label="new"'),
    Model(
        "Note",
        (Relation("obj", "Book", nullable=True, selectable=False),),
        ("text",),
        'text="new"',
    ),
    Model(
        "Book",
        (
            _key("author", "Author", "99"),
            _key("editor", "Author", "99", nullable=True),
            _manager("tags", "Tag", 'label="new"'),
            _manager("chapters", "Chapter", "number=9"),
            _manager("notes", "Note", 'text="new"'),
        ),
        ("title", "pages", "kind"),
        'title="new"',
        managers=("custom", "custom.long()"),
    ),
    Model("Chapter", (_key("book", "Book", "99"),), ("number",), "number=9"),
    Model("Place", (Relation("restaurant", "Restaurant", assignable=False),), ("name",), None),
    # django-stubs gives Restaurant no `place_ptr`: a typed program cannot name it.
    Model("Restaurant", (), ("name", "stars"), None),
    Model("Region", (_manager("cities", "City"),), ("code",), 'code="new"'),
    Model("City", (_key("region", "Region", '"r99"'),), (), ""),
    Model("Node", (_key("parent", "Node", "99", nullable=True), _manager("children", "Node")), (), ""),
    Model("Gen", (), ("a", "b", "c"), "a=5"),
)

MODELS = {model.name: model for model in _MODELS}

# The key of a row that has two rows in this manager, where it is not 1.
OWNER_KEYS = {("Author", "edited"): 2, ("AuthorProxy", "edited"): 2, ("Node", "children"): 3}


def owner_key(model: str, manager: str) -> int:
    """Name a row of `model` whose `manager` holds the rows 1 and 2."""
    return OWNER_KEYS.get((model, manager), 1)


def table(model: Model) -> str:
    return model.table or f"o_{model.name.lower()}"


def paths(model: str, length: int) -> list[str]:
    """List every lookup path from `model` over at most `length` relations."""
    found = []
    for relation in MODELS[model].relations:
        found.append(relation.name)
        if length > 1:
            found += [f"{relation.name}__{rest}" for rest in paths(relation.target, length - 1)]
    return found


def follow(model: str, path: str) -> list[Relation]:
    """Resolve a lookup path, relation by relation."""
    relations = []
    for name in path.split("__"):
        relations.append(MODELS[model].relation(name))
        model = relations[-1].target
    return relations
