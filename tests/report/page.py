"""A page of HTML as tests look at it."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Tags, attributes and the texts inside a few elements."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open, self.texts, self.at = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)
            self.texts.append([tag, ""])
            self.at.append(self.texts[-1])

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.at.pop()

    def handle_data(self, data):
        for text in self.at[-1:]:
            text[1] += data

    def of(self, tag):
        return [text for name, text in self.texts if name == tag]
