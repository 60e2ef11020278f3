"""A parent is loaded for as many steps as the query says."""

from library.models import Node


async def reads_the_parent() -> Node | None:
    node = await Node.objects.aget(parent__isnull=False)
    return node.parent  # E: async-unsafe-relation "parent" of "Node" is not loaded


async def reads_the_loaded_parent() -> Node | None:
    node = await Node.objects.select_related("parent").aget(parent__isnull=False)
    return node.parent


async def reads_the_parent_of_a_child_found_through_it() -> Node | None:
    root = await Node.objects.aget(parent=None)
    child = await root.children.aget()
    return child.parent
