"""strawberry and strawberry-django: resolvers, and what a type reads off what they return."""
