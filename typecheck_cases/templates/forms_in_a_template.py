"""A form writes its fields down, and a field whose choices are rows asks for them."""

from django.forms import ModelForm
from django.template.loader import render_to_string
from library.models import Author, Book


class BookForm(ModelForm[Book]):
    class Meta:
        model = Book
        fields = ("title", "author")


class AuthorForm(ModelForm[Author]):
    class Meta:
        model = Author
        fields = ("name",)


async def shows_a_form() -> str:
    return render_to_string("forms/form.html", {"form": BookForm()})  # E: async-unsafe-call


async def shows_a_form_without_relations() -> str:
    return render_to_string("forms/form.html", {"form": AuthorForm()})


async def shows_paragraphs() -> str:
    return render_to_string("forms/as_p.html", {"form": BookForm()})  # E: async-unsafe-call


async def shows_paragraphs_without_relations() -> str:
    return render_to_string("forms/as_p.html", {"form": AuthorForm()})


async def shows_its_fields() -> str:
    return render_to_string("forms/fields.html", {"form": BookForm()})  # E: async-unsafe-call


async def shows_a_plain_field() -> str:
    return render_to_string("forms/title.html", {"form": BookForm()})


async def goes_through_its_fields() -> str:
    return render_to_string("forms/each.html", {"form": BookForm()})  # E: async-unsafe-call


async def goes_through_the_labels() -> str:
    return render_to_string("forms/labels.html", {"form": BookForm()})


async def goes_through_the_visible_fields() -> str:
    return render_to_string("forms/visible.html", {"form": BookForm()})  # E: async-unsafe-call


async def goes_through_plain_fields() -> str:
    return render_to_string("forms/visible.html", {"form": AuthorForm()})
