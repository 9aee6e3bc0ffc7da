# SPDX-License-Identifier: Apache-2.0
"""Scenarios read from *.scn files, and what came compared with what was expected. README.md beside this file explains the form."""

import datetime
import json
import re
from dataclasses import dataclass, field

VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass
class Step:
    title: str
    line: int
    actor: str = "admin"
    method: str = ""
    path: str = ""
    headers: list = field(default_factory=list)
    body: str = ""
    status: str = ""
    is_later: bool = False
    reply_headers: list = field(default_factory=list)
    reply_body: str = ""


@dataclass
class Scenario:
    steps: list
    bare: bool
    index: list  # what the advisory index is made of, from the top of the repository


def read(path):
    """Returns the Scenario in a file. A line that has no meaning where it stands is a SyntaxError."""
    steps, bare, index, block = [], False, [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if line == "%bare":
            bare = True
        elif line.startswith("%index "):
            index = line.split()[1:]
        elif line.startswith("== "):
            close(path, steps, block)
            steps.append(Step(line[3:], number))
            block = []
        elif steps:
            block.append(line)
        elif line:
            raise SyntaxError(f"{path.name}:{number}: stands before the first step")
    close(path, steps, block)
    return Scenario(steps, bare, index)


def close(path, steps, block):
    if not steps:
        return
    step = steps[-1]
    arrow = next((i for i, line in enumerate(block) if line.startswith("--> ")), None)
    if arrow is None:
        raise SyntaxError(f"{path.name}:{step.line}: has no '-->' line")
    request, reply = block[:arrow], block[arrow + 1 :]
    if request and request[0].startswith("as "):
        step.actor = request.pop(0)[3:]
    if request and request[0] == "an hour later":
        step.is_later = bool(request.pop(0))
    if not request or not re.fullmatch(r"[A-Z]+ \S+", request[0]):
        raise SyntaxError(f"{path.name}:{step.line}: has no 'METHOD /path' line")
    step.method, step.path = request.pop(0).split()
    step.status = block[arrow][4:].strip()
    step.headers, step.body = split(path, step, request)
    step.reply_headers, step.reply_body = split(path, step, reply)


def split(path, step, lines):
    """Returns (header pairs, body)."""
    end = lines.index("") if "" in lines else len(lines)
    pairs = []
    for line in lines[:end]:
        name, colon, value = line.partition(": ")
        if not colon:
            raise SyntaxError(f"{path.name}:{step.line}: no header: {line}")
        pairs.append((name, value))
    return pairs, "\n".join(lines[end + 1 :]).strip()


def days():
    """Days to come by name: what is limited by the clock cannot be written down once and for all."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = {n: (now + datetime.timedelta(days=n)).isoformat() for n in (-1, 0, 1, 30, 732, 734)}
    dates = {"yesterday": days[-1][:10], "today": days[0][:10], "date_in_30_days": days[30][:10]}
    return {f"in_{n}_days": f"{day}Z" for n, day in days.items() if n > 0} | dates


def fill(text, known):
    """Puts the values of known names into a text."""
    return VARIABLE.sub(lambda m: str(known[m[1]]), text)


def matches_text(wanted, came, known):
    """Compares with '*' for any text; a whole '{{name}}' that is not known yet takes what came."""
    whole = VARIABLE.fullmatch(wanted)
    if whole and whole[1] not in known:
        known[whole[1]] = came
        return True
    parts = re.split(r"(\*|\{\{\w+\}\})", wanted)
    pattern, names = "", []
    for part in parts:
        variable = VARIABLE.fullmatch(part)
        if part == "*":
            pattern += ".*"
        elif variable and variable[1] not in known:
            names.append(variable[1])
            pattern += "(.*)"
        else:
            pattern += re.escape(fill(part, known))
    found = re.fullmatch(pattern, came, re.S)
    if found:
        known.update(zip(names, found.groups()))
    return bool(found)


def differences(wanted, came, known, place=""):
    """Yields what is wrong with a JSON value, each with its place."""
    if isinstance(wanted, dict) and isinstance(came, dict):
        for key, value in wanted.items():
            at = f"{place}.{key}".lstrip(".")
            if value == "<absent>":
                if key in came:
                    yield f"{at} is there: {came[key]!r}"
            elif key not in came:
                yield f"{at} is missing"
            else:
                yield from differences(value, came[key], known, at)
    elif isinstance(wanted, list) and isinstance(came, list):
        more = wanted[-1:] == ["..."]
        items = wanted[:-1] if more else wanted
        if len(came) < len(items) or (len(came) > len(items) and not more):
            yield f"{place or 'it'} has {len(came)} items, not {len(items)}{' or more' if more else ''}"
        for i, (item, other) in enumerate(zip(items, came)):
            yield from differences(item, other, known, f"{place}[{i}]")
    elif isinstance(wanted, str) and isinstance(came, str):
        if not matches_text(wanted, came, known):
            yield f"{place or 'it'} is {came!r}, not {wanted!r}"
    elif type(wanted) is not type(came) or wanted != came:
        yield f"{place or 'it'} is {came!r}, not {wanted!r}"


def check(step, status, headers, body, known):
    """Yields what is wrong with a reply."""
    if step.status != str(status):
        yield f"status {status}, not {step.status}"
    for name, wanted in step.reply_headers:
        values = [value for key, value in headers if key.lower() == name.lower()]
        if wanted == "<absent>":
            if values:
                yield f"{name} is there: {values[0]}"
        elif not any(matches_text(wanted, value, known) for value in values):
            yield f"{name} is {', '.join(values) or 'missing'}, not {wanted}"
    text = body.decode(errors="replace")
    if step.reply_body.startswith("text: "):
        for line in step.reply_body.splitlines():
            if fill(line.removeprefix("text: "), known) not in text:
                yield f"the body does not hold: {line.removeprefix('text: ')}"
    elif step.reply_body:
        try:
            came = json.loads(text)
        except ValueError:
            yield "the body is no JSON"
            return
        yield from differences(json.loads(step.reply_body), came, known)
