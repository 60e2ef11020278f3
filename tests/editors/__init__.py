"""Language servers, asked as an editor asks them."""
