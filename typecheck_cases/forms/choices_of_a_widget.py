"""Choices that are put on a widget or a field are gone through at that line: a queryset raises there."""

# mypy: disable-error-code="attr-defined"

from asgiref.sync import sync_to_async
from django import forms
from library.models import Author, Book


class PickForm(forms.Form):
    author = forms.ModelChoiceField(queryset=Author.objects.all())
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)


async def a_list_on_the_widget() -> str:
    form = PickForm()
    form.fields["author"].widget.choices = [(author.pk, author.name) async for author in Author.objects.all()]
    return form.as_p()


async def a_list_on_a_widget_with_a_name() -> str:
    form = PickForm()
    widget = form.fields["author"].widget
    widget.choices = [("1", "one")]
    return str(form)


async def a_list_on_the_widget_before_validation() -> bool:
    form = PickForm({"author": "1"})
    form.fields["author"].widget.choices = [("1", "one")]
    return form.is_valid()  # E: async-unsafe-query


async def a_queryset_behind_the_list() -> str:
    form = PickForm()
    form.fields["author"].widget.choices = [("1", "one")]
    form.fields["author"].queryset = Author.objects.all()
    return form.as_p()  # E: async-unsafe-query


async def a_queryset_and_then_the_list() -> str:
    form = PickForm()
    form.fields["author"].queryset = Author.objects.all()
    form.fields["author"].widget.choices = [("1", "one")]
    return form.as_p()


async def other_attributes_of_the_widget() -> str:
    form = PickForm()
    form.fields["author"].widget.attrs["class"] = "wide"
    return form.as_p()  # E: async-unsafe-query


async def a_queryset_on_the_field() -> None:
    form = PickForm()
    form.fields["author"].choices = Author.objects.values_list("pk", "name")  # E: async-unsafe-iteration


async def a_queryset_on_a_field_of_choices() -> None:
    form = PickForm()
    form.fields["kind"].choices = Author.objects.values_list("pk", "name")  # E: async-unsafe-iteration


async def a_queryset_on_the_widget() -> None:
    form = PickForm()
    form.fields["kind"].widget.choices = Book.objects.values_list("pk", "title")  # E: async-unsafe-iteration


async def a_queryset_on_a_field_of_its_own() -> None:
    field = forms.ChoiceField()
    field.choices = Author.objects.values_list("pk", "name")  # E: async-unsafe-iteration


async def a_queryset_that_was_read() -> str:
    authors = Author.objects.values_list("pk", "name")
    await sync_to_async(len)(authors)
    form = PickForm()
    form.fields["author"].choices = authors
    form.fields["kind"].choices = authors
    return form.as_p()


async def a_function_on_the_field() -> None:
    form = PickForm()
    form.fields["kind"].choices = lambda: Author.objects.values_list("pk", "name")


async def a_queryset_at_the_construction() -> None:
    forms.ChoiceField(choices=Author.objects.values_list("pk", "name"))  # E: async-unsafe-iteration


async def a_queryset_for_a_select() -> None:
    forms.Select(choices=Author.objects.values_list("pk", "name"))  # E: async-unsafe-iteration


async def a_hidden_widget() -> str:
    form = PickForm()
    form.fields["author"].widget = forms.HiddenInput()
    return form.as_p()


class HiddenForm(forms.Form):
    author = forms.ModelChoiceField(queryset=Author.objects.all(), widget=forms.HiddenInput)


class RadioForm(forms.Form):
    author = forms.ModelChoiceField(queryset=Author.objects.all(), widget=forms.RadioSelect())


async def a_field_with_a_hidden_widget() -> str:
    return HiddenForm().as_p()


async def a_field_with_radio_buttons() -> str:
    return RadioForm().as_p()  # E: async-unsafe-query


async def a_list_for_radio_buttons() -> str:
    form = RadioForm()
    form.fields["author"].widget.choices = [("1", "one")]
    return form.as_p()
