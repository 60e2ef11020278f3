"""A Django project of any size, the same for the same seed: apps of ten modules, which call earlier apps."""

from __future__ import annotations

import random
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MODULES_PER_APP: Final = 10
# How far back an app looks for others, so that chains of calls grow long and imports stay sparse.
_NEIGHBOURS: Final = 4
_CHAIN: Final = 4
_CARELESS_EVERY: Final = 10

_MODELS: Final = """
from __future__ import annotations

from django.db import models

from {app}.querysets import {queryset}


class Category(models.Model):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"{{self.parent.name}}/{{self.name}}" if self.parent else self.name


class Item(models.Model):
    title = models.CharField(max_length=100)
    price = models.IntegerField(default=0)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="items")
{fields}
    objects = {queryset}.as_manager()

    def __str__(self) -> str:
        return f"{{self.title}} ({{self.category}})"

    @property
    def is_free(self) -> bool:
        return self.price == 0

    def label(self) -> str:
        return f"{{self.title.title()}}: {{self.category.path}}"

    def average(self) -> float:
        ratings = [review.rating for review in self.reviews.all()]
        return sum(ratings) / len(ratings) if ratings else 0.0


class Review(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reviews")
    rating = models.IntegerField()
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{{self.rating}} for {{self.item}}"
"""

_QUERYSETS: Final = """
from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from {app}.models import Item


class {queryset}(models.QuerySet["Item"]):
    def priced(self) -> {queryset}:
        return self.filter(price__gt=0)

    def with_category(self) -> {queryset}:
        return self.select_related("category")

    def complete(self) -> {queryset}:
        return self.priced().select_related("category__parent").prefetch_related("reviews")

    def cheapest(self) -> Item | None:
        return self.order_by("price").first()
"""

_FORMS: Final = """
from django import forms

from {app}.models import Item, Review


class ItemForm(forms.ModelForm[Item]):
    class Meta:
        model = Item
        fields = ["title", "price", "category"]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if len(title) < {number}:
            raise forms.ValidationError("too short")
        return title.strip()


class ReviewForm(forms.ModelForm[Review]):
    class Meta:
        model = Review
        fields = ["rating", "text"]


class SearchForm(forms.Form):
    text = forms.CharField(max_length=50)
    limit = forms.IntegerField(required=False)
"""

_FORMATTING: Final = (
    """
    def money_{n}(amount: int, sign: str = "EUR") -> str:
        whole, cents = divmod(abs(amount), 100)
        text = f"{{whole}}.{{cents:02d}} {{sign}}"
        return f"-{{text}}" if amount < 0 else text
    """,
    """
    def row_{n}(item: Item) -> str:
        parts = [item.title, item.category.name]
        if item.price:
            parts.append(money_0(item.price))
        return " | ".join(parts)
    """,
    """
    def table_{n}(items: Iterable[Item]) -> str:
        lines = []
        for position, item in enumerate(items, 1):
            lines.append(f"{{position:>3}}. {{row_1(item)}}")
        return "\\n".join(lines)
    """,
    """
    def shortened_{n}(text: str, length: int = 40) -> str:
        if len(text) <= length:
            return text
        head, _, tail = text[:length].rpartition(" ")
        return f"{{head or tail}}..."
    """,
    """
    def stars_{n}(review: Review) -> str:
        full = min(max(review.rating, 0), 5)
        return "*" * full + "." * (5 - full) + f" {{shortened_3(review.text)}}"
    """,
)

_SERVICES: Final = (
    """
    def rename_{n}(item: Item, title: str) -> Item:
        item.title = title.strip()
        item.save(update_fields=["title"])
        return item
    """,
    """
    def stock_{n}(limit: int = 10) -> dict[str, int]:
        found: dict[str, int] = {{}}
        for item in Item.objects.with_category()[:limit]:
            found[item.category.name] = found.get(item.category.name, 0) + 1
        return found
    """,
    """
    def merge_{n}(source: Category, target: Category) -> int:
        if source.pk == target.pk:
            return 0
        try:
            with transaction.atomic():
                moved = Item.objects.filter(category=source).update(category=target)
                source.delete()
        except ValueError:
            return 0
        return moved
    """,
    """
    def heading_{n}(item: Item, short: bool = False) -> str:
        text = formatting.row_1(item)
        if short:
            return formatting.shortened_3(text)
        return f"{{text}} in {{item.category.path}}"
    """,
    """
    def best_{n}(items: list[Item]) -> Item | None:
        best: Item | None = None
        for item in items:
            if item.is_free:
                continue
            if best is None or item.average() > best.average():
                best = item
        return best
    """,
)

_BASKET: Final = """
class Basket:
    def __init__(self, owner: str, items: list[Item]) -> None:
        self.owner = owner
        self.items = items
        self.discount = 0

    def add(self, item: Item) -> None:
        if item not in self.items:
            self.items.append(item)

    def total(self) -> int:
        total = sum(item.price for item in self.items)
        return total - self.discount

    def describe(self) -> str:
        return f"{self.owner}: {formatting.table_2(self.items)}, {formatting.money_0(self.total())}"
"""

