"""The client against what answers on networks: nothing, strangers, strangers' certificates, and slow ends."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import threading
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from demo_registry import RunningRegistry
from local_cache.errors import (
    AddressRefused,
    CertificateUnknown,
    LoginPageAnswered,
    NotARegistry,
    SignInNeeded,
    Unreachable,
)
from local_cache.sync.client import Client, Pauses, Timeouts
from local_cache.sync.stop import Cancelled, Stop
from tests.local_cache.sync.forged import served

QUICK = Pauses(tries=2, shortest=0.01, longest=0.1)


@pytest.mark.parametrize(
    "address",
    ["http://registry.example", "ftp://127.0.0.1", "registry.example", "https://", "https://a:b@x.example", "",
     "http://127.0.0.1.example", "https://x.example:port", "https://x.example/?a=1"],
)  # fmt: skip
def test_only_https_and_this_computer_itself(address: str):
    with pytest.raises(AddressRefused):
        Client(address, "t")


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", "t", pauses=QUICK) as client, pytest.raises(Unreachable):
        client.discovery()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (JSONResponse({"hello": "world"}), NotARegistry),
        (PlainTextResponse("hello"), NotARegistry),
        (Response(status_code=404), NotARegistry),
        (Response(b"{", media_type="application/json"), NotARegistry),
        (Response(b" " * 5_000_000, media_type="application/json"), NotARegistry),
        (RedirectResponse("/login"), LoginPageAnswered),
        (Response("<html>", status_code=403, media_type="text/html"), LoginPageAnswered),
    ],
)
def test_something_else_answers(answer: Response, problem: type[Exception]):
    async def any_page(request: object) -> Response:
        return answer

    with (
        served(Starlette(routes=[Route("/{path:path}", any_page)])) as place,
        Client(f"http://{place}", "t", pauses=QUICK) as client,
        pytest.raises(problem),
    ):
        client.discovery()


def test_a_certificate_nobody_vouches_for(tmp_path: Path):
    key, certificate = self_signed(tmp_path)

    async def any_page(request: object) -> Response:
        raise AssertionError("nothing may be sent")

    application = Starlette(routes=[Route("/{path:path}", any_page)])
    with (
        served(application, ssl_keyfile=str(key), ssl_certfile=str(certificate)) as place,
        Client(f"https://{place}", "t", pauses=QUICK) as client,
        pytest.raises(CertificateUnknown),
    ):
        client.discovery()


def test_the_environment_cannot_put_another_authority_in_place_of_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    key, certificate = self_signed(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(certificate))
    application = Starlette(routes=[])
    with (
        served(application, ssl_keyfile=str(key), ssl_certfile=str(certificate)) as place,
        Client(f"https://{place.replace('127.0.0.1', 'localhost')}", "t", pauses=QUICK) as client,
        pytest.raises(CertificateUnknown),
    ):
        client.discovery()


def self_signed(directory: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = directory / "key.pem", directory / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


def test_a_token_that_can_be_renewed_is_asked_for_once_more(registry: RunningRegistry):
    tokens = iter(["stale", registry.user().token, registry.user().token])
    with Client(registry.address, lambda: next(tokens), pauses=QUICK) as client:
        assert client.registries().registries
    with Client(registry.address, "wrong", pauses=QUICK) as client, pytest.raises(SignInNeeded):
        client.registries()
    assert [r.status for r in registry.log if r.path == "/v1/registries"] == [401, 200, 401]


def test_a_refusal_before_any_unit_is_the_sign_ins(registry: RunningRegistry) -> None:
    registry.faults.add("forbidden", "/v1/registries", times=1)
    token = registry.user("leser").token
    with Client(registry.address, token, pauses=QUICK) as client, pytest.raises(SignInNeeded):
        client.registries()


def test_the_wait_a_server_asks_for_is_kept(registry: RunningRegistry):
    registry.faults.add("status", "*", status=503, retry_after="1", times=1)
    with Client(registry.address, registry.user().token, pauses=Pauses(2, 0.0, 5.0)) as client:
        begun = time.monotonic()
        client.discovery()
    assert time.monotonic() - begun >= 1.0


def test_pauses_grow_are_random_and_bounded():
    pauses = Pauses(shortest=1.0, longest=300.0)
    for number in range(1, 20):
        assert all(0 <= pauses.before(number) <= min(300.0, 2.0**number) for _ in range(50))
    assert len({pauses.before(5) for _ in range(20)}) > 1


@pytest.mark.parametrize("fault", ["delay", "status"])
def test_stopping_ends_a_request_and_a_pause_at_once(registry: RunningRegistry, fault: str):
    """delay: blocked in a read; status: waiting before the next try."""
    registry.faults.add(fault, "*", seconds=3.0, retry_after="60", times=None)  # type: ignore[arg-type]
    stop = Stop()
    ended: list[float] = []
    with Client(registry.address, registry.user().token, timeout=Timeouts(5, 30, 60)) as client:

        def ask() -> None:
            with pytest.raises(Cancelled), client.until(stop):
                client.discovery()
            ended.append(time.monotonic())

        asking = threading.Thread(target=ask)
        asking.start()
        while not registry.log:
            time.sleep(0.01)
        time.sleep(0.1)
        begun = time.monotonic()
        stop.interrupt()
        asking.join()
    assert ended[0] - begun < 1.0, "the aim is 0.1 s; a busy machine gets some more"
