"""Microsoft's Python client against the sandbox: paging, a batch, a large upload, errors.

Arguments: the sandbox's URL, "right" or "wrong". Prints a line of JSON with what it saw. "wrong" expects what the
sandbox doesn't have, and must fail.
"""

import asyncio
import io
import json
import sys
from dataclasses import dataclass, field
from typing import Any, Optional

from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_abstractions.serialization import Parsable, ParseNodeFactoryRegistry, SerializationWriterFactoryRegistry
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
from msgraph_core import BaseGraphRequestAdapter, PageIterator
from msgraph_core.models import LargeFileUploadSession
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks import LargeFileUploadTask

BASE, MODE = sys.argv[1:]


class Token(AuthenticationProvider):
    async def authenticate_request(self, request, additional_authentication_context=None):
        if "/v1.0/" in request.url:
            request.headers.add("Authorization", "Bearer any")


@dataclass
class User(Parsable):
    id: Optional[str] = None
    display_name: Optional[str] = None

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return User()

    def get_field_deserializers(self):
        return {
            "id": lambda node: setattr(self, "id", node.get_str_value()),
            "displayName": lambda node: setattr(self, "display_name", node.get_str_value()),
        }

    def serialize(self, writer):
        writer.write_str_value("displayName", self.display_name)


@dataclass
class Users(Parsable):
    odata_next_link: Optional[str] = None
    odata_delta_link: Optional[str] = None
    value: list = field(default_factory=list)

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return Users()

    def get_field_deserializers(self):
        return {
            "@odata.nextLink": lambda node: setattr(self, "odata_next_link", node.get_str_value()),
            "@odata.deltaLink": lambda node: setattr(self, "odata_delta_link", node.get_str_value()),
            "value": lambda node: setattr(self, "value", node.get_collection_of_object_values(User)),
        }

    def serialize(self, writer):
        raise NotImplementedError


@dataclass
class Item(Parsable):
    size: Optional[int] = None

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return Item()

    def get_field_deserializers(self):
        return {"size": lambda node: setattr(self, "size", node.get_int_value())}

    def serialize(self, writer):
        raise NotImplementedError


@dataclass
class GraphError(APIError):
    additional_data: dict = field(default_factory=dict)
    error: Any = None

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return GraphError()

    def get_field_deserializers(self):
        return {"error": lambda node: setattr(self, "error", node.get_object_value(Inner))}

    def serialize(self, writer):
        raise NotImplementedError


@dataclass
class Inner(Parsable):
    code: Optional[str] = None
    message: Optional[str] = None
    inner_error: Any = None

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return Inner()

    def get_field_deserializers(self):
        return {
            "code": lambda node: setattr(self, "code", node.get_str_value()),
            "message": lambda node: setattr(self, "message", node.get_str_value()),
            "innerError": lambda node: setattr(self, "inner_error", node.get_object_value(Ids)),
        }

    def serialize(self, writer):
        raise NotImplementedError


@dataclass
class Ids(Parsable):
    date: Any = None
    request_id: Optional[str] = None

    @staticmethod
    def create_from_discriminator_value(parse_node):
        return Ids()

    def get_field_deserializers(self):
        return {
            "date": lambda node: setattr(self, "date", node.get_datetime_value()),
            "request-id": lambda node: setattr(self, "request_id", node.get_str_value()),
        }

    def serialize(self, writer):
        raise NotImplementedError


ERRORS = {"4XX": GraphError, "5XX": GraphError}


def information(method, path):
    request = RequestInformation()
    request.http_method, request.url = method, path
    return request


def get(path):
    return information(Method.GET, f"{BASE}/v1.0{path}")


async def pages(adapter):
    first = await adapter.send_async(get("/users?$select=id,displayName"), Users, ERRORS)
    names = []
    await PageIterator(first, adapter).iterate(lambda user: names.append(user.display_name) or True)
    return names


async def delta(adapter):
    page, names = await adapter.send_async(get("/users/delta"), Users, ERRORS), []
    await PageIterator(page, adapter).iterate(lambda user: names.append(user.display_name) or True)
    # Its iterator knows the delta link of the first page only.
    while page.odata_next_link:
        page = await adapter.send_async(information(Method.GET, page.odata_next_link), Users, ERRORS)
    later = await adapter.send_async(information(Method.GET, page.odata_delta_link), Users, ERRORS)
    return [names, later.value]


async def batch(adapter):
    create = information(Method.POST, "/users")
    create.set_content_from_parsable(adapter, "application/json", User(display_name="New"))
    content = BatchRequestContent()
    content.add_request("1", BatchRequestItem(create, "1"))
    content.add_request("2", BatchRequestItem(information(Method.GET, "/users/u1"), "2"))
    content.add_request("3", BatchRequestItem(information(Method.GET, "/users/missing"), "3"))
    responses = await BatchRequestBuilder(adapter, ERRORS).post(content)
    statuses = responses.get_response_status_codes()
    # It takes an item's body for base64 and has none where the body is JSON, as Graph's are.
    return [statuses[number] for number in ("1", "2", "3")]


async def upload(adapter):
    create = information(Method.POST, f"{BASE}/v1.0/me/drive/root:/a/b.bin:/createUploadSession")
    session = await adapter.send_async(create, LargeFileUploadSession, ERRORS)
    assert session.expiration_date_time, "the session has no time at which it ends"
    content = bytes(number % 251 for number in range(1_000_000))
    slice_size = 327_680
    task = LargeFileUploadTask(session, adapter, io.BytesIO(content), parsable_factory=Item, max_chunk_size=slice_size)
    assert not task.upload_session_expired()
    # Its `upload` sends the last slice twice, which no session takes; a slice at a time is right.
    state = session
    while (start := int(state.next_expected_ranges[0].split("-")[0])) + slice_size < len(content):
        task.next_range = f"{start}-{start + slice_size - 1}"
        state = await task.next_chunk(task.stream)
        assert state.expiration_date_time and not task.upload_session_expired(state)
    task.next_range = state.next_expected_ranges[0]
    return (await task.last_chunk(task.stream)).size


async def errors(adapter):
    try:
        await adapter.send_async(get("/users/missing"), User, ERRORS)
    except GraphError as error:
        assert error.error.inner_error.date and error.error.inner_error.request_id
        return [error.response_status_code, error.error.code]
    raise AssertionError("it was not refused")


async def main():
    ParseNodeFactoryRegistry().CONTENT_TYPE_ASSOCIATED_FACTORIES["application/json"] = JsonParseNodeFactory()
    SerializationWriterFactoryRegistry().CONTENT_TYPE_ASSOCIATED_FACTORIES["application/json"] = (
        JsonSerializationWriterFactory())
    adapter = BaseGraphRequestAdapter(Token())
    adapter.base_url = f"{BASE}/v1.0"
    seen = {
        "pages": await pages(adapter), "batch": await batch(adapter), "size": await upload(adapter),
        "errors": await errors(adapter),
        "delta": await delta(adapter),
        "throttled": (await adapter.send_async(get("/users/u1/manager"), User, ERRORS)).display_name,
    }
    if MODE == "wrong":
        assert seen["errors"] == [410, "gone"], "the status is another"
    print(json.dumps(seen))


asyncio.run(main())
