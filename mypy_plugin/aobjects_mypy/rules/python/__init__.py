"""Classes and functions of Python, asgiref and the runtime."""
