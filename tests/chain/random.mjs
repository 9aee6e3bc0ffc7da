// SPDX-License-Identifier: Apache-2.0
// Chance that a seed repeats: mulberry32, and what the tests need of it.

export function makeRandom(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return (t ^ (t >>> 14)) >>> 0;
    };
    const below = (n) => next() % n;
    const hex = (bytes) => "0x" + Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, "0")).join("");
    /** A number of any size up to so many bits, small and largest ones as likely as those between. */
    const big = (bits) => {
        const most = (1n << BigInt(bits)) - 1n;
        const kind = below(6);
        if (kind === 0) return 0n;
        if (kind === 1) return most;
        return BigInt(hex(32)) & ((1n << BigInt(1 + below(bits))) - 1n) & most;
    };
    return { below, hex, big, pick: (list) => list[below(list.length)] };
}
