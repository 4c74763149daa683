"""The addresses of this room: every file here that has some."""

from importlib import import_module
from pkgutil import iter_modules

urlpatterns = [
    pattern for part in iter_modules(__path__) for pattern in import_module(f"{__name__}.{part.name}").urlpatterns
]
