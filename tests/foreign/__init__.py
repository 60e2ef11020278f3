"""What others wrote to test their own work, run with ours in front of it."""
