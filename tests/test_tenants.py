"""What belongs to one host or writer is out of reach of all others: by address, by form, on pages, in mails."""

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from partners.models import Host, Offer, Writer
from tests import factories as make
from tests.pages import ACTIONS, PAGES, fill
from tests.pages.walk import Visitors
from tests.reading import finish
from tests.test_pages import client_of
from tests.world import PERSONAS

NO_SUCH = ["nosuchkey", "a" * 300, "99999999999999999999999", "٣👩🏽‍🏫 <script>", "%00"]


def everything():
    """All rows of the rooms, to see that nothing was written."""
    models = [model for room in ("partners", "events") for model in apps.get_app_config(room).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def fill_rival(world):
    """For the rival what `fill` makes for the office."""
    world.rival_offer_2 = make.OfferFactory(host=world.rival, writer=world.writer2, kind="workshop")
    world.rival_partnership = make.PartnershipFactory(host=world.rival, writer=world.writer2, pledge=world.pledge)
    world.rival_closure = world.rival.closures.create(starts_on=world.closure.starts_on, ends_on=world.closure.ends_on)
    world.rival_invitation = make.InvitationFactory(host=world.rival, invited_by=world.user["other"])
    world.rival_writer_invitation = make.WriterInvitationFactory(host=world.rival, by=world.user["other"])
    world.rival_member = world.rival.members.get(user=world.user["other"])
    theirs = make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(host=world.rival, state="hidden")))
    world.rival_shift = theirs
    world.rival_place = make.AssignmentFactory(shift=theirs)
    world.rival_request = make.AssignmentFactory(shift=theirs, state="requested")
    world.rival_invited = make.AssignmentFactory(shift=theirs, state="invited")
    world.other_credential = make.CredentialFactory(writer=world.writer2, waiting=True)


def statuses(client, address, data=None):
    """What GET and POST answer."""
    got = client.get(address)
    finish(got)
    return got.status_code, client.post(address, data or {}).status_code


