# SPDX-License-Identifier: Apache-2.0
"""artefact_embed.py OUT.c NAME.json…: writes what contracts/build.mjs made as the C table that src/mint/artefact.h declares."""

import json
import sys
from pathlib import Path


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines_of(code):
    """Returns the bytes as a C initialiser, 32 a line."""
    return "".join("    " + "".join(f"{byte}, " for byte in code[i : i + 32]) + "\n" for i in range(0, len(code), 32))


def main(out, *paths):
    artefacts = sorted((json.loads(Path(path).read_text()) for path in paths), key=lambda a: a["name"])
    text, rows = '#include "mint/artefact.h"\n\n', ""
    for i, artefact in enumerate(artefacts):
        code = bytes.fromhex(artefact["bytecode"].removeprefix("0x"))
        abi = literal(json.dumps(artefact["abi"], separators=(",", ":")))
        text += f"static const char abi_{i}[] = {abi};\nstatic const unsigned char code_{i}[] = {{\n{lines_of(code)}}};\n"
        rows += f'    {{"{artefact["name"]}", {{abi_{i}, sizeof(abi_{i}) - 1}}, {{(const char *)code_{i}, sizeof(code_{i})}}}},\n'
    text += f"\nconst struct artefact artefact_table[] = {{\n{rows}}};\nconst size_t artefact_count = {len(artefacts)};\n"
    Path(out).write_text(text)


main(*sys.argv[1:])
