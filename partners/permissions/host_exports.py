"""Who takes a host's archive away."""

from django.http import Http404

from careerlink.web import clock
from partners.models import Host, HostExport


def get_export_to_take(host: Host, key: str) -> HostExport:
    """An archive that is ready, of a host that was already opened by its manager, else 404."""
    ready = HostExport.objects.filter(host=host, key=key, state=HostExport.State.READY, due_at__gt=clock.now())
    export = ready.select_related("host").first()
    if export is None:
        raise Http404
    return export
