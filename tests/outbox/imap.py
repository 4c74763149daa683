"""A mail server for reading on loopback: as much of IMAP4rev1 (RFC 3501) as reading reports takes."""

import re
import socketserver
import threading
from contextlib import contextmanager


class Box:
    """Messages with their flags; `keywords` says whether flags of one's own are allowed."""

    def __init__(self, *messages: bytes, keywords: bool = True):
        self.messages = list(messages)
        self.flags: list[set[str]] = [set() for _one in messages]
        self.keywords = keywords
        self.log_ins: list[str] = []


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, rest = [*line.split(" ", 2), ""][:3]
            if command.upper() == "UID":
                command, _space, rest = rest.partition(" ")
            answer = getattr(self, f"do_{command.lower()}")(rest) or "OK done"
            self.say(f"{tag} {answer}")
            if command.upper() == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    @property
    def box(self) -> Box:
        return self.server.box

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")

    def do_login(self, rest):
        self.box.log_ins.append(rest)
        return None if "secret" in rest else "NO wrong password"

    def do_select(self, rest):
        if rest != '"Reports"':
            return "NO there is no such mailbox"
        self.say(f"* {len(self.box.messages)} EXISTS")
        return None

    def do_search(self, rest):
        unread = [n for n, flags in enumerate(self.box.flags, 1) if not flags]
        self.say(f"* SEARCH {' '.join(map(str, unread))}")

    def do_fetch(self, rest):
        number = int(rest.split()[0])
        data = self.box.messages[number - 1]
        self.say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(data)}}}")
        self.wfile.write(data)
        self.say(")")

    def do_store(self, rest):
        number, _how, flag = re.fullmatch(r"(\d+) (\S+) \((\S+)\)", rest).groups()
        if not flag.startswith("\\") and not self.box.keywords:
            return "NO only the usual flags"
        self.box.flags[int(number) - 1].add(flag)
        return None

    def do_logout(self, rest):
        self.say("* BYE")


@contextmanager
def running(box: Box):
    """Run the server; yields its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.box, server.daemon_threads = box, True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
