"""A file that others read is there whole or not at all.

It is written in a private folder beside its place, forced to disk and renamed. The ledger remembers that folder for as
long as it exists: after a kill the next start removes it with all that is in it, also what libraries put there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from local_cache.disk import disk_problem, settle
from local_cache.errors import QT_TRANSLATE_NOOP, DiskFull, Problem
from local_cache.ledger import Ledger

UNDERWAY = "export/underway"
"""The ledger's choice that lists the folders in which files are being written."""

PREFIX = ".egnetall-export-"

_PUT, _STOOD = "put", "stood"
"""In the private folder: the smaller files as they are put in their places, and as they stood there before."""

_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})


class FileInUse(Problem):
    code = "file-in-use"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} cannot be replaced.")
    meaning = QT_TRANSLATE_NOOP("Problem", "It may be open in Excel or another program. It is as it was before.")
    action = QT_TRANSLATE_NOOP("Problem", "Close it there, or choose another name.")


class FolderGone(Problem):
    code = "folder-gone"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The folder {place} is not there, or cannot be reached any more.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written; the figures here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Connect the network folder again, or choose another folder.")


class FolderNotWritable(Problem):
    code = "folder-not-writable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "Nothing can be written to the folder {place}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written; the figures here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask for the right to write there, or choose another folder.")


class NameNotPossible(Problem):
    code = "name-not-possible"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{file} is not a name that a file can have there.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written; the figures here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose a shorter name without special characters, and not that of a folder.")


@contextlib.contextmanager
def placed(ledger: Ledger | None, *places: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """A private folder to work in, and in it the files to write; when the block ends they stand in their places.

    The last place is taken last; the others are small files that belong to it, and are put back as they were where it
    cannot be taken. Without a ledger a kill can leave the folder. On any error nothing has changed. Raises DiskFull,
    StorageFailed, FileInUse, FolderGone, FolderNotWritable, NameNotPossible.
    """
    target = places[-1]
    with said(target):
        if target.is_dir() or not target.name:
            raise NameNotPossible(file=target.name[:60] or ".")
        work = _folder(ledger, target.parent)
        try:
            files = tuple(work / f"{i}{place.suffix}" for i, place in enumerate(places))
            yield work, files
            for file in files:
                with file.open("rb+") as written:
                    os.fsync(written.fileno())
            _note(work, zip(files[:-1], places[:-1], strict=True))
            for file, place in zip(files, places, strict=True):
                try:
                    file.replace(place)
                except OSError as error:
                    if error.errno in _HELD:
                        raise FileInUse(file=place.name[:60]) from None
                    raise
            shutil.rmtree(work / _PUT)  # the rest is done: nothing is to be put back any more
            settle(target.parent)
        finally:
            _put_back(work)
            shutil.rmtree(work, ignore_errors=True)
            _forget(ledger, work)


@contextlib.contextmanager
def said(target: Path) -> Iterator[None]:
    """Turns what the file system says inside the block into Problems about the place the person chose."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EHOSTDOWN, errno.ENETUNREACH):
            raise FolderGone(place=target.parent.name[:60]) from None
        if error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR, errno.EILSEQ):
            raise NameNotPossible(file=target.name[:60]) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise FolderNotWritable(place=target.parent.name[:60]) from None
        problem = disk_problem(error, target.parent)
        if isinstance(problem, DiskFull) or problem.code == "storage-failed":
            raise problem from None
        raise FolderNotWritable(place=target.parent.name[:60]) from None


def remove_left(ledger: Ledger) -> int:
    """Remove the folders that a killed export left; gives how many. Where it had put the provenance of a file in its
    place and not yet the file, the one before comes back. One that cannot be reached is tried next time."""
    left = [Path(name) for name in ledger.choice(UNDERWAY) or []]
    if not left:
        return 0
    for folder in left:
        if folder.name.startswith(PREFIX):
            with contextlib.suppress(OSError):
                _put_back(folder)
            shutil.rmtree(folder, ignore_errors=True)
    # A network folder that is away now may come back, with what was left in it.
    still = [str(f) for f in left if f.exists() or not f.parent.exists()]
    if len(still) != len(left):
        ledger.choose(UNDERWAY, still)
    return len(left) - len(still)


def _note(work: Path, smaller: Iterable[tuple[Path, Path]]) -> None:
    """What will be put in the places of the smaller files, and what stands there now."""
    (work / _PUT).mkdir()
    (work / _STOOD).mkdir()
    for file, place in smaller:
        (work / _PUT / place.name).write_bytes(file.read_bytes())
        with contextlib.suppress(FileNotFoundError):
            (work / _STOOD / place.name).write_bytes(place.read_bytes())


def _put_back(work: Path) -> None:
    """Where the last file did not come to its place, the smaller ones are again what they were; not where something
    else stands there by now."""
    if not (work / _PUT).is_dir():
        return
    for put in (work / _PUT).iterdir():
        place, stood = work.parent / put.name, work / _STOOD / put.name
        if not place.is_file() or place.read_bytes() != put.read_bytes():
            continue
        if stood.exists():
            stood.replace(place)
        else:
            place.unlink()


def _folder(ledger: Ledger | None, parent: Path) -> Path:
    if ledger is None:
        return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    if not parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no folder")
    # Remembered before it is made: a kill in between leaves a name and no folder, never a folder without a name.
    work = parent.absolute() / f"{PREFIX}{os.urandom(8).hex()}"
    with ledger.writing():
        ledger.choose(UNDERWAY, [*(ledger.choice(UNDERWAY) or []), str(work)])
    try:
        work.mkdir(mode=0o700)
    except BaseException:
        _forget(ledger, work)
        raise
    return work


def _forget(ledger: Ledger | None, work: Path) -> None:
    if ledger is not None and not work.exists():
        with ledger.writing():
            ledger.choose(UNDERWAY, [name for name in ledger.choice(UNDERWAY) or [] if name != str(work)])
