"""The expected errors' sentences in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from local_cache.errors import Problem


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
