"""Pictures of numbers, drawn on the server: what is shown (`series`), where it stands (`drawing`), and as SVG (`svg`).

The picture on a page, its table, the CSV file and the SVG file are all made from one `Series` and cannot differ.
"""
