import pytest


@pytest.mark.parametrize(
    "address", ["/offers/%00/", "/desk/oxbow-career/offers/?show=%00", "/writers/a%00b/", "/requests/%00/"]
)
def test_an_address_with_a_null_byte_is_not_found(client, world, address):
    client.force_login(world.user["director"])
    assert client.get(address).status_code == 404
