"""Methods named like Django's on other classes are none of this checker's business."""

from pathlib import Path


class Basket:
    def get(self, pk: int) -> int:
        return pk

    def count(self) -> int:
        return 0

    def exists(self) -> bool:
        return False

    def save(self) -> None:
        return None


async def uses_them() -> tuple[int, int, bool]:
    basket = Basket()
    basket.save()
    return basket.get(pk=1), basket.count(), basket.exists()


async def uses_the_standard_library() -> tuple[str | None, int, bool]:
    return {"a": "b"}.get("a"), [1, 2].count(1), Path("/nowhere").exists()
