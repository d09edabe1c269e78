"""An OData service of Graph's own metadata, by odatapy.

`service.py serve METADATA` serves it in memory under /v1.0 on a loopback port, and prints the port. `service.py check
METADATA` reads a JSON string a line, a path below the version with its query as in a URL, and prints a JSON line for
each: null where path and query options fit the metadata by name and type, else what is wrong. odatapy reads three things
otherwise than Graph, so they are put into its words first: `has 'm'` as `has microsoft.graph.T'm'` (`eq 'm'` likewise, T
being the type that the property has), `isof('T')` as `isof(T)`, and `cast(p,T)/q`, which its grammar lacks, as `p/T/q`.
That T derives from what is listed, expanded or named is looked at here, since odatapy doesn't. At the end a line on stderr
says how many were put so.

The metadata may be gzipped.
"""

import gzip
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse
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


# What Graph's documentation, and so our queries, write otherwise than odatapy reads it, in a URL or plain.
HAS = re.compile(r"(?P<has>(?: |%20)has(?: |%20))(?P<quote>'|%27)(?P<members>(?:[\w,]|%2C)+)(?P=quote)")
IS_OF = re.compile(
    r"(?P<call>(?:(?<![A-Za-z])|(?<=%[0-9A-F]{2}))isof(?:\(|%28)(?:[\w/.]+(?:,|%2C))?)(?P<quote>'|%27)(?:#|%23)?(?P<type>[\w.]+)(?P=quote)(?P<end>\)|%29)")
CAST = re.compile(
    r"(?:(?<![A-Za-z])|(?<=%[0-9A-F]{2}))cast(?:\(|%28)(?P<path>[\w/.]+)(?:,|%2C) ?(?P<quote>'|%27)?(?P<type>[\w.]+)(?(quote)(?P=quote))(?:\)|%29)(?=/|%2F)")
IS_OF_WHAT = re.compile(r"\bisof\((?:(?P<path>[\w/.]+), ?)?(?P<type>[\w.]+)\)")
# No property has the type of this member: odatapy says which type it would have to be.
FOREIGN = "microsoft.graph.security.alertSeverity", "high"


def problem_of(parser, path, query):
    try:
        parsed = parser.parse_uri(path, query or None)
    except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
        return f"{type(error).__name__}: {error}"
    return foreign_type(parser, path, parsed) or foreign_expanded(parser, path, query)


def foreign_type(parser, path, parsed):
    """The problem with an `isof(T)` or `isof(p,T)` that no item of the list or value of `p` can be, which odatapy takes."""
    named = list(IS_OF_WHAT.finditer(parsed.filter.raw)) if parsed.filter else []
    for isof in named:
        name = isof["type"]
        if isof["path"]:
            # What is cast to a type that it can't be is refused, and what else is wrong with the question isn't meant.
            problem = None if name.startswith("Edm.") else problem_of(parser, path, f"$filter={isof['path']}/{name}/id eq ''")
            if problem and "is not derived from" in problem:
                return f"isof: {problem}"
            continue
        last = parsed.last_resource
        item = getattr(last, "entity_type", None) or last.navigation_property.type
        derived = parser.edm.get_entity_type(FullQualifiedName.parse(name))
        if derived is None or not derived.compatible_to(item):
            return f"isof: '{name}' is not '{item}', nor derived from it"
    return None


def foreign_expanded(parser, path, query):
    """The same problem in the options of what is expanded, asked of the path that leads there."""
    options = [urllib.parse.unquote(option) for option in (query or "").split("&")]
    for value in (option.removeprefix("$expand=") for option in options if option.startswith("$expand=") and "isof(" in option):
        for item in split(value, ","):
            name, _, inside = item.partition("(")
            there = next((one for one in (f"{path}/1/{name}", f"{path}/{name}") if is_path(parser, one)), None)
            wanted = [one for one in split(inside.removesuffix(")"), ";") if one.startswith(("$filter=", "$expand="))]
            problems = (problem_of(parser, there, one) for one in wanted if there)
            if problem := next((problem for problem in problems if problem), None):
                return problem
    return None


def is_path(parser, path):
    try:
        parser.parse_uri(path, None)
    except Exception:  # noqa: BLE001: whatever it is, it is a refusal
        return False
    return True


def split(text, separator):
    """At the separators that stand neither in parentheses nor in quotes."""
    depth, quoted, parts = 0, False, [""]
    for c in text:
        quoted ^= c == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(c, 0)
        if c == separator and not quoted and not depth:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def with_type_of_members(parser, path, query):
    """The query with the type before the members of the first `has` that lacks it; `None` where there is no such type."""
    foreign = f"{FOREIGN[0]}'{FOREIGN[1]}'"
    asked = HAS.sub(lambda has: f"{has['has']}{foreign}", query, count=1)
    problem = problem_of(parser, path, asked) or ""
    wanted = re.search(r"cannot apply enumeration [\w.]+ to (microsoft\.graph\.[\w.]+?)\.?$", problem)
    if not wanted:
        return None
    return HAS.sub(lambda has: f"{has['has']}{wanted[1]}{has['quote']}{has['members']}{has['quote']}", query, count=1)


def with_type_of_compared(parser, problem, query):
    """The query with the type before each of its members that is compared; `None` where that isn't the problem."""
    wanted = re.search(r"cannot compare (microsoft\.graph\.\w+) with Edm\.String", problem)
    if not wanted:
        return None
    for member in parser.edm.get_enum_type(FullQualifiedName.parse(wanted[1])).member_names:
        query = re.sub(f"(?<= )'{member}'|(?<=%20)%27{member}%27", f"{wanted[1]}%27{member}%27", query)
    return query


def refusal(parser, target):
    """What is wrong, and whether the query was put into odatapy's words first."""
    # odatapy wants members of enumerations with the type in front, and types without quotes. OData 4.01 lets the first be,
    # and Graph's documentation has neither: each type that odatapy asks for is given, as long as it has such a member.
    path, _, query = target.partition("?")
    original = query
    query = IS_OF.sub(lambda isof: f"{isof['call']}{isof['type']}{isof['end']}", query)
    query = CAST.sub(lambda cast: f"{cast['path']}/{cast['type']}", query)
    problem = None
    for _ in range(20):
        problem = problem_of(parser, path, query)
        if not problem:
            break
        if "'has' requires an enumeration literal" in problem:
            typed = with_type_of_members(parser, path, query)
        else:
            typed = with_type_of_compared(parser, problem, query)
        if typed is None or typed == query:
            break
        query = typed
    return problem, query != original


def check(path):
    parser = Parser(Edm.from_provider(provider(path)))
    asked = reworded = 0
    for line in sys.stdin:
        problem, changed = refusal(parser, json.loads(line))
        asked, reworded = asked + 1, reworded + changed
        print(json.dumps(problem), flush=True)
    print(f"odatapy judged {asked} queries, {reworded} of them with the type written before the members of enumerations "
          "and without quotes in `isof`, or a cast as a segment, as it wants them", file=sys.stderr)


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
