"""The key that signs receipts, and what its signature is worth.

Production names a key and a certificate (RECEIPT_KEY, RECEIPT_CERTIFICATE). Without them receipts are kept unsigned.
Elsewhere a key of demonstration is made once, in the data folder, readable by nobody else.
"""

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone

DEMO_NAME = "Idéburenportalen, demonstration"
DEMO_VALID = timedelta(days=3650)
KEY, CERTIFICATE = "key.pem", "certificate.pem"
PURPOSE = "Visar att kvittot är oförändrat"


class NoKey(Exception):
    """There is no key, or it cannot be used now."""


@dataclass(frozen=True)
class Key:
    """Where the key and its certificate lie. The certificate's file may hold its chain after it."""

    key: Path
    certificate: Path
    is_demo: bool

    def read_certificate(self):
        """The signer's certificate, as the library of certificates has it."""
        from cryptography import x509

        return x509.load_pem_x509_certificates(self.certificate.read_bytes())[0]


@dataclass(frozen=True)
class State:
    """Whether receipts are signed now, for the page about how the portal is doing."""

    signs: bool
    is_demo: bool = False
    valid_until: datetime | None = None


def find_key():
    """The key in use. Raises NoKey in production when none is named."""
    if settings.RECEIPT_KEY:
        return Key(Path(settings.RECEIPT_KEY), Path(settings.RECEIPT_CERTIFICATE), is_demo=False)
    if settings.RECEIPT_DEMO_KEY is None:
        raise NoKey("No key is named in RECEIPT_KEY.")
    folder = Path(settings.RECEIPT_DEMO_KEY)
    if not (folder / CERTIFICATE).exists():
        _make_demo_key(folder)
    return Key(folder / KEY, folder / CERTIFICATE, is_demo=True)


def state(at=None):
    """Whether there is a key that can be read, with a certificate that is valid at the moment."""
    try:
        key = find_key()
        certificate = key.read_certificate()
        key.key.open("rb").close()
    except (NoKey, OSError, ValueError, IndexError):
        return State(signs=False)
    valid = certificate.not_valid_before_utc <= (at or timezone.now()) <= certificate.not_valid_after_utc
    return State(valid, key.is_demo, certificate.not_valid_after_utc)


def sign(pdf):
    """(the signed PDF, the certificate's fingerprint), as PAdES that allows no change. Raises NoKey."""
    from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = find_key()
    try:
        chain = list(load_certs_from_pemder([str(key.certificate)]))
        private = load_private_key_from_pemder(str(key.key), passphrase=None)
    except (OSError, ValueError) as problem:
        raise NoKey("The key or its certificate cannot be read.") from problem
    signer = signers.SimpleSigner(
        signing_cert=chain[0], signing_key=private, cert_registry=SimpleCertificateStore.from_certs(chain)
    )
    wanted = signers.PdfSignatureMetadata(
        field_name="Kvitto",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=PURPOSE,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    # pyHanko runs an event loop of its own, which a thread that already has one refuses. So it gets its own.
    with ThreadPoolExecutor(max_workers=1) as thread:
        out = thread.submit(signers.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), wanted, signer=signer).result()
    return out.getvalue(), hashlib.sha256(chain[0].dump()).hexdigest()


def _make_demo_key(folder):
    """Make a key and a certificate that it signs itself. Of several processes the first one's is kept."""
    made = Path(tempfile.mkdtemp(prefix="receipt-key-", dir=folder.parent))  # for the owner alone
    try:
        key, certificate = _new_key(timezone.now())
        for name, content in ((KEY, key), (CERTIFICATE, certificate)):
            with os.fdopen(os.open(made / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        made.rename(folder)
    except OSError:
        if not (folder / CERTIFICATE).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _new_key(now):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    private = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    use = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"], False
    ) | {"encipher_only": False, "decipher_only": False}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + DEMO_VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **use), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret, certificate.public_bytes(pem)