_REPORTS: Final = (
    """
    def counts_{n}(words: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for word in words:
            for part in word.lower().split():
                if part.isalpha():
                    found[part] += 1
        return dict(found)
    """,
    """
    def ranked_{n}(points: dict[str, int]) -> list[tuple[str, int]]:
        ordered = sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))
        limit = max((value for _, value in ordered), default=0) // 2
        return [(name, value) for name, value in ordered if value >= limit]
    """,
    """
    def spread_{n}(values: list[float]) -> Spread:
        if not values:
            return Spread(0.0, 0.0, 0.0)
        middle = sum(values) / len(values)
        return Spread(min(values), middle, max(values))
    """,
    """
    def parsed_{n}(lines: list[str]) -> dict[str, list[int]]:
        result: dict[str, list[int]] = {{}}
        for line in lines:
            key, separator, rest = line.partition(":")
            if not separator:
                continue
            try:
                numbers = [int(text) for text in rest.split(",")]
            except ValueError:
                numbers = []
            while numbers and numbers[-1] == 0:
                numbers.pop()
            result.setdefault(key.strip(), []).extend(numbers)
        return result
    """,
)

_VIEWS: Final = (
    """
    def index_{n}(request: HttpRequest) -> HttpResponse:
        items = Item.objects.complete()
        return HttpResponse(formatting.table_2(items))
    """,
    """
    async def detail_{n}(request: HttpRequest, pk: int) -> HttpResponse:
        item = await Item.objects.select_related("category__parent").aget(pk=pk)
        return HttpResponse(services.heading_3(item))
    """,
    """
    async def threaded_{n}(request: HttpRequest, pk: int) -> HttpResponse:
        item = await Item.objects.aget(pk=pk)
        return HttpResponse(await sync_to_async(services.heading_3)(item))
    """,
    """
    async def edit_{n}(request: HttpRequest, pk: int) -> HttpResponse:
        item = await get_item(pk)
        form = ItemForm(request.POST or None, instance=item)
        if await sync_to_async(form.is_valid)():
            await sync_to_async(form.save)()
            return HttpResponse("saved")
        return HttpResponse(form.errors.as_text(), status=400)
    """,
    """
    def remove_{n}(request: HttpRequest, pk: int) -> HttpResponse:
        item = Item.objects.get(pk=pk)
        if request.method != "POST":
            return HttpResponse(status=405)
        item.delete()
        return HttpResponse(services.rename_0(item, "removed").title)
    """,
    """
    async def stock_{n}(request: HttpRequest) -> HttpResponse:
        stock = await sync_to_async(services.stock_1)(20)
        ranked = reports.ranked_1(stock)
        return HttpResponse("\\n".join(f"{{name}}: {{count}}" for name, count in ranked))
    """,
)

_API: Final = (
    """
    async def items_{n}(request: HttpRequest) -> JsonResponse:
        found = [
            {{"title": item.title, "category": item.category.name}}
            async for item in Item.objects.with_category().filter(price__gt={n})
        ]
        return JsonResponse({{"items": found}})
    """,
    """
    async def reviews_{n}(request: HttpRequest, pk: int) -> JsonResponse:
        item = await Item.objects.prefetch_related("reviews").aget(pk=pk)
        words = reports.counts_0([review.text for review in item.reviews.all()])
        return JsonResponse({{"item": item.title, "words": words}})
    """,
    """
    async def both_{n}(request: HttpRequest, pk: int) -> JsonResponse:
        items, categories = await asyncio.gather(Item.objects.acount(), Category.objects.acount())
        first = await Item.objects.with_category().afirst()
        if first is None:
            return JsonResponse({{}}, status=404)
        return JsonResponse({{"items": items, "categories": categories, "first": first.category.name}})
    """,
    """
    async def create_{n}(request: HttpRequest, pk: int) -> JsonResponse:
        category = await Category.objects.aget(pk=pk)
        item = await Item.objects.acreate(title="new", category=category, price={n})
        async for review in Review.objects.filter(item__category=category).select_related("item"):
            if review.item.title == item.title:
                break
        else:
            await Review.objects.acreate(item=item, rating=5)
        return JsonResponse({{"title": item.title, "category": item.category.name}})
    """,
    """
    async def chained_{n}(request: HttpRequest, pk: int) -> JsonResponse:
        item = await Item.objects.aget(pk=pk)
        return JsonResponse({{"text": await sync_to_async(services.chain_0)(item)}})
    """,
)

_CARELESS: Final = """

async def careless(request: HttpRequest, pk: int) -> JsonResponse:
    item = await Item.objects.aget(pk=pk)
    return JsonResponse({"category": item.category.name, "text": services.chain_0(item)})
"""


