"""What a model form has saved is its instance, with the rows that were chosen; many of them come later."""

# mypy: no-warn-return-any, allow-any-generics, disable-error-code="attr-defined"

from typing import Any

from asgiref.sync import sync_to_async
from django import forms
from library.models import Author, Book, Chapter


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title", "author", "pub_date", "kind")


class TitleForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title",)


class EditorForm(forms.ModelForm):
    editor = forms.ModelChoiceField(queryset=Author.objects.all(), required=False)

    class Meta:
        model = Book
        fields = ("title", "editor")


class TagsForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title", "tags")


NEW: dict[str, Any] = {"title": "new", "author": "1", "pub_date": "2020-01-01", "kind": "a"}


async def the_instance_of_a_bare_row() -> str:
    form = TitleForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    return form.instance.author.name  # E: async-unsafe-relation


async def the_instance_of_a_loaded_row() -> str:
    form = TitleForm({"title": "new"}, instance=await Book.objects.select_related("author").aget(pk=1))
    await sync_to_async(form.is_valid)()
    return form.instance.author.name


async def the_instance_has_what_was_chosen() -> str:
    form = BookForm(NEW)
    await sync_to_async(form.is_valid)()
    return form.instance.author.name


async def the_relation_of_what_was_chosen() -> str:
    form = BookForm(NEW)
    await sync_to_async(form.is_valid)()
    return form.instance.author.publisher.name  # E: async-unsafe-relation


async def saved_in_a_thread() -> str:
    form = BookForm(NEW)
    await sync_to_async(form.is_valid)()
    book = await sync_to_async(form.save)()
    return book.author.name


async def saved_in_a_thread_from_a_bare_row() -> str:
    form = TitleForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    book = await sync_to_async(form.save)()
    return book.author.name  # E: async-unsafe-relation


async def saved_here() -> str:
    form = BookForm(NEW)
    await sync_to_async(form.is_valid)()
    return form.save().title  # E: async-unsafe-query


async def not_written() -> str:
    form = BookForm(NEW)
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    book.pages = 3
    await book.asave()
    return book.author.name


async def not_written_and_without_an_author() -> str:
    form = TitleForm({"title": "new"})
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    book.author = await Author.objects.aget(pk=1)
    await book.asave()
    return book.author.name


async def not_written_with_a_key() -> str:
    form = TitleForm({"title": "new"})
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    book.author_id = 1
    await book.asave()
    return book.author.name  # E: async-unsafe-relation


async def not_written_with_many() -> str:
    form = TagsForm({"title": "new", "tags": ["1"]})
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    book.author = await Author.objects.aget(pk=1)
    await book.asave()
    form.save_m2m()  # E: async-unsafe-query
    return book.title


async def not_written_with_many_in_a_thread() -> str:
    form = TagsForm({"title": "new", "tags": ["1"]})
    await sync_to_async(form.is_valid)()
    book = form.save(commit=False)
    book.author = await Author.objects.aget(pk=1)
    await book.asave()
    await sync_to_async(form.save_m2m)()
    return book.title


async def a_row_and_its_many() -> object:
    book = await Book.objects.aget(pk=1)
    return TagsForm({"title": "new", "tags": ["1"]}, instance=book)  # E: async-unsafe-query


async def a_row_and_its_many_that_are_loaded() -> str:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    form = TagsForm({"title": "new", "tags": ["1"]}, instance=book)
    return form.instance.title


async def a_new_row_and_its_many() -> str:
    form = TagsForm({"title": "new", "tags": ["1"]}, instance=Book(title="b"))
    return form.instance.title


async def many_of_what_was_saved() -> list[str]:
    book = await Book.objects.aget(pk=1)
    form = await sync_to_async(TagsForm)({"title": "new", "tags": ["1"]}, instance=book)
    await sync_to_async(form.is_valid)()
    saved = await sync_to_async(form.save)()
    return [tag.label for tag in saved.tags.all()]  # E: async-unsafe-iteration


async def many_of_what_was_saved_in_time() -> list[str]:
    book = await Book.objects.aget(pk=1)
    form = await sync_to_async(TagsForm)({"title": "new", "tags": ["1"]}, instance=book)
    await sync_to_async(form.is_valid)()
    saved = await sync_to_async(form.save)()
    return [tag.label async for tag in saved.tags.all()]


async def what_may_be_left_out_and_its_relation() -> str | None:
    form = EditorForm({"title": "new", "editor": "1"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    editor = form.cleaned_data["editor"]
    return editor and editor.publisher.name  # E: async-unsafe-relation


async def what_may_be_left_out_and_its_relation_by_the_instance() -> str | None:
    form = EditorForm({"title": "new", "editor": "1"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    if form.instance.editor is None:
        return None
    return form.instance.editor.publisher.name  # E: async-unsafe-relation


async def what_was_left_out() -> str:
    form = EditorForm({"title": "new"}, instance=await Book.objects.select_related("author").aget(pk=1))
    await sync_to_async(form.is_valid)()
    if form.cleaned_data["editor"] is None:
        return form.instance.author.name
    return "nobody"


async def what_was_left_out_and_what_is_not_loaded() -> str:
    form = EditorForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    if form.cleaned_data["editor"] is None:
        return form.instance.author.name  # E: async-unsafe-relation
    return "nobody"


async def nobody_was_chosen() -> bool:
    form = EditorForm({"title": "new"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    return form.instance.editor is None


async def what_may_be_left_out_was_chosen() -> str | None:
    form = EditorForm({"title": "new", "editor": "1"}, instance=await Book.objects.aget(pk=1))
    await sync_to_async(form.is_valid)()
    editor = form.instance.editor
    return editor and editor.name


async def relations_of_the_many() -> list[str]:
    form = BooksForm({"books": ["1"]})
    await sync_to_async(form.is_valid)()
    return [book.author.name for book in form.cleaned_data["books"]]  # E: async-unsafe-relation


class BooksForm(forms.Form):
    books = forms.ModelMultipleChoiceField(queryset=Book.objects.all())


async def many_were_chosen() -> list[str]:
    form = TagsForm({"title": "new", "tags": ["1"]})
    await sync_to_async(form.is_valid)()
    return [tag.label for tag in form.cleaned_data["tags"]]


class ChapterForm(forms.ModelForm):
    class Meta:
        model = Chapter
        fields = ("number", "book")


async def two_relations_deep() -> str:
    form = ChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    chapter = await sync_to_async(form.save)()
    return chapter.book.author.name  # E: async-unsafe-relation


async def one_relation_deep() -> str:
    form = ChapterForm({"number": "94", "book": "1"})
    await sync_to_async(form.is_valid)()
    chapter = await sync_to_async(form.save)()
    return chapter.book.title


async def shown_with_many() -> str:
    form = TagsForm(instance=await Book.objects.aget(pk=1))  # E: async-unsafe-query
    return str(form["title"])


async def the_first_values_of_many() -> object:
    form = await sync_to_async(lambda book: TagsForm(instance=book))(await Book.objects.aget(pk=1))
    return form.initial["tags"]
