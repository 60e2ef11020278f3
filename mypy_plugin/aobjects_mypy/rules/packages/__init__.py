"""Installed packages that bring models, managers and functions along."""
