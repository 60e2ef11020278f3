"""A form with a constructor of its own still validates, shows and saves as Django's forms do."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override, attr-defined"

from asgiref.sync import sync_to_async
from django import forms
from library.models import Author, Book


class OfAnAuthor(forms.Form):
    book = forms.ModelChoiceField(queryset=Book.objects.none(), required=False)

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, **kwargs)
        self.author = author
        self.fields["book"].queryset = author.books.all()


class NobodyChosen(forms.Form):
    book = forms.ModelChoiceField(Book.objects.none(), required=False)


class KnowsItsAuthor(forms.Form):
    title = forms.CharField()

    def __init__(self, *args, author=None, **kwargs):
        self.author = author
        super().__init__(*args, **kwargs)

    def clean_title(self):
        title = self.cleaned_data["title"]
        if self.author and Book.objects.filter(author=self.author, title=title).exists():
            raise forms.ValidationError("is there")
        return title

    def describe(self):
        return f"{self.cleaned_data['title']} by {self.author.publisher.name}"


class TakesTheData(forms.Form):
    title = forms.CharField()

    def __init__(self, data):
        super().__init__(data)

    def clean(self):
        self.cleaned_data["count"] = Book.objects.count()
        return self.cleaned_data


class NeverBound(forms.Form):
    author = forms.ModelChoiceField(Author.objects.all())

    def __init__(self):
        super().__init__()


class JoinedBooks(forms.Form):
    book = forms.ModelChoiceField(Book.objects.select_related("author"))


class ManyBooks(forms.Form):
    books = forms.ModelMultipleChoiceField(Book.objects.all())


class TitleOfBook(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "short"

    def save(self, commit=True):
        book = super().save(commit=False)
        book.pages = book.chapters.count()
        return book


async def an_author():
    return await Author.objects.aget(pk=1)


async def validates_a_queryset_of_the_constructor():
    return OfAnAuthor({"book": "1"}, author=await an_author()).is_valid()  # E: async-unsafe-query


async def shows_a_queryset_of_the_constructor():
    return OfAnAuthor(author=await an_author()).as_p()  # E: async-unsafe-query


async def only_makes_it():
    form = OfAnAuthor(author=await an_author())
    return form.author.name, form.is_valid()


async def validates_it_in_a_thread():
    form = OfAnAuthor({"book": "1"}, author=await an_author())
    await sync_to_async(form.is_valid)()
    return form.errors, form.cleaned_data["book"].title


async def reads_beyond_what_was_chosen():
    form = OfAnAuthor({"book": "1"}, author=await an_author())
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].editor.name  # E: async-unsafe-relation


async def reads_what_the_field_has_joined():
    form = JoinedBooks({"book": "1"})
    await sync_to_async(form.is_valid)()
    return form.cleaned_data["book"].author.name


async def reads_beyond_many():
    form = ManyBooks({"books": ["1", "2"]})
    await sync_to_async(form.full_clean)()
    return [book.author.name for book in form.cleaned_data["books"]]  # E: async-unsafe-relation


async def reads_many():
    form = ManyBooks({"books": ["1", "2"]})
    await sync_to_async(form.full_clean)()
    return [book.title for book in form.cleaned_data["books"]]


async def no_rows_to_choose_from():
    form = NobodyChosen({"book": ""})
    return form.is_valid(), form.as_p()


async def cleans_with_what_it_was_given():
    return KnowsItsAuthor({"title": "b1"}, author=await an_author()).is_valid()  # E: async-unsafe-call


async def cleans_without():
    return KnowsItsAuthor({"title": "b1"}).is_valid()


async def shows_the_errors_of_data():
    return str(TakesTheData({"title": ""}).as_p())  # E: async-unsafe-call


async def an_f_string_of_a_form_with_rows():
    return f"{NeverBound()}"  # E: async-unsafe-query


async def a_form_without_data_is_never_valid():
    return NeverBound().is_valid()


async def a_method_of_its_own():
    form = KnowsItsAuthor({"title": "new"}, author=await an_author())
    await sync_to_async(form.is_valid)()
    return form.describe()  # E: async-unsafe-call


async def a_method_of_its_own_with_all_it_needs():
    author = await Author.objects.select_related("publisher").aget(pk=1)
    form = KnowsItsAuthor({"title": "new"}, author=author)
    await sync_to_async(form.is_valid)()
    return form.describe()


async def a_model_form_that_saves():
    form = TitleOfBook({"title": "new"}, instance=await Book.objects.aget(pk=1))
    if form.is_valid():
        form.save()  # E: async-unsafe-call


async def the_row_of_a_model_form():
    form = TitleOfBook({"title": "new"}, instance=await Book.objects.aget(pk=1))
    return form.instance.author.name  # E: async-unsafe-relation


async def the_row_of_a_model_form_with_what_it_needs():
    form = TitleOfBook({"title": "new"}, instance=await Book.objects.select_related("author").aget(pk=1))
    return form.instance.author.name
