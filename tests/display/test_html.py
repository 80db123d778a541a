from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.display.html import plan_page, result_html, write_page
from tests.display import example
from tests.strategies import plans, small_programmes

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Parsed(HTMLParser):
    """Elements, attributes and text of a page; refuses what is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Count an element and keep its attributes."""
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close an element: the one opened last."""
        assert self.open.pop() == tag
        if tag == "td":
            self.text += " "

    def handle_data(self, data):
        """Keep text that is no style sheet."""
        if not self.open or self.open[-1] != "style":
            self.text += data


@pytest.fixture(scope="module", params=["da", "en"])
def page(request) -> str:
    """The example's page in each language."""
    facts = example.programme()
    return plan_page(facts, example.plan(), example.certificate(facts), request.param)


def test_a_page_holds_every_part(page):
    """Year, joint dates, people, groups, classes, placements and the rest are there."""
    parsed = Parsed(page)
    for part in ("year", "joint", "people", "groups", "classes", "placements",
                 "coaches", "rooms", "ledger", "certificate", "checks"):  # fmt: skip
        assert part in parsed.ids
        assert ("href", f"#{part}") in parsed.attributes
    assert parsed.tags["details"] == 2
    assert parsed.tags["table"] > 10


def test_a_page_needs_nothing_from_outside(page):
    """No script, no address, no picture: the page works without a network."""
    parsed = Parsed(page)
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(parsed.tags)
    links = [value for name, value in parsed.attributes if name in {"href", "src"}]
    assert all(link.startswith("#") for link in links)
    assert not [name for name, _ in parsed.attributes if name.startswith("on")]
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    assert "@import" not in page


def test_names_are_escaped(page):
    """A name with markup is text, wherever it stands."""
    assert "<b>Ørn</b>" not in page
    assert "Åse &lt;b&gt;Ørn&lt;/b&gt;" in page
    assert example.DANISH in Parsed(page).text


def test_a_page_keeps_secrets(page):
    """Attributes and addresses of participants are on no page."""
    assert "canary" not in page


def test_a_page_says_how_good_the_plan_is():
    """Levels with value and bound, the fingerprint and the proof are said."""
    facts = example.programme()
    text = Parsed(plan_page(facts, example.plan(), example.certificate(facts))).text
    assert "It is proven that no plan is better on any level." in text
    assert facts.fingerprint in text
    assert "The plan was checked independently and keeps every hard rule (0)." in text


def test_a_page_without_a_certificate_says_so():
    """A plan read from a file has no proof, and the page does not pretend one."""
    text = Parsed(plan_page(example.programme(), example.plan())).text
    assert "read from a file without a proof" in text
    assert "no plan is better" not in text


def test_a_broken_plan_is_shown_as_broken():
    """Hard violations stand at the top and in the checks."""
    facts = example.programme(rules=(example.FewMondays(id="never"),))
    shown = plan_page(facts, example.plan())
    text = Parsed(shown).text
    assert "The plan breaks hard rules; violations: 2." in text
    assert "practicum/p1/1 is a Monday" in text
    assert 'class="verdict bad"' in shown


def test_settled_violations_are_listed():
    """What is locked and broken is listed apart and breaks nothing."""
    locked = tuple(
        s.model_copy(update={"locked": lp.Lock(reason="agreed")})
        for s in example.plan().sessions
    )
    facts = example.programme(rules=(example.FewMondays(id="never"),))
    text = Parsed(plan_page(facts, example.plan(sessions=locked))).text
    assert "Settled: in the past or locked" in text
    assert "keeps every hard rule (1)" in text
    assert "(locked: agreed)" in text


def test_the_day_ledger_shows_exemptions_and_shortfalls():
    """Exempt days stand in brackets; who is off the promised total is marked."""
    shown = plan_page(example.programme(), example.plan())
    assert "0 (1)" in Parsed(shown).text
    assert 'class="off"' not in shown
    off = plan_page(example.programme(ledger_total=40), example.plan())
    # 38 of 40 quarter-days: both participants miss half a day.
    assert off.count('class="off"') == 2
    assert "promised: 10." in Parsed(off).text


def test_rooms_count_people_and_kroner():
    """A room's use holds leaders and guests, days and kroner."""
    text = " ".join(Parsed(plan_page(example.programme(), example.plan())).text.split())
    # Kick-off: 2 participants + 1 lecturer + 1 guest; 4 sessions at 500 kroner; each
    # from 08:30 to 15:45 is 7.25 hours.
    assert "Lokale 1, Salen 20 4 4 4 29 2000" in text


def test_the_year_counts_categories():
    """The grid of November counts practicum days and exams, not people's names."""
    shown = plan_page(example.programme(), example.plan())
    assert '<i>30</i><b class="e">2</b>' in shown
    assert '<i>1</i><b class="r">1</b>' in shown
    assert 'class="x" title="Efterår &amp; ferie"><i>18</i>' in shown


