// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "solady/src/tokens/ERC721.sol";
import {BadgeBook} from "../src/BadgeBook.sol";
import {SecurityBadgeTransferable} from "../src/SecurityBadgeTransferable.sol";
import {Base} from "./Base.sol";
import {Vm} from "./Vm.sol";

/// Takes tokens, or does not.
contract Receiver {
    bool public isTaking;

    constructor(bool isTaking_) {
        isTaking = isTaking_;
    }

    function onERC721Received(address, address, uint256, bytes calldata) external view returns (bytes4) {
        return isTaking ? this.onERC721Received.selector : bytes4(0);
    }
}

contract SecurityBadgeTransferableTest is Base {
    SecurityBadgeTransferable private badge;

    function setUp() public {
        vm.warp(1_900_000_000);
        badge = new SecurityBadgeTransferable("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 3);
    }

    function issue(address holder, uint256 class_) private returns (uint256) {
        vm.prank(ISSUER);
        return badge.issue(holder, class_, ACT);
    }

    function test_ids_are_counted() public {
        same(badge.issuedCount(), 0, "issued");
        vm.expectEmit(address(badge));
        emit ERC721.Transfer(address(0), ANN, 1);
        vm.expectEmit(address(badge));
        emit BadgeBook.Evidence(1, ACT);
        same(issue(ANN, 2), 1, "first");
        same(issue(ANN, 2), 2, "second");
        same(issue(BOB, 0), 3, "third");
        same(badge.issuedCount(), 3, "issued");
        same(badge.balanceOf(ANN), 2, "balance");
        same(badge.ownerOf(3), BOB, "owner");
        same(badge.classOf(1), 2, "class");
        same(badge.issuedAt(1), 1_900_000_000, "time");
        same(badge.tokenURI(1), badge.classURI(2), "metadata");
    }

    function test_batch() public {
        issue(ANN, 0);
        uint256[] memory awards = new uint256[](3);
        (awards[0], awards[1], awards[2]) = (token(ANN, 1), token(BOB, 2), token(ANN, 2));
        bytes32[] memory acts = new bytes32[](3);
        (acts[0], acts[1], acts[2]) = (ACT, ACT2, ACT);
        vm.startPrank(ISSUER);
        same(badge.issueBatch(awards, acts), 2, "first");
        same(badge.issuedCount(), 4, "issued");
        same(badge.ownerOf(3), BOB, "owner");
        same(badge.classOf(3), 2, "class");
        same(badge.balanceOf(ANN), 3, "balance");
        same(badge.issueBatch(new uint256[](0), new bytes32[](0)), 5, "none");
        same(badge.issuedCount(), 4, "issued");
        vm.stopPrank();
    }

    function test_refuses() public {
        uint256[] memory awards = new uint256[](1);
        bytes32[] memory acts = new bytes32[](1);
        (awards[0], acts[0]) = (token(ANN, 3), ACT);
        vm.startPrank(ISSUER);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3));
        badge.issue(ANN, 3, ACT);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3));
        badge.issueBatch(awards, acts);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, (1 << 95)));
        badge.issue(ANN, 1 << 95, ACT);
        vm.expectRevert(BadgeBook.ZeroCommitment.selector);
        badge.issue(ANN, 1, 0);
        vm.expectRevert(ERC721.TransferToZeroAddress.selector);
        badge.issue(address(0), 1, ACT);
        vm.expectRevert(BadgeBook.LengthsDiffer.selector);
        badge.issueBatch(awards, new bytes32[](0));
        vm.stopPrank();
        same(badge.issuedCount(), 0, "issued");
    }

    /// A class beyond 2^96 must not come back as a small one.
    function testFuzz_only_known_classes(uint256 class_) public {
        if (class_ >= 3) vm.expectPartialRevert(BadgeBook.UnknownClass.selector);
        uint256 id = issue(ANN, class_);
        if (class_ < 3) same(badge.classOf(id), class_, "class");
    }

    function test_only_issuers() public {
        issue(ANN, 1);
        address[3] memory strangers = [ADMIN, ANN, address(badge)];
        for (uint256 i; i < 3; ++i) {
            bytes memory why = abi.encodeWithSelector(BadgeBook.NotIssuer.selector, strangers[i]);
            vm.startPrank(strangers[i]);
            vm.expectRevert(why);
            badge.issue(ANN, 0, ACT);
            vm.expectRevert(why);
            badge.issueBatch(new uint256[](0), new bytes32[](0));
            vm.expectRevert(why);
            badge.revoke(1);
            vm.stopPrank();
        }
    }

    function test_transfer_keeps_class_and_time() public {
        issue(ANN, 2);
        vm.warp(block.timestamp + 1000);
        vm.prank(ANN);
        badge.transferFrom(ANN, BOB, 1);
        same(badge.ownerOf(1), BOB, "owner");
        same(badge.classOf(1), 2, "class");
        same(badge.issuedAt(1), 1_900_000_000, "time");
        same(badge.balanceOf(ANN), 0, "balance before");
        same(badge.balanceOf(BOB), 1, "balance after");
    }

    function test_only_the_owner_and_whom_he_approved_transfer() public {
        issue(ANN, 2);
        address[4] memory strangers = [ADMIN, ISSUER, BOB, address(badge)];
        for (uint256 i; i < 4; ++i) {
            vm.startPrank(strangers[i]);
            vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
            badge.transferFrom(ANN, BOB, 1);
            vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
            badge.safeTransferFrom(ANN, BOB, 1);
            vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
            badge.approve(BOB, 1);
            vm.stopPrank();
        }
        vm.prank(ANN);
        badge.approve(OTHER, 1);
        vm.prank(OTHER);
        badge.transferFrom(ANN, BOB, 1);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        vm.prank(OTHER);
        badge.transferFrom(BOB, ANN, 1);
        vm.prank(BOB);
        badge.setApprovalForAll(OTHER, true);
        vm.prank(OTHER);
        badge.transferFrom(BOB, ANN, 1);
        same(badge.ownerOf(1), ANN, "owner");
    }

    function test_receivers_are_asked() public {
        issue(ANN, 2);
        address willing = address(new Receiver(true));
        address unwilling = address(new Receiver(false));
        vm.startPrank(ANN);
        vm.expectRevert(ERC721.TransferToNonERC721ReceiverImplementer.selector);
        badge.safeTransferFrom(ANN, unwilling, 1);
        badge.safeTransferFrom(ANN, willing, 1);
        vm.stopPrank();
        same(badge.ownerOf(1), willing, "owner");
    }

    function gone(uint256 id) private {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        badge.ownerOf(id);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        badge.classOf(id);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        badge.issuedAt(id);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        badge.tokenURI(id);
    }

    function test_revoke_follows_the_badge() public {
        issue(ANN, 2);
        vm.prank(ANN);
        badge.transferFrom(ANN, BOB, 1);
        vm.expectEmit(address(badge));
        emit ERC721.Transfer(BOB, address(0), 1);
        vm.expectEmit(address(badge));
        emit SecurityBadgeTransferable.Revoked(1, ISSUER);
        vm.prank(ISSUER);
        badge.revoke(1);
        gone(1);
        same(badge.balanceOf(BOB), 0, "balance");
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        vm.prank(ISSUER);
        badge.revoke(1);
        same(issue(ANN, 2), 2, "ids are not used again");
    }

    function test_renounce() public {
        issue(ANN, 2);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        vm.prank(BOB);
        badge.renounce(1);
        vm.expectEmit(address(badge));
        emit SecurityBadgeTransferable.Revoked(1, ANN);
        vm.prank(ANN);
        badge.renounce(1);
        gone(1);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        vm.prank(ANN);
        badge.renounce(1);
    }

    function test_what_is_not_there() public {
        gone(0);
        gone(1);
        gone(type(uint256).max);
        vm.expectRevert(ERC721.BalanceQueryForZeroAddress.selector);
        badge.balanceOf(address(0));
    }

    function test_interfaces() public view {
        bytes4[5] memory known = [bytes4(0x01ffc9a7), bytes4(0x80ac58cd), bytes4(0x5b5e139f), bytes4(0x49064906), bytes4(0xe8a3d485)];
        for (uint256 i; i < 5; ++i) {
            yes(badge.supportsInterface(known[i]), "known");
        }
        no(badge.supportsInterface(0xffffffff) || badge.supportsInterface(0xb45a3c0e), "unknown, or locked");
    }

    function testFuzz_issue_transfer_revoke(address a, address b, uint256 class_, bool revoked) public {
        class_ %= 3;
        if (a == address(0) || b == address(0)) return;
        uint256 id = issue(a, class_);
        vm.prank(a);
        badge.transferFrom(a, b, id);
        same(badge.ownerOf(id), b, "owner");
        same(badge.classOf(id), class_, "class");
        same(badge.balanceOf(b), 1, "balance");
        if (!revoked) return;
        vm.prank(ISSUER);
        badge.revoke(id);
        same(badge.balanceOf(b), 0, "balance");
    }
}
