# SPDX-License-Identifier: Apache-2.0
"""Forms with files as Dependency-Track's plugins send them to /api/v1/bom, and hostile ones. Each function is a test."""

import base64
import json

from push import API, NEWER_WEB, WEB, Site

LINE = b"\r\n"


def field(name, value, more="", headers=""):
    head = f'Content-Disposition: form-data; name="{name}"{more}'.encode() + LINE + headers.encode()
    return head + LINE + (value if isinstance(value, bytes) else value.encode())


def form(*parts, boundary=b"----kz7"):
    return b"".join(b"--" + boundary + LINE + part + LINE for part in parts) + b"--" + boundary + b"--" + LINE


class Plugin:
    """What a plugin has: an address and a key."""

    def __init__(self, site):
        self.site = site
        self.headers = [("Host", site.server.host), ("X-Api-Key", site.token)]

    def send(self, body, kind='multipart/form-data; boundary="----kz7"', method="POST"):
        status, _, answer = self.site.server.ask(method, "/api/v1/bom", [*self.headers, ("Content-Type", kind)], body)
        return status, json.loads(answer) if answer else {}

    def ask(self, path):
        status, _, answer = self.site.server.ask("GET", path, self.headers, None)
        return status, json.loads(answer)


def a_form_is_sent():
    """a form with a file makes the project, and its token says that all is done"""
    with Site("demo/advisories/osv") as site:
        plugin = Plugin(site)
        names = (field("projectName", "storefront"), field("projectVersion", "2.3.0"), field("autoCreate", "true"))
        status, answer = plugin.send(form(*names, field("bom", WEB.read_bytes(), '; filename="bom.cdx.json"', "Content-Type: application/json\r\n")))
        assert status == 200 and list(answer) == ["token"], (status, answer)
        assert plugin.ask(f"/api/v1/bom/token/{answer['token']}") == (200, {"processing": False})
        _, project = plugin.ask("/api/v1/project/lookup?name=storefront&version=2.3.0")
        status, again = plugin.send(form(field("project", project["uuid"]), field("bom", NEWER_WEB.read_bytes(), '; filename="bom.cdx.json"')))
        assert status == 200 and again != answer, (status, again)
        (service,) = site.ask("GET", "/api/v1/services")["items"]
        sboms = site.ask("GET", f"/api/v1/services/{service['id']}/parts/main/sboms")["items"]
        assert [(sbom["number"], sbom["note"], sbom["file_name"]) for sbom in sboms] == [(2, "", "bom.cdx.json"), (1, "2.3.0", "bom.cdx.json")], sboms
        _, _, original = site.server.ask("GET", f"/api/v1/sboms/{sboms[1]['id']}/original", site.headers, None)
        assert original == WEB.read_bytes()


def what_else_a_form_may_have():
    """a preamble, spaces behind a boundary, unknown fields, an empty one, a byte order mark, and the boundary's front in the file"""
    with Site() as site:
        plugin = Plugin(site)
        bom = b"\xef\xbb\xbf" + json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "x": "--\r\n", "components": []}).encode() + b"\r\n----kz\r\n"
        parts = [field("projectName", "a"), field("autoCreate", "True"), field("parentName", ""), field("isLatest", "true"), field("projectTags", "x,part:web")]
        body = b"preamble" + LINE + form(*parts, field("bom", bom.rstrip(b"\r\n-kz"))).replace(b"----kz7\r\n", b"----kz7 \t\r\n", 2) + b"epilogue"
        status, answer = plugin.send(body)
        assert status == 200, answer
        (service,) = site.ask("GET", "/api/v1/services")["items"]
        assert [part["name"] for part in site.ask("GET", f"/api/v1/services/{service['id']}/parts")["items"]] == ["main", "web"]


def hostile_forms():
    """forms that are broken or too much are refused in one sentence, and make nothing"""
    with Site() as site:
        plugin = Plugin(site)
        good = field("bom", API.read_bytes())
        name, create = field("projectName", "a"), field("autoCreate", "true")
        whole = form(name, create, good)
        for body, wanted, what in (
            (whole[:-20], 400, "part 3: does not end"),
            (whole.replace(b"----kz7", b"----kz8"), 400, "there is no line ------kz7"),
            (b"", 400, "there is no line"),
            (b"--", 400, "there is no line"),
            (form(), 400, "bom: is missing"),
            (form(name, create), 400, "bom: is missing"),
            (form(name, create, good, good), 415, "there are two"),
            (form(*[name] * 101), 413, "part 101: there are too many"),
            (form(name, create, field("bom", API.read_bytes(), "", "X: " + "y" * 9000 + "\r\n")), 413, "part 3: its headers are too long"),
            (form(name, create, b"X: y"), 400, "part 3: "),
            (form(name, create, b"Content-Disposition: form-data; name=\"bom" + LINE + LINE + b"{}"), 400, "part 3: has no name"),
            (form(name, create, field("bom", b"e30=", "", "Content-Transfer-Encoding: base64\r\n")), 415, "part 3: has an encoding of its own"),
            (form(field("projectName", b"\xff\xfe"), create, good), 400, "projectName: is not UTF-8"),
            (form(field("projectName", "a\0b"), create, good), 400, "projectName: is not UTF-8"),
            (form(field("projectName", "a\tb"), create, good), 400, "control character"),
            (form(field("projectName", "a" * 201), create, good), 400, "200 bytes"),
            (form(field("projectName", "a" * 10001), create, good), 413, "longer than 10000"),
            (form(name, create, field("projectVersion", "1" * 201), good), 400, "projectVersion"),
            (form(name, create, field("bom", b"")), 400, "it is empty"),
            (form(name, create, field("bom", b"{")), 400, ""),
        ):
            status, answer = plugin.send(body)
            assert status == wanted and what in answer["detail"], (wanted, what, status, answer)
        for kind, wanted in (("multipart/form-data", 400), ("multipart/form-data; boundary=" + "x" * 71, 400), ("multipart/mixed; boundary=x", 415)):
            status, answer = plugin.send(whole, kind)
            assert status == wanted, (kind, status, answer)
        assert site.ask("GET", "/api/v1/services")["items"] == []


def a_large_body():
    """an SBOM of 40 MB comes through in Base64"""
    with Site() as site:
        plugin = Plugin(site)
        components = [{"type": "library", "name": f"n{i}", "version": "1", "description": "d" * 1900} for i in range(20000)]
        bom = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": components}).encode()
        body = json.dumps({"projectName": "large", "autoCreate": True, "bom": base64.b64encode(bom).decode()}).encode()
        status, answer = plugin.send(body, "application/json", "PUT")
        assert status == 200 and len(bom) > 39_000_000, (status, answer)


TESTS = [a_form_is_sent, what_else_a_form_may_have, hostile_forms, a_large_body]
