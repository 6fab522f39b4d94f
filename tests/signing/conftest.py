"""The sandbox's authority on a real port: certificates name it, so judges outside ask it over HTTP."""

import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import httpx
import pkcs11
import pytest
from asn1crypto.keys import ECDomainParameters, NamedCurve
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from sandbox import bridge as bridges
from sandbox.authority import Authority
from sandbox.certificates import subject_of
from sandbox.config import Config
from sandbox.server import Sandbox, _QuietHandler, _Server
from sandbox.web import Application

from lienthong.foundation.organizations.models import Agency, Position, Tier
from lienthong.foundation.signing.adapters import csc, device_for
from lienthong.foundation.signing.adapters.software_key import write_key
from lienthong.foundation.signing.choices import Purpose
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services.chains import certificates_of
from lienthong.kit.actor import Actor, ActorPosition

ORIGIN = "http://127.0.0.1:8000"
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
TOKEN, OBJECT, PIN = "Token UBND", "ký số", "1234"


@pytest.fixture(scope="session")
def outside(tmp_path_factory):
    """The sandbox, for the whole run: its root takes a moment to make."""
    folder = tmp_path_factory.mktemp("outside")
    with make_server("127.0.0.1", 0, lambda *_: [], server_class=_Server, handler_class=_QuietHandler) as server:
        port = server.server_port
        sandbox = Sandbox(Config(data_dir=folder, port=port, smtp_port=0, url=f"http://127.0.0.1:{port}"))
        server.set_app(sandbox.application)
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
        thread.start()
        yield sandbox
        server.shutdown()
        thread.join(5)
        sandbox.close()


@pytest.fixture
def world(outside, settings, tmp_path) -> Sandbox:
    """Connected to the platform, everything answering."""
    cache.clear()
    outside.authority.down.clear()
    (roots := tmp_path / "goc.pem").write_bytes(
        outside.authority.root.certificate.public_bytes(serialization.Encoding.PEM)
    )
    settings.SANDBOX_URL = outside.config.url
    settings.TSA_URL = f"{outside.config.url}/ca/tsa"
    settings.TRUSTED_ROOTS = str(roots)
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_LEVEL = "B-LT"
    settings.CSC_URL = f"{outside.config.url}/csc/v1"
    yield outside
    outside.authority.down.clear()
    cache.clear()


def register(
    authority: Authority,
    actor: Actor,
    *,
    key_ref: str = "",
    public_key: object = None,
    is_seal: bool = False,
    **dates: object,
) -> Certificate:
    """A certificate of the sandbox's authority for the actor's seat or agency, with a software key unless one is named."""
    assert actor.position is not None
    if not key_ref:
        key = ec.generate_private_key(ec.SECP256R1())
        public_key = key.public_key()
    made = authority.issue(
        public_key, subject_of(actor.name, title=actor.position.title, agency=actor.position.agency_name), **dates
    )
    serial = f"{made.serial_number:x}"
    if not key_ref:
        write_key(f"{serial}.pem", key)
    return keep(authority.chain_of(made), actor, key_ref=key_ref or f"software:{serial}.pem", is_seal=is_seal)


def keep(chain: str, actor: Actor, *, key_ref: str, is_seal: bool = False) -> Certificate:
    """The row of a certificate from outside: of the actor's seat, or the seal of their agency."""
    made = x509.load_pem_x509_certificate(chain.encode())
    seat = actor.position
    assert seat is not None
    return Certificate.objects.create(
        purpose=Purpose.AGENCY if is_seal else Purpose.PERSON,
        position_id=None if is_seal else seat.id,
        agency_id=seat.agency_id if is_seal else None,
        common_name=seat.agency_name if is_seal else actor.name,
        title="" if is_seal else seat.title,
        agency_name=actor.position.agency_name,
        subject=made.subject.rfc4514_string(),
        serial=f"{made.serial_number:x}",
        chain_pem=chain,
        not_before=made.not_valid_before_utc,
        not_after=made.not_valid_after_utc,
        key_ref=key_ref,
    )


@contextmanager
def bridge_to(certificate: Certificate, key: ec.EllipticCurvePrivateKey) -> Iterator[httpx.Client]:
    """The bridge beside a token that holds this key, as the page's script calls it."""
    bridge = bridges.Bridge(list(certificates_of(certificate.chain_pem)), bridges.software(key), {ORIGIN})
    transport = httpx.WSGITransport(app=Application(bridge.routes()))
    with httpx.Client(transport=transport, base_url="http://127.0.0.1:14741", headers={"Origin": ORIGIN}) as client:
        yield client


def at_provider(world: Sandbox, actor: Actor, settings: Any, *, pin: str, is_seal: bool = False) -> Certificate:
    """A key at the provider of remote signatures, of the actor's seat or the seal of their agency."""
    settings.SIGNING_LEVEL = "B-T"
    settings.CSC_CLIENT_SECRET = world.config.csc_secret
    cache.clear()
    name = f"CRED-{uuid.uuid4().hex[:8]}"
    world.remote.add(name, "nguoi-giu", actor.name, "", pin)
    return keep(csc.credential(name).chain_pem, actor, key_ref=f"csc:{name}", is_seal=is_seal)


@pytest.fixture
def leader(db, django_user_model) -> Actor:
    """A head of a commune without a certificate yet."""
    tier = Tier.objects.create(code="xa", name="Cấp xã", rank=2)
    agency = Agency.objects.create(
        identifier="H21.152", name="Ủy ban nhân dân xã Ia Grai", short_name="Ia Grai", tier=tier, kind="ubnd"
    )
    return officer(agency, django_user_model, "chutich", "Rơ Châm H'Blan", "Phó Chủ tịch")


def officer(agency: Agency, accounts: Any, username: str, name: str, title: str, *rights: str) -> Actor:
    """An actor in a new seat."""
    account = accounts.objects.create(username=username, full_name=name)
    seat = Position.objects.create(agency=agency, account=account, title=title, valid_from=date(2025, 7, 1))
    position = ActorPosition(
        id=seat.id,
        title=seat.title,
        agency_id=agency.id,
        agency_name=agency.name,
        department_id=None,
        roles=frozenset(),
        rights=frozenset(rights),
    )
    return Actor(account_id=account.id, name=account.full_name, position=position)


@pytest.fixture
def signer(world, leader) -> Actor:
    """The head with a certificate of the sandbox's authority."""
    register(world.authority, leader)
    return leader


@pytest.fixture(scope="session")
def token(tmp_path_factory) -> ec.EllipticCurvePublicKey:
    """A SoftHSM token with one EC key; the library reads its settings when it is first loaded."""
    if not (Path(MODULE).exists() and shutil.which("softhsm2-util")):
        pytest.fail("softhsm2 is missing: sh scripts/install_chromium.sh brings it", pytrace=False)
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (conf := folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "0000"],
        check=True,
        capture_output=True,
        timeout=30,
    )
    with pkcs11.lib(MODULE).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        curve = ECDomainParameters(name="named", value=NamedCurve.unmap("secp256r1")).dump()
        parameters = session.create_domain_parameters(
            pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: curve}, local=True
        )
        public, _ = parameters.generate_keypair(store=True, label=OBJECT)
        point = bytes(public[pkcs11.Attribute.EC_POINT])
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point[2:])


@pytest.fixture
def hsm(token, settings):
    settings.PKCS11_MODULE, settings.PKCS11_PIN = MODULE, PIN
    device_for.cache_clear()
    yield token
    device_for.cache_clear()
