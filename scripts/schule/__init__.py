"""Compile YAML records and Markdown guides of a municipal knowledge portal into a searchable static site."""

__version__ = "0.1.0"
