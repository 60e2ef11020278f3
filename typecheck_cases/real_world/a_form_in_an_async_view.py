"""A form with a foreign key asks the database whether the key exists."""

from asgiref.sync import sync_to_async
from django.forms import ModelForm
from library.models import Chapter


class ChapterForm(ModelForm[Chapter]):
    class Meta:
        model = Chapter
        fields = ("book", "number")


async def adds_a_chapter() -> str:
    form = ChapterForm({"book": "1", "number": "3"})
    if form.is_valid():  # E: async-unsafe-query
        return "added"
    return "refused"


async def adds_a_chapter_in_a_thread() -> str:
    def add() -> str:
        form = ChapterForm({"book": "1", "number": "3"})
        if form.is_valid():
            form.save()
            return "added"
        return "refused"

    return await sync_to_async(add)()
