"""An OData service of Graph's own metadata, by odatapy.

`service.py serve METADATA` serves it in memory under /v1.0 on a loopback port, and prints the port. `service.py check
METADATA` reads a JSON string a line, a path below the version with its query as in a URL, and prints a JSON line for
each: null where path and query options fit the metadata by name and type, else what is wrong.

The metadata may be gzipped.
"""

import gzip
import json
import pathlib
import re
import sys
import tempfile
import wsgiref.simple_server

from odatapy.edm.model import Edm
from odatapy.edm.names import FullQualifiedName
from odatapy.edm.xml_io import XmlEdmProvider
from odatapy.server.uri.parser import Parser

SETS = ["users", "groups", "devices", "applications"]


def provider(path):
    content = pathlib.Path(path).read_bytes()
    if path.endswith(".gz"):
        content = gzip.decompress(content)
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(content)
        file.flush()
        return XmlEdmProvider.from_file(file.name)


def refusal(parser, target):
    path, _, query = target.partition("?")
    # odatapy wants members of enumerations with the type in front, which OData 4.01 and Graph do without: each that it
    # asks for is given, as long as the type has such a member.
    for _ in range(20):
        try:
            parser.parse_uri(path, query or None)
            return None
        except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
            problem = f"{type(error).__name__}: {error}"
        wanted = re.search(r"cannot compare (microsoft\.graph\.\w+) with Edm\.String", problem)
        if not wanted:
            return problem
        members = parser.edm.get_enum_type(FullQualifiedName.parse(wanted[1])).member_names
        before = query
        for member in members:
            query = re.sub(f"(?<= )'{member}'|(?<=%20)%27{member}%27", f"{wanted[1]}%27{member}%27", query)
        if query == before:
            return problem
    return problem


def check(path):
    parser = Parser(Edm.from_provider(provider(path)))
    for line in sys.stdin:
        print(json.dumps(refusal(parser, json.loads(line))), flush=True)


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass


def serve(path):
    from odatapy.server import OData
    from odatapy.server.adapters import ODataWSGIApp
    from odatapy.server.inmemory import InMemoryDataStore, InMemoryProcessor

    odata = OData.new_instance(strict_deserialization=True)
    handler = odata.create_handler(odata.create_service_metadata(provider(path)))
    store = InMemoryDataStore()
    for name in SETS:
        store.set_entities(name, [])
    handler.register(InMemoryProcessor(store))
    server = wsgiref.simple_server.make_server(
        "127.0.0.1", 0, ODataWSGIApp(handler, mount_path="/v1.0"), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


{"check": check, "serve": serve}[sys.argv[1]](sys.argv[2])
