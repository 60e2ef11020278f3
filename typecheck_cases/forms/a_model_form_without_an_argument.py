"""A model form names its model in ``Meta``, with or without a type argument."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from asgiref.sync import sync_to_async
from django import forms
from django.http import HttpResponse
from library.models import Author, Book, Tag


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title", "author", "pages", "meta", "kind", "pub_date")


class TitleForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title",)


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ("label",)


class AuthorForm(forms.ModelForm):
    class Meta:
        model = Author
        exclude = ("publisher",)


class InheritedForm(BookForm):
    class Meta(BookForm.Meta):
        pass


class KeyForm(forms.ModelForm):
    author = forms.CharField()

    class Meta:
        model = Book
        fields = ("title", "author")


async def validates_a_foreign_key(request):
    form = BookForm({"title": "new", "author": "1"})
    return HttpResponse(str(form.is_valid()))  # E: async-unsafe-query


async def validates_a_unique_field(request):
    return HttpResponse(str(TagForm({"label": "new"}).is_valid()))  # E: async-unsafe-query


async def validates_the_parent_s_fields(request):
    form = InheritedForm({"title": "new", "author": "1"})
    return HttpResponse(str(form.is_valid()))  # E: async-unsafe-query


async def validates_plain_fields(request):
    return HttpResponse(str(TitleForm({"title": "new"}).is_valid()))


async def validates_all_but_the_foreign_key(request):
    return HttpResponse(str(AuthorForm({"name": "new", "bio": "b"}).is_valid()))


async def is_not_bound(request):
    return HttpResponse(str(BookForm().is_valid()))


async def reads_the_errors(request):
    form = BookForm({"title": "new", "author": "1"})
    return HttpResponse(str(form.errors))  # E: async-unsafe-query


async def reads_the_errors_that_are_known(request):
    form = BookForm({"title": "new", "author": "1"})
    await sync_to_async(form.is_valid)()
    return HttpResponse(str(form.errors))


async def saves(request):
    form = TitleForm({"title": "new"})
    form.is_valid()
    form.instance.author_id = 1
    return HttpResponse(str(form.save().pk))  # E: async-unsafe-query


async def saves_what_was_built(request):
    form = TitleForm({"title": "new"})
    form.is_valid()
    book = form.save(commit=False)
    book.author_id = 1
    book.save()  # E: async-unsafe-query
    return HttpResponse(str(book.pk))


async def saves_what_was_built_asynchronously(request):
    form = TitleForm({"title": "new"})
    form.is_valid()
    book = form.save(commit=False)
    book.author = await Author.objects.afirst()
    await book.asave()
    return HttpResponse(book.author.name)


async def reads_a_relation_of_what_was_built(request):
    form = TitleForm({"title": "new"})
    form.is_valid()
    book = form.save(commit=False)
    book.author_id = 1
    return HttpResponse(book.author.name)  # E: async-unsafe-relation


async def reads_a_relation_of_what_was_saved(request):
    form = TitleForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    book = await sync_to_async(form.save)()
    return HttpResponse(book.author.name)  # E: async-unsafe-relation


async def reads_the_row_that_was_chosen(request):
    form = BookForm(
        {
            "title": "new",
            "author": "1",
            "pages": "3",
            "meta": '{"a": 1}',
            "kind": "a",
            "pub_date": "2020-01-01",
        }
    )
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    return HttpResponse(book.author.name)


async def reads_a_relation_of_the_instance(request):
    form = TitleForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    form.is_valid()
    return HttpResponse(form.instance.author.name)  # E: async-unsafe-relation


async def a_field_of_its_own(request):
    return HttpResponse(str(KeyForm({"title": "new"}).is_valid()))
