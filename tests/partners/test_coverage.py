"""Who can help which majors: what partners cover, where nobody does, and whom to ask."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.taxonomy.models import Kin, MajorOccupation
from careerlink.web import clock
from partners.actions.ranking import rank_needs
from partners.matching import NeedFacts, WriterFacts
from partners.matching.closeness import MAJOR, OCCUPATION, beginnings, rules_of
from partners.matching.coverage import COVERS, Level, holders_of, level, nearest
from partners.models import Need, Writer
from partners.permissions.directory import listed_writers
from partners.queries.coverage import LANGUAGES, MAJORS, SERVICES, coverage_of
from partners.queries.coverage_rows import coverage_rows, patches
from partners.queries.suggested import suggested_for
from tests import factories as make

ENGLISH, NURSING, GEOLOGY = "23.0101", "51.3801", "40.0601"
EDITORS = "27-3041"


@pytest.fixture
def office(world):
    """An office that teaches three majors; English leads to editors."""
    for code, title in [(ENGLISH, "English Language"), (NURSING, "Nursing."), (GEOLOGY, "Geology")]:
        world.office.taught_majors.create(major=make.MajorFactory(code=code, title=title), source="picked")
    editors = make.OccupationFactory(code=EDITORS, title="Editors")
    MajorOccupation.objects.create(major_id=ENGLISH, occupation=editors)
    Kin.objects.create(code=ENGLISH, others="27-3043:720 09.0101:450")
    return world.office


def writer_with(*tags, partner_of=None, world=None, **facts) -> Writer:
    writer = make.WriterFactory(**facts)
    for vocabulary, code in tags:
        make.WriterTagFactory(writer=writer, vocabulary=vocabulary, code=code)
    if partner_of:
        make.PartnershipFactory(host=partner_of, writer=writer, pledge=world.pledge)
    return writer


def lines(office, **options):
    found = coverage_of(listed_writers(office), office, **options)
    return {row.thing.title: row for row in found.page}


def test_gaps_come_first_and_english_is_covered_through_the_crosswalk(world, office):
    writer_with(("occupation", EDITORS), partner_of=office, world=world)
    writer_with(("major", NURSING), partner_of=office, world=world)
    writer_with(("major", NURSING), partner_of=office, world=world)
    found = lines(office)
    assert [(title, row.level) for title, row in found.items()] == [
        ("Geology", Level.NOBODY), ("English Language", Level.ONE), ("Nursing", Level.SEVERAL),
    ]  # fmt: skip
    assert found["English Language"].partners[0][2].reasons[0].code == "related"


def test_somebody_from_a_field_close_by_does_not_close_a_gap(world, office):
    writer_with(("major", "09.0102"), partner_of=office, world=world)
    assert lines(office)["English Language"].level == Level.BESIDE
    assert list(lines(office, only_gaps=True)) == ["Geology", "Nursing", "English Language"]


def test_the_best_three_are_who_fits_and_may_be_asked(world, office):
    best = [writer_with(("major", GEOLOGY)) for _n in range(4)]
    writer_with(("major", GEOLOGY), state="paused", paused_until=clock.today() + timedelta(days=9))
    writer_with(("major", GEOLOGY), user=world.user["staff"])  # one of its own people
    full = writer_with(("major", GEOLOGY), cap=1)
    make.EngagementFactory(writer=full, host=world.rival)
    found = {writer.pk for writer, _fit in lines(office)["Geology"].best}
    assert (len(found), found <= {writer.pk for writer in best}) == (3, True)


def test_who_is_nearer_in_her_field_keeps_others_out(world, office):
    editor = writer_with(("occupation", EDITORS))
    writer_with(("major", "23.1302"))
    assert [writer.pk for writer, _fit in lines(office)["English Language"].best] == [editor.pk]


def test_partners_who_are_suspended_cover_nothing(world, office):
    gone = writer_with(("major", GEOLOGY), partner_of=office, world=world)
    gone.user.suspended_until = clock.now() + timedelta(days=5)
    gone.user.save(update_fields=["suspended_until"])
    assert lines(office)["Geology"].level == Level.NOBODY


def test_services_and_languages_are_covered_by_who_names_them(world, office):
    writer_with(("service", "federal"), ("language", "es"), partner_of=office, world=world)
    vietnamese = writer_with(("language", "vi"))
    services, languages = lines(office, part=SERVICES), lines(office, part=LANGUAGES)
    assert (services["Federal resumes"].level, services["Resumes"].level) == (Level.ONE, Level.NOBODY)
    assert "English" not in languages
    assert [writer.pk for writer, _fit in languages["Vietnamese"].best] == [vietnamese.pk]


def test_a_line_says_how_well_and_for_how_many_reasons_and_never_a_percentage(world, office):
    writer_with(("major", GEOLOGY), partner_of=office, world=world, is_pro_bono=True)
    found = coverage_of(listed_writers(office), office)
    row = next(row for row in coverage_rows(found.page, office, "majors", may_ask=True) if row.title == "Geology")
    assert (row.level, row.partners[0].how) == ("One writer", "knows just this")
    assert row.partners[0].number == f"{len(row.partners[0].reasons)} reasons"
    assert "Helps with what you asked for: Geology." in row.partners[0].reasons
    client = Client()
    client.force_login(world.user["viewer"])
    page = client.get(reverse("coverage", args=[office.slug])).content.decode()
    assert ("%" in page.partition("<main")[2], "need_new" in page) == (False, False)


def test_the_heat_map_has_a_square_for_each_major_filled_as_far_as_it_is_covered(world, office):
    for _n in range(2):
        writer_with(("major", NURSING), partner_of=office, world=world)
    everything = coverage_of(listed_writers(office), office).everything
    squares = {square.title: square.filled for patch in patches(everything, "majors") for square in patch.squares}
    assert squares == {"Nursing: Several writers": 15, "English Language: Nobody yet": 0, "Geology: Nobody yet": 0}


def test_asking_begins_filled_in_or_with_the_request_that_is_open_already(world, office):
    writer_with(("major", GEOLOGY))
    need = make.NeedFactory(host=office)
    need.tags.create(vocabulary="major", code=NURSING)
    rows = {
        row.title: row
        for row in coverage_rows(coverage_of(listed_writers(office), office).page, office, "majors", may_ask=True)
    }
    assert rows["Geology"].ask_url == f"/desk/{office.slug}/requests/new/?words=Geology&code=40.0601&best=3"
    assert rows["English Language"].ask_url == f"/desk/{office.slug}/requests/new/?words=English+Language&code=23.0101"
    assert rows["Nursing"].ask_url == f"/requests/{need.key}/ask/?best=3"
    assert rows["Nursing"].asked.startswith("Asked for: ")


def test_where_nobody_looked_for_the_best_the_page_does_not_say_that_there_is_nobody(world, office, monkeypatch):
    monkeypatch.setattr("partners.queries.coverage.LINES_WITH_BEST", 1)
    words = as_director(world).get(reverse("coverage", args=[office.slug]) + "?all=on").content.decode()
    assert (words.count("Nobody here yet"), words.count("Not looked for on this page")) == (1, 2)


def as_director(world) -> Client:
    client = Client()
    client.force_login(world.user["director"])
    return client


def ask_from(world, office, part, title) -> tuple[Need, str]:
    """Press "Ask" on the line of this title and publish what is filled in: the request, and the page after it."""
    rows = coverage_rows(coverage_of(listed_writers(office), office, part=part).page, office, part, may_ask=True)
    address = next(row for row in rows if row.title == title).ask_url
    client = as_director(world)
    shown = client.get(address).context["form"]
    filled = {name: shown[name].value() or "" for name in shown.fields}
    answer = client.post(address, filled | {"needed_on": "in two weeks"}, follow=True)
    return Need.objects.latest("id"), answer.content.decode()


@pytest.mark.parametrize(("part", "tag", "title", "name"), [
    (MAJORS, ("major", GEOLOGY), "Geology", "Workshop: Geology"),
    (SERVICES, ("service", "federal"), "Federal resumes", "Workshop: Federal resumes"),
    (LANGUAGES, ("language", "vi"), "Vietnamese", "Workshop: Vietnamese"),
])  # fmt: skip
def test_every_gap_leads_to_the_best_three_who_are_ticked_already(world, office, part, tag, title, name):
    able = [writer_with(tag) for _n in range(4)]
    for _n in range(12):
        writer_with(("major", "52.1401"), verified=True, is_pro_bono=True)  # others, better in all else
    need, page = ask_from(world, office, part, title)
    assert (str(need), page.count(" checked"), "Ask these 3 writers?" in page) == (name, 3, True)
    assert {writer.slug for writer in able} >= set(re.findall(r'value="([^"]+)"[^>]* checked', page))
    assert {writer.pk for writer in able} == {one.writer.pk for one in suggested_for(need)}
    rank_needs([need.pk])
    assert {writer.pk for writer in able} == set(need.suggestions.values_list("writer", flat=True))
    row = lines(office, part=part)[title]
    assert row.asked_for == (need.key, need.needed_on)


def test_where_nobody_can_be_asked_a_request_waits_for_who_comes(world, office):
    need, page = ask_from(world, office, LANGUAGES, "Polish")
    assert (need.language, need.state, "We found nobody who fits yet." in page) == ("pl", "open", True)
    assert "Polish" in as_director(world).get(reverse("need", args=[need.key])).content.decode()


@pytest.mark.parametrize(("words", "codes"), [("Mineralogy for all", {GEOLOGY}), ("nursing", set())])
def test_the_major_of_a_line_counts_whatever_its_title_would_be_read_as(world, office, words, codes):
    address = reverse("need_new", args=[office.slug]) + f"?words=Mineralogy+for+all&code={GEOLOGY}"
    facts = {"kind": "workshop", "words": words, "needed_on": "in two weeks", "where": "campus", "how_many": "1"}
    as_director(world).post(address, facts)
    assert set(Need.objects.get().tags.values_list("code", flat=True)) & {GEOLOGY} == codes


@pytest.mark.parametrize(
    "query", ["?code=%F0%9F%98%80&words=x", "?code=27-3041&words=x", "?service=none", "?language=%F0%9F&best=x"]
)
def test_a_link_with_nonsense_is_the_plain_form(world, office, query):
    address, client = reverse("need_new", args=[office.slug]) + query, as_director(world)
    assert client.get(address).status_code == 200
    facts = {"kind": "workshop", "words": "x", "needed_on": "in two weeks", "where": "campus", "how_many": "1"}
    assert client.post(address, facts, follow=True).status_code == 200
    assert list(Need.objects.values_list("service", "language")) == [("", "")]


@pytest.mark.parametrize("query", ["?of=nothing", "?q=" + "x" * 10_000, "?page=AAAA", "?all=on&q=%ff", "?gaps=maybe"])
def test_whatever_stands_in_the_address_is_a_page(world, office, query):
    client = Client()
    client.force_login(world.user["director"])
    assert client.get(reverse("coverage", args=[office.slug]) + query).status_code == 200


def test_an_office_that_has_said_nothing_is_told_how_to_begin(world):
    client = Client()
    client.force_login(world.user["director"])
    page = client.get(reverse("coverage", args=[world.office.slug])).content.decode()
    assert "Say which majors you teach" in page


def test_who_is_near_is_judged_as_the_matcher_judges():
    wanted = NeedFacts(
        majors=frozenset({ENGLISH}), related_occupations=frozenset({EDITORS, "25-1123"}), near_majors={"09.0101": 450}
    )
    codes = ["23", "23.01", "23.0101", "23.1302", "09.0101", "51.3801", EDITORS, "27-3000", "25-1123", "27-3043"]
    writers = [
        WriterFacts(id=number, **{"occupations" if "-" in code else "majors": frozenset({code})})
        for number, code in enumerate(codes)
    ]
    rules = rules_of(wanted)
    expected = {}
    for number, code in enumerate(codes):
        part = rules[OCCUPATION if "-" in code else MAJOR]
        closeness = max(part.closeness(digits) for digits in beginnings(code))
        if closeness >= COVERS:
            expected[number] = closeness
    assert nearest(wanted, holders_of(writers)) == expected


def test_one_who_knows_it_outweighs_many_from_close_by():
    assert [level(found) for found in ([], [200, 300], [400], [400, 250], [650, 1000])] == [
        Level.NOBODY, Level.BESIDE, Level.ONE, Level.ONE, Level.SEVERAL,
    ]  # fmt: skip
