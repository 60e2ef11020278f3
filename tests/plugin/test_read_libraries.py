"""With ``follow_untyped_imports`` mypy reads frameworks: what a rule knows of a view stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject

pytest.importorskip("adrf")

VIEWS = """
from adrf.viewsets import GenericViewSet
from django.contrib.auth.models import User
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response


class UserIn(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["username"]


class Word(serializers.Serializer):
    async def save(self):
        return 1


class Words(GenericViewSet):
    def get_serializer_class(self):
        if self.action == "users":
            return UserIn
        return Word

    @action(detail=False)
    async def add(self, request):
        serializer = self.get_serializer(data=request.data)
        return Response(await serializer.save())

    @action(detail=False)
    async def users(self, request):
        serializer = self.get_serializer(data=request.data)
        serializer.save()  # here
        return Response()
"""


@pytest.mark.parametrize("option", ["ignore_missing_imports", "follow_untyped_imports"])
def test_an_action_knows_its_name(project: MypyProject, option: str) -> None:
    project.configure(f"{option} = true\ncheck_untyped_defs = true\n")
    project.write({"shop/views.py": VIEWS})
    result = project.mypy("shop")
    result.assert_no_crash()
    ours = [(error.line, error.code) for error in result.errors if error.code.startswith("async-")]
    assert ours == [(project.line("shop/views.py", "# here"), "async-unsafe-query")], result.lines
