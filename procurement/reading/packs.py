"""Evidence packs as their authority's officers see them: which there are, and how far they have come."""

from django.urls import reverse
from django.utils import timezone

from procurement.models import EvidencePack
from registry.wording import day_in_words, grouped

TONES = {EvidencePack.State.MAKING: "info", EvidencePack.State.SEALED: "success", EvidencePack.State.FAILED: "danger"}
HEADERS = [{"label": label} for label in ("Paket", "Läge", "Begärdes", "ZIP-filens kontrollsumma (SHA-256)")]


def packs_of(procurement):
    """The packs, newest first, without what is in them. One query."""
    return list(procurement.evidence_packs.select_related("seal").defer("files", "seal__manifest"))


def rows(packs):
    """The packs as rows.html takes them."""
    return [
        {
            "url": _file(pack) or reverse("evidence_pack_list", args=[pack.procurement_id]),
            "label": f"Bevispaket {pack.number}",
            "note": _asked(pack),
            "aside": _state(pack),
        }
        for pack in packs
    ]


def table(packs):
    """The packs as data_table.html takes them, each with its checksum, to note in the authority's own records."""
    return [
        [
            {"text": f"Bevispaket {pack.number}", "url": _file(pack), "small": _size(pack)},
            {"tag": _state(pack), "tone": TONES[pack.state]},
            {"text": _asked(pack)},
            {"text": _groups(pack.seal.sha256) if is_sealed(pack) else "–"},
        ]
        for pack in packs
    ]


def is_sealed(pack):
    """Whether there is a ZIP to fetch."""
    return pack.state == EvidencePack.State.SEALED


def _file(pack):
    return reverse("evidence_pack_file", args=[pack.procurement_id, pack.number]) if is_sealed(pack) else ""


def _state(pack):
    return pack.get_state_display()


def _asked(pack):
    asked = timezone.localtime(pack.asked_at)
    return f"{day_in_words(asked)} klockan {asked:%H.%M}"


def _size(pack):
    return f"ZIP, {grouped(max(1, round(pack.seal.size / 1024)))} kB" if is_sealed(pack) else ""


def _groups(digest):
    """In groups of eight, so that a narrow screen can break the line."""
    return " ".join(digest[place : place + 8] for place in range(0, 64, 8))
