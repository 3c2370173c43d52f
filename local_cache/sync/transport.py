"""HTTP as a hospital's network needs it: the computer's own certificates, its proxy, and an end on demand."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager

from local_cache.errors import AddressRefused

Token = str | Callable[[], str]
"""An access token, or what gives the present one (asked again when the registry refuses it)."""


class OpenSockets:
    """The sockets of one session, so that a blocked read can be ended from another thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def add(self, opened: socket.socket) -> None:
        with self._guard:
            self._open.add(opened)

    def end(self) -> None:
        """Whoever reads from one of them wakes with an end of stream."""
        with self._guard:
            for opened in list(self._open):
                with contextlib.suppress(OSError):
                    # The plain socket's method: that of a TLS socket would take the session away under its reader.
                    socket.socket.shutdown(opened, socket.SHUT_RDWR)


def checked_address(address: str) -> str:
    """The address without a trailing slash; AddressRefused unless https, or http to this computer itself."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        raise AddressRefused(address=address) from None
    plain = parts.scheme == "http" and is_loopback(host)
    if not host or parts.username or parts.query or parts.fragment or not (plain or parts.scheme == "https"):
        raise AddressRefused(address=address)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_session(address: str, token: Token, sockets: OpenSockets) -> requests.Session:
    """A session for one address."""
    session = requests.Session()
    adapter = _Adapter(sockets)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.auth = _Bearer(token)
    session.headers["Accept-Encoding"] = "identity"  # sizes and ranges are those of the bytes that were signed for
    session.headers["User-Agent"] = "egnetall"
    if is_loopback(urlsplit(address).hostname or ""):
        session.trust_env = False  # a proxy cannot reach this computer's own loopback
    return session


def is_certificate_error(error: BaseException | None) -> bool:
    """Whether a certificate that is not trusted lies behind an error."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        at = waiting.pop()
        if not isinstance(at, BaseException) or id(at) in seen:
            continue
        seen.add(id(at))
        if isinstance(at, ssl.SSLCertVerificationError):
            return True
        waiting += [at.__cause__, at.__context__, getattr(at, "reason", None), *at.args]
    return False


class _Bearer(AuthBase):
    """As the session's authentication it also keeps a .netrc file from replacing the token."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        token = self._token if isinstance(self._token, str) else self._token()
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request


class _Adapter(HTTPAdapter):
    """Certificates are judged by the operating system's own store, in this session alone; never left unjudged."""

    def __init__(self, sockets: OpenSockets) -> None:
        self._sockets = sockets
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)
        self._watch(manager)
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        # The base class would add its own bundle of authorities to those of the operating system, or, told so by an
        # environment variable, put another in their place.
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_REQUIRED"

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, True, None)
        return host, {"cert_reqs": "CERT_REQUIRED"} if host["scheme"] == "https" else {}

    def _watch(self, manager: PoolManager) -> None:
        sockets = self._sockets

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                if self.sock is not None:
                    sockets.add(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                if self.sock is not None:
                    sockets.add(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
