"""`str()`, `repr()`, `format()`: which method writes an object down depends on how it is asked."""

# ruff: noqa: UP031, UP032

from library.scales import Heavy, Light


async def prints() -> None:
    print(Light())  # E: async-unsafe-call "__str__" runs a query


async def converts() -> str:
    return str(Light())  # E: async-unsafe-call "__str__"


async def interpolates() -> str:
    return f"a {Light()}"  # E: async-unsafe-call "__str__"


async def interpolates_with_a_width() -> str:
    return f"{Heavy():>9}"  # E: async-unsafe-call "__format__"


async def formats() -> str:
    return "{} and {!r}".format(Light(), Light())  # E: async-unsafe-call "__str__"


async def formats_with_percent() -> str:
    return "%s" % Light()  # E: async-unsafe-call "__str__"


async def joins_texts() -> str:
    return ", ".join(map(str, [Light(), Light()]))  # E: async-unsafe-call "__str__"


async def converts_one_that_has_only_a_representation() -> str:
    return str(Heavy())  # E: async-unsafe-call "__repr__"


async def represents_what_is_in_a_list() -> str:
    return f"{[Heavy()]}"  # E: async-unsafe-call "__repr__"


async def represents() -> tuple[str, str, str, str]:
    return repr(Light()), f"{Light()!r}", "%r" % Light(), "{!r}".format(Light())


async def represents_a_list() -> str:
    return str([Light()])
