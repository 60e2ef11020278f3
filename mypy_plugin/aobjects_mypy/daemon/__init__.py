"""What dmypy needs beside what every run needs."""
