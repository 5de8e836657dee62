"""Reads eForms files into procurements. A file that cannot be read is refused and the rest goes on."""

from pathlib import Path

from procurement.eforms import parser
from procurement.models import ProcurementImport
from procurement.services import imports


def files_of(paths):
    """The files to read: those named, and every .xml in the folders named. Sorted, each once."""
    found = {}
    for path in map(Path, paths):
        inside = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
        found |= dict.fromkeys(inside)
    return list(found)


def import_files(paths, *, actor, at=None, dry_run=False, progress=None):
    """Read the files in one import. Returns (import, refusals). `progress` is called with how many were read."""
    contents = [(path.name, _content(path)) for path in files_of(paths)]
    return import_contents(contents, actor=actor, at=at, dry_run=dry_run, progress=progress)


def _content(path):
    """What the file holds, or the reason why it cannot be read; of a huge one no more than shows that it is."""
    try:
        with path.open("rb") as file:
            return file.read(parser.LARGEST_FILE + 1)
    except OSError:
        return parser.Refused("Filen går inte att läsa.")


def import_contents(contents, *, actor, at=None, dry_run=False, progress=None):
    """The same for what is in memory: pairs of name and bytes."""
    name = contents[0][0] if len(contents) == 1 else f"{len(contents)} filer"
    with imports.run(ProcurementImport.Kind.EFORMS, name, "", actor=actor, at=at, dry_run=dry_run) as run:
        digests = []
        for count, (file_name, content) in enumerate(contents, 1):
            digests.append(_take(run, file_name, content))
            if progress:
                progress(count, len(contents))
        run.imported.sha256 = imports.sha256("".join(digests).encode())
    return run.imported, run.refused


def _take(run, file_name, content):
    if isinstance(content, parser.Refused):
        run.refuse(file_name, content.reason)
        return ""
    digest = imports.sha256(content)
    try:
        notice = parser.read(content)
    except parser.Refused as refusal:
        run.refuse(file_name, refusal.reason, row=refusal.line, field=refusal.field)
    else:
        run.take(notice, file_name, digest)
    return digest
