"""Icons, drawn once: a page has dozens, and their library builds each anew from XML."""

from functools import lru_cache
from typing import Any

from django import template
from django.template import library
from django.template.base import TextNode
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons as drawn

register = template.Library()


@lru_cache(maxsize=512)
def icon(name: str, size: int | None = 24, **attrs: str) -> SafeString:
    """The outline icon of that name as SVG."""
    return SafeString(drawn.heroicon_outline(name, size=size, **attrs))


@register.tag
def heroicon_outline(parser, token) -> template.Node:
    """`{% heroicon_outline "map-pin" class="icon" aria_hidden="true" %}`: plain text of the template where
    nothing in it depends on the page.
    """
    parse_bits: Any = library.parse_bits  # its stubs are older than it is
    args, kwargs = parse_bits(
        parser, token.split_contents()[1:], ["name"], None, "attrs", None, ["size"], {"size": 24}, False,
        "heroicon_outline",
    )  # fmt: skip
    if any(value.is_var for value in (*args, *kwargs.values())):
        return IconNode(args, kwargs)
    nowhere = template.Context()
    return TextNode(icon(*[one.resolve(nowhere) for one in args], **{k: v.resolve(nowhere) for k, v in kwargs.items()}))


class IconNode(template.Node):
    """An icon whose name the page decides."""

    def __init__(self, args, kwargs):
        self.args, self.kwargs = args, kwargs

    def render(self, context) -> SafeString:
        args = [one.resolve(context) for one in self.args]
        return icon(*args, **{name: value.resolve(context) for name, value in self.kwargs.items()})
