"""What the shell around every page knows: who am I here, what waits for me."""


def shell(request) -> dict:
    return {}
