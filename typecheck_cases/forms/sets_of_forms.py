"""A set of forms asks for the rows of its model when it is shown, and validates each of its forms."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override, attr-defined"

from asgiref.sync import sync_to_async
from django import forms
from library.models import Author, Book, Chapter


class TitleForm(forms.Form):
    title = forms.CharField()

    def clean_title(self):
        if Book.objects.filter(title=self.cleaned_data["title"]).exists():
            raise forms.ValidationError("is there")
        return self.cleaned_data["title"]


class PlainForm(forms.Form):
    title = forms.CharField()


Titles = forms.formset_factory(TitleForm, extra=1)
Plain = forms.formset_factory(PlainForm, extra=1)
Authors = forms.modelformset_factory(Author, fields=["name"])
Chapters = forms.inlineformset_factory(Book, Chapter, fields=["number"])

ONE = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "b1"}
ROW = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "1", "form-0-name": "a"}


async def validates_forms_that_ask():
    return Titles(ONE).is_valid()  # E: async-unsafe-call


async def validates_forms_that_ask_in_a_thread():
    return await sync_to_async(Titles(ONE).is_valid)()


async def errors_of_forms_that_ask():
    return Titles(ONE).errors  # E: async-unsafe-call


async def validates_plain_forms():
    return Plain(ONE).is_valid()


async def shows_plain_forms():
    return Plain().as_p()


async def shows_rows():
    return Authors().as_p()  # E: async-unsafe-query


async def shows_rows_as_text():
    return f"{Authors()}"  # E: async-unsafe-query


async def goes_through_rows():
    formset = Authors(queryset=Author.objects.order_by("name"))
    return [form.instance.name for form in formset]  # E: async-unsafe-query


async def shows_no_rows():
    return Authors(queryset=Author.objects.none()).as_p()


async def only_makes_it():
    return Authors(queryset=Author.objects.all()) is not None


async def validates_rows():
    return Authors(ROW).is_valid()  # E: async-unsafe-query


async def validates_rows_in_a_thread():
    formset = Authors(ROW)
    await sync_to_async(formset.is_valid)()
    return formset.errors


async def saves_rows():
    formset = Authors(ROW)
    if await sync_to_async(formset.is_valid)():
        formset.save()  # E: async-unsafe-query


async def shows_the_rows_of_another():
    return Chapters(instance=await Book.objects.aget(pk=1)).as_table()  # E: async-unsafe-query


async def shows_the_rows_of_nobody():
    return Chapters().management_form
