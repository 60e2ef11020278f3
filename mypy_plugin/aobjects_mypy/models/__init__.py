"""What Django knows of its models, and how it is set up to say it."""
