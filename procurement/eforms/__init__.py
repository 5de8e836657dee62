"""Notices of procurement: reading eForms (EU 2019/1780), and what the notices of one procurement say together.

Nothing here touches the database. `parser` reads a file, `rules` names what a notice does wrong, `fold` joins notices.
"""
