# SPDX-License-Identifier: Apache-2.0
"""Requests that were done and their replies, compared with what docs/api.yaml says of them: parameters, status, media type, schema, and
members that it does not name."""

import json
import re
import urllib.parse
from functools import cached_property

try:
    import yaml
    from jsonschema import Draft202012Validator
except ImportError:
    yaml = None

IS_USABLE = yaml is not None


class Document:
    def __init__(self, path):
        self.path = path

    @cached_property
    def root(self):
        return yaml.safe_load(self.path.read_text(encoding="utf-8"))

    @cached_property
    def patterns(self):
        """Pairs of an expression and a path; those with fewer parameters match first."""
        paths = sorted(self.root["paths"], key=lambda path: path.count("{"))
        return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]

    def follow(self, value):
        """Returns a value with its $ref resolved, and what stands beside it."""
        while "$ref" in value:
            target = self.root
            for key in value["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            value = {**target, **{key: other for key, other in value.items() if key != "$ref"}}
        return value

    def operation(self, method, path):
        """Returns what is said of a method of a path, and of the path's parameters; None when nothing is."""
        path = path.partition("?")[0]
        found = next((name for pattern, name in self.patterns if pattern.fullmatch(path)), None)
        operation = self.root["paths"][found].get(method.lower()) if found else None
        return operation and {**operation, "parameters": operation.get("parameters", []) + self.root["paths"][found].get("parameters", [])}

    def errors(self, schema, value):
        whole = Draft202012Validator({**schema, "components": self.root["components"]})
        return [f"{error.json_path}: {error.message[:200]}" for error in whole.iter_errors(value)]

    def request_problems(self, method, path, body):
        """Yields what the document does not allow in a request that the server took."""
        operation = self.operation(method, path)
        if not operation:
            return
        known = {parameter["name"] for parameter in map(self.follow, operation["parameters"])}
        for name, _ in urllib.parse.parse_qsl(path.partition("?")[2]):
            if name not in known and not name.startswith("_"):
                yield f"document: the parameter {name} is not described"
        contents = self.follow(operation.get("requestBody", {})).get("content", {})
        schema = (contents.get("application/json") or {}).get("schema")
        if body and schema:
            for error in self.errors(schema, json.loads(body)):
                yield f"document: the request's {error}"

    def problems(self, method, path, status, headers, body):
        """Yields what the document does not say of a reply. An error may be any that is told as problem details."""
        operation = self.operation(method, path)
        if not operation or status == 304:  # of 304, the document speaks for all
            return
        replies = operation["responses"]
        reply = replies.get(str(status)) or (replies["default"] if status >= 400 else None)
        if not reply:
            yield f"document: {status} is not described"
            return
        reply = self.follow(reply)
        have = {name.lower(): value for name, value in headers}
        for name in reply.get("headers", {}):
            if name.lower() not in have:
                yield f"document: there is no header {name}"
        yield from self.check_body(reply.get("content", {}), have.get("content-type", "").partition(";")[0], body)

    def check_body(self, contents, kind, body):
        if not body and not contents:
            return
        if kind not in contents:
            yield f"document: {kind or 'no body'} is not described"
            return
        schema = contents[kind].get("schema") if contents[kind] else None
        if not schema or not kind.endswith("json"):
            return
        value = json.loads(body)
        for error in self.errors(schema, value):
            yield f"document: {error}"
        yield from self.unknown(schema, value, "$")

    def members(self, schema):
        """The members that a schema names, those of its parts too."""
        schema = self.follow(schema)
        named = dict(schema.get("properties", {}))
        for word in ("allOf", "oneOf"):
            for part in schema.get(word, []):
                for name, inner in self.members(part).items():
                    named[name] = {"allOf": [named[name], inner]} if name in named else inner
        return named

    def item(self, schema):
        """The schema of a list's items, the closest one where its parts have several."""
        schema = self.follow(schema)
        parts = [part for word in ("allOf", "oneOf") for part in schema.get(word, [])]
        found = [item for part in parts if (item := self.item(part))]
        return schema.get("items") or (found[-1] if found else None)

    def unknown(self, schema, value, place):
        """Yields members that the document does not name; an object of which it names none may have any."""
        if isinstance(value, list) and (inner := self.item(schema)):
            for at, item in enumerate(value):
                yield from self.unknown(inner, item, f"{place}[{at}]")
        named = self.members(schema) if isinstance(value, dict) else {}
        for name, member in value.items() if named else ():
            if name in named:
                yield from self.unknown(named[name], member, f"{place}.{name}")
            else:
                yield f"document: {place}.{name} is not described"