def test_malformed_plans_have_no_page():
    """A plan of another programme is refused with what is wrong."""
    with pytest.raises(lp.RuleBroken, match="is missing"):
        plan_page(example.programme(), lp.Plan())


def test_a_page_is_written_whole(tmp_path):
    """The file holds the page, and nothing else is left in the folder."""
    target = write_page(example.programme(), example.plan(), tmp_path / "plan.html")
    assert target.read_text("utf-8") == plan_page(example.programme(), example.plan())
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]


def test_a_failed_write_leaves_the_old_page(tmp_path, monkeypatch):
    """When the disk fails, the old page stands and no half file lies beside it."""
    target = tmp_path / "plan.html"
    target.write_text("old", "utf-8")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_page(example.programme(), example.plan(), target)
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]


def test_a_result_in_a_notebook():
    """The notebook shows status, levels, cost by rule and the year, and no names."""
    shown = example.result()._repr_html_()
    parsed = Parsed(shown)
    assert "Talent & ledelse" in parsed.text
    assert "convenience of dates" in parsed.text
    assert "nothing on a Monday" in parsed.text
    assert "September 2027" in parsed.text
    assert "script" not in parsed.tags
    assert "Ørn" not in shown


def test_an_infeasible_result_in_a_notebook():
    """The clash is told, escaped."""
    bare = lp.Result(example.programme(), lp.Status.INFEASIBLE,
                     conflict=example.clash("<script>alert(1)</script>"))  # fmt: skip
    shown = result_html(bare)
    assert "script" not in Parsed(shown).tags
    assert "nothing on a Monday [mondays]: <script>" in Parsed(shown).text
    assert "lp-year" not in Parsed(shown).tags


def test_a_notebook_result_stays_small():
    """Three years with every day full and 60 costly rules stay below 200 kB."""
    rules = tuple(example.FewMondays(id=f"m{i}", level="dates") for i in range(60))
    first = date(2027, 1, 1)
    calendar = lp.PlanningCalendar(first=first, last=date(2029, 12, 31),
                                   weekdays=tuple(range(7)))  # fmt: skip
    facts = example.programme(calendar=calendar, rules=rules)
    model = example.plan().sessions
    full = tuple(
        session.model_copy(update={"day": first + timedelta(days=i), "occurrence": i})
        for session in model
        if session.occurrence == 1
        for i in range(1095)
    )
    result = example.result(programme=facts, report=lp.check(facts, example.plan()),
                            plan=example.plan(sessions=full))  # fmt: skip
    shown = result_html(result)
    assert "December 2029" in shown
    assert shown.count('class="n"') > 1000
    assert len(shown.encode()) <= 200_000


@st.composite
def drawn(draw):
    """Draw a small programme and a plan of it."""
    facts = draw(small_programmes())
    return facts, draw(plans(facts))


@given(drawn(), st.sampled_from(["da", "en"]))
@settings(max_examples=15)
def test_every_plan_has_a_page(both, language):
    """Whatever the programme, the page names every participant and is well-formed."""
    facts, plan = both
    text = Parsed(plan_page(facts, plan, language=language)).text
    assert all(person.name in text for person in facts.participants)


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_no_name_adds_an_element(name):
    """Any text as a name leaves the page's elements as they are."""
    people = example.programme().participants
    plain = (people[0].model_copy(update={"name": "plain"}), people[1])
    posts = people[0].posts
    odd = lp.Participant(id="p1", name=name, cohort="h27", posts=posts)
    before = Parsed(plan_page(example.programme(participants=plain), example.plan()))
    after = Parsed(
        plan_page(example.programme(participants=(odd, people[1])), example.plan())
    )
    assert after.tags == before.tags
    assert len(after.attributes) == len(before.attributes)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_and_a_result_show_a_row_of_each_set_of_cohorts(language):
    """Escaped names, values and open bounds stand below the levels of the whole."""
    told = example.by_cohorts(language=language)
    page = plan_page(told.programme, told.plan, told.certificate, language)
    for shown in (page, result_html(told)):
        assert "Årgang 28 &lt;b&gt;, h29" in shown
        assert "Årgang 28 <b>" not in shown
        text = " ".join(Parsed(shown).text.split())
        assert "Hold 27 1234 (–) 6" in text
        assert "h29 0 4 (2)" in text
    says = {"da": "Rækkerne giver ikke altid", "en": "Rows need not add up"}
    assert says[language] in page


def test_a_page_of_a_programme_solved_as_one_says_nothing_of_cohorts():
    """Without rows there is no table of them."""
    told = example.result()
    page = plan_page(told.programme, told.plan, told.certificate)
    assert "cohorts (bound)" not in page
    assert "cohorts (bound)" not in result_html(told)
    assert "need not add up" not in page
