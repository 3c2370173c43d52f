"""The protocol's calls over HTTPS: what comes back is whole, within its declared size, and of the right kind."""

from __future__ import annotations

import email.utils
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit

import msgspec
import requests
import urllib3

from local_cache.errors import (
    QT_TRANSLATE_NOOP,
    AccessGone,
    AddressRefused,
    AnswerRefused,
    CertificateUnknown,
    CursorExpired,
    LoginPageAnswered,
    NotARegistry,
    PartDamaged,
    ProgramTooOld,
    ProxyRefused,
    SignInNeeded,
    Unreachable,
)
from local_cache.sync.manifest import MANIFEST_BYTES
from local_cache.sync.messages import (
    JSON,
    PROTOCOL,
    Discovery,
    Operations,
    Part,
    QueryMessage,
    Registries,
    Result,
    Results,
)
from local_cache.sync.stop import Stop
from local_cache.sync.transport import (
    OpenSockets,
    Token,
    checked_address,
    is_certificate_error,
    open_session,
)

JOSE = "application/jose"
PROBLEM = "application/problem+json"
SMALL_ANSWER = 4 * 1024 * 1024
LARGE_ANSWER = 64 * 1024 * 1024
"""Of answers to corrections: a conflict carries the whole record."""
CHUNK = 256 * 1024
TRY_AGAIN = frozenset({408, 425, 429})

