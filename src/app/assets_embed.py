# SPDX-License-Identifier: Apache-2.0
"""assets_embed.py OUT.c WORK PAGE DIST [NAME=FILE…]: makes the C table of src/app/assets.h out of the files in the folder DIST.

Each NAME=FILE that exists is embedded as /NAME too. Without DIST/index.html, PAGE takes its place. Gzipped copies are put into the folder
WORK; the compiler takes all bytes in by .incbin. OUT.c is left alone when nothing changed.
"""

import gzip
import hashlib
import sys
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8", ".yaml": "application/yaml", ".webmanifest": "application/manifest+json",
}  # fmt: skip

HEAD = """#include "app/assets.h"

#define BYTES(name, file) \\
    __asm__(".pushsection .rodata\\n.balign 16\\n" #name ":\\n.incbin \\"" file "\\"\\n" #name "_end:\\n.byte 0\\n.balign 8\\n" \\
            #name "_size:\\n.quad " #name "_end - " #name "\\n.popsection\\n"); \\
    extern const unsigned char name[]; \\
    extern const size_t name##_size
"""


def files(page, dist, extra):
    """Returns {path: file} of what is embedded."""
    found = {f"/{path.relative_to(dist).as_posix()}": path for path in sorted(dist.rglob("*")) if path.is_file()}
    found.setdefault("/index.html", page)
    for pair in extra:
        name, file = pair.split("=", 1)
        if Path(file).is_file():
            found[f"/{name}"] = Path(file)
    return dict(sorted(found.items(), key=lambda item: item[0].encode()))


def write_if_changed(path, data):
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def embed(number, path, file, work):
    """Returns the declarations of one file and its row in the table."""
    plain = file.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    digest = hashlib.sha256(plain).hexdigest()[:32]
    kind = TYPES.get(file.suffix, "application/octet-stream")
    copy = work / f"{digest}.plain"
    write_if_changed(copy, plain)
    text = f'BYTES(assets_plain_{number}, "{copy}");\n'
    row = f'    {{"{path}", "{kind}", "\\"{digest}\\"", "\\"{digest}-gzip\\"", assets_plain_{number}, '
    if len(packed) >= len(plain):
        return text, row + f"NULL, &assets_plain_{number}_size, NULL}},\n"
    write_if_changed(work / f"{digest}.gz", packed)
    text += f'BYTES(assets_gzip_{number}, "{work / digest}.gz");\n'
    return text, row + f"assets_gzip_{number}, &assets_plain_{number}_size, &assets_gzip_{number}_size}},\n"


def main(out, work, page, dist, *extra):
    work = Path(work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    parts = [embed(i, path, file, work) for i, (path, file) in enumerate(files(Path(page), Path(dist), extra).items())]
    text = HEAD + "".join(part for part, _ in parts)
    text += "\nconst struct asset assets_table[] = {\n" + "".join(row for _, row in parts)
    text += f"}};\nconst size_t assets_count = {len(parts)};\n"
    write_if_changed(Path(out), text.encode())


main(*sys.argv[1:])