def test_who_may_not_open_a_page_may_not_send_its_form(world):
    fill(world)
    visitors = Visitors(world)
    before, wrong = everything(), []
    for page in PAGES:
        if page.public:
            continue
        for who in PERSONAS:
            if page.status_for(who) == 404:
                status = visitors(who).post(page.address(world), {"answer": "yes"}).status_code
                if status == 405:  # it has no form, for nobody
                    break
                if status != 404:
                    wrong.append((page.id, who, status))
        answer = Client().post(page.address(world))
        if answer.status_code not in (302, 404, 405):
            wrong.append((page.id, "stranger", answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def test_who_only_looks_changes_nothing_and_sees_no_button(world):
    fill(world)
    viewer, before, wrong = client_of(world, "viewer"), everything(), []
    for page in PAGES:
        if page.public or "viewer" not in page.may or page.name in MAY_VIEWERS:
            continue
        shown = viewer.get(page.address(world))
        finish(shown)
        status = viewer.post(page.address(world), {"answer": "accept", "kinds": "panel"}).status_code
        if status not in (404, 405):
            wrong.append((page.id, status))
        text = "" if shown.streaming else shown.content.decode()
        buttons = [action for action in BUTTONS if f'action="{action.address(world)}"' in text]
        wrong += [(page.id, action.name) for action in buttons]
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


MAY_VIEWERS = {"here", "account", "ask_to_be_erased", "report_host", "report_writer", "host_leave", "mail_choices"}
BUTTONS = [action for action in ACTIONS if "director" in action.may and "viewer" not in action.may]


def test_a_desk_opens_nothing_of_another_host(world):
    fill(world)
    fill_rival(world)
    director, other = client_of(world, "director"), client_of(world, "other")
    office, rival = world.office.slug, world.rival.slug
    before, wrong = everything(), []
    for name, ours, theirs in [
        ("member_role", world.staff_member, world.rival_member),
        ("member_end", world.staff_member, world.rival_member),
        ("closure_remove", world.closure, world.rival_closure),
        ("invitation_withdraw", world.invitation, world.rival_invitation),
        ("writer_invitation_withdraw", world.writer_invitation, world.rival_writer_invitation),
    ]:
        for client, args in [
            (director, [office, theirs.key]),
            (director, [rival, theirs.key]),
            (director, [rival, ours.key]),
            (other, [rival, ours.key]),
            (other, [office, ours.key]),
            (other, [office, theirs.key]),
        ]:
            got, posted = statuses(client, reverse(name, args=args), {"role": "viewer"})
            if got not in (404, 405) or posted != 404:
                wrong.append((name, args, got, posted))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def test_a_key_opens_nothing_of_another_host_or_writer(world):
    fill(world)
    visitors = Visitors(world)
    fill_rival(world)
    before, wrong = everything(), []
    for who, name, thing in [
        ("director", "offer", world.rival_offer),
        ("director", "offer_answer", world.rival_offer),
        ("director", "offer_assign", world.rival_offer),
        ("director", "offer_withdraw", world.rival_offer),
        ("director", "offer_withdraw", world.offer),
        ("director", "need", world.rival_need),
        ("director", "need_edit", world.rival_need),
        ("director", "need_meaning", world.rival_need),
        ("director", "need_publish", world.rival_need),
        ("director", "need_fill", world.rival_need),
        ("director", "need_reopen", world.rival_need),
        ("director", "need_withdraw", world.rival_need),
        ("other", "alumnus_edit", world.quiet),
        ("other", "alumnus_sent", world.called),
        ("other", "event_run_sheet", world.day),
        ("other", "event_check_in", world.day),
        ("other", "event_wall", world.day),
        ("other", "event_hours", world.day),
        ("other", "place_record", world.day_place),
        ("other", "hours_answer", world.claim),
        ("director", "place_day", world.day_place),
        ("writer2", "place_day", world.day_place),
        ("writer2", "hours_claim", world.unrecorded),
        ("writer2", "hours_answer", world.claim),
        ("director", "partnership", world.rival_partnership),
        ("director", "place", world.rival_place),
        ("director", "place_call_off", world.rival_place),
        ("director", "place_approve", world.rival_request),
        ("director", "place_refuse", world.rival_request),
        ("director", "place_take_back", world.rival_invited),
        ("director", "shift_invite", world.rival_shift),
        ("director", "shift_enter", world.rival_shift),
        ("writer", "shift", world.rival_shift),
        ("writer", "shift_take", world.rival_shift),
        ("writer", "shift_wait", world.rival_shift),
        ("writer", "place", world.rival_place),
        ("writer", "place_accept", world.rival_invited),
        ("writer", "place_leave", world.rival_place),
        ("other", "partnership", world.partnership),
        ("writer2", "partnership", world.partnership),
        ("writer", "partnership", world.rival_partnership),
        ("other", "engagement_finish", world.engagement),
        ("other", "engagement_call_off", world.engagement),
        ("professor", "engagement_call_off", world.engagement),
        ("writer", "engagement_finish", world.engagement),
        ("writer2", "engagement_call_off", world.engagement),
        ("writer", "offer", world.offer),
        ("writer", "offer_withdraw", world.offer),
        ("writer", "need", world.draft_need),
        ("writer", "offer_answer", world.rival_offer),
        ("writer2", "credential_renew", world.credential),
        ("writer2", "credential_evidence", world.waiting_credential),
        ("writer2", "credential_remove", world.waiting_credential),
        ("writer", "credential_remove", world.other_credential),
        ("writer2", "evidence", world.evidence),
        ("director", "evidence", world.evidence),
        ("professor", "offer", world.offer),
        ("professor", "need", world.need),
        ("professor", "partnership", world.partnership),
        ("writer2", "partnership", world.club_partnership),
        ("director", "partnership", world.club_partnership),
        ("writer2", "message_write", world.club_partnership),
        ("director", "message_write", world.club_partnership),
        ("writer", "message_write", world.partnership),
    ]:
        got, posted = statuses(visitors(who), reverse(name, args=[thing.key]), {"answer": "accept"})
        if got not in (404, 405) or posted not in (404, 405) or (got, posted) == (405, 405):
            wrong.append((who, name, got, posted))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def test_a_key_that_does_not_exist_is_not_found(world):
    fill(world)
    visitors = Visitors(world)
    before, wrong = everything(), []
    for row in {row.name: row for row in [*PAGES, *ACTIONS]}.values():
        args = row.args(world)
        people = sorted(row.may) or [row.who]
        client = visitors("director" if "director" in people else people[-1])
        address = reverse(row.name, args=args)
        methods = ["get", "post"]
        for value in args:
            for nasty in NO_SUCH:
                made = address.replace(f"/{value}/", f"/{nasty}/")
                if made == address:
                    continue
                answers = {}
                for method in methods:
                    with transaction.atomic():
                        response = getattr(client, method)(made)
                        finish(response)
                        transaction.set_rollback(True)
                    answers[method] = response.status_code
                given = set(answers.values())
                if 404 not in given or not given <= {301, 404, 405} or answers.get("post") == 301:
                    wrong.append((row.name, nasty, answers))
                # What is refused whatever the key needs no second try.
                methods = [method for method in methods if answers[method] != 405] or methods
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def test_a_number_is_no_address(world):
    fill(world)
    client = client_of(world, "admin")
    for name, thing in [("offer", world.offer), ("need", world.need), ("evidence", world.evidence)]:
        assert client.get(reverse(name, args=[thing.pk])).status_code == 404
    numbered = [name for name, *_rest in patterns() if name in {"waiting_letter", "waiting_remove"}]
    assert [name for name, route in patterns() if "<int:" in route] == numbered  # colleges: public numbers


def patterns():
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            if getattr(inner, "name", None):
                yield inner.name, str(inner.pattern)


# --- What a form names -------------------------------------------------------------------------------


def test_the_page_of_decisions_takes_no_offer_of_another_host(world):
    fill(world)
    fill_rival(world)
    before = everything()
    client = client_of(world, "director")
    data = {f"{world.rival_offer.key}-answer": "accept", f"{world.rival_offer_2.key}-answer": "decline"}
    for offer in (world.rival_offer, world.rival_offer_2):
        data |= {f"{offer.pk}-answer": "accept", "\x00-answer": "accept", "-answer": "accept", "x-answer": "nonsense"}
    assert client.post(reverse("offers", args=[world.office.slug]), data).status_code == 302
    assert everything() == before


def test_an_offer_goes_to_no_colleague_of_another_host(world):
    fill(world)
    client = client_of(world, "director")
    for who in ("other", "viewer", "writer", "admin"):
        client.post(reverse("offer_assign", args=[world.offer.key]), {"colleague": world.user[who].pk})
        assert Offer.objects.get(pk=world.offer.pk).assignee is None
    for value in ("0", "-1", "9" * 30, "\x00", "x"):
        assert client.post(reverse("offer_assign", args=[world.offer.key]), {"colleague": value}).status_code == 302
    assert Offer.objects.get(pk=world.offer.pk).assignee is None


def test_an_offer_is_made_for_no_request_of_another_host(world):
    fill(world)
    client = client_of(world, "writer2")
    address = reverse("offer_new", args=[world.rival.slug])
    before = everything()
    for key in (world.need.key, world.draft_need.key, world.rival_need.pk, "x", "", "\x01"):
        data = {"kind": "panel", "text": "I would come.", "need": key, "host": world.office.pk}
        if key:
            assert client.post(f"{address}?need={key}", data).status_code == 404
    assert everything() == before
    data = {"kind": "panel", "text": "I would come.", "need": world.need.key, "writer": world.writer.pk, "state": "x"}
    assert client.post(address, data).status_code == 302
    made = Offer.objects.latest("pk")
    assert (made.host, made.writer, made.need) == (world.rival, world.writer2, None)


def test_a_form_changes_nothing_that_it_does_not_show(world):
    """Names of columns in the body move no state, no owner and no key."""
    fill(world)
    more = {"state": "approved", "slug": "taken", "host": world.rival.pk, "writer": world.writer.pk, "is_staff": "on",
            "user": world.user["admin"].pk, "email": "admin@demo.test", "is_superuser": "on",
            "verified_until": "2099-01-01",
            "attention_budget": "50", "suspended_until": "", "key": "x"}  # fmt: skip
    newwriter = client_of(world, "newwriter")
    assert newwriter.post(reverse("account"), {"name": "Nadia", "zone": "America/New_York", **more}).status_code == 302
    assert (
        newwriter.post(reverse("writer_part", args=["basics"]), {"name": "N", "headline": "H", **more}).status_code
        == 302
    )
    user = type(world.user["newwriter"]).objects.get(pk=world.user["newwriter"].pk)
    assert (user.email, user.is_staff, user.is_superuser) == ("newwriter@demo.test", False, False)
    writer = Writer.objects.get(pk=world.newwriter.pk)
    assert (writer.state, writer.slug, writer.user_id, writer.verified_until) == (
        "submitted",
        "newwriter",
        user.pk,
        None,
    )
    director = client_of(world, "director")
    settings = {"zone": world.office.zone, "about": "We.", **more}
    assert director.post(reverse("host_settings", args=[world.office.slug]), settings).status_code == 302
    host = Host.objects.get(pk=world.office.pk)
    assert (host.slug, host.attention_budget, host.key) == (world.office.slug, 3, world.office.key)
