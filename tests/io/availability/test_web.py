"""Fetching calendars: from the public web only, within limits, secrets kept."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from datetime import UTC, datetime

import pytest

from leaderplan.errors import InputError
from leaderplan.io.availability import ReadingLimits, Web, read_availability
from leaderplan.io.availability.address import is_public
from tests.io.availability.calendars import (
    END,
    FAR,
    POLICY,
    START,
    TUESDAY,
    busy,
    calendar,
    event,
)
from tests.io.availability.web import PUBLIC, URL, page, serving

GOOD = calendar(FAR, event(START, END))
PACKED = gzip.compress(GOOD)
BOMB = gzip.compress(b"BEGIN:VCALENDAR" + bytes(10**8))
QUICK = POLICY.model_copy(
    update={"limits": ReadingLimits(connect_seconds=1, fetch_seconds=1, size=50_000)}
)
pytestmark = pytest.mark.usefixtures("reader")


def refused(source: str, web: Web, policy=POLICY) -> str:
    """Return why an address is not read; never with what is secret of it."""
    with pytest.raises(InputError) as caught:
        read_availability(source, "p1", policy, allow_network=True, web=web)
    text = str(caught.value)
    assert "secret" not in text
    assert "hidden" not in text
    assert caught.value.__cause__ is None
    return text


class Nowhere(Web):
    """A way to nowhere, that keeps what numbers it was to connect to."""

    def __init__(self, numbers: list[str] | None = None) -> None:
        def connect(*asked: object) -> socket.socket:
            self.asked.append(asked)
            raise OSError("not from a test")

        own = {"resolver": lambda *_: numbers} if numbers is not None else {}
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(tls=tls, connector=connect, **own)
        self.asked: list[object] = []


REFUSED = {
    "U1 http": ("http://calendar.example.com/secret", "https:// or webcal://"),
    "U2 file": ("file:///etc/passwd?secret", "https:// or webcal://"),
    "U2 file without slashes": ("file:secret", "https:// or webcal://"),
    "U3 gopher": ("gopher://h/secret", "https:// or webcal://"),
    "U3 ftp": ("ftp://h/secret", "https:// or webcal://"),
    "U3 data": ("data:text/calendar,BEGIN:VCALENDAR", "https:// or webcal://"),
    "U4 127.0.0.1": ("https://127.0.0.1/secret", "public internet"),
    "U4 127.1": ("https://127.1/secret", "names no server"),
    "U4 hexadecimal": ("https://0x7f000001/secret", "names no server"),
    "U4 one number": ("https://2130706433/secret", "names no server"),
    "U4 octal": ("https://0177.0.0.1/secret", "names no server"),
    "U4 ::1": ("https://[::1]/secret", "public internet"),
    "U4 mapped": ("https://[::ffff:127.0.0.1]/secret", "public internet"),
    "U4 localhost": ("https://localhost/secret", "names no server"),
    "U4 webcal": ("webcal://127.0.0.1/secret", "public internet"),
    "U5 0.0.0.0": ("https://0.0.0.0/secret", "public internet"),
    "U5 ::": ("https://[::]/secret", "public internet"),
    "U6 10/8": ("https://10.1.2.3/secret", "public internet"),
    "U6 172.16/12": ("https://172.31.255.1/secret", "public internet"),
    "U6 192.168/16": ("https://192.168.0.1/secret", "public internet"),
    "U6 100.64/10": ("https://100.64.0.1/secret", "public internet"),
    "U7 metadata": ("https://169.254.169.254/secret", "public internet"),
    "U8 with a zone": ("https://[fe80::1%25eth0]/secret", "names no server"),
    "U8 link-local": ("https://[fe80::1]/secret", "public internet"),
    "U9 NAT64": ("https://[64:ff9b::7f00:1]/secret", "public internet"),
    "U10 multicast": ("https://224.0.0.1/secret", "public internet"),
    "U10 multicast 6": ("https://[ff02::1]/secret", "public internet"),
    "U15 login": ("https://user:secret@calendar.example.com/", "user name or a pass"),
    "U15 empty login": ("https://@calendar.example.com/", "user name or a password"),
    "U16 port 22": ("https://calendar.example.com:22/secret", "443 and 8443"),
    "U16 port 0": ("https://calendar.example.com:0/secret", "443 and 8443"),
    "U16 port that is none": ("https://calendar.example.com:x/secret", "no server"),
    "U22 full-width digits": (
        "https://\uff11\uff12\uff17.0.0.1/secret",
        "signs that no address",
    ),
    "U22 circled": ("https://\u2460\u2461\u2466.0.0.1/secret", "signs that no address"),
    "U23 CRLF": ("https://calendar.example.com/a\r\nHost: secret", "signs that no"),
    "U23 a space": ("https://calendar.example.com/a secret", "signs that no address"),
    "U23 in the host": ("https://calendar.example.com\r\n/secret", "signs that no"),
    "a backslash": ("https://calendar.example.com\\@127.0.0.1/", "signs that no"),
    "long": ("https://calendar.example.com/secret" + "x" * 2000, "longer than 2000"),
    "no host": ("https:///secret", "names no server"),
}


@pytest.mark.parametrize(("url", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_addresses_that_are_not_read(url, said):
    """Each spelling is refused with its reason, and nothing is connected to."""
    web = Nowhere()
    assert said in refused(url, web)
    assert web.asked == []


CLOSED = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.1.1",
    "0.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1",
    "::1", "::", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001:0:808:808::1",
    "2001:db8::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "ff02::1",
    "::127.0.0.1", "100::1", "127.1", "2130706433", "", "calendar.example.com",
]  # fmt: skip


@pytest.mark.parametrize("number", CLOSED)
def test_a_name_that_leads_to_a_closed_number_is_refused(number):
    """U11 and every special range: also where another of its numbers is public."""
    assert not is_public(number)
    for numbers in ([number], [PUBLIC, number]):
        web = Nowhere(numbers)
        assert "public internet" in refused(URL, web)
        assert web.asked == []


@pytest.mark.parametrize("number", ["8.8.8.8", PUBLIC, "2606:4700::1111", "2a00::1"])
def test_public_numbers_are_public(number):
    """Ordinary addresses of either kind."""
    assert is_public(number)


def test_nothing_is_fetched_unless_it_is_allowed():
    """The network is off by default, with a way to it given too."""
    with serving(page(GOOD)) as server:
        with pytest.raises(
            InputError, match=r"calendar\.example\.com: .*allow_network"
        ):
            read_availability(URL, "p1", POLICY, web=server.web())
        assert server.looked_up == server.asked == []


@pytest.mark.parametrize("scheme", ["https", "webcal", "webcals", "HTTPS", " https"])
def test_a_calendar_is_fetched(scheme):
    """Over TLS to the checked number, by the right name, with all of its address."""
    changed = "Mon, 12 Jul 2027 10:00:00 GMT"
    with serving(page(GOOD, Last_Modified=changed)) as server:
        url = URL.replace("https", scheme)
        report = read_availability(
            url, "p1", POLICY, allow_network=True, web=server.web(user_agent="Own/1"),
            now=datetime(2027, 9, 1, tzinfo=UTC),
        )  # fmt: skip
    assert busy(report) == {TUESDAY}
    assert server.numbers == [(PUBLIC, 443)]
    assert server.names == ["calendar.example.com"]
    (asked,) = server.asked
    assert asked.startswith("GET /secret/token.ics?key=hidden HTTP/1.1\r\n")
    assert "\r\nHost: calendar.example.com\r\n" in asked
    assert "\r\nUser-Agent: Own/1\r\n" in asked
    assert "calendar.example.com (as of Mon 12 July 2027)" in str(report)
    assert "calendar.example.com is 50 days old" in str(report)
    assert "hidden" not in report.model_dump_json()


def test_the_number_that_was_checked_is_connected_to():
    """U12: a name is looked up once, whatever it means a moment later."""
    answers = [[PUBLIC], ["127.0.0.1"]]
    with serving(page(GOOD)) as server:
        web = server.web()
        web.resolver = lambda *_: answers.pop(0)
        read_availability(URL, "p1", POLICY, allow_network=True, web=web)
    assert server.numbers == [(PUBLIC, 443)]
    assert answers == [["127.0.0.1"]]


def onward(*places: str):
    """Return an answer that sends on to some places, and then the calendar."""
    left = list(places)

    def answer(link: ssl.SSLSocket, head: str) -> None:
        if left:
            page(b"", "302 Found", Location=left.pop(0))(link, head)
        else:
            page(GOOD)(link, head)

    return answer


def test_up_to_three_times_one_is_sent_on():
    """To another host, a path, another port; each is looked up and checked."""
    places = ("https://other.example.com/secret", "/secret/b",
              "https://calendar.example.com:8443/")  # fmt: skip
    with serving(onward(*places)) as server:
        found = read_availability(
            URL, "p1", POLICY, allow_network=True, web=server.web()
        )
        assert busy(found) == {TUESDAY}
        names = [f"{name}.example.com" for name in ("calendar", "other", "other")]
        assert server.looked_up == [*names, "calendar.example.com"]
        assert server.numbers[-1] == (PUBLIC, 8443)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("https://127.0.0.1/secret", "public internet"),
        ("https://inside.example.com/secret", "public internet"),
        ("http://calendar.example.com/secret", "https:// or webcal://"),
        ("file:///etc/passwd", "https:// or webcal://"),
        ("https://a:secret@other.example.com/", "user name or a password"),
        ("https://other.example.com:22/", "443 and 8443"),
        ("//[::1]/secret", "public internet"),
        ("", "signs that no address has"),
        ("https://[/secret", "names no server"),
    ],
)
def test_one_is_not_sent_on_to_closed_places(place, said):
    """U13: each hop is checked like the first, and nothing more is connected to."""
    with serving(onward(place)) as server:
        server.hosts["inside.example.com"] = ["10.0.0.7"]
        assert said in refused(URL, server.web())
        assert len(server.numbers) == 1


def test_a_loop_of_redirects_ends():
    """U14: the fourth is not followed."""
    with serving(page(b"", "301 Moved", Location=URL)) as server:
        assert "more than 3 times" in refused(URL, server.web())
        assert len(server.asked) == 4


def endless(link: ssl.SSLSocket, _head: str) -> None:
    """Send a body without an end."""
    link.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n")
    link.sendall(b"BEGIN:VCALENDAR\r\n")
    while True:
        link.sendall(b"X" * 10_000)


def trickle(first: bytes):
    """Send a start, and then a byte every tenth of a second."""

    def answer(link: ssl.SSLSocket, _head: str) -> None:
        link.sendall(first)
        for _ in range(60):
            link.sendall(b"x")
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (endless, "at most 0.0476837 MB"),
        (trickle(b"HTTP/1.1 200 OK\r\n\r\n"), "in 1 seconds"),
        (trickle(b"HTTP/1.1 200 OK\r\nX-Long: "), "in 1 seconds"),
        (trickle(b""), "in 1 seconds"),
        (page(BOMB, Content_Encoding="gzip"), "at most"),
    ],
    ids=["U17 endless", "U18 body", "U18 header", "U18 first line", "U19 gzip bomb"],
)  # fmt: skip
def test_what_takes_long_or_is_large_ends(answer, said):
    """Within the limits of the policy, here a second and 50 kB."""
    with serving(answer) as server:
        start = time.monotonic()
        assert said in refused(URL, server.web(), QUICK)
        assert time.monotonic() - start < 3


def test_a_server_that_says_nothing_ends():
    """It takes the connection and does not even shake hands."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web = Web(resolver=lambda *_: [PUBLIC],
                  connector=lambda *_: socket.create_connection(silent.getsockname()),
                  )  # fmt: skip
        start = time.monotonic()
        assert "in 1 seconds" in refused(URL, web, QUICK)
        assert time.monotonic() - start < 3


