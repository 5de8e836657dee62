"""Search among organisations. `engine.search` reads, `writer.index_entries` and `writer.remove` write."""
