"""The one form of the shop."""

from typing import TYPE_CHECKING

from django import forms

from catalog.models import Review

if TYPE_CHECKING:
    ReviewModelForm = forms.ModelForm[Review]
else:
    # Django's own class takes no type parameter at runtime.
    ReviewModelForm = forms.ModelForm


class ReviewForm(ReviewModelForm):
    class Meta:
        model = Review
        fields = ("book", "stars", "text")
