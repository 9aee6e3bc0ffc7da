# SPDX-License-Identifier: Apache-2.0
"""The files under check, and C source read just well enough to check it."""

import re
import subprocess
from pathlib import Path

from . import Skipped


def run(*words, cwd=None):
    """Returns (exit status, output) of a command; status 127 when there is no such command."""
    try:
        done = subprocess.run(
            words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=300
        )
    except FileNotFoundError:
        return 127, ""
    return done.returncode, done.stdout


class Tree:
    """The repository at root and the meson build folder made of it."""

    def __init__(self, root, build):
        self.root = Path(root)
        self.build = Path(build)
        self.paths = self._list()

    def _list(self):
        """What git tracks or would add. A folder that git does not know, or does not trust, is walked."""
        status, output = run("git", "ls-files", "-co", "--exclude-standard", "--deduplicate", cwd=self.root)
        if status == 0:
            return sorted(path for path in output.splitlines() if (self.root / path).is_file())
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return sorted(str(path) for path in found if not {"build", "node_modules", ".git", "dist"} & set(path.parts))

    def read(self, path):
        return (self.root / path).read_bytes().decode(errors="replace")

    def sources(self, *folders, suffixes=(".c", ".h")):
        return [path for path in self.paths if path.endswith(suffixes) and path.startswith(folders)]

    def floors(self):
        """The folders of src/, each allowed to include itself and what stands before it."""
        found = re.search(r"^floors = \[(.*?)\]", self.read("meson.build"), re.M | re.S)
        return re.findall(r"'(\w+)'", found[1])

    def symbols(self):
        """Yields (source path, exported name) for all of the library that the program is made of."""
        status, output = run("nm", "-g", "--defined-only", "-A", str(self.build / "libkenzen_core.a"))
        if status != 0:
            raise Skipped(f"nothing built in {self.build}")
        sources = {path.replace("/", "_") + ".o": path for path in self.sources("src/")}
        for line in output.splitlines():
            found = re.search(r"([^:/]+\.o):[0-9a-f]* ?[A-Z] (\S+)$", line)
            if found and found[1] in sources:
                yield sources[found[1]], found[2]

    def printed(self, *words):
        """What the program prints when it is given these words."""
        status, output = run(str(self.build / "kenzen"), *words)
        if status != 0:
            raise Skipped(f"the program does not know '{' '.join(words)}'")
        return output

    def internal(self, what):
        """The lines that the program prints of one of its own tables."""
        status, output = run(str(self.build / "kenzen"), "internal", what)
        if status != 0:
            raise Skipped(f"the program has no 'internal {what}'")
        return output.splitlines()


def blank(text):
    """Returns text as spaces, its line ends kept, so that places stay right."""
    return re.sub(r"[^\n]", " ", text)


TOKENS = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def without_comments(text):
    return TOKENS.sub(lambda m: blank(m[0]) if m[0].startswith("/") else m[0], text)


def bare(text):
    """C without comments and without what stands in quotes."""
    return TOKENS.sub(lambda m: blank(m[0]) if m[0].startswith("/") else m[0][0] + blank(m[0][1:-1]) + m[0][-1], text)


def without_preprocessor(text):
    """Bare C without directives, and without the #else branches, whose braces would count twice."""
    lines, skipping, continued = [], [], False
    for line in text.split("\n"):
        directive = re.match(r"\s*#\s*(\w+)", line)
        if directive and not continued:
            if directive[1].startswith("if"):
                skipping.append(False)
            elif directive[1].startswith("el") and skipping:
                skipping[-1] = True
            elif directive[1] == "endif" and skipping:
                skipping.pop()
        lines.append("" if directive or continued or any(skipping) else line)
        continued = (directive or continued) and line.endswith("\\")
    return "\n".join(lines)


def _opens_block(text, at):
    """True when the brace at this place opens a block of statements, not an initialiser."""
    before = text[:at].rstrip()
    if before.endswith(("{", "}", ";", ":")) or re.search(r"\b(else|do)$", before):
        return True
    if not before.endswith(")"):
        return False
    depth, i = 0, len(before) - 1
    while i >= 0:
        depth += {")": 1, "(": -1}.get(before[i], 0)
        if depth == 0:
            break
        i -= 1
    word = re.search(r"(\w+)\s*$", before[:i])
    return bool(word) and word[1] not in ("return", "sizeof")


def functions(text):
    """Yields (line, name, lines, nesting) for each function defined in a C file. Nesting counts the blocks inside the body."""
    code = without_preprocessor(bare(text))
    stack, head_start = [], 0
    for at, char in enumerate(code):
        if char == "{":
            if not stack:
                head = code[head_start:at]
                is_function = head.rstrip().endswith(")") and "=" not in head
                start = head_start + len(head) - len(head.lstrip())
                deepest = 0
            in_literal = stack and not stack[-1]
            stack.append(is_function if not stack else not in_literal and _opens_block(code, at))
            deepest = max(deepest, sum(stack) - 1)
        elif char == "}" and stack:
            stack.pop()
            if not stack:
                head_start = at + 1
                if is_function:
                    line = code.count("\n", 0, start) + 1
                    name = re.search(r"(\w+)\s*\(", head)
                    yield line, name[1] if name else "?", code.count("\n", start, at) + 1, deepest
        elif char == ";" and not stack:
            head_start = at + 1
