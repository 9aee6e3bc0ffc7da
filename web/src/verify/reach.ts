// SPDX-License-Identifier: Apache-2.0
// Which servers are called. A forged badge may name any, of the reader's own machine and net too: those are called only when the reader, or
// the page, is there already. Example: if (!mayCall(url, [location.origin])) …

const INNER_NAMES = /^(?:[^.]+|.*\.(?:localhost|local|internal|home\.arpa|lan|intranet|corp|home))\.?$/;

/** Of IPv4: this net, loopback, private, shared, link-local, documentation, benchmarks, multicast and reserved (RFC 6890). */
const INNER_NETS: readonly [number, number][] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0000000, 24],
  [0xc0000200, 24],
  [0xc0a80000, 16],
  [0xc6120000, 15],
  [0xc6336400, 24],
  [0xcb007100, 24],
  [0xe0000000, 3],
];

function isInnerV4(host: string): boolean {
  const at = host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return INNER_NETS.some(([net, bits]) => Math.floor(at / 2 ** (32 - bits)) === Math.floor(net / 2 ** (32 - bits)));
}

/** An address of IPv6 is the Internet's when it begins with 2 or 3 (2000::/3), but for documentation and what wraps IPv4 (6to4, Teredo). */
function isInnerV6(host: string): boolean {
  return !/^\[[23][0-9a-f]{3}:/.test(host) || /^\[(?:2001:(?:0?:|db8:)|2002:)/.test(host);
}

/** The browser's own reading of a URL has turned each way to write an address into one. */
function isInner(host: string): boolean {
  if (host.startsWith("[")) return isInnerV6(host);
  return /^[0-9.]+$/.test(host) ? isInnerV4(host) : INNER_NAMES.test(host);
}

/** Whether a server that a badge names may be called: one of the public Internet, as far as its name tells, or one of the known origins. */
export function mayCall(url: string, known: readonly string[]): boolean {
  try {
    const { hostname, origin } = new URL(url);
    return known.includes(origin) || !isInner(hostname);
  } catch {
    return false;
  }
}
