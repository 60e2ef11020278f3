"""The one Django app that every case and the ground truth share: a small library of books."""
