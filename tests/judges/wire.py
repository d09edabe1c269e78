"""What clients do over HTTP that no library of Microsoft's does for them, by `requests` and by bare sockets.

Arguments: the sandbox's URL, "right" or "wrong". Prints a line of JSON with what each situation gave, by its name. "wrong"
expects what the sandbox doesn't have, and must fail.
"""

import base64
import gzip
import http.client
import json
import socket
import sys
import urllib.parse

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

ROOT, MODE = sys.argv[1:]
BASE = f"{ROOT}/v1.0"
HOST = urllib.parse.urlsplit(ROOT).netloc
SESSION = requests.Session()
SESSION.headers["Authorization"] = "Bearer any"
SITUATIONS = {}


def situation(function):
    SITUATIONS[function.__name__] = function
    return function


def call(method, path, **more):
    return SESSION.request(method, BASE + path, timeout=10, **more)


def names(page):
    return [user["displayName"].removeprefix("user ") for user in page["value"]]


@situation
def head_is_get_without_body():
    found, missing = call("HEAD", "/users/u1"), call("HEAD", "/users/missing")
    same = found.headers["Content-Length"] == str(len(call("GET", "/users/u1").content))
    return [found.status_code, found.text, same, missing.status_code, missing.text]


@situation
def options_tells_what_there_is():
    answer = call("OPTIONS", "/users/u1")
    return [answer.status_code, answer.headers["Allow"]]


@situation
def a_page_may_ask_first():
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, content-type"}
    answer = requests.options(f"{BASE}/users/u1", headers=asked, timeout=10)
    return [answer.status_code, *(answer.headers[f"Access-Control-Allow-{of}"] for of in ("Origin", "Methods", "Headers"))]


@situation
def a_page_reads_responses_and_errors():
    answers = [call("GET", path, headers={"Origin": "https://page.example"}) for path in ("/users/u1", "/users/missing", "/nothing")]
    return [[answer.headers["Access-Control-Allow-Origin"], "request-id" in answer.headers["Access-Control-Expose-Headers"]] for answer in answers]


@situation
def who_is_no_page_is_told_nothing_of_pages():
    return "Access-Control-Allow-Origin" in call("GET", "/users/u1").headers


@situation
def a_compressed_body_is_sent_once_more():
    body, kind = json.dumps({"displayName": "Zoe"}).encode(), {"Content-Type": "application/json"}
    first = call("POST", "/users", data=gzip.compress(body), headers=kind | {"Content-Encoding": "gzip"})
    plain = call("POST", "/users", data=body, headers=kind | {"Content-Encoding": "identity"})
    return [first.status_code, first.json()["error"]["code"], plain.status_code]


@situation
def bodies_come_in_chunks():
    of_json = call("POST", "/users", data=iter([b'{"displayName"', b':"Zoe"}']), headers={"Content-Type": "application/json"})
    of_bytes = call("PUT", "/me/photo/$value", data=(bytes([number]) * 1000 for number in range(50)), headers={"Content-Type": "image/jpeg"})
    return [of_json.status_code, of_bytes.status_code, of_bytes.json()]


@situation
def a_body_waits_until_it_is_asked_for():
    with socket.create_connection(HOST.split(":"), timeout=10) as connection:
        connection.sendall(f"PUT /v1.0/me/photo/$value HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer any\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n".encode())
        first = connection.recv(4096).split(b"\r\n")[0].decode()
        connection.sendall(b"abc")
        rest = b"".join(iter(lambda: connection.recv(4096), b""))
    return [first, rest.split(b"\r\n")[0].decode()]


