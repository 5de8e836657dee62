"""Thin pages: fetch what the user may see, check the form, call a service, answer."""
