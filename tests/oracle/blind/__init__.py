"""Scores of the checker on whole projects whose writers have not seen it.

A project is a folder with ``pyproject.toml`` (the settings of mypy and of django-stubs), its packages, and
``drives.py``. That has ``def seed() -> None``, which fills an empty SQLite database, and coroutine functions
``drive_...``, each with the full name of the function that it enters the project by as its docstring::

    async def drive_order_page() -> None:
        "shop.views.order_page"
        await AsyncClient().get("/orders/1/")

``python -m tests.oracle.blind PROJECT`` executes the drives, lets mypy check the project, then compares.
"""