@dataclass(frozen=True, slots=True)
class GeneratedProject:
    """A folder with ``modules`` modules below packages ``app0000``, ``app0001`` ..."""

    root: Path
    modules: int
    seed: int = 1

    @property
    def apps(self) -> list[str]:
        return [f"app{number:04d}" for number in range(max(1, self.modules // MODULES_PER_APP))]

    @property
    def settings_module(self) -> str:
        return "project_settings"

    def write(self) -> None:
        chance = random.Random(self.seed)
        for number, app in enumerate(self.apps):
            earlier = self.apps[max(0, number - _NEIGHBOURS) : number]
            for name, text in _app(app, number, earlier, chance).items():
                path = self.root / app / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        installed = ["django.contrib.contenttypes", "django.contrib.auth", *self.apps]
        (self.root / f"{self.settings_module}.py").write_text(
            f'SECRET_KEY = "generated"\nINSTALLED_APPS = {installed}\n'
            'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\nUSE_TZ = True\n',
            encoding="utf-8",
        )


def _app(app: str, number: int, earlier: list[str], chance: random.Random) -> dict[str, str]:
    related = chance.sample(earlier, min(len(earlier), chance.randint(0, 2)))
    fields = "".join(
        f'    {other} = models.ForeignKey("{other}.Item", null=True, on_delete=models.CASCADE, '
        f'related_name="of_{app}")\n'
        for other in related
    )
    imports = "".join(f"\nfrom {other}.models import Item as Item_{other}" for other in related)
    called = chance.choice(earlier) if earlier else None
    queryset = f"{app.title()}QuerySet"
    modules = {
        "__init__.py": "",
        "models.py": _MODELS.format(app=app, queryset=queryset, fields=fields),
        "querysets.py": _QUERYSETS.format(app=app, queryset=queryset),
        "forms.py": _FORMS.format(app=app, number=number % 7 + 2),
        "formatting.py": (
            "from collections.abc import Iterable\n\n"
            f"from {app}.models import Item, Review\n" + _pick(_FORMATTING, 5, chance)
        ),
        "services.py": (
            "from django.db import transaction\n\n"
            f"from {app} import formatting\nfrom {app}.models import Category, Item\n"
            + imports
            + (f"\nfrom {called} import services as other_services\n" if called else "")
            + _pick(_SERVICES, 6, chance)
            + _BASKET
            + _chain(called, related)
        ),
        "reports.py": (
            "from collections import defaultdict\nfrom collections.abc import Iterable\n"
            "from dataclasses import dataclass\n\n\n@dataclass\nclass Spread:\n"
            "    low: float\n    middle: float\n    high: float\n" + _pick(_REPORTS, 8, chance)
        ),
        "views.py": (
            "from asgiref.sync import sync_to_async\nfrom django.http import HttpRequest, HttpResponse\n\n"
            f"from {app} import formatting, reports, services\nfrom {app}.forms import ItemForm\n"
            f"from {app}.models import Item\n\n\n"
            "async def get_item(pk: int) -> Item:\n"
            "    return await Item.objects.with_category().aget(pk=pk)\n" + _pick(_VIEWS, 7, chance)
        ),
        "api.py": (
            "import asyncio\n\nfrom asgiref.sync import sync_to_async\n"
            "from django.http import HttpRequest, JsonResponse\n\n"
            f"from {app} import reports, services\nfrom {app}.models import Category, Item, Review\n"
            + _pick(_API, 5, chance)
            + (_CARELESS if number % _CARELESS_EVERY == 0 else "")
        ),
        "urls.py": (
            f"from django.urls import path\n\nfrom {app} import api, views\n\nurlpatterns = [\n"
            '    path("", views.index_0),\n    path("<int:pk>/", views.detail_1),\n'
            '    path("api/", api.items_0),\n]\n'
        ),
    }
    assert len(modules) == MODULES_PER_APP
    return modules


def _pick(templates: tuple[str, ...], at_least: int, chance: random.Random) -> str:
    """Return each template once, in order, and copies of some: apps differ in what they have much of."""
    more = chance.choices(templates, k=max(0, at_least - len(templates)) + chance.randint(0, 4))
    return "".join(
        "\n\n" + dedent(template).strip().format(n=n) + "\n" for n, template in enumerate([*templates, *more])
    )


def _chain(called: str | None, related: list[str]) -> str:
    """Return functions that call each other, the last one a function of another app."""
    steps = []
    for n in range(_CHAIN):
        body = f"text = chain_{n + 1}(item)\nreturn formatting.shortened_3(text, {20 + n})"
        steps.append(f"\n\ndef chain_{n}(item: Item) -> str:\n{indent(body, '    ')}\n")
    last = [f"text = heading_3(item) + str(stock_{1}({_CHAIN}))"]
    if called and called in related:
        last.append(
            f"if item.{called} is not None:\n    text += other_services.chain_{_CHAIN - 1}(item.{called})"
        )
    elif called:
        last.append("text += str(other_services.stock_1())")
    last.append("return text")
    body = indent("\n".join(last), "    ")
    return "".join(steps) + f"\n\ndef chain_{_CHAIN}(item: Item) -> str:\n{body}\n"
