"""``form_valid`` of Django's own generic views saves or deletes the row."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, override, assignment"

from asgiref.sync import sync_to_async
from django.forms import ModelForm
from django.http import HttpResponse
from django.views.generic import CreateView, DeleteView, FormView, UpdateView
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


class CreatingByPost(CreateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        request.method, request.POST = "POST", {"name": "Ann"}
        return super().post(request, *args, **kwargs)  # E: async-unsafe-query "super().post" runs a query


class CreatingByPostInAThread(CreateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        request.method, request.POST = "POST", {"name": "Ann"}
        return await sync_to_async(super().post)(request, *args, **kwargs)


class CreatingNothing(CreateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        request.method, request.POST = "POST", {"name": "Ann"}
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return HttpResponse(form.cleaned_data["name"])


class Updating(UpdateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)

    async def get(self, request, *args, **kwargs):
        self.kwargs = {"pk": 1}
        return super().get(request, *args, **kwargs)  # E: async-unsafe-query "super().get" runs a query


class UpdatingInAThread(UpdateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)

    async def get(self, request, *args, **kwargs):
        self.kwargs = {"pk": 1}
        await sync_to_async(super().get)(request, *args, **kwargs)
        return HttpResponse(self.object.name)


class UpdatingByItsOwnPost(UpdateView):
    http_method_names = ("get",)
    model = Author
    fields = ("name",)

    async def get(self, request, *args, **kwargs):
        return await self.post(request)

    async def post(self, request, *args, **kwargs):
        author = await Author.objects.aget(pk=1)
        return HttpResponse(author.name)


class DeletingByForm(DeleteView):
    http_method_names = ("get",)
    model = Author
    success_url = "/"

    async def get(self, request, *args, **kwargs):
        self.object = await Author.objects.acreate(name="Ann")
        return self.form_valid(self.get_form())  # E: async-unsafe-query "self.form_valid"
