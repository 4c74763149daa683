"""One mail on one connection, and what the server's answer means for it."""

import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from careerlink.outbox.wire import Letter

STORAGE_EXCEEDED = 552  # RFC 5321 4.2.3: this message is too large, whoever gets it
CLOSING = 421  # RFC 5321 4.2.1: the server closes the channel


class Verdict(Enum):
    SENT = "sent"
    LATER = "later"  # this mail should be tried again
    HUNG = "hung"  # the same, and it has cost the whole of EMAIL_TIMEOUT to find that out
    NEVER = "never"  # this mail will not be taken
    DOWN = "down"  # nothing can be sent now


@dataclass(frozen=True)
class Answer:
    """What came of one try, with the server's words."""

    verdict: Verdict
    words: str = ""


SENT = Answer(Verdict.SENT)


class Line:
    """One connection of whatever backend EMAIL_URL names, opened when the first mail leaves and opened
    again when the server drops it.
    """

    def __init__(self):
        self._connection: Any = None
        self._is_fresh = True

    def open(self) -> Answer | None:
        """Connect if need be; the answer is DOWN when that fails."""
        if self._connection is not None:
            return None
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return Answer(Verdict.DOWN, _words(error))
        self._connection, self._is_fresh = connection, True
        return None

    def send(self, letter: Letter) -> Answer:
        """Send to the one recipient of `letter`. Never raises for what a server may do."""
        answer = self._try(letter)
        if answer is None:  # dropped by a server that had taken mails before: once more on a new line
            answer = self._try(letter)
        return answer or Answer(Verdict.LATER, "the server closed the connection")

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return

    def _try(self, letter: Letter) -> Answer | None:
        if down := self.open():
            return down
        was_fresh, self._is_fresh = self._is_fresh, False
        try:
            smtp = self._connection.connection if isinstance(self._connection, EmailBackend) else None
            if smtp is not None:
                smtp.sendmail(letter.sender, [letter.to], letter.data)
            else:
                self._connection.send_messages([letter.message])
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            if isinstance(error.__context__, TimeoutError):
                return Answer(Verdict.HUNG, _words(error))
            return Answer(Verdict.LATER, _words(error)) if was_fresh else None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return self._judge(error)
        return SENT

    def _judge(self, error: Exception) -> Answer:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return self._refused(*next(iter(error.recipients.values())))
        if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != STORAGE_EXCEEDED:
            # Our own address is at fault, which says nothing about this recipient.
            self.close()
            return Answer(Verdict.LATER, _reply(error.smtp_code, error.smtp_error))
        if isinstance(error, smtplib.SMTPResponseException):
            return self._refused(error.smtp_code, error.smtp_error)
        if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
            # An address or a header that this server cannot carry (UnicodeError is a ValueError).
            return Answer(Verdict.NEVER, _words(error))
        self.close()
        return Answer(Verdict.HUNG if isinstance(error, TimeoutError) else Verdict.LATER, _words(error))

    def _refused(self, code: int, words: bytes | str) -> Answer:
        if code == CLOSING:
            self.close()
        return Answer(Verdict.NEVER if code >= 500 else Verdict.LATER, _reply(code, words))


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {text}"[:300]


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:300]
