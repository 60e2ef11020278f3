"""The URLs; the first state serves the same ones."""

from django.urls import path

from .views import api, books, people, shop

urlpatterns = [
    path("", books.home, name="home"),
    path("books/", books.book_list, name="book-list"),
    path("books/search/", books.search, name="search"),
    path("books/prices/", books.price_list, name="price-list"),
    path("books/tags/", books.tag_index, name="tag-index"),
    path("books/bestseller/", books.bestseller, name="bestseller"),
    path("books/shelf/", books.shelf, name="shelf"),
    path("books/<str:isbn>/", books.book_detail, name="book-detail"),
    path("authors/", people.author_index, name="author-index"),
    path("authors/<slug:slug>/", people.author_page, name="author-page"),
    path("readers/<str:username>/", people.reader_profile, name="reader-profile"),
    path("login/", people.log_in, name="log-in"),
    path("dashboard/", people.dashboard, name="dashboard"),
    path("reviews/<int:pk>/", people.review, name="review"),
    path("reviews/write/", people.write_review, name="write-review"),
    path("cart/", shop.cart, name="cart"),
    path("checkout/", shop.checkout, name="checkout"),
    path("books/<str:isbn>/restock/", shop.restock, name="restock"),
    path("books/<str:isbn>/tag/", shop.add_tag, name="add-tag"),
    path("api/books/", api.book_collection, name="api-books"),
    path("api/books/<str:isbn>/", api.BookResource.as_view(), name="api-book"),
    path("api/summaries/", api.summaries, name="api-summaries"),
    path("api/activity/", api.activity_feed, name="api-activity"),
    path("export.csv", api.export, name="export"),
]
