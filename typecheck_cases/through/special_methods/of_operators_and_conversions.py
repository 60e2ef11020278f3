"""Operators and builtins call special methods of the objects that they get."""

from library.scales import Heavy, Light


async def compares() -> bool:
    return Heavy() == Heavy()  # E: async-unsafe-call "__eq__" runs a query


async def compares_for_difference() -> bool:
    return Heavy() != Heavy()  # E: async-unsafe-call "__eq__"


async def orders() -> bool:
    return Heavy() < Heavy()  # E: async-unsafe-call "__lt__"


async def takes_the_least() -> Heavy:
    return min(Heavy(), Heavy())  # E: async-unsafe-call "__lt__"


async def adds() -> int:
    return Heavy() + 1  # E: async-unsafe-call "__add__"


async def adds_from_the_left() -> int:
    return 1 + Heavy()  # E: async-unsafe-call "__radd__"


async def adds_in_place() -> Heavy:
    heavy = Heavy()
    heavy += 1  # E: async-unsafe-call "__iadd__"
    return heavy


async def negates() -> int:
    return -Heavy()  # E: async-unsafe-call "__neg__"


async def converts() -> int:
    return int(Heavy())  # E: async-unsafe-call "__int__"


async def hashes() -> int:
    return hash(Heavy())  # E: async-unsafe-call "__hash__"


async def makes_a_set() -> int:
    return len({Heavy()})  # E: async-unsafe-call "__hash__"


async def makes_a_dict() -> int:
    return len({Heavy(): 1})  # E: async-unsafe-call "__hash__"


async def asks_for_the_length() -> int:
    return len(Heavy())  # E: async-unsafe-call "__len__"


async def asks_for_the_truth() -> str:
    return "yes" if Heavy() else "no"  # E: async-unsafe-call "__bool__"


async def denies() -> bool:
    return not Heavy()  # E: async-unsafe-call "__bool__"


async def looks_inside() -> bool:
    return 4 in Heavy()  # E: async-unsafe-call "__contains__"


async def reads_an_item() -> int:
    return Heavy()[0]  # E: async-unsafe-call "__getitem__"


async def writes_an_item() -> None:
    heavy = Heavy()
    heavy[0] = 1  # E: async-unsafe-call "__setitem__"


async def deletes_an_item() -> None:
    heavy = Heavy()
    del heavy[0]  # E: async-unsafe-call "__delitem__"


async def calls() -> int:
    heavy = Heavy()
    return heavy()  # E: async-unsafe-call "__call__" runs a query: weigh


async def assigns_a_property() -> None:
    heavy = Heavy()
    heavy.label = "heavier"  # E: async-unsafe-call "label" runs a query


async def reads_that_property() -> str:
    return Heavy().label


async def does_all_that_with_a_light_one() -> tuple[bool, bool, int, int, int, bool]:
    light = Light()
    light.label = "lighter"
    return light == Light(), light < Light(), light + 1, light(), len({light, Light()}), bool(light)
