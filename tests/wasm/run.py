"""Serves the page and, on another port, a mock of the Clerk API. Opens the page in a headless browser and waits for its
report. Usage: run.py PAGE_FOLDER BROWSER"""

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 90  # seconds


class Page(SimpleHTTPRequestHandler):
    """Serves the page and receives its report."""

    report = None
    done = threading.Event()

    def do_POST(self):
        Page.report = Page.report or json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(204)
        self.end_headers()
        Page.done.set()

    def log_message(self, *_):
        pass


class Api(BaseHTTPRequestHandler):
    """Responds to calls, with the CORS header fields that another origin needs."""

    protocol_version = "HTTP/1.1"
    tokens = 0

    def respond(self, status, body=None, headers=()):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("access-control-allow-origin", "*")
        self.send_header("access-control-allow-headers", "authorization, content-type, *")
        self.send_header("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE")
        self.send_header("access-control-expose-headers", "x-request-id")
        self.send_header("x-request-id", "r-1")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_OPTIONS(self):
        self.respond(204)

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/users":
            query = parse_qs(url.query)
            fits = query.get("query") == ["a+b&c"] and query.get("limit") == ["3"]
            return self.respond(200, [{"id": f"user_{n}"} for n in range(3)] if fits else [])
        user = unquote(url.path.removeprefix("/users/"))
        token = self.headers.get("authorization")
        if user == "nobody":
            error = {"message": "m", "long_message": "l", "code": "resource_not_found"}
            self.respond(404, {"errors": [error]})
        elif user == "busy":
            self.respond(503, {}, [("retry-after", "0")])
        elif user == "slow":
            time.sleep(1)
            self.respond(200, {"id": user})
        elif user == "moved":
            self.respond(307, None, [("location", "/users/user_1")])
        elif user == "whose-token":
            self.respond(200, {"id": token})
        elif user == "refuse-token-1":
            refused = token == "Bearer token-1"
            self.respond(401 if refused else 200, {"id": token})
        else:
            self.respond(200, {"id": user})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/token":
            Api.tokens += 1
            return self.respond(200, {"access_token": f"token-{Api.tokens}", "token_type": "Bearer", "expires_in": 3600})
        if self.path == "/users":
            return self.respond(200, json.loads(body))
        file = re.search(rb'filename="([^"]*)".*?\r\n\r\n(.*?)\r\n--', body, re.S)
        self.respond(200, {"image_url": f"{file[1].decode()}:{len(file[2])}"})

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """Ignores connections that the browser closes early, as in the checks of timeouts and dropped calls."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def start(handler):
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main(folder, browser):
    page, api = start(partial(Page, directory=folder)), start(Api)
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        url = f"{page}/index.html?api={api}"
        command = [browser, *flags.split(), f"--user-data-dir={profile}", url]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        # Read continuously, so that the browser never blocks on a full pipe.
        output = []
        threading.Thread(target=lambda: output.extend(running.stderr), daemon=True).start()
        Page.done.wait(TIMEOUT)
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
    if Page.report is None:
        print("".join(output[-20:]), f"no report after {TIMEOUT} s", sep="\n")
        return 1
    print(Page.report["text"])
    print("wasm: all checks passed" if Page.report["ok"] else "wasm: FAILED")
    return 0 if Page.report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
