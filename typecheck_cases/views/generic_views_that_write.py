"""``form_valid`` of Django's own generic views saves or deletes the row."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, override, assignment"

from asgiref.sync import sync_to_async
from django.forms import ModelForm
from django.http import HttpResponse
from django.views.generic import CreateView, DeleteView, FormView
from library.models import Author


class AuthorForm(ModelForm):
    class Meta:
        model = Author
        fields = ("name",)


class Creating(CreateView):
    http_method_names = ("get",)
    model = Author
    form_class = AuthorForm
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        return self.form_valid(AuthorForm({"name": "Ann"}))  # E: async-unsafe-query "self.form_valid"


class CreatingInAThread(CreateView):
    http_method_names = ("get",)
    model = Author
    form_class = AuthorForm
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        return await sync_to_async(self.form_valid)(AuthorForm({"name": "Ann"}))


class CreatingByItself(CreateView):
    http_method_names = ("get",)
    model = Author
    form_class = AuthorForm

    async def get(self, request, *args, **kwargs):
        return self.form_valid(AuthorForm({"name": "Ann"}))  # E: async-unsafe-call "form_valid" runs a query

    def form_valid(self, form):
        self.object = form.save()
        return HttpResponse(self.object.name)


class SavingBeforeDjango(CreateView):
    http_method_names = ("get",)
    model = Author
    form_class = AuthorForm
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        return self.form_valid(AuthorForm({"name": "Ann"}))  # E: async-unsafe-call "form_valid" runs a query

    def form_valid(self, form):
        form.instance.bio = "-"
        return super().form_valid(form)


class Deleting(DeleteView):
    http_method_names = ("get",)
    model = Author
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        self.object = await Author.objects.acreate(name="Ann")
        self.get_object = lambda: self.object
        return self.delete(request)  # E: async-unsafe-query "self.delete"


class WithoutAModel(FormView):
    http_method_names = ("get",)
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        return self.form_valid(AuthorForm({"name": "Ann"}))
