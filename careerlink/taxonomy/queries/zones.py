"""A guess of the time zone from the place; a person confirms it."""

_ZONES = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
    "Pacific/Majuro": "MH",
    "Pacific/Palau": "PW",
    "Pacific/Pohnpei": "FM",
}
_BY_STATE = {state: zone for zone, states in _ZONES.items() for state in states.split()}
# Beginnings of ZIP codes in the smaller part of a state that has two zones.
_BY_ZIP = {
    "America/Chicago": ("324", "325", "420", "421", "422", "423", "424", "463", "464", "476", "477"),
    "America/New_York": ("373", "374", "376", "377", "378", "379"),
    "America/Denver": ("577", "586", "693", "798", "799", "885", "979"),
    "America/Los_Angeles": ("835", "838"),
}
_PARTS = {beginning: zone for zone, beginnings in _BY_ZIP.items() for beginning in beginnings}


def zone_of_state(state: str) -> str:
    """The IANA zone that most people of a state or territory (two letters) live in; Eastern when unknown."""
    return _BY_STATE.get(str(state).strip().upper(), "America/New_York")


def zone_of_place(state: str, zipcode: str = "") -> str:
    """The IANA zone of a place: the state's, or the other one of the state where the ZIP code says so."""
    return _PARTS.get(str(zipcode)[:3], zone_of_state(state))