Value = TypeVar("Value")
Answer = TypeVar("Answer", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Between tries, in seconds: each a random share of a span that doubles (full jitter), `tries` tries in all."""

    tries: int = 6
    shortest: float = 1.0
    longest: float = 300.0

    def before(self, number: int) -> float:
        """The pause before try `number` (1 is the second try)."""
        return random.uniform(0.0, min(self.longest, self.shortest * 2**number))


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, between two bytes, and for a whole answer (a drip is broken off and gone on with)."""

    connect: float = 10.0
    read: float = 30.0
    whole: float = 300.0


class _TryAgain(Exception):
    """What may pass: the reason in words, and how long the server asks to wait."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Client:
    """One registry service, as one person. Used by one thread; `interrupt()` may be called from any.

    Attributes: address (without trailing slash).
    """

    def __init__(
        self, address: str, token: Token, *, pauses: Pauses | None = None, timeout: Timeouts | None = None
    ) -> None:
        """Raises AddressRefused for anything but https, and http to this computer itself."""
        self.address = checked_address(address)
        self._renewable = callable(token)
        self._pauses = pauses or Pauses()
        self._timeout = timeout or Timeouts()
        self._sockets = OpenSockets()
        self._session = open_session(self.address, token, self._sockets)
        self._stop = Stop()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._session.close()

    def interrupt(self) -> None:
        """End the request that is under way."""
        self._sockets.end()

    @contextmanager
    def until(self, stop: Stop) -> Iterator[None]:
        """While the block lasts, stopping ends requests and pauses with Cancelled."""
        before, self._stop = self._stop, stop
        try:
            with stop.holding(self):
                yield
        finally:
            self._stop = before

    def discovery(self) -> Discovery:
        """Raises NotARegistry where something else answers; ProgramTooOld where only newer protocols are spoken."""
        try:
            body = self._about_person("/.well-known/registry-results")
        except AnswerRefused as problem:
            raise NotARegistry(address=self.address, reason=problem.facts["reason"]) from None
        try:
            discovery = msgspec.json.decode(body, type=Discovery)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise NotARegistry(
                address=self.address, reason=QT_TRANSLATE_NOOP("Problem", "its description is not one")
            ) from None
        if PROTOCOL not in discovery.protocols:
            raise ProgramTooOld(address=self.address)
        return discovery

    def registries(self) -> Registries:
        body = self._about_person("/v1/registries")
        try:
            return msgspec.json.decode(body, type=Registries)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise self._refused(
                QT_TRANSLATE_NOOP("Problem", "the list of registries does not follow the protocol")
            ) from None

    def _about_person(self, path: str) -> bytes:
        """What is asked for before any unit: a refusal here is the sign-in's, and takes no unit's data away."""
        try:
            return self._whole(path, JSON, SMALL_ANSWER)
        except AccessGone:
            raise SignInNeeded(address=self.address) from None

    def manifest(self, registry: str, unit: str, cursor: str | None) -> bytes:
        """The signed manifest, its signature not yet checked. Raises AccessGone (403), CursorExpired (410)."""
        path = f"{_of_unit(registry, unit)}/manifest"
        parameters = {} if cursor is None else {"cursor": cursor}
        try:
            return self._whole(path, JOSE, MANIFEST_BYTES, parameters)
        except AccessGone:
            raise AccessGone(registry=registry, unit=unit) from None
        except CursorExpired:
            raise CursorExpired(registry=registry, unit=unit) from None

    def part(self, part: Part, *, registry: str, feed: str, received: Callable[[int], None] | None = None) -> bytes:
        """A part, whole and with the right SHA-256; a break is gone on from where it came. PartDamaged otherwise.

        received: told the number of bytes that are here, as they come.
        """
        url = urljoin(self.address + "/", part.address)
        if urlsplit(url)[:2] != urlsplit(self.address)[:2]:
            raise self._refused(
                QT_TRANSLATE_NOOP("Problem", "a part lies at another address")
            )  # the token is for this one alone
        for _ in range(2):  # damage on the way does not happen twice; damage at the registry does
            got = bytearray()
            self._trying(partial(self._go_on, url, part, got, received))
            if hashlib.sha256(got).hexdigest() == part.sha256:
                return bytes(got)
        raise PartDamaged(registry=registry, feed=feed)

    def corrections(self, registry: str, unit: str, operations: Operations) -> Results:
        """Send corrections and get what became of each. Tries again as fetching does: every op_id counts once.

        Raises AccessGone (403), AnswerRefused, SignInNeeded, Unreachable, …
        """
        return self._told(f"{_of_unit(registry, unit)}/corrections", operations, Results, registry, unit)

    def message(self, registry: str, unit: str, query: str, message: QueryMessage) -> Result:
        """Send an answer to a query; raises what `corrections` raises."""
        path = f"{_of_unit(registry, unit)}/queries/{quote(query, safe='')}/messages"
        return self._told(path, message, Result, registry, unit)

    def _told(self, path: str, what: msgspec.Struct, answer: type[Answer], registry: str, unit: str) -> Answer:
        try:
            body = self._whole(path, JSON, LARGE_ANSWER, sent=msgspec.json.encode(what))
            return msgspec.json.decode(body, type=answer)
        except AccessGone:
            raise AccessGone(registry=registry, unit=unit) from None
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise self._refused(
                QT_TRANSLATE_NOOP("Problem", "the answer to corrections does not follow the protocol")
            ) from None

    def _go_on(self, url: str, part: Part, got: bytearray, received: Callable[[int], None] | None) -> None:
        """Fetch what is missing of a part, onto what came before a break."""
        etag = f'"{part.sha256}"'
        headers = {"Range": f"bytes={len(got)}-", "If-Range": etag} if got else {}
        with self._answer(url, part.media_type, headers=headers) as answer:
            if answer.headers.get("ETag", etag) != etag:
                got.clear()
                raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "it sent something else than was asked for"))
            begun = answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(
                f"bytes {len(got)}-"
            )
            if not begun:
                got.clear()
            for piece in self._pieces(answer):
                got += piece
                if len(got) > part.bytes:
                    raise self._refused(QT_TRANSLATE_NOOP("Problem", "a part is larger than declared"))
                if received is not None:
                    received(len(got))
        if len(got) < part.bytes:
            raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "the answer was cut short"))

    def _whole(
        self, path: str, kind: str, most: int, parameters: dict[str, str] | None = None, sent: bytes | None = None
    ) -> bytes:
        """sent: a JSON body to POST."""

        def fetch() -> bytes:
            body = bytearray()
            with self._answer(self.address + path, kind, parameters=parameters, sent=sent) as answer:
                for piece in self._pieces(answer):
                    body += piece
                    if len(body) > most:
                        raise self._refused(QT_TRANSLATE_NOOP("Problem", "it is too large"))
            return bytes(body)

        return self._trying(fetch)

    def _pieces(self, answer: requests.Response) -> Iterator[bytes]:
        """The body as it comes, at most CHUNK bytes at a time."""
        begun = time.monotonic()
        while True:
            try:
                piece = answer.raw.read1(CHUNK, decode_content=False)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "the connection broke")) from error
            self._stop.check()
            if not piece:
                return
            yield piece
            if time.monotonic() - begun > self._timeout.whole:
                raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "it is too slow"))

    def _trying(self, attempt: Callable[[], Value]) -> Value:
        """Tries, with pauses between; Unreachable when the tries are used up or the server asks for a longer wait."""
        for number in range(1, self._pauses.tries + 1):
            self._stop.check()
            try:
                return attempt()
            except _TryAgain as again:
                self._stop.check()  # the connection that broke may be one that stopping ended
                pause = max(self._pauses.before(number), again.retry_after or 0.0)
                if number == self._pauses.tries or pause > self._pauses.longest:
                    raise Unreachable(address=self.address, reason=again.reason) from None
                self._stop.wait(pause)
        raise AssertionError("there is at least one try")

    @contextmanager
    def _answer(
        self,
        url: str,
        kind: str,
        *,
        headers: dict[str, str] | None = None,
        parameters: dict[str, str] | None = None,
        sent: bytes | None = None,
    ) -> Iterator[requests.Response]:
        """An answer of the wanted kind, its body not yet read."""
        headers = {"Accept": kind, **(headers or {}), **({} if sent is None else {"Content-Type": JSON})}
        response = self._send(url, headers, parameters, sent)
        if response.status_code == 401 and self._renewable:
            response.close()
            response = self._send(url, headers, parameters, sent)
        try:
            self._check(response, kind)
            yield response
        finally:
            response.close()

    def _send(
        self, url: str, headers: dict[str, str], parameters: dict[str, str] | None, sent: bytes | None
    ) -> requests.Response:
        try:
            return self._session.request(
                "GET" if sent is None else "POST",
                url,
                headers=headers,
                params=parameters,
                data=sent,
                stream=True,
                allow_redirects=False,
                timeout=(self._timeout.connect, self._timeout.read),
            )
        except requests.exceptions.ProxyError as error:
            if is_certificate_error(error):
                raise CertificateUnknown(address=self.address) from None
            if "407" in str(error):
                raise ProxyRefused(address=self.address) from None
            raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "the network’s proxy does not answer")) from error
        except requests.exceptions.SSLError as error:
            if is_certificate_error(error):
                raise CertificateUnknown(address=self.address) from None
            raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "no secure connection could be made")) from error
        except requests.exceptions.Timeout as error:
            raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "it took too long")) from error
        except requests.exceptions.ConnectionError as error:
            raise _TryAgain(QT_TRANSLATE_NOOP("Problem", "no connection")) from error
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, urllib3.exceptions.HTTPError):
            raise AddressRefused(address=self.address) from None

    def _check(self, response: requests.Response, kind: str) -> None:
        status = response.status_code
        found = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if status in TRY_AGAIN or status >= 500:
            raise _TryAgain(f"error {status}", _seconds(response.headers.get("Retry-After")))
        if status == 407:
            raise ProxyRefused(address=self.address)
        if 300 <= status < 400 or found in ("text/html", "application/xhtml+xml"):
            raise LoginPageAnswered(address=self.address)
        if status == 401:
            raise SignInNeeded(address=self.address)
        if status == 403:
            if found not in (PROBLEM, JSON):  # not the registry's own word: nothing is thrown away for it
                raise LoginPageAnswered(address=self.address)
            raise AccessGone(registry="?", unit="?")
        if status == 410:
            raise CursorExpired(registry="?", unit="?")
        if status == 426:
            raise ProgramTooOld(address=self.address)
        if status not in (200, 206):
            raise self._refused(f"error {status}")
        if found != kind or response.headers.get("Content-Encoding", "identity") != "identity":
            raise self._refused(QT_TRANSLATE_NOOP("Problem", "it is of another kind than was asked for"))

    def _refused(self, reason: str) -> AnswerRefused:
        return AnswerRefused(address=self.address, reason=reason)


def _of_unit(registry: str, unit: str) -> str:
    return f"/v1/registries/{quote(registry, safe='')}/units/{quote(unit, safe='')}"


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After is a number of seconds or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
