// SPDX-License-Identifier: Apache-2.0
// The credential in a file: baked into an SVG or a PNG (Open Badges 3.0, section 5.3), or the JWT itself.
import { type Bytes, isSame, readUtf8, utf8 } from "./bytes";
import { stop } from "./verdict";

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const KEYWORD = utf8("openbadgecredential\0");
const SPACE = "https://purl.imsglobal.org/ob/v3p0";
/** Pictures of badges have some 10 kB. */
export const FILE_MOST = 16 << 20;

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

interface Chunk {
  type: string;
  data: Bytes;
}

function* chunks(file: Bytes): Generator<Chunk> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = PNG.length, type = ""; type !== "IEND"; ) {
    if (file.length - at < 12) stop("verify_png_damaged");
    const len = view.getUint32(at);
    if (len > file.length - at - 12) stop("verify_png_damaged");
    const checked = file.subarray(at + 4, at + 8 + len);
    if (view.getUint32(at + 8 + len) !== crc32(checked)) stop("verify_png_damaged");
    type = String.fromCharCode(...checked.subarray(0, 4));
    yield { type, data: checked.subarray(4) };
    at += 12 + len;
  }
}

/** Keyword, NUL, flag, method, language, NUL, translated keyword, NUL, text; it must not be compressed, and so nothing is unpacked. */
function textOfChunk(data: Bytes): string {
  const rest = data.subarray(KEYWORD.length);
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (rest[0] !== 0 || translated < 0) stop("verify_png_packed");
  return readUtf8(rest.subarray(translated + 1)) ?? stop("verify_png_damaged");
}

function findInPng(file: Bytes): string {
  const found: string[] = [];
  for (const { type, data } of chunks(file))
    if (type === "iTXt" && isSame(data.subarray(0, KEYWORD.length), KEYWORD)) found.push(textOfChunk(data));
  if (found.length > 1) stop("verify_two_inside");
  return found[0] ?? stop("verify_none_inside");
}

/** A document that is only parsed runs nothing and fetches nothing. */
function findInSvg(text: string): string {
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) stop("verify_svg_damaged");
  const tree = new DOMParser().parseFromString(text, "image/svg+xml");
  if (tree.getElementsByTagName("parsererror").length) stop("verify_svg_damaged");
  const found = tree.getElementsByTagNameNS(SPACE, "credential");
  if (found.length > 1) stop("verify_two_inside");
  return found[0]?.getAttribute("verify") || stop("verify_none_inside");
}

export function findCredential(file: Bytes): string {
  if (file.length > FILE_MOST) stop("verify_file_large");
  if (isSame(file.subarray(0, PNG.length), PNG)) return findInPng(file).trim();
  const text = readUtf8(file)?.trim() ?? stop("verify_no_credential");
  return text.startsWith("<") ? findInSvg(text).trim() : text;
}
