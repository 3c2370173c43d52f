"""Templates: what they may do, and that every accepted one ends; hostile ones are refused with their line."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from local_cache.reports import template as module
from local_cache.reports import views
from local_cache.reports.document import Block, Bullets, Figure, Heading, NewPage, Paragraph, Run, TableBlock
from local_cache.reports.template import (
    CHARTS,
    LONGEST_OUTPUT,
    LONGEST_SOURCE,
    MOST_PLACED,
    TABLES,
    Template,
    TemplateRefused,
    parse_template,
    read_template,
)
from tests.local_cache.reports.written import ODD, chart, data, letters, table, view

HEADER = "title.nb: Prøve\nchoices: registry, unit, period\n--- nb\n"
LINE = 4
"""The first of the body."""

LONGEST_SECONDS = 5.0


def accepted(body: str) -> Template:
    return parse_template("prøve.md", HEADER + body)


def rendered(body: str, **given: Any) -> tuple[Block, ...]:
    return accepted(body).render("nb", data() | given, chart, table)


def refused(body: str, line: int = LINE) -> TemplateRefused:
    with pytest.raises(TemplateRefused) as said:
        rendered(body)
    assert said.value.facts["line"] == line, said.value.sentence()
    assert said.value.facts["reason"] and said.value.facts["file"] == "prøve.md"
    return said.value


# What it may do


def test_text_becomes_blocks() -> None:
    blocks = rendered(
        "## Del\n\nEt **tydelig** og *lett* ord,\nog {{ report.hidden }} til.\n\n- en\n- to\n\n### Mindre\n"
    )
    assert blocks == (
        Heading(2, "Del"),
        Paragraph(
            (
                Run("Et "),
                Run("tydelig", strong=True),
                Run(" og "),
                Run("lett", emphasised=True),
                Run(" ord, og 3 til."),
            )
        ),
        Bullets(((Run("en"),), (Run("to"),))),
        Heading(3, "Mindre"),
    )


def test_charts_tables_and_pages_stand_where_they_are_placed() -> None:
    blocks = rendered(
        "Først.\n{% for indicator in registry.indicators %}{{ chart('over_time', indicator) }}{% endfor %}\n"
        "- punkt {{ table('indicators', registry) }} og mer\n\n{{ new_page() }}Sist."
    )
    kinds = [type(b) for b in blocks]
    assert kinds[:3] == [Paragraph, Figure, Figure] and kinds[-2:] == [NewPage, Paragraph]
    assert kinds.count(TableBlock) == 1


def test_every_chart_and_table_can_be_placed_and_of_nothing_else() -> None:
    lists = {views.IndicatorView: "registry.indicators", views.FormView: "registry.forms"}
    for function, known in (("chart", CHARTS), ("table", TABLES)):
        for kind, of in known.items():
            begins = f"{{% for x in {lists[of]} %}}" if of in lists else "{% if registry %}"
            name, ends = ("x", "{% endfor %}") if of in lists else ("registry", "{% endif %}")
            blocks = rendered(f"{begins}{{{{ {function}('{kind}', {name}) }}}}{ends}")
            assert {type(b) for b in blocks} == {Figure if function == "chart" else TableBlock}
            refused(f"{{{{ {function}('{kind}', report) }}}}")


def test_every_part_of_every_view_is_plain() -> None:
    """Texts, whole numbers, truths, other views and lists of those: nothing that leads anywhere else."""
    known = {v for v in vars(views).values() if isinstance(v, type) and dataclasses.is_dataclass(v)}
    assert len(known) > 10
    for kind in known:
        for part in module._parts(kind).values():
            plain = module._without_none(part)
            assert plain in (str, int, bool) or plain in known or module._element(plain) in known


def test_texts_of_the_data_stay_texts() -> None:
    (paragraph,) = rendered("{{ registry.name }}")
    assert paragraph == Paragraph((Run(ODD),))
    (bullets,) = rendered("- {{ registry.name }}")
    assert bullets == Bullets(((Run(ODD),),))
    (strong,) = rendered("**{{ registry.name }}**")
    assert strong == Paragraph((Run(ODD, strong=True),))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
@example("# x")
@example("1. x")
@example("- x\n- y")
@example("\ue0000\ue001")
@example("    x")
@example("===")
@example("\u2028# x")
def test_no_text_of_the_data_becomes_anything_else(text: str) -> None:
    registry = dataclasses.replace(data()["registry"], name=text)
    blocks = rendered("x {{ registry.name }} y\n\n{{ registry.name }}", registry=registry)
    assert all(isinstance(b, Paragraph) for b in blocks) and len(blocks) <= 2
    assert all(not run.strong and not run.emphasised for b in blocks for run in b.text)
    said = "".join(run.text for run in blocks[0].text)
    wanted = f"x {module.plain(text)} y"
    assert "".join(said.split()) == "".join(wanted.split())


def test_words_are_chosen_by_the_data() -> None:
    body = (
        "{% if registry.low %}{{ plural(count(registry.low), '{n} ligger', '{n} ligger lavt') }}: "
        "{{ titles(registry.low) }}.{% elif registry.high %}Høyt.{% else %}Ingen.{% endif %}"
        " {{ number_word(1) }} {{ number_word(1, 'neuter') }} {{ capital('å') }} {{ names(registries) }}"
    )
    low = tuple(view(views.IndicatorView, title=t) for t in ("A", "B"))
    registry = dataclasses.replace(data()["registry"], low=low)
    assert letters(rendered(body, registry=registry, registries=(dataclasses.replace(registry, name="R"),))) == (
        "2 ligger lavt: A og B. én ett Å R"
    )
    registry = dataclasses.replace(registry, low=(), high=())
    assert letters(rendered(body, registry=registry)).startswith("Ingen. én")


def test_loops_know_where_they_are() -> None:
    body = "{% for i in registry.indicators %}{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor %}"
    assert letters(rendered(body)) == "1, 2"


def test_a_loop_over_nothing_says_something_else() -> None:
    body = "{% for f in registry.forms %}x{% else %}Ingen skjemaer.{% endfor %}"
    assert letters(rendered(body, **data(forms=()))) == "Ingen skjemaer."


def test_numbered_items_keep_their_numbers_and_nested_ones_stand_beside() -> None:
    assert letters(rendered("3. tre\n4. fire\n\n- a\n  - b\n")) == "3. tre\n4. fire\na\nb"


def test_markup_of_other_kinds_is_text() -> None:
    said = letters(rendered("<script>alert(1)</script> `kode` [lenke](javascript:x) ![](http://x) | a | &amp; \\*x\\*"))
    assert said == "<script>alert(1)</script> `kode` [lenke](javascript:x) ![](http://x) | a | &amp; *x*"


def test_what_it_uses_is_known() -> None:
    found = accepted("{{ registry.coverage.sentence }}{{ chart('coverage', registry) }}").uses
    assert found == {"coverage", "sentence", "chart:coverage"}


# What it may not


HOSTILE = [
    # into the program
    "{{ report.__class__ }}",
    "{{ report.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__ }}",
    "{{ report['__class__'] }}",
    "{{ registry|attr('__class__') }}",
    "{{ report.title.format }}",
    "{{ '{0.__class__}'.format(report) }}",
    "{{ '{0.__class__}'.format_map(report) }}",
    "{{ '%s' % report }}",
    "{{ '%s'|format(report) }}",
    "{{ registry.indicators.__iter__ }}",
    "{{ registry.indicators.count }}",
    "{{ registry.indicators[0] }}",
    "{{ plural.__globals__ }}",
    "{{ plural.__call__(1, 'a', 'b') }}",
    "{{ chart.__closure__ }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ dict(a=1) }}",
    "{{ caller() }}",
    "{{ varargs }}",
    "{{ environment }}",
    "{{ context }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ loop.__class__ }}",
    "{% for i in registry.indicators %}{{ loop.__class__ }}{% endfor %}",
    "{% for i in registry.indicators %}{{ loop.changed(1) }}{% endfor %}",
    "{% for i in registry.indicators %}{{ loop(registry.indicators) }}{% endfor %}",
    "{% for i in registry.indicators %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for i in registry.indicators recursive %}{% endfor %}",
    "{{ registry._Template__x }}",
    "{{ report.title.__len__() }}",
    "{{ (report.title, ).__class__ }}",
    "{{ [report] }}",
    "{{ {'a': report} }}",
    "{{ report.title[::-1] }}",
    # to files
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{{ get_template('x') }}",
    "{{ open('/etc/passwd') }}",
    "{% debug %}",
    # without end, or out of memory
    "{% for x in range(1000000000) %}x{% endfor %}",
    "{% for x in 'abc' %}x{% endfor %}",
    "{% for x in registry.name %}x{% endfor %}",
    "{% for a in registries %}{% for b in registries %}{% for c in registries %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in registries %}{% for b in registry.indicators %}x{% endfor %}{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 2 + 2 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ registry.indicators|join('x') }}",
    "{{ registry.indicators|map('upper')|list }}",
    "{% set x = 1 %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call plural(1, 'a', 'b') %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x = 1 %}{% endwith %}",
    "{% do 1 %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% trans %}x{% endtrans %}",
    "{{ plural(10000000000000000, 'a', 'b') }}",
    # what is not there, or of another kind
    "{{ foo }}",
    "{{ registry }}",
    "{{ report.masked }}",
    "{{ registry.indicators }}",
    "{{ none }}",
    "{{ true }}",
    "{{ 1.5 }}",
    "{{ registry.foo }}",
    "{{ registry.coverage.foo }}",
    "{{ plural('1', 'a', 'b') }}",
    "{{ plural(1, 'a') }}",
    "{{ plural(1, 'a', several='b') }}",
    "{{ plural(*registry.indicators) }}",
    "{{ plural(1, 'a', **registry) }}",
    "{{ number_word(1, 'third') }}",
    "{{ titles(registry.forms) }}",
    "{{ names(registry.news) }}",
    "{{ count(registry.name) }}",
    "{{ chart('nothing', registry) }}",
    "{{ chart(report.title, registry) }}",
    "{{ chart('coverage') }}",
    "{{ new_page(1) }}",
    "{{ count }}",
    "{% if registry.records == 'x' %}{% endif %}",
    "{% if registry.name > 'x' %}{% endif %}",
    "{% if 'a' in registry.name %}{% endif %}",
    "{% if registry is defined %}{% endif %}",
    "{% for registry in registries %}{% endfor %}",
    "{% for count in registries %}{% endfor %}",
    "{% for _x in registries %}{% endfor %}",
    "{% for a, b in registries %}{% endfor %}",
    "{% for i in registry.indicators %}{% endfor %}{{ i.title }}",
    "{% for i in registry.indicators if loop.first %}{% endfor %}",
    "{{ report.title if report.masked }}",
    # not whole
    "{% if report.masked %}",
    "{% endfor %}",
    "{{ report.title",
    "{{ }}",
    "{% unknown %}",
    "{{ 'x }}",
    "\x00",
    "\ue0000\ue001",
    "\u202e\u2028",
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_templates_are_refused_with_their_line(body: str) -> None:
    began = time.perf_counter()
    refused(f"Alt vel.\n\n{body}\n", LINE + 2)
    assert time.perf_counter() - began < LONGEST_SECONDS


def test_also_where_it_would_never_be_reached() -> None:
    refused("{% if report.masked and not report.masked %}\n{{ report.__class__ }}\n{% endif %}", LINE + 1)


@pytest.mark.parametrize(
    "body",
    [
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "not " * 5000 + "1 }}",
        "{{ " + "[" * 4000,
        "{% if report.masked %}" * 200 + "{% endif %}" * 200,
        "{% if 1 %}" + "{% elif 1 %}" * 5000 + "{% endif %}",
        "{{ " + "9" * 6000 + " }}",
        "{{ report" + ".title" * 5000 + " }}",
        "{{ capital(" * 500 + "'x'" + ") }}" * 500,
        "{{ 1 }}" * (module.MOST_NODES + 1),
    ],
    ids=lambda body: body[:16],
)
def test_too_much_of_anything_is_refused(body: str) -> None:
    began = time.perf_counter()
    refused(body[:60_000])
    assert time.perf_counter() - began < LONGEST_SECONDS


def test_a_long_file_is_refused() -> None:
    refused("x" * LONGEST_SOURCE, 1)


def test_a_report_that_becomes_too_long_is_refused_where_it_does() -> None:
    much = "{% for i in registry.indicators %}\n{{ registry.name }}" + "x" * 500 + "\n{% endfor %}"
    with pytest.raises(TemplateRefused) as said:
        accepted(much).render("nb", data(size=2) | big(LONGEST_OUTPUT // 400), chart, table)
    assert said.value.facts["line"] in (LINE, LINE + 1)
    charts = "{% for i in registry.indicators %}\n\n{{ chart('funnel', i) }}\n{% endfor %}"
    with pytest.raises(TemplateRefused) as said:
        accepted(charts).render("nb", data() | big(MOST_PLACED + 1), chart, table)
    assert said.value.facts["line"] == LINE + 2


def big(n: int) -> dict[str, Any]:
    return {"registry": dataclasses.replace(data()["registry"], indicators=(view(views.IndicatorView),) * n)}


def test_what_is_not_known_must_be_asked_about() -> None:
    body = "x\n{{ registry.coverage.sentence }}"
    with pytest.raises(TemplateRefused) as said:
        accepted(body).render("nb", data(coverage=None), chart, table)
    assert said.value.facts["line"] == LINE + 1
    asked = "{% if registry.coverage %}{{ registry.coverage.sentence }}{% else %}Ukjent.{% endif %}"
    assert letters(rendered(asked, **data(coverage=None))) == "Ukjent."


def test_a_failure_that_is_not_the_templates_is_not_blamed_on_it() -> None:
    def broken(kind: str, of: Any) -> Block:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        accepted("{{ chart('coverage', registry) }}").render("nb", data(), broken, table)


PIECES = [
    "{{", "}}", "{%", "%}", "{#", "#}", "for ", " in ", "if ", "else ", "endfor", "endif", "registry", "report",
    "registries", ".indicators", ".low", ".title", ".name", ".coverage", ".sentence", ".__class__", "|", "*", "**", "(",
    ")", "[", "]", "'", '"', ",", "range", "count", "plural", "chart", "table", "over_time", "loop", ".last", "i", "x",
    "1", "9999", " ", "\n", "\n\n", "- ", "# ", "## ", "1. ", "set ", "macro ", "not ", "and ", "==", ">", "~", "%",
    "=", "-%}", "{%-", "<b>",
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_any_text_is_rendered_within_bounds_or_refused_with_a_line(body: str) -> None:
    began = time.perf_counter()
    try:
        blocks = rendered(body)
    except TemplateRefused as said:
        lines = (HEADER + body).replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert 1 <= said.facts["line"] <= lines  # type: ignore[operator]
    else:
        assert len(letters(blocks)) <= LONGEST_OUTPUT
        assert sum(isinstance(b, Figure | TableBlock | NewPage) for b in blocks) <= MOST_PLACED
    assert time.perf_counter() - began < LONGEST_SECONDS


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
@example("--- nb")
@example("title.nb: x\n--- nb\n--- nb")
@example("title.nb: x\n--- xx")
def test_any_file_is_a_template_or_refused_with_a_line(source: str) -> None:
    try:
        parse_template("x.md", source)
    except TemplateRefused as said:
        assert said.facts["line"] >= 1  # type: ignore[operator]


# The header


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("", 1),
        ("title.nb: x", 1),
        ("title.nb: x\nhello\n--- nb\n", 2),
        ("title.nb: x\ntitle.nb: y\n--- nb\n", 2),
        ("title.nb: x\ntitle.fr: y\n--- nb\n", 2),
        ("title.nb:\n--- nb\n", 1),
        ("about.nb: x\n--- nb\n", 1),
        ("title.nb: x\nchoices: registry, patient\n--- nb\n", 2),
        ("title.nb: x\nuse: sometimes\n--- nb\n", 2),
        ("title.nb: x\n--- nb\nx\n--- nb\n", 4),
        ("title.nb: x\n--- sv\n", 2),
    ],
)
def test_a_bad_header_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(TemplateRefused) as said:
        parse_template("x.md", source)
    assert said.value.facts["line"] == line


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(HEADER.encode() + b"bl\xe5b\xe6r")
    with pytest.raises(TemplateRefused) as said:
        read_template(file)
    assert said.value.facts["line"] == LINE


def test_lines_are_those_of_the_file_however_they_end(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    for ends in ("\n", "\r\n", "\r"):
        file.write_bytes((HEADER + "a\nb\n{{ c }}\n--- en\nx\n{{ d }}").replace("\n", ends).encode("utf-8-sig"))
        with pytest.raises(TemplateRefused) as said:
            read_template(file)
        assert (said.value.facts["line"], said.value.facts["near"]) == (LINE + 2, "{{ c }}")


def test_a_language_that_is_not_there_is_given_in_the_one_that_is() -> None:
    assert letters(accepted("Hei").render("en", data(), chart, table)) == "Hei"


# What is written about them


def test_the_document_tells_all_there_is_and_its_example_is_accepted() -> None:
    text = (Path(__file__).parents[3] / "docs" / "report-templates.md").read_text(encoding="utf-8")
    example = text.split("```text\n")[1].split("```")[0]
    template = parse_template("kort.md", example)
    assert template.languages == ("nb", "en") and template.render("nb", data(), chart, table)
    for function, known in (("chart", CHARTS), ("table", TABLES)):
        assert all(f'`{function}("{kind}", …)`' in text for kind in known)
    assert all(f"`{function}(" in text for function in module._FUNCTIONS)
    for kind in module._VIEWS:
        told = text.split(f"**{kind.__name__.removesuffix('View').lower()}**: ")[1].split("\n")[0]
        assert [part.split("`")[0] for part in told.split("`")[1::2]] == list(module._parts(kind))
