// SPDX-License-Identifier: Apache-2.0
// Random types of the ABI with values of them, as viem takes them, and how the probe prints such.
import { getAddress, padHex, stringToHex, toHex } from "./theirs.mjs";

const plain = (r) => r.pick(["uint", "int", "address", "bool", "bytes", "string", "fixed"]);

/** Returns a type as viem describes parameters: {type, components?}. */
export function someType(r, depth = 3) {
    const kind = depth && r.below(3) === 0 ? r.pick(["array", "tuple"]) : plain(r);
    if (kind === "array") {
        const item = someType(r, depth - 1);
        return { ...item, type: `${item.type}[${r.below(2) ? "" : 1 + r.below(3)}]` };
    }
    if (kind === "tuple") return { type: "tuple", components: Array.from({ length: 1 + r.below(3) }, (_, i) => ({ name: `m${i}`, ...someType(r, depth - 1) })) };
    if (kind === "fixed") return { type: `bytes${1 + r.below(32)}` };
    return { type: kind === "uint" || kind === "int" ? `${kind}${8 * (1 + r.below(32))}` : kind };
}

/** The type as signatures write it: tuples are their members in parentheses. */
export function typeName({ type, components }) {
    return components ? type.replace(/^tuple/, `(${components.map(typeName).join(",")})`) : type;
}

const split = (type) => /^(.*)\[(\d*)\]$/.exec(type);

export function someValue(r, { type, components }) {
    const array = split(type);
    if (array) return Array.from({ length: array[2] ? Number(array[2]) : r.below(4) }, () => someValue(r, { type: array[1], components }));
    if (components) return Object.fromEntries(components.map((member) => [member.name, someValue(r, member)]));
    const size = Number(/\d+$/.exec(type)?.[0] ?? 0);
    if (type.startsWith("uint")) return r.big(size);
    if (type.startsWith("int")) return r.below(2) ? r.big(size - 1) : -r.big(size - 1) - 1n;
    if (type === "address") return getAddress(r.hex(20));
    if (type === "bool") return r.below(2) === 1;
    if (type === "string") return r.pick(["", "a", "健全", "x".repeat(r.below(100))]);
    return r.hex(type === "bytes" ? r.below(100) : size);
}

/** A value as the probe prints it: words and bytes in hexadecimal, lists in brackets. */
export function print({ type, components }, value) {
    const array = split(type);
    if (array) return `[${value.map((item) => print({ type: array[1], components }, item)).join("")}]`;
    if (components) return `[${components.map((member) => print(member, value[member.name])).join("")}]`;
    if (type.startsWith("uint")) return `${toHex(value, { size: 32 })};`;
    if (type.startsWith("int")) return `${toHex(value, { size: 32, signed: true })};`;
    if (type === "address") return `${padHex(value.toLowerCase(), { size: 32 })};`;
    if (type === "bool") return `${toHex(value, { size: 32 })};`;
    return `${type === "string" ? stringToHex(value) : value};`;
}

/** Typed data of random structures that refer to each other, and arrays of them. */
export function someTypedData(r) {
    const types = {}, names = ["Inner", "Middle", "Outer"];
    names.forEach((name, level) => {
        types[name] = Array.from({ length: 1 + r.below(4) }, (_, i) => ({ name: `m${i}`, type: memberType(r, names.slice(0, level)) }));
    });
    const value = (type) => {
        const array = split(type);
        if (array) return Array.from({ length: array[2] ? Number(array[2]) : r.below(3) }, () => value(array[1]));
        return types[type] ? Object.fromEntries(types[type].map((member) => [member.name, value(member.type)])) : someValue(r, { type });
    };
    const domain = { name: "kenzen", version: "1", chainId: r.below(1e6), verifyingContract: getAddress(r.hex(20)) };
    types.EIP712Domain = [["name", "string"], ["version", "string"], ["chainId", "uint256"], ["verifyingContract", "address"]].map(([name, type]) => ({ name, type }));
    return { types, domain, primaryType: "Outer", message: value("Outer") };
}

function memberType(r, structures) {
    const type = structures.length && r.below(2) ? r.pick(structures) : someType(r, 0).type;
    return type + r.pick(["", "", "[]", "[2]"]);
}
