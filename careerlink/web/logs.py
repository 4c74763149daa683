"""Logs: readable lines in a demonstration, JSON with request and task ids in production.

Tokens of mailed links open doors, so no line carries one.
"""

import logging.config
import re

import structlog
from celery import signals
from structlog.typing import EventDict, Processor

# A part of an address that opens something: what follows these addresses, and whatever else is too long and
# too mixed for a name or the key of a row (20 small letters and digits).
LINK = re.compile(r"(/(?:go/stop|go/choose|go|accounts/password/reset/key|accounts/confirm-email)/)[^/\s?#\"'<>]+")
TOKEN = re.compile(r"(?<=/)(?=[\w~.%-]*?(?:[A-Z]|[0-9a-f]{24}))[\w~%-][\w~.%-]{31,}")


def configure(config: dict) -> None:
    """Set up structlog and the standard library's logging from `settings.LOGGING`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: list[Processor] = (
        [structlog.processors.dict_tracebacks, without_tokens, structlog.processors.JSONRenderer()]
        if config["json"]
        else [structlog.processors.format_exc_info, without_tokens, structlog.dev.ConsoleRenderer(colors=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "all": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "all"}},
            "root": {"handlers": ["stderr"], "level": config["level"]},
            "loggers": {
                # One line for each request is for machines to read.
                "careerlink.web.middleware": {"level": config["level"] if config["json"] else "WARNING"},
                "gunicorn.error": {"handlers": [], "propagate": True},
            },
        }
    )


def without_tokens(logger, method: str, event: EventDict) -> EventDict:
    """Blot out the tokens of mailed links in every text of a line."""
    return {name: _blotted(value) for name, value in event.items()}


def has_token(path: str) -> bool:
    """Whether a path is that of a page behind a mailed link."""
    return bool(LINK.search(path) or TOKEN.search(path))


def _blotted(value):
    if isinstance(value, str):
        return TOKEN.sub("…", LINK.sub(r"\1…", value))
    if isinstance(value, dict):
        return {name: _blotted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_blotted(inner) for inner in value]
    return value


@signals.setup_logging.connect
def leave_logging_alone(**_kwargs) -> None:
    """Celery sets up no logging of its own as soon as somebody listens here: Django's is in force."""


@signals.before_task_publish.connect
def send_request_id_along(headers=None, **_kwargs) -> None:
    """A task remembers which request rang for it."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id and headers is not None:
        headers["request_id"] = request_id


@signals.task_prerun.connect
def bind_task(task_id=None, task=None, **_kwargs) -> None:
    structlog.contextvars.clear_contextvars()
    ids = {"task_id": task_id, "task": task.name}
    request_id = getattr(task.request, "request_id", None)
    structlog.contextvars.bind_contextvars(**ids, **({"request_id": request_id} if request_id else {}))


@signals.task_postrun.connect
def unbind_task(**_kwargs) -> None:
    structlog.contextvars.clear_contextvars()
