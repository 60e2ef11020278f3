"""A method without a body says nothing; the class that has one does."""

from abc import ABC, abstractmethod

from library.models import Book


class Task(ABC):
    """The method to override, and one that calls it."""

    @abstractmethod
    def run(self) -> int: ...


class CountTask(Task):
    def run(self) -> int:
        return Book.objects.count()


class IdleTask(Task):
    def run(self) -> int:
        return 0


async def runs_what_it_was_given() -> int:
    tasks: list[Task] = [IdleTask(), IdleTask()]
    return sum(task.run() for task in tasks)


async def runs_an_idle_task() -> int:
    return IdleTask().run()


async def runs_a_task_that_queries() -> int:
    return CountTask().run()  # E: async-unsafe-call "run" runs a query
