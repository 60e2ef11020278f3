"""Models that models of another app point to, and one that stands in for Django's user."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from people.async_bases import AuthorBase, MemberBase, ProfileBase


class Member(MemberBase, AbstractUser):
    pass


class Author(AuthorBase):
    name = models.CharField(max_length=80)
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="pupils")


class Profile(ProfileBase):
    author = models.OneToOneField("Author", on_delete=models.CASCADE)
    motto = models.TextField(null=True)