def test_a_resolver_that_says_nothing_ends():
    """The system's own way to look a name up has no time limit of its own."""
    web = Nowhere()
    web.resolver = lambda *_: time.sleep(5) or []
    start = time.monotonic()
    assert "no such server" in refused(URL, web, QUICK)
    assert time.monotonic() - start < 3


ANSWERS = {
    "U20 500": (page(b"", "500 Error"), "error 500"),
    "U20 403": (page(b"", "403 Forbidden"), "error 403"),
    "U20 429": (page(b"", "429 Too Many Requests"), "error 429"),
    "204": (page(b"", "204 No Content"), "error 204"),
    "206": (page(GOOD, "206 Partial Content"), "error 206"),
    "U21 HTML": (page(GOOD, Content_Type="text/html; charset=utf-8"), "text/html"),
    "U21 a picture": (page(GOOD, Content_Type="image/png"), "gives image/png"),
    "HTML called a calendar": (page(b"<html>log in"), "web page"),
    "an empty body": (page(b""), "calendar is empty"),
    "half a body": (page(GOOD[:-60], Content_Length=str(len(GOOD))), "half there"),
    "one of two calendars": (
        page(GOOD, Content_Length=str(2 * len(GOOD))), "half there"
    ),
    "half a body, unsaid": (page(GOOD[:-60], Content_Length=""), "half there"),
    "packed unknown": (page(GOOD, Content_Encoding="br"), "packed in a way"),
    "packed badly": (page(GOOD, Content_Encoding="gzip"), "packed in a way"),
    "packed by half": (page(PACKED[:-9], Content_Encoding="gzip"), "packed in a way"),
    "no HTTP": (lambda link, _: link.sendall(b"hello\r\n"), "does not answer"),
    "nothing": (lambda *_: None, "does not answer"),
    "chunks that are none": (
        page(b"zz\r\n", Content_Length="", Transfer_Encoding="chunked"), "not answer"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), ANSWERS.values(), ids=ANSWERS.keys())
