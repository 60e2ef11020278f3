"""One URL that touches no table, for the test clients of the ground truth."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def index(request: HttpRequest) -> HttpResponse:
    return HttpResponse("library")


urlpatterns = [path("", index)]
