"""Cleaned data holds the rows that its fields have found, with nothing loaded but what the field says."""

# mypy: no-warn-return-any, allow-any-generics, disable-error-code="attr-defined"

from typing import Any

from asgiref.sync import sync_to_async
from django import forms
from library.models import Book, Chapter


class BookForm(forms.Form):
    book = forms.ModelChoiceField(queryset=Book.objects.all())


class LoadedBookForm(forms.Form):
    book = forms.ModelChoiceField(queryset=Book.objects.select_related("author"))


class BooksForm(forms.Form):
    books = forms.ModelMultipleChoiceField(queryset=Book.objects.all())


class ChapterForm(forms.ModelForm):
    class Meta:
        model = Chapter
        fields = ("number", "book")


async def a_relation_of_the_row() -> str:
    form = BookForm({"book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name  # E: async-unsafe-relation


async def a_column_of_the_row() -> str:
    form = BookForm({"book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].title


async def a_relation_that_the_field_loads() -> str:
    form = LoadedBookForm({"book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name


async def under_a_name() -> str:
    form = BookForm({"book": "1"})
    await sync_to_async(form.is_valid)()
    data = form.cleaned_data
    book = data["book"]
    return book.author.name  # E: async-unsafe-relation


async def rows() -> object:
    form = BooksForm({"books": ["1"]})
    await sync_to_async(form.is_valid)()
    return [book.title for book in form.cleaned_data["books"]]


async def a_field_of_the_model() -> str:
    form = ChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name  # E: async-unsafe-relation


async def a_column_of_a_field_of_the_model() -> str:
    form = ChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].title


async def a_field_of_the_model_with_other_choices() -> str:
    form = ChapterForm({"number": "94", "book": "1"})
    form.fields["book"].queryset = Book.objects.select_related("author")
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name


class LoadedChapterForm(ChapterForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["book"].queryset = Book.objects.select_related("author")


async def a_field_of_the_model_with_choices_of_the_constructor() -> str:
    form = LoadedChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name


class FetchingChapterForm(ChapterForm):
    def clean_book(self) -> Book:
        return Book.objects.select_related("author").get(pk=self.cleaned_data["book"].pk)


async def a_field_of_the_model_that_a_method_cleans() -> str:
    form = FetchingChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name


async def handed_on() -> str:
    form = BookForm({"book": "1"})
    await sync_to_async(form.is_valid)()
    return byline(form.cleaned_data)  # E: async-unsafe-call


def byline(data: dict[str, Any]) -> str:
    return f"{data['book'].author.name}"
