"""The ZIP of an evidence pack: the same bytes for the same texts, plain to sha256sum, and safe to open from anybody."""

import contextlib
import io
import struct
import subprocess
import sys
import tracemalloc
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import sealed_zip
from procurement.sealed_zip import Refused

TOKEN = "0f" * 16
FILES = {
    "README.txt": "Det här är ett paket.\n",
    "paket.json": f'{{\n "id": "{TOKEN}"\n}}\n',
    "sokning/omrade-1.csv": "\ufeffNamn;Nummer\r\nBryggan åäö;1\r\n",
    "tom.json": "[]\n",
}
names = st.builds("mapp-{}/fil-{}.{}".format, st.integers(0, 3), st.integers(0, 99), st.sampled_from(["txt", "csv"]))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def opened(content):
    return sealed_zip.read(io.BytesIO(content))


def made(entries, **kwargs):
    """A ZIP by anybody else: entries are (name or ZipInfo, bytes)."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", **kwargs) as archive:
        warnings.simplefilter("ignore")  # of two files with one name
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


@given(st.dictionaries(names, texts, max_size=6))
def test_the_same_texts_in_any_order_give_the_same_bytes_and_are_read_back(files):
    content = sealed_zip.archive(files)

    assert sealed_zip.archive(dict(reversed(files.items()))) == content
    found = opened(content)
    assert found.sums == sealed_zip.parse(sealed_zip.manifest(files)) | {
        sealed_zip.MANIFEST: found.manifest_sha256,
    }


def test_the_bytes_are_the_same_in_another_process_with_another_seed_of_hashes():
    code = (
        "import sys, hashlib; from procurement import sealed_zip; "
        f"sys.stdout.write(hashlib.sha256(sealed_zip.archive({FILES!r})).hexdigest())"
    )

    sums = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(sums) == 1
    assert sums == {sealed_zip.sum_of_file(io.BytesIO(sealed_zip.archive(FILES))).encode()}


def test_sha256sum_accepts_the_manifest_and_names_an_altered_file(tmp_path):
    with zipfile.ZipFile(io.BytesIO(sealed_zip.archive(FILES))) as archive:
        archive.extractall(tmp_path)
    command = ["sha256sum", "--strict", "-c", "manifest.sha256"]

    sound = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    (tmp_path / "tom.json").write_text("[1]\n")
    altered = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={"LC_ALL": "C"})

    assert sound.returncode == 0, sound.stderr
    assert len(sound.stdout.splitlines()) == len(FILES)
    assert altered.returncode == 1
    assert "tom.json: FAILED" in altered.stdout


def test_the_manifest_covers_every_file():
    with zipfile.ZipFile(io.BytesIO(sealed_zip.archive(FILES))) as archive:
        inside = set(archive.namelist())

    assert sealed_zip.parse(sealed_zip.manifest(FILES)).keys() == inside - {sealed_zip.MANIFEST}


def test_every_flipped_byte_is_seen_or_refused_and_nothing_breaks():
    content = sealed_zip.archive(FILES)
    whole = sealed_zip.sum_of_file(io.BytesIO(content))

    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 0x5A
        with contextlib.suppress(Refused):  # to be refused in words is as good
            opened(bytes(altered))
        assert sealed_zip.sum_of_file(io.BytesIO(altered)) != whole


@given(st.binary(max_size=300))
def test_whatever_is_no_zip_is_refused(content):
    with pytest.raises(Refused):
        opened(content)


@given(st.integers(0, len(sealed_zip.archive(FILES)) - 1))
def test_a_truncated_pack_is_refused(length):
    with pytest.raises(Refused, match="ingen hel ZIP-fil"):
        opened(sealed_zip.archive(FILES)[:length])


def test_a_pack_tells_which_one_it_says_it_is():
    assert opened(sealed_zip.archive(FILES)).token == TOKEN
    assert opened(sealed_zip.archive({"README.txt": "x"})).token == ""


@pytest.mark.parametrize(
    "name",
    [
        "../utanfor.txt",
        "/etc/passwd",
        "a/../../b.txt",
        "c:\\fil.txt",
        "a//b.txt",
        ".dold",
        "å.txt",
        "a" * 101,
        "a b.txt",
    ],
)
def test_odd_names_are_refused(name):
    with pytest.raises(Refused, match="namn som inte finns"):
        opened(made([(name, b"x")]))


def test_two_files_with_one_name_are_refused():
    with pytest.raises(Refused, match="namn som inte finns"):
        opened(made([("a.txt", b"1"), ("a.txt", b"2")]))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_pack_that_we_never_use_are_refused(method):
    with pytest.raises(Refused, match="låst eller packad"):
        opened(made([("a.txt", b"x" * 1000)], compression=method))


def test_a_locked_file_is_refused():
    content = bytearray(made([("a.txt", b"x")]))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1

    with pytest.raises(Refused, match="låst eller packad"):
        opened(bytes(content))


def test_a_bomb_is_refused_without_being_unpacked():
    nothing = bytes(30 * 1024 * 1024)
    bomb = made([(f"{number}.txt", nothing) for number in range(5)], compression=zipfile.ZIP_DEFLATED)
    del nothing
    tracemalloc.start()

    with pytest.raises(Refused, match="mer innehåll"):
        opened(bomb)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bomb) < 1024 * 1024
    assert most < 5 * 1024 * 1024


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_promised():
    content = bytearray(made([("a.txt", bytes(10 * 1024 * 1024))], compression=zipfile.ZIP_DEFLATED))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + place, 100)
    tracemalloc.start()

    found = opened(bytes(content))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.sums == {"a.txt": ""}
    assert most < 5 * 1024 * 1024


def test_a_directory_of_a_hundred_thousand_rows_is_refused_before_it_is_read():
    row = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = row * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 34464, 34464, len(directory), 0, 0)
    tracemalloc.start()

    with pytest.raises(Refused, match="mer innehåll"):
        opened(directory + end)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * 1024 + len(directory) * 2


def test_too_many_files_and_too_large_a_file_are_refused(monkeypatch):
    monkeypatch.setattr(sealed_zip, "MOST_FILES", 3)
    with pytest.raises(Refused, match="mer innehåll"):
        opened(made([(f"{number}.txt", b"x") for number in range(4)]))

    monkeypatch.setattr(sealed_zip, "LARGEST_PACK", 100)
    with pytest.raises(Refused, match="större än 60 MB"):
        opened(made([("a.txt", b"x" * 200)]))


def test_a_comment_after_the_end_and_the_large_format_are_refused():
    with_comment = made([("a.txt", b"x")])[:-2] + b"\x05\x00hejsa"
    plain = made([("a.txt", b"x")])
    large = plain[:-22] + b"PK\x06\x07" + bytes(16) + plain[-22:]

    for content in (with_comment, large, plain + b"efter"):
        with pytest.raises(Refused, match="ingen hel ZIP-fil"):
            opened(content)
