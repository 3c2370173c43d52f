"""The expected errors: what happened, what it means for the data, what to do.

Each class holds three sentences with named places. They are English source texts; the program shows them translated
(context "Problem" in the translation files). No place ever holds a patient value.
"""

from __future__ import annotations

from typing import ClassVar


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text for Qt's translation tools without Qt; gives the text back."""
    return text


class Problem(Exception):
    """An expected failure.

    Attributes: code (stable, for scripts), happened, meaning, action (templates), facts (what fills the templates),
    exit_code (of the command line).
    """

    code: ClassVar[str] = "problem"
    exit_code: ClassVar[int] = 1
    happened: ClassVar[str] = ""
    meaning: ClassVar[str] = ""
    action: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The three sentences in English, filled in."""
        return " ".join(t.format(**self.facts) for t in (self.happened, self.meaning, self.action) if t)


class DefinitionRefused(Problem):
    code = "definition-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The definition of the registry {registry} was refused: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "What was here before is unchanged and still usable.")
    action = QT_TRANSLATE_NOOP("Problem", "Tell the registry; synchronise again when they have corrected it.")


class ExpressionRefused(Problem):
    code = "expression-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "An expression was refused: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The rule or indicator it belongs to is not computed; the others are.")
    action = QT_TRANSLATE_NOOP("Problem", "Tell the registry which rule or indicator it is.")


class RegistryNotHere(Problem):
    code = "registry-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no registry named {registry} here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of the registries in the list, or connect to it first.")


class UnitNotHere(Problem):
    code = "unit-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The registry {registry} has no unit {unit}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of the units in the list.")


class IndicatorNotHere(Problem):
    code = "indicator-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The registry {registry} has no indicator {indicator}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of the indicators in the list.")


class PeriodNotOffered(Problem):
    code = "period-not-offered"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{period} is not a period this registry has results for.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem",
        "Use last12, last24, last60, a year such as 2025, or a quarter such as 2025Q1; only years for yearly results.",
    )


class CacheInUse(Problem):
    code = "cache-in-use"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The local figures are in use by another program.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read or changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Close the other window of Egne tall, or wait until its job is done, and try again."
    )


class CacheUnusable(Problem):
    code = "cache-unusable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The local figures could not be read.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "They are only a copy; what you have written yourself is kept elsewhere and is safe."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Synchronise to fetch them again.")


class DiskFull(Problem):
    code = "disk-full"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The disk that holds {place} is full.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "What was being written was taken back; everything from before is unchanged."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Make room on the disk and try again.")


class NotWritable(Problem):
    code = "not-writable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The folder {place} cannot be written to.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask for the right to write there, or choose another folder with --data-dir.")


class EncryptionMissing(Problem):
    code = "encryption-missing"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP(
        "Problem", "The part of the program that encrypts the local figures is missing or does not fit."
    )
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "The program never stores figures unencrypted, so it stopped before reading or writing any."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Install the program again; “egnetall doctor” shows what is there.")


class KeyDoesNotFit(Problem):
    code = "key-does-not-fit"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The key does not fit the local figures in {place}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "They were not opened and not changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem",
        "Use the user account or the passphrase they were made with, or choose another folder with --data-dir.",
    )


class NoKeyring(Problem):
    code = "no-keyring"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP(
        "Problem", "This computer has no keyring that the program can use, and no passphrase was given."
    )
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "The local figures are never stored without a key, so nothing was opened or changed."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Give a passphrase (in a file, with --passphrase-file).")


class KeyringFailed(Problem):
    code = "keyring-failed"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The computer's keyring does not answer.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The local figures could not be opened; they are unchanged.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Unlock the keyring (sign in to the computer again) and start the program again."
    )


class KeyMissing(Problem):
    code = "key-missing"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The key to the local figures is no longer in the computer's keyring.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Without it the files in this folder cannot be read by anyone.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Ask the IT department to restore the keyring, or start over in another folder with --data-dir."
    )


class WrongPassphrase(Problem):
    code = "wrong-passphrase"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The passphrase is not the right one.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was opened or changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Try again; mind capital letters and the keyboard's language.")


class KeyFileDamaged(Problem):
    code = "key-file-damaged"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} is damaged.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The local figures could not be opened; they are unchanged.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Restore the file from a backup, or start over in another folder with --data-dir."
    )


class LedgerUnusable(Problem):
    code = "ledger-unusable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP(
        "Problem", "The file with what has been written here (ledger.sqlite) is damaged or was altered."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "It was left exactly as it is; the registries’ figures are not affected.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the IT department to restore the file from a backup.")


class LedgerNewer(Problem):
    code = "ledger-newer"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP(
        "Problem", "The ledger was written by a newer version of the program (form {found}, this one knows {known})."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "It was left exactly as it is.")
    action = QT_TRANSLATE_NOOP("Problem", "Use the newer version of the program.")


class NoPublishedFigures(Problem):
    code = "no-published-figures"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{place} holds no published figures: {missing} is not there.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem",
        "Give the folder that holds description.json and the indicator_….json files, or the service's address.",
    )


class PublishedFileRefused(Problem):
    code = "published-file-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The published figures in {file} cannot be read: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing of them was taken in; what was here before is unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Fetch the files again, or tell the publisher what is wrong with them.")


class PageInsteadOfFigures(Problem):
    code = "page-instead-of-figures"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "{file} is a web page, not figures.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was taken in; what was here before is unchanged.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Check the address; on a hospital network the page may be its own sign-in or a block."
    )


class PublisherUnreachable(Problem):
    code = "publisher-unreachable"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "{address} does not give the published figures: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was taken in; what was here before is unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Check the address and the network, and try again.")


class StorageFailed(Problem):
    code = "storage-failed"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The disk that holds {place} reported an error.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "What was being written was taken back, and nothing more is written until the next start."
    )
    action = QT_TRANSLATE_NOOP(
        "Problem", "Start the program again; if it happens again, ask the IT department to check the disk."
    )


class NotEnoughMemory(Problem):
    code = "not-enough-memory"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "There was not enough memory for this computation.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Close other programs and try again.")


class AddressRefused(Problem):
    code = "address-refused"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{address} is not an address the program connects to.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem",
        "Only addresses that begin with https are used: over any other, patients’ data could be read on the way.",
    )
    action = QT_TRANSLATE_NOOP("Problem", "Check the address with the registry.")


class Unreachable(Problem):
    code = "unreachable"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "{address} does not answer ({reason}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "The figures that are here are unchanged and can be used without network.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Check the network, and try again later; what was already fetched is not fetched again."
    )


class SignInNeeded(Problem):
    code = "sign-in-needed"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "{address} asks you to sign in again.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing new was fetched; the figures that are here can still be used.")
    action = QT_TRANSLATE_NOOP("Problem", "Sign in again, then synchronise.")


class AccessGone(Problem):
    code = "access-gone"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "Your access to {unit} in {registry} has ended.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The unit’s records and results were removed from this computer.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the registry if you should still have access.")


class NothingToDraw(Problem):
    code = "nothing-to-draw"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "No completed record of this form and period fits.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No study was made.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose another period at the top, or draw from more records.")


class RecordLeftStudy(Problem):
    code = "record-left-study"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The record is no longer in the registry, and has left the study.")
    meaning = QT_TRANSLATE_NOOP("Problem", "What was entered for it was not kept; the other records are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Go on with the next record.")


class ValidationFileUnusable(Problem):
    code = "validation-file-unusable"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "{file} is no validation data set. Line {line}: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read in.")
    action = QT_TRANSLATE_NOOP("Problem", "Use a file with the columns vld_varnamn, vld_vartype and vld_verdi_….")


class ValidationFileNotWritten(Problem):
    code = "validation-file-not-written"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} could not be written.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The study itself is unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose another folder, or make room there, and try again.")


class SendingRefused(Problem):
    code = "sending-refused"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "{registry} does not take corrections from you for {unit}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Everything you have written is kept here, and can be taken out in a file.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the registry whether you should still have the role of registrar.")


class CursorExpired(Problem):
    code = "cursor-expired"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "It is too long since {unit} in {registry} was synchronised.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The figures that are here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Synchronise again; everything will be fetched anew.")


class ProgramTooOld(Problem):
    code = "program-too-old"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "{address} needs a newer version of this program.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing new was fetched; the figures that are here can still be used.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the IT department for the newest version of Egne tall.")


class NotARegistry(Problem):
    code = "not-a-registry"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "What answers at {address} is not a registry ({reason}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was fetched and nothing changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Check the address with the registry.")


class LoginPageAnswered(Problem):
    code = "login-page"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "A page of the network answered in place of {address}.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "Networks do so until one has signed in to them, or when they block an address. Nothing was changed."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Open a web browser and sign in to the network, then synchronise again.")


class ProxyRefused(Problem):
    code = "proxy-refused"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "The network’s proxy did not let the program through to {address}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was fetched and nothing changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the IT department to open the way to the address for this program.")


class CertificateUnknown(Problem):
    code = "certificate-unknown"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP(
        "Problem", "{address} could not prove who it is: this computer does not trust its certificate."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was sent to it and nothing was fetched.")
    action = QT_TRANSLATE_NOOP(
        "Problem",
        "Check the address. If it is right, ask the IT department to make the computer trust the certificate.",
    )


class AnswerRefused(Problem):
    code = "answer-refused"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "{address} gave an answer that cannot be used: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The figures that are here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Try again later; tell the registry if it goes on.")


class ManifestRefused(Problem):
    code = "manifest-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "What {registry} offers for {unit} was refused: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The figures that are here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Try again later; tell the registry if it goes on.")


class PartDamaged(Problem):
    code = "part-damaged"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "A part of {feed} from {registry} did not arrive as the registry made it.")
    meaning = QT_TRANSLATE_NOOP("Problem", "It was thrown away; the figures that are here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Synchronise again; tell the IT department if it goes on.")


class ContentRefused(Problem):
    code = "content-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "{feed} from {registry} was refused: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "What was here before is unchanged and still usable.")
    action = QT_TRANSLATE_NOOP("Problem", "Tell the registry; synchronise again when they have corrected it.")


class DigestMismatch(Problem):
    code = "digest-mismatch"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP(
        "Problem", "{feed} from {registry} does not add up to what the registry says it has, even when fetched anew."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "Figures from it may be incomplete.")
    action = QT_TRANSLATE_NOOP("Problem", "Tell the registry; synchronise again when they have corrected it.")


class NoRoom(Problem):
    code = "no-room"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP(
        "Problem", "There is too little room on the disk: {needed} MB should be free, and {free} MB are."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was fetched; the figures that are here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Make room on the disk and synchronise again.")


class RegistryFromElsewhere(Problem):
    code = "registry-from-elsewhere"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "A registry named {registry} is already here from another kind of source.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Use another folder with --data-dir for the one of them.")


class NoNetworkWanted(Problem):
    code = "no-network-wanted"
    exit_code = 3
    happened = QT_TRANSLATE_NOOP("Problem", "The program was started without network, and this needs it.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Start it again without --offline.")


class NothingConnected(Problem):
    code = "nothing-connected"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP(
        "Problem", "No registry service is connected here, so there is nothing to synchronise."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Connect to one first (egnetall connect ADDRESS), or try egnetall demo.")


class KeyringLocked(Problem):
    code = "keyring-locked"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The computer's keyring is locked.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The local figures could not be opened; they are unchanged.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Unlock the keyring (sign in to the computer again) and start the program again."
    )


class PassphraseNeeded(NoKeyring):
    code = "passphrase-needed"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The local figures are protected by a passphrase, and none was given.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was opened or changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Give the passphrase (in a file, with --passphrase-file).")


class PassphraseTooShort(Problem):
    code = "passphrase-too-short"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The passphrase is shorter than {shortest} characters.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was made: it would be too easy to guess.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose a longer one; several words are easy to remember.")


class KeyFileMissing(Problem):
    code = "key-file-missing"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} is gone, but the local figures it opens are still there.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No new key was made, because a new one would not open them.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Restore the file from a backup, or start over in another folder with --data-dir."
    )


class LedgerMissing(Problem):
    code = "ledger-missing"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The file with what has been written here (ledger.sqlite) is gone.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was opened or changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Restore the file from a backup, or start over in another folder with --data-dir."
    )


class PortNotFree(Problem):
    code = "port-not-free"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "Port {port} of this computer is in use or may not be used.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose another with --port; 0 takes a free one.")


class FormNotHere(Problem):
    code = "form-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The registry {registry} has no form {form}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of the registry's forms.")


class ColumnNotHere(Problem):
    code = "column-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The form has no variable {column}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Use the names of the codebook.")


class ColumnMasked(Problem):
    code = "column-masked"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{column} tells who a patient is, so records are not put in its order.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The records stand as before.")
    action = QT_TRANSLATE_NOOP("Problem", "Sort by another variable.")


class FilterRefused(ExpressionRefused):
    code = "filter-refused"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The filter was not understood: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No record was read by it.")
    action = QT_TRANSLATE_NOOP("Problem", "Correct it and try again; docs/expressions.md says what a filter may say.")


class RecordNotHere(Problem):
    code = "record-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The record is no longer here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "The registry has deleted it, or the patient has withdrawn.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose another record.")


class RecordsMoved(Problem):
    code = "records-moved"
    exit_code = 1
    happened = QT_TRANSLATE_NOOP("Problem", "The records were changed by a synchronisation while they were read.")
    meaning = QT_TRANSLATE_NOOP("Problem", "What was being read is out of date.")
    action = QT_TRANSLATE_NOOP("Problem", "Read them again.")


class ListNotText(Problem):
    code = "list-not-text"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} is not a list as text (CSV).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing of it was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Save it as CSV from the program it comes from, and open that file.")


class ListTooLarge(Problem):
    code = "list-too-large"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} is larger than {most}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing of it was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Make an extract of fewer years or fewer columns.")


class ListBroken(Problem):
    code = "list-broken"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP(
        "Problem", "In the file {file} a quotation mark is opened and not closed, near line {line}."
    )
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing of it was read, since everything after it could be taken wrongly.")
    action = QT_TRANSLATE_NOOP("Problem", "Correct the line, or make the extract anew.")


class ListEmpty(Problem):
    code = "list-empty"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "There are no rows in the file {file}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "There is nothing to match.")
    action = QT_TRANSLATE_NOOP("Problem", "Make the extract anew.")


class ListUnreadable(Problem):
    code = "list-unreadable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The file {file} could not be opened.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing of it was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Check that it is there, that you may read it and that it is not in use.")


class ListColumnsMissing(Problem):
    code = "list-columns-missing"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The list has no column that was understood as key, or none as date.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was matched.")
    action = QT_TRANSLATE_NOOP("Problem", "Say which columns hold the patient or episode and the date.")


class ListNotUnderstood(Problem):
    code = "list-not-understood"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "{n} rows of the list were not understood.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was matched.")
    action = QT_TRANSLATE_NOOP("Problem", "Correct them, or say that they are to be left out.")


class NoRecordsHere(Problem):
    code = "no-records-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There are no own records of {registry} here, only published results.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Connect to the registry's own service with access to the unit.")
