"""`create_user` is a method of the manager that writes."""

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User


async def creates() -> User:
    return User.objects.create_user("new")  # E: async-unsafe-query


async def creates_in_a_thread() -> User:
    return await sync_to_async(User.objects.create_user)("new")


async def builds_without_saving() -> str:
    user = User(username="new")
    user.set_password("pw")
    return user.get_username()
