"""What an office says about its own help."""

import pytest
from django.urls import reverse

from referrals.models import CounselParagraph, FreeService, HelpSettings
from tests import factories as make
from tests.reading import words_of
from tests.test_pages import client_of


@pytest.fixture
def office(world):
    make.HelpSettingsFactory(host=world.office)
    return world.office


def post(world, name, data, *args, who="director"):
    return client_of(world, who).post(reverse(name, args=["oxbow-career", *args]), data)


def titles(office):
    return [service.title for service in FreeService.objects.filter(host=office)]


# --- Turned on -------------------------------------------------------------------------------------------


def test_a_room_without_a_record_hides_behind_one_button_of_a_manager(world):
    address = reverse("alumni", args=["oxbow-career"])
    assert "Turn it on" in words_of(client_of(world, "director").get(address))
    for who in ("staff", "viewer"):
        words = words_of(client_of(world, who).get(address))
        assert "A manager of an approved office turns it on." in words
        assert "Turn it on" not in words.splitlines()
    assert post(world, "alumni_on", {}, who="staff").status_code == 404
    post(world, "alumni_on", {})
    post(world, "alumni_on", {})
    assert HelpSettings.objects.get().host == world.office
    assert "Nobody is in your records yet" in words_of(client_of(world, "viewer").get(address))


def test_an_office_that_is_not_approved_does_not_turn_it_on(world):
    world.office.state = "submitted"
    world.office.save(update_fields=["state"])
    assert post(world, "alumni_on", {}).status_code == 404
    assert "Turn it on" not in words_of(client_of(world, "director").get(reverse("alumni", args=["oxbow-career"])))


def test_professors_and_student_groups_keep_no_alumni(world):
    assert client_of(world, "professor").get(reverse("alumni", args=["oxbow-english"])).status_code == 404


# --- Settings --------------------------------------------------------------------------------------------

RULE = {"own_years": "2", "who_we_help": "All of you.", "is_public": "on", "mails_a_day": "20"}


def test_the_rule_is_kept_and_stands_on_the_public_page(world, office):
    assert post(world, "help_settings", RULE).status_code == 302
    settings = HelpSettings.objects.get()
    assert (settings.own_years, settings.who_we_help, settings.is_public, settings.mails_a_day) == (
        2,
        "All of you.",
        True,
        20,
    )
    assert "All of you." in words_of(client_of(world, "stranger").get(reverse("host_help", args=["oxbow-career"])))


def test_nothing_need_be_said(world, office):
    assert post(world, "help_settings", {"mails_a_day": "50"}).status_code == 302
    settings = HelpSettings.objects.get()
    assert (settings.own_years, settings.who_we_help, settings.is_public) == (None, "", False)


@pytest.mark.parametrize("said", [{"own_years": "99"}, {"mails_a_day": "0"}, {"mails_a_day": "501"}])
def test_what_cannot_be_is_said_at_its_field(world, office, said):
    page = post(world, "help_settings", RULE | said)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(said)
    assert HelpSettings.objects.get().mails_a_day == 50


# --- Services --------------------------------------------------------------------------------------------


def test_services_are_added_in_order_changed_moved_and_taken_away(world, office):
    for title in ("Resume check", "Job club", "Library"):
        post(world, "help_service_new", {"service-title": title})
    assert titles(office) == ["Resume check", "Job club", "Library"]
    library = FreeService.objects.get(title="Library")
    post(world, "help_service_up", {}, library.key)
    assert titles(office) == ["Resume check", "Library", "Job club"]
    post(world, "help_service_up", {}, FreeService.objects.get(title="Resume check").key)
    assert titles(office) == ["Resume check", "Library", "Job club"]
    changed = {"title": "Public library", "words": "Rooms and books", "url": "library.demo.test", "within_years": "5"}
    post(world, "help_service", changed, library.key)
    library.refresh_from_db()
    assert (library.title, library.url, library.within_years) == ("Public library", "https://library.demo.test", 5)
    post(world, "help_service_remove", {}, library.key)
    assert titles(office) == ["Resume check", "Job club"]


def test_a_double_click_adds_one_service_and_another_of_the_name_is_refused(world, office):
    for _click in range(2):
        post(world, "help_service_new", {"service-title": "Job club"})
    page = post(world, "help_service_new", {"service-title": "Job club", "service-words": "On Mondays"})
    assert page.status_code == 422
    assert "You have a service of this name already." in words_of(page)
    assert titles(office) == ["Job club"]


def test_a_name_that_another_service_has_is_refused_at_its_field(world, office):
    one, other = make.FreeServiceFactory(host=office), make.FreeServiceFactory(host=office)
    page = post(world, "help_service", {"title": one.title}, other.key)
    assert page.context["form"].errors["title"] == ["You have a service of this name already."]


def test_services_of_another_office_are_out_of_reach(world, office):
    theirs = make.FreeServiceFactory(host=make.HelpSettingsFactory(host=world.rival).host)
    for name in ("help_service", "help_service_up", "help_service_remove"):
        assert post(world, name, {"title": "Ours"}, theirs.key).status_code == 404
    assert FreeService.objects.get().title == theirs.title


# --- Counsel ---------------------------------------------------------------------------------------------


def test_each_change_of_the_paragraph_of_counsel_is_a_version(world, office):
    for body in ("The college is no party.", "The college is no party.", "Nor is the state.", ""):
        post(world, "help_counsel", {"body": body})
    rows = CounselParagraph.objects.order_by("version").values_list("version", "body", "by")
    director = world.user["director"].pk
    assert list(rows) == [
        (1, "The college is no party.", director),
        (2, "Nor is the state.", director),
        (3, "", director),
    ]
    words = words_of(client_of(world, "director").get(reverse("help_settings", args=["oxbow-career"])))
    assert "3 versions so far" in words
    assert "None: taken out." in words


def test_where_there_is_none_nothing_is_put_in_force(world, office):
    post(world, "help_counsel", {"body": "  "})
    assert not CounselParagraph.objects.exists()
