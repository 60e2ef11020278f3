"""The tags and filters of the library's templates."""
