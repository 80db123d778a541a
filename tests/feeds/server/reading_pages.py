"""Pages read back with a parser that had no part in writing them."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "path", "br"}


class Element:
    """One element of a page: its name, attributes, parent and what is in it."""

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.parts: list[Element | str] = []

    @property
    def text(self) -> str:
        """All text in it, white space folded."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        return " ".join(p if isinstance(p, str) else p._text() for p in self.parts)

    def all(self, name: str = "", **attributes: str) -> list[Element]:
        """Return elements in it, by name and attributes; ``class_`` is one class."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                if part._is(name, attributes):
                    found.append(part)
                found.extend(part.all(name, **attributes))
        return found

    def _is(self, name: str, attributes: dict[str, str]) -> bool:
        classes = self.attributes.get("class", "").split()
        return (not name or self.name == name) and all(
            value in classes if key == "class_" else self.attributes.get(key) == value
            for key, value in attributes.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("", {}, None)
        self.here = self.top

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} stands twice"
        made = Element(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.parts.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag, attrs):
        self.here.parts.append(Element(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        assert tag == self.here.name, f"{tag} closes {self.here.name}"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.parts.append(data)


def read_page(text: str) -> Element:
    """Read a page; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.here is reader.top
    return reader.top
