"""``AsyncModel`` adds ``aobjects`` and changes nothing else, wherever it stands among the bases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aobjects import AsyncManager, AsyncModel
from django.contrib.auth.models import AbstractUser
from django.db import migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import isolate_apps
from library.models import Author, Book, Classic, Novel, Profile, Reader, Room

if TYPE_CHECKING:
    from collections.abc import Callable


class Ordered(models.Model):
    """A base with options to inherit."""

    number = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ("number",)
        verbose_name = "ordered thing"
        get_latest_by = "number"


def make_plain() -> list[type[models.Model]]:
    class Parent(models.Model):
        number = models.IntegerField()

        class Meta:
            app_label = "library"
            ordering = ("-number",)
            get_latest_by = "number"

    class Child(Parent):
        class Meta:
            app_label = "library"

    class Proxy(Parent):
        class Meta:
            app_label = "library"
            proxy = True

    class FromAbstract(Ordered):
        class Meta(Ordered.Meta):
            app_label = "library"

    return [Parent, Child, Proxy, FromAbstract]


def make_async_first() -> list[type[models.Model]]:
    class Parent(AsyncModel, models.Model):
        number = models.IntegerField()

        class Meta:
            app_label = "library"
            ordering = ("-number",)
            get_latest_by = "number"

    class Child(Parent):
        class Meta:
            app_label = "library"

    class Proxy(Parent):
        class Meta:
            app_label = "library"
            proxy = True

    class FromAbstract(AsyncModel, Ordered):
        class Meta(Ordered.Meta):
            app_label = "library"

    return [Parent, Child, Proxy, FromAbstract]


def make_async_below_plain() -> list[type[models.Model]]:
    class Parent(models.Model):
        number = models.IntegerField()

        class Meta:
            app_label = "library"
            ordering = ("-number",)
            get_latest_by = "number"

    class Child(AsyncModel, Parent):
        class Meta:
            app_label = "library"

    class Proxy(AsyncModel, Parent):
        class Meta:
            app_label = "library"
            proxy = True

    class FromAbstract(Ordered, AsyncModel):
        class Meta(Ordered.Meta):
            app_label = "library"

    return [Parent, Child, Proxy, FromAbstract]


def exception_bases(model: Any) -> list[str]:
    return [base.__qualname__.rpartition("<locals>")[2] for base in model.DoesNotExist.__mro__]


def described(make: Callable[[], list[type[models.Model]]]) -> list[Any]:
    """Return what Django knows of the models: options, migration state, managers, exceptions."""
    with isolate_apps("library"):
        return [
            (
                model._meta.ordering,
                model._meta.get_latest_by,
                model._meta.verbose_name,
                model._meta.proxy,
                [parent.__name__ for parent in model._meta.parents],
                [field.name for field in model._meta.get_fields()],
                [(manager.name, type(manager)) for manager in model._meta.managers],
                ModelState.from_model(model).options,
                # Beside a concrete parent, Django counts Model for any abstract base.
                ModelState.from_model(model).bases[:1],
                exception_bases(model),
            )
            for model in make()
        ]


@pytest.mark.parametrize("make", [make_async_first, make_async_below_plain])
def test_a_model_is_what_it_would_be_without_it(make: Callable[[], list[type[models.Model]]]) -> None:
    assert described(make) == described(make_plain)


@isolate_apps("library")
def test_a_model_without_meta_inherits_the_meta_of_its_other_base() -> None:
    class Shop(models.Model):
        class Meta:
            abstract = True
            app_label = "library"
            verbose_name = "place"

    class First(AsyncModel, Shop): ...

    class Last(Shop, AsyncModel): ...

    assert First._meta.verbose_name == Last._meta.verbose_name == "place"
    assert not First._meta.abstract
    assert Reader._meta.verbose_name == AbstractUser._meta.verbose_name


def detected(before: ProjectState, after: ProjectState) -> list[Any]:
    """Return the operations that ``makemigrations`` would write."""
    detector: Any = MigrationAutodetector(before, after)
    return [step for made in detector._detect_changes().values() for each in made for step in each.operations]


def test_adding_it_to_a_model_makes_no_migration() -> None:
    def state(make: Callable[[], list[type[models.Model]]]) -> ProjectState:
        with isolate_apps("library"):
            return ProjectState(
                {("library", model._meta.model_name or ""): ModelState.from_model(model) for model in make()}
            )

    before, after = state(make_plain), state(make_async_first)
    assert detected(before, after) == []
    created = [step for step in detected(ProjectState(), after) if isinstance(step, migrations.CreateModel)]
    assert len(created) == 4
    assert all(AsyncModel not in (step.bases or ()) for step in created)


def test_an_instance_has_no_manager_and_gets_djangos_own_message() -> None:
    with pytest.raises(AttributeError, match="Manager isn't accessible via Book instances"):
        Book().aobjects  # type: ignore[arg-type, unused-awaitable]  # noqa: B018


def test_an_abstract_and_a_swapped_model_have_no_manager() -> None:
    with pytest.raises(AttributeError, match="AsyncModel is abstract"):
        AsyncModel.aobjects  # type: ignore[unused-awaitable]  # noqa: B018
    with pytest.raises(AttributeError, match="AsyncModel is abstract"):
        AsyncManager(AsyncModel)  # type: ignore[unused-awaitable]  # it raises
    with isolate_apps("library"):

        class Account(AsyncModel):
            class Meta:
                app_label = "library"
                swappable = "AUTH_USER_MODEL"

        with pytest.raises(AttributeError, match="has been swapped for 'library\\.Reader'"):
            Account.aobjects  # type: ignore[unused-awaitable]  # noqa: B018


@pytest.mark.parametrize("model", [Author, Book, Classic, Novel, Reader, Room])
def test_each_kind_of_model_has_a_manager_of_its_own(model: type[AsyncModel]) -> None:
    assert isinstance(model.aobjects, AsyncManager)
    assert model.aobjects.model is model


def test_django_has_the_methods_of_instances_already() -> None:
    names = ("asave", "adelete", "arefresh_from_db", "afull_clean")
    assert all(getattr(Book, name, None) is getattr(models.Model, name, None) for name in names)
    assert type(Book) is type(models.Model)
    assert not hasattr(Book, "__getattr__")


def test_related_object_does_not_exist_stays_what_it_is_for_synchronous_code() -> None:
    author = Author.objects.create(name="Nobody")
    with pytest.raises(Profile.DoesNotExist) as raised:
        author.profile  # noqa: B018
    assert type(raised.value) is Author.profile.RelatedObjectDoesNotExist
