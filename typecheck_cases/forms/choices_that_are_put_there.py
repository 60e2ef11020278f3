"""Choices that are put on a field are shown in place of its queryset; validation asks the queryset."""

# mypy: disable-error-code="attr-defined"

from asgiref.sync import sync_to_async
from django import forms
from library.models import Author, Tag


class PickForm(forms.Form):
    author = forms.ModelChoiceField(queryset=Author.objects.all())
    title = forms.CharField(required=False)


class TwoForm(PickForm):
    tags = forms.ModelMultipleChoiceField(queryset=Tag.objects.all())


async def choices_of_a_list() -> str:
    form = PickForm()
    form.fields["author"].choices = [(author.pk, author.name) async for author in Author.objects.all()]
    return form.as_p()


async def choices_of_the_queryset() -> str:
    form = PickForm()
    form.fields["title"].label = "Name"
    return form.as_p()  # E: async-unsafe-query


async def choices_of_constants() -> str:
    form = PickForm()
    form.fields["author"].choices = [("1", "one"), ("2", "two")]
    return str(form)


async def choices_behind_a_name() -> str:
    form = PickForm()
    field = form.fields["author"]
    field.choices = await sync_to_async(list)(Author.objects.values_list("pk", "name"))
    return form.as_div()


async def choices_that_are_validated() -> bool:
    form = PickForm({"author": "1"})
    form.fields["author"].choices = [(author.pk, author.name) async for author in Author.objects.all()]
    return form.is_valid()  # E: async-unsafe-query


async def choices_of_one_of_two_fields() -> str:
    form = TwoForm()
    form.fields["author"].choices = [(author.pk, author.name) async for author in Author.objects.all()]
    return form.as_p()  # E: async-unsafe-query


async def choices_of_both_fields() -> str:
    form = TwoForm()
    form.fields["author"].choices = [(author.pk, author.name) async for author in Author.objects.all()]
    form.fields["tags"].choices = [(tag.pk, tag.label) async for tag in Tag.objects.all()]
    return form.as_p()


async def a_queryset_that_is_put_there() -> str:
    form = PickForm()
    form.fields["author"].queryset = Author.objects.filter(name="a1")
    return form.as_p()  # E: async-unsafe-query
