"""A class whose every special method asks the database, and one whose methods do not."""

from __future__ import annotations

from library.models import Book


class Heavy:
    """Asks for the number of books whatever it is used for."""

    def weigh(self) -> int:
        return Book.objects.count()

    def __eq__(self, other: object) -> bool:
        return self.weigh() == 1

    def __hash__(self) -> int:
        return self.weigh()

    def __lt__(self, other: Heavy) -> bool:
        return self.weigh() < 1

    def __add__(self, other: int) -> int:
        return self.weigh() + other

    def __radd__(self, other: int) -> int:
        return other + self.weigh()

    def __iadd__(self, other: int) -> Heavy:
        self.weigh()
        return self

    def __neg__(self) -> int:
        return -self.weigh()

    def __int__(self) -> int:
        return self.weigh()

    def __len__(self) -> int:
        return self.weigh()

    def __bool__(self) -> bool:
        return self.weigh() > 0

    def __contains__(self, item: object) -> bool:
        return self.weigh() == item

    def __getitem__(self, index: int) -> int:
        return self.weigh() + index

    def __setitem__(self, index: int, value: int) -> None:
        self.weigh()

    def __delitem__(self, index: int) -> None:
        self.weigh()

    def __call__(self) -> int:
        return self.weigh()

    def __repr__(self) -> str:
        return f"Heavy({self.weigh()})"

    def __format__(self, specification: str) -> str:
        return format(self.weigh(), specification)

    @property
    def label(self) -> str:
        return "heavy"

    @label.setter
    def label(self, value: str) -> None:
        self.weigh()


class Light:
    """Answers out of its own head, but for its text."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Light)

    def __hash__(self) -> int:
        return 1

    def __lt__(self, other: Light) -> bool:
        return False

    def __add__(self, other: int) -> int:
        return other

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return 1

    def __call__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "Light()"

    def __str__(self) -> str:
        return f"light as {Book.objects.count()} books"

    @property
    def label(self) -> str:
        return "light"

    @label.setter
    def label(self, value: str) -> None:
        print(value)
