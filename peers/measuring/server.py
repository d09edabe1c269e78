"""The two servers: one that looks at what comes, and nginx."""

import http.server
import json
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

from .commands import target

USER = {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/$entity",
    "id": "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
    "displayName": "Adele Vance",
    "jobTitle": "Director",
    "accountEnabled": True,
    "businessPhones": ["+1 425 555 0109"],
    "officeLocation": "18/2111",
    "preferredLanguage": "en-US",
}
SENT = {name: USER[name] for name in ("displayName", "jobTitle", "accountEnabled", "businessPhones")}
PAGE_SIZE = 100


def pages(base, count):
    """The pages of a list, as Graph sends them."""
    users = [dict(USER, id=str(number)) for number in range(PAGE_SIZE)]
    for number in range(1, count + 1):
        page = {"@odata.context": USER["@odata.context"].removesuffix("/$entity")}
        if number < count:
            page["@odata.nextLink"] = f"{base}/v1.0/users?page={number + 1}"
        yield json.dumps(page | {"value": users})


class Witness:
    """Answers as nginx does, and keeps what was wrong with what came: whether a peer does the work at all."""

    def __init__(self, page_count):
        self.problems, self.seen = [], 0
        witness = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PATCH(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                # What needn't be encoded may be.
                witness.expect("path", urllib.parse.unquote(self.path), f"/v1.0/users/{USER['id']}")
                witness.expect("body", body, SENT)
                self.answer(json.dumps(USER))

            def do_GET(self):
                number = re.search(r"[?&]page=(\d+)", self.path)
                if not number:
                    witness.expect("path", urllib.parse.unquote(self.path), "/v1.0/users?$top=100")
                self.answer(witness.pages[int(number[1]) - 1 if number else 0])

            def answer(self, text):
                witness.seen += 1
                witness.expect("token", self.headers["Authorization"], "Bearer a-token")
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.pages = list(pages(self.base, page_count))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def expect(self, what, came, wanted):
        if came != wanted:
            self.problems.append(f"{what}: {came!r} came in place of {wanted!r}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()


CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr error;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 100000000; keepalive_timeout 600s; default_type application/json;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port}; root {folder};
        location = /v1.0/users {{ try_files /pages/$arg_page.json /pages/1.json =404; }}
        location /v1.0/users/ {{ return 200 '{user}'; }}
    }}
}}
"""


class Nginx:
    """One process of nginx on a free port of the loopback interface."""

    def __init__(self, page_count):
        self.folder = pathlib.Path(target()) / "nginx"
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "pages").mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        for number, page in enumerate(pages(self.base, page_count), 1):
            (self.folder / "pages" / f"{number}.json").write_text(page)
        # `$` begins a variable in nginx's files.
        user = json.dumps(USER).replace("$", "")
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, port=port, user=user))
        self.process = subprocess.Popen(["nginx", "-e", "stderr", "-p", self.folder, "-c", configuration])
        self.wait(port)

    def wait(self, port):
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError("nginx ended at once")
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("nginx doesn't listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
