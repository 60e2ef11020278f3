"""Django's templates as small programs: what they read, line by line; nothing here knows the interpreter."""
