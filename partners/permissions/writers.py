"""Who sees a writer, her photo and her contact details."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Partnership, Writer
from partners.permissions.desks import get_own_writer, memberships
from partners.permissions.directory import kept_out, may_look_for_writers


def visible_writers(user: User) -> QuerySet[Writer]:
    """Writers whose page a person may open: approved ones (paused included) for people of a host that
    may look at the directory, those who opted in for everybody, her own for herself, all for a moderator.

    People who are suspended, locked or gone are shown to moderators only.
    """
    if user.is_authenticated and user.is_staff:
        return Writer.objects.all()
    here = Q(state__in=[Writer.State.APPROVED, Writer.State.PAUSED]) & ~Q(user__in=kept_out())
    if not user.is_authenticated:
        return Writer.objects.filter(here, is_public=True)
    if any(may_look_for_writers(member.host) for member in memberships(user)):
        return Writer.objects.filter(here | Q(user=user))
    return Writer.objects.filter((here & Q(is_public=True)) | Q(user=user))


def get_writer_to_read(user: User, slug: str) -> Writer:
    """A writer with her place whose page this person may read, else 404."""
    writer = next(iter(visible_writers(user).select_related("place").filter(slug=slug)), None)
    if writer is None:
        raise Http404
    return writer


def get_desk_writer_to_read(user: User, host: Host, slug: str) -> Writer:
    """A writer for the people of `host`, whose desk this person has opened; 404 for a host that was
    refused or suspended.
    """
    if not may_look_for_writers(host):
        raise Http404
    return get_writer_to_read(user, slug)


def get_writer_to_reach(user: User, host: Host, slug: str) -> Writer:
    """A writer whose contact details the people of `host` may see, because they agreed to work together; else 404."""
    writer = get_writer_to_read(user, slug)
    if not may_see_contact(user, writer, host):
        raise Http404
    return writer


def get_writer_to_edit(user: User) -> Writer:
    """Her own profile, which she may always finish; not while she is suspended. Else 404."""
    writer = get_own_writer(user)
    if writer.state == Writer.State.SUSPENDED:
        raise Http404
    return writer


def may_submit(user: User, writer: Writer) -> bool:
    """Whether she may ask moderators to look at her profile (again)."""
    return writer.user_id == user.pk and writer.may_move("submit")


def may_pause(user: User, writer: Writer) -> bool:
    """Whether she may take a break: her own profile, approved."""
    return writer.user_id == user.pk and writer.may_move("pause")


def may_resume(user: User, writer: Writer) -> bool:
    """Whether she may end her break before its day."""
    return writer.user_id == user.pk and writer.may_move("resume")


def may_see_contact(user: User, writer: Writer, host: Host | None = None) -> bool:
    """Whether she may see how to reach a writer: it is her own page, or one of her approved hosts
    (`host`, when given) and the writer have both agreed to work together.
    """
    if not user.is_authenticated:
        return False
    if writer.user_id == user.pk:
        return True
    hosts = [
        member.host_id
        for member in memberships(user)
        if member.host.is_approved and (host is None or member.host_id == host.pk)
    ]
    return bool(hosts) and Partnership.objects.filter(writer=writer, host__in=hosts).exists()
