// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "solady/src/utils/Base64.sol";
import {BadgeBook} from "../src/BadgeBook.sol";
import {Vm} from "./Vm.sol";

/// What the tests share: assertions, people, and a class to issue.
abstract contract Base {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant ADMIN = address(0xAD);
    address internal constant ISSUER = address(0x15);
    address internal constant OTHER = address(0x16);
    address internal constant ANN = address(0xA11);
    address internal constant BOB = address(0xB0B);
    bytes32 internal constant ACT = keccak256("act");
    bytes32 internal constant ACT2 = keccak256("act 2");
    string internal constant START = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">';
    string internal constant SVG =
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><path d="M0 0h64v64z" fill="#123"/></svg>';

    error Unequal(string what, bytes32 is_, bytes32 wanted);
    error Untrue(string what);

    function same(uint256 is_, uint256 wanted, string memory what) internal pure {
        if (is_ != wanted) revert Unequal(what, bytes32(is_), bytes32(wanted));
    }

    function same(address is_, address wanted, string memory what) internal pure {
        same(uint160(is_), uint160(wanted), what);
    }

    function same(string memory is_, string memory wanted, string memory what) internal pure {
        if (keccak256(bytes(is_)) != keccak256(bytes(wanted))) revert Untrue(string.concat(what, ": ", is_, " instead of ", wanted));
    }

    function yes(bool is_, string memory what) internal pure {
        if (!is_) revert Untrue(what);
    }

    function no(bool is_, string memory what) internal pure {
        if (is_) revert Untrue(string.concat("not: ", what));
    }

    function token(address holder, uint256 class_) internal pure returns (uint256) {
        return class_ << 160 | uint160(holder);
    }

    function none() internal pure returns (string[] memory) {
        return new string[](0);
    }

    function fill(BadgeBook book, uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            uint256 next = book.classCount();
            vm.prank(ISSUER);
            book.defineClass(next, "Reason found", "Somebody looked.", SVG, none());
        }
    }

    /// The JSON in a data: URI.
    function json(string memory uri) internal pure returns (string memory) {
        return string(Base64.decode(cut(uri, "data:application/json;base64,")));
    }

    /// What stands behind a prefix.
    function cut(string memory text, string memory prefix) internal pure returns (string memory rest) {
        bytes memory from = bytes(text);
        uint256 size = bytes(prefix).length;
        yes(from.length >= size, prefix);
        bytes memory out = new bytes(from.length - size);
        for (uint256 i; i < from.length; ++i) {
            if (i < size) yes(from[i] == bytes(prefix)[i], prefix);
            else out[i - size] = from[i];
        }
        return string(out);
    }

    /// A Merkle tree as OpenZeppelin's merkle-tree makes it of leaves in this order: a heap whose leaves stand at its end, backwards.
    function plant(bytes32[] memory leaves) internal pure returns (bytes32[] memory tree) {
        uint256 size = 2 * leaves.length - 1;
        tree = new bytes32[](size);
        for (uint256 i; i < leaves.length; ++i) {
            tree[size - 1 - i] = leaves[i];
        }
        for (uint256 i = size - leaves.length; i > 0; --i) {
            (bytes32 a, bytes32 b) = (tree[2 * i - 1], tree[2 * i]);
            tree[i - 1] = a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
        }
    }

    /// The proof of the leaf at an index.
    function climb(bytes32[] memory tree, uint256 leaf) internal pure returns (bytes32[] memory proof) {
        uint256 at_ = tree.length - 1 - leaf;
        uint256 depth;
        for (uint256 i = at_; i > 0; i = (i - 1) / 2) {
            ++depth;
        }
        proof = new bytes32[](depth);
        for (uint256 i; i < depth; ++i) {
            proof[i] = tree[at_ % 2 == 1 ? at_ + 1 : at_ - 1];
            at_ = (at_ - 1) / 2;
        }
    }

    function leafOf(address holder, uint256 class_, bytes32 commitment) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(holder, class_, commitment))));
    }
}
