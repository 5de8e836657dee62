"""Read the text of one PDF in a process of its own: PDF on standard input, JSON on standard output.

Run as a script by `pdf_text`, so that a file made to eat memory or time takes nothing but this process with it. The
search for personnummer runs here too, under the same limits. They are set before the first byte is read.
Says nothing on failure but a word: text from the file must not reach a log.
"""

import contextlib
import io
import json
import logging
import resource
import sys
from pathlib import Path

MEMORY_LIMIT = 1024 * 1024 * 1024
CPU_SECONDS = 25  # more than the time `pdf_text` waits, which is the limit that has a message


def extract(data, max_pages):
    """The pages' text and what else a person may have written in the file, or {"error": word}."""
    from pypdf import PdfReader

    from registry.personal_numbers import contains_personal_number

    reader = PdfReader(io.BytesIO(data))
    encrypted = reader.is_encrypted
    if encrypted and not reader.decrypt(""):
        return {"error": "encrypted"}
    if len(reader.pages) > max_pages:
        return {"error": "too_many_pages"}
    pages = [page.extract_text() or "" for page in reader.pages]
    if not pages:
        return {"error": "broken"}
    return {
        "pages": pages,
        "personal_number_pages": [number for number, text in enumerate(pages, 1) if contains_personal_number(text)],
        "details_have_personal_number": any(map(contains_personal_number, _details(reader))),
        "encrypted": bool(encrypted),
    }


def _details(reader):
    """Title, author and such, what is filled in, and notes in the margin."""
    found = [str(value) for value in (reader.metadata or {}).values()]
    found += [str(field.get("/V", "")) for field in (reader.get_fields() or {}).values()]
    for page in reader.pages:
        found += [str(note.get_object().get("/Contents", "")) for note in page.get("/Annots") or []]
    return [text for text in found if text]


def main():
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    logging.disable()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    try:
        result = extract(sys.stdin.buffer.read(), int(sys.argv[1]))
    except (Exception, RecursionError, MemoryError):
        result = {"error": "broken"}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
