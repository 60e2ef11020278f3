"""Validation calls the form's own ``clean`` methods, and the fields whose choices are rows ask for them."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from asgiref.sync import sync_to_async
from django import forms
from django.http import HttpResponse
from library.models import Author, Book


class SearchForm(forms.Form):
    title = forms.CharField()

    def clean_title(self):
        title = self.cleaned_data["title"]
        if not Book.objects.filter(title=title).exists():
            raise forms.ValidationError("no such book")
        return title


class WholeForm(forms.Form):
    title = forms.CharField()

    def clean(self):
        cleaned = super().clean()
        cleaned["count"] = Book.objects.count()
        return cleaned


class PlainForm(forms.Form):
    title = forms.CharField()
    pages = forms.IntegerField(required=False)

    def clean_title(self):
        return self.cleaned_data["title"].strip()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title"):
            self.add_error("title", "is empty")
        return cleaned


class PickForm(forms.Form):
    author = forms.ModelChoiceField(queryset=Author.objects.all())


class PickManyForm(forms.Form):
    authors = forms.ModelMultipleChoiceField(queryset=Author.objects.order_by("name"))


class SavingForm(forms.Form):
    title = forms.CharField()

    def save(self):
        return Book.objects.create(title=self.cleaned_data["title"], author_id=1)

    async def asave(self):
        return await Book.objects.acreate(title=self.cleaned_data["title"], author_id=1)


async def a_field_that_asks(request):
    return HttpResponse(str(SearchForm({"title": "b1"}).is_valid()))  # E: async-unsafe-call


async def a_form_that_asks(request):
    form = WholeForm({"title": "b1"})
    if form.is_valid():  # E: async-unsafe-call
        return HttpResponse(form.cleaned_data["title"])
    return HttpResponse(str(form.errors))


async def a_form_that_asks_in_a_thread(request):
    form = WholeForm({"title": "b1"})
    valid = await sync_to_async(form.is_valid)()
    return HttpResponse(f"{valid} {form.errors}")


async def nothing_that_asks(request):
    form = PlainForm(request.GET or {"title": "b1"})
    return HttpResponse(f"{form.is_valid()} {form.errors} {form.cleaned_data}")


async def no_data(request):
    return HttpResponse(str(SearchForm().is_valid()))


async def rows_as_choices(request):
    return HttpResponse(str(PickForm({"author": "1"}).is_valid()))  # E: async-unsafe-query


async def many_rows_as_choices(request):
    return HttpResponse(str(PickManyForm({"authors": ["1"]}).is_valid()))  # E: async-unsafe-query


async def shows_rows_as_choices(request):
    return HttpResponse(PickForm().as_p())  # E: async-unsafe-query


async def shows_plain_fields(request):
    return HttpResponse(PlainForm().as_p())


async def data_on_one_way(request):
    form = PickForm()
    if request.method == "GET":
        form = PickForm({"author": "1"})
    return HttpResponse(str(form.is_valid()))  # E: async-unsafe-query


async def a_save_of_its_own(request):
    form = SavingForm({"title": "new"})
    form.is_valid()
    return HttpResponse(str(form.save().pk))  # E: async-unsafe-call


async def a_save_of_its_own_that_awaits(request):
    form = SavingForm({"title": "new"})
    form.is_valid()
    return HttpResponse(str((await form.asave()).pk))