@situation
def a_connection_is_kept():
    connection = http.client.HTTPConnection(HOST, timeout=10)
    statuses, sockets = [], set()
    for method, path, token in [("GET", "/users/u1", "any"), ("GET", "/users/missing", "any"), ("HEAD", "/users/u1", "any"), ("GET", "/users/u1", ""), ("PUT", "/users/u1", "any")]:
        connection.request(method, f"/v1.0{path}", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
        sockets.add(id(connection.sock))
    return [statuses, len(sockets)]


@situation
def requests_come_one_behind_the_other():
    one = f"GET /v1.0/users/u1 HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer any\r\n"
    with socket.create_connection(HOST.split(":"), timeout=10) as connection:
        connection.sendall(f"{one}\r\n{one}Connection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(4096), b"")).count(b"HTTP/1.1 200")


@situation
def a_proxy_is_asked_for_a_whole_url():
    answer = SESSION.get("http://graph.example/v1.0/users/u1", proxies={"http": ROOT}, timeout=10)
    return [answer.status_code, answer.json()["displayName"]]


@situation
def options_have_no_dollar_or_an_encoded_one():
    bare, encoded = call("GET", "/users?top=2&count=true").json(), call("GET", "/users", params={"$top": 2, "$count": "true"}).json()
    return [[names(page), page["@odata.count"]] for page in (bare, encoded)]


@situation
def a_slash_at_the_end_means_nothing():
    return [call("GET", "/users/").status_code, call("GET", "/users/u1/?$select=id").json()["id"], call("POST", "/users/", json={"displayName": "a"}).status_code]


@situation
def a_key_is_encoded_without_need():
    return call("GET", "/users/%75%31").json()["id"]


@situation
def a_list_begins_later():
    page = call("GET", "/users?$skip=5&$top=1").json()
    return [names(page), names(SESSION.get(page["@odata.nextLink"], timeout=10).json())]


@situation
def what_is_no_number_or_token_is_refused():
    paths = ["/users?$top=x", "/users?$top=-1", "/users?$skip=x", "/users?$skiptoken=x", "/users?$skiptoken=99"]
    return [call("GET", path).status_code for path in paths]


@situation
def a_page_is_as_small_as_preferred():
    prefer = {"Prefer": 'outlook.timezone="UTC", odata.maxpagesize=3'}
    found, answer = [], call("GET", "/users", headers=prefer)
    applied = answer.headers["Preference-Applied"]
    for _ in range(9):
        found.append(names(answer.json()))
        if "@odata.nextLink" not in answer.json():
            break
        answer = SESSION.get(answer.json()["@odata.nextLink"], headers=prefer, timeout=10)
    return [applied, found]


@situation
def a_delta_ends_with_a_link_that_has_nothing_new():
    found, page = [], call("GET", "/users/delta?$select=id").json()
    while "@odata.nextLink" in page:
        found += names(page)
        page = SESSION.get(page["@odata.nextLink"], timeout=10).json()
    later = SESSION.get(page["@odata.deltaLink"], timeout=10).json()
    return [found + names(page), later["value"], "$select=id" in later["@odata.deltaLink"]]


@situation
def a_delta_from_now_on():
    page = call("GET", "/users/delta?$deltatoken=latest").json()
    return [page["value"], "@odata.deltaLink" in page]


@situation
def a_download_is_a_redirect():
    answer = call("GET", "/me/drive/root:/a/b.bin:/content")
    return [answer.history[0].status_code, answer.text, answer.headers["Content-Type"], requests.get(answer.url, timeout=10).text]


@situation
def ranges_are_those_of_http():
    url = call("GET", "/me/drive/root:/a/b.bin:/content").url
    seen = []
    for method, header in [("GET", "bytes=2-3"), ("GET", "bytes=-4"), ("GET", "bytes=4-"), ("GET", "bytes=99-"), ("GET", "lines=0-1"), ("GET", "bytes=3-2"), ("GET", "bytes=0-0,2-2"), ("HEAD", "bytes=0-1")]:
        answer = requests.request(method, url, headers={"Range": header}, timeout=10)
        seen.append([answer.status_code, answer.text, answer.headers.get("Content-Range")])
    old = requests.get(url, headers={"Range": "bytes=0-1", "If-Range": '"old"'}, timeout=10)
    put = requests.put(url, timeout=10)
    return [seen, old.status_code, put.status_code, put.headers["Allow"]]


def session():
    return call("POST", "/me/drive/root:/c:/createUploadSession", json={}).json()["uploadUrl"]


def put(url, begin, end, total):
    headers = {"Content-Range": f"bytes {begin}-{end}/{total}"}
    return requests.put(url, data=b"0123456789"[begin : end + 1], headers=headers, timeout=10)


@situation
def an_upload_goes_on_where_it_was():
    url = session()
    first, again = put(url, 0, 3, 10), put(url, 0, 3, 10)
    state = requests.get(url, timeout=10).json()["nextExpectedRanges"]
    last = put(url, 4, 9, 10)
    return [first.status_code, again.status_code, again.json()["error"]["code"], state, last.status_code, last.json()["size"], requests.get(url, timeout=10).status_code]


@situation
def an_upload_is_called_off():
    url = session()
    return [put(url, 0, 3, 10).status_code, *(requests.request(method, url, timeout=10).status_code for method in ("DELETE", "GET", "DELETE")), put(url, 4, 9, 10).status_code]


@situation
def slices_agree_on_the_whole():
    url = session()
    put(url, 0, 3, 10)
    other, post = put(url, 4, 7, 8), requests.post(url, timeout=10)
    return [other.status_code, other.json()["error"]["code"], post.status_code, post.headers["Allow"], put(url, 4, 9, 10).status_code]


@situation
def the_throttled_come_back_until_they_are_served():
    told = call("GET", "/users/u2/ownedDevices")
    patient = requests.Session()
    patient.mount("http://", HTTPAdapter(max_retries=Retry(total=5, status_forcelist=[429, 503], respect_retry_after_header=True)))
    answer = patient.get(f"{BASE}/users/u2/ownedDevices", headers={"Authorization": "Bearer any"}, timeout=10)
    return [told.status_code, told.headers.get("Retry-After"), answer.status_code, [attempt.status for attempt in answer.raw.retries.history]]


@situation
def errors_say_what_is_wrong():
    broken = call("POST", "/users", data="{", headers={"Content-Type": "application/json"})
    form = call("POST", "/users", data={"displayName": "a"})
    anonymous = requests.get(f"{BASE}/users/u1", timeout=10)
    error = broken.json()["error"]
    return [[broken.status_code, error["code"], sorted(error["innerError"])], form.status_code, anonymous.status_code, anonymous.headers["WWW-Authenticate"]]


@situation
def ids_go_round():
    answer = call("GET", "/users/missing", headers={"client-request-id": "mine"})
    return [answer.headers["client-request-id"], answer.json()["error"]["innerError"]["client-request-id"], answer.headers["request-id"] == answer.json()["error"]["innerError"]["request-id"]]


@situation
def a_count_is_text():
    answer = call("GET", "/users/$count", headers={"ConsistencyLevel": "eventual"})
    return [answer.text, answer.headers["Content-Type"]]


@situation
def a_batch_has_bytes_and_heads():
    photo = base64.b64encode(b"\xff\xd8").decode()
    asked = [
        {"id": "1", "method": "PUT", "url": "/me/photo/$value", "headers": {"Content-Type": "image/jpeg"}, "body": photo},
        {"id": "2", "method": "GET", "url": "me/drive/root:/a/b.bin:/content"},
        {"id": "3", "method": "HEAD", "url": "/users/u1"},
        {"id": "4", "method": "GET", "url": "/users/$count"},
    ]
    by_id = {item["id"]: item for item in call("POST", "/$batch", json={"requests": asked}).json()["responses"]}
    return [by_id["1"]["body"], [by_id["2"]["status"], "Location" in by_id["2"]["headers"]], [by_id["3"]["status"], by_id["3"].get("body")], base64.b64decode(by_id["4"]["body"]).decode()]


@situation
def a_batch_that_is_none_is_refused():
    one = {"id": "1", "method": "GET", "url": "/users/u1"}
    wrong = [
        {"requests": [one | {"id": str(number)} for number in range(21)]},
        {"requests": [one, one]},
        {"requests": [one | {"dependsOn": ["1"]}]},
        {"requests": [{"method": "GET", "url": "/users/u1"}]},
        {"batch": []},
    ]
    items = [one | {"url": "/$batch"}, one | {"url": f"{BASE}/users/u1"}, one | {"method": "POST", "url": "/users", "body": {}}]
    item = lambda request: call("POST", "/$batch", json={"requests": [request]}).json()["responses"][0]["status"]
    return [[call("POST", "/$batch", json=body).status_code for body in wrong], [item(request) for request in items]]


seen = {name: function() for name, function in SITUATIONS.items()}
if MODE == "wrong":
    assert seen["a_count_is_text"][0] == "8", "the count is another"
print(json.dumps(seen))
