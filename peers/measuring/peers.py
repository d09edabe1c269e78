"""Who is measured, and what each can't do."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Peer:
    """A folder of this workspace, and how the page calls it."""

    folder: str
    name: str
    # Why a table has a dash, by the table's part.
    cannot: dict = field(default_factory=dict)

    @property
    def package(self):
        return f"peer-{self.folder}"


NO_RUSTLS = "measured with the machine's TLS library alone"
NO_PAGES = "follows no next link: an endpoint has one path, and a page's link is a whole URL"

PEERS = [
    Peer("declared", "graph-endpoint"),
    Peer("by-hand", "reqwest by hand"),
    Peer("graph-rs-sdk", "graph-rs-sdk 3.0.1", {
        "rustls": NO_RUSTLS,
        "endpoints": "declares none: all of Graph's paths are compiled in, bodies have no types",
    }),
    Peer("ruma", "ruma-common 0.20.2", {"rustls": NO_RUSTLS, "pages": NO_PAGES}),
    Peer("rustify", "rustify 0.7.0", {"rustls": NO_RUSTLS, "pages": NO_PAGES}),
    Peer("progenitor", "progenitor 0.15.1", {"rustls": NO_RUSTLS, "pages": "follows tokens in the query as Dropshot has them, no links"}),
]
