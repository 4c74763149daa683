"""Private files: kept outside the served tree, opened only through a door."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files under PRIVATE_ROOT. It has no address: nothing in it is ever served directly."""

    def __init__(self):
        super().__init__(location=settings.PRIVATE_ROOT, base_url=None)