def test_answers_that_are_no_calendar(answer, said):
    """Each is told by the host's name, in either language, and nothing is read."""
    with serving(answer) as server:
        text = refused(URL, server.web())
        assert text.startswith("calendar.example.com: ")
        assert said in text


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", ""])
def test_other_types_of_a_calendar_are_read(kind):
    """Many servers do not know what they serve; packed with gzip as well."""
    packed = page(PACKED, Content_Type=kind, Content_Encoding="gzip")
    with serving(packed) as server:
        found = read_availability(
            URL, "p1", POLICY, allow_network=True, web=server.web()
        )
    assert busy(found) == {TUESDAY}


def test_a_certificate_that_is_not_valid_is_refused():
    """U24: one that nobody vouches for, and one for another name."""
    with serving(page(GOOD)) as server:
        assert "certificate is not valid" in refused(URL, server.web(trusted=False))
        other = URL.replace("calendar.example", "elsewhere.example")
        assert "certificate is not valid" in refused(other, server.web())
        assert server.asked == []


def test_the_next_number_is_tried():
    """Where the first of a host's checked addresses cannot be reached."""
    with serving(page(GOOD)) as server:
        server.hosts["calendar.example.com"] = ["2606:4700::1111", PUBLIC]
        web, reach = server.web(), server.web().connector

        def connect(number: str, port: int, seconds: float) -> socket.socket:
            if ":" in number:
                raise OSError("no IPv6 here")
            return reach(number, port, seconds)

        web.connector = connect
        found = read_availability(URL, "p1", POLICY, allow_network=True, web=web)
    assert busy(found) == {TUESDAY}


@pytest.mark.parametrize("agent", ["a\r\nX: y", "æ", "a\0"])
def test_a_user_agent_that_is_more_than_that_is_refused(agent):
    """It would become a header of its own."""
    with pytest.raises(InputError, match="user_agent"):
        Web(agent)


def test_danish_errors_are_danish():
    """With the language asked for."""
    with pytest.raises(InputError, match="fører ikke til det offentlige internet"):
        read_availability("https://10.0.0.1/", "p1", POLICY, allow_network=True,
                          web=Nowhere(), language="da")  # fmt: skip


def test_the_default_way_reaches_no_loopback_socket(monkeypatch):
    """U4 and U11 with nothing replaced but the system's answer: no connection comes."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        number = ("127.0.0.1", canary.getsockname()[1])
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", number)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
        assert "public internet" in refused(URL, Web())
        with pytest.raises(TimeoutError):
            canary.accept()
