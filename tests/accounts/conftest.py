"""Fixtures of this room."""

import pytest
from django.test import Client


@pytest.fixture
def client2():
    """A second browser."""
    return Client()
