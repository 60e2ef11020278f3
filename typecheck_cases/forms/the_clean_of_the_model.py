"""A form that belongs to a model has the row cleaned, by the model's own `clean`."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, type-arg, union-attr"

from asgiref.sync import sync_to_async
from django import forms
from library.market import Aisle, Goods, Rating


class StarsForm(forms.ModelForm):
    class Meta:
        model = Rating
        fields = ("stars",)


class NameForm(forms.ModelForm):
    class Meta:
        model = Goods
        fields = ("name",)


async def rated():
    aisle = await Aisle.objects.acreate(name="a")
    goods = await Goods.objects.acreate(name="g", aisle=aisle)
    rating = await Rating.objects.acreate(goods_id=goods.pk)
    return rating.pk


async def the_row_lacks_what_it_reads():
    rating = await Rating.objects.aget(pk=await rated())
    return StarsForm({"stars": "3"}, instance=rating).is_valid()  # E: async-unsafe-call


async def the_row_has_what_it_reads():
    rating = await Rating.objects.select_related("goods").aget(pk=await rated())
    return StarsForm({"stars": "3"}, instance=rating).is_valid()


async def in_a_thread():
    rating = await Rating.objects.aget(pk=await rated())
    form = StarsForm({"stars": "3"}, instance=rating)
    return await sync_to_async(form.is_valid)(), form.errors


async def by_its_errors():
    rating = await Rating.objects.aget(pk=await rated())
    return StarsForm({"stars": "3"}, instance=rating).errors  # E: async-unsafe-call


async def without_data():
    rating = await Rating.objects.aget(pk=await rated())
    return StarsForm(instance=rating).is_valid()


async def a_model_without_one():
    await rated()
    goods = await Goods.objects.alast()
    return NameForm({"name": "n"}, instance=goods).is_valid()


async def the_row_itself():
    rating = await Rating.objects.aget(pk=await rated())
    rating.clean()  # E: async-unsafe-call


async def the_row_itself_with_what_it_reads():
    rating = await Rating.objects.select_related("goods").aget(pk=await rated())
    rating.clean()
