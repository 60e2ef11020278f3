"""What checking and running cost, beside what people have without this project: ``python -m benchmarks``."""
