"""The expected errors' sentences, and what checks find, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from local_cache.corrections.validation import Finding
from local_cache.errors import Problem
from local_cache.registry import text_in


def problem_sentences(problem: Problem) -> tuple[str, str, str]:
    """What happened, what it means for the data, what to do; "" where a problem has no such sentence."""
    # Reasons are words of the program's where they are marked; names and numbers have no translation and stay.
    facts = {k: QCoreApplication.translate("Problem", v) if isinstance(v, str) else v for k, v in problem.facts.items()}
    happened, meaning, action = (
        # The templates are marked where they are defined, so looking up by variable is right here and only here.
        QCoreApplication.translate("Problem", template).format(**facts) if template else ""
        for template in (problem.happened, problem.meaning, problem.action)
    )
    return happened, meaning, action


def problem_in_words(problem: Problem) -> str:
    """The sentences as one text."""
    return " ".join(sentence for sentence in problem_sentences(problem) if sentence)


def reason_in_words(reason: str) -> str:
    """A sentence that is marked for the context "Problem" where it is defined."""
    return QCoreApplication.translate("Problem", reason)


def finding_in_words(finding: Finding, language: str) -> str:
    """The rule's own message, or the check's sentence."""
    if finding.message is not None:
        return text_in(finding.message, language) or finding.id
    facts = {k: QCoreApplication.translate("Problem", v) for k, v in finding.facts.items()}
    # The sentences are marked where the checks are defined.
    return QCoreApplication.translate("Problem", finding.sentence).format(**facts)
