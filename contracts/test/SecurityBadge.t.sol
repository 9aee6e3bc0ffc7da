// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeBook} from "../src/BadgeBook.sol";
import {SecurityBadge} from "../src/SecurityBadge.sol";
import {Base} from "./Base.sol";
import {Vm} from "./Vm.sol";

/// What a wallet of any kind asks of an ERC-721.
interface Ierc721 {
    function approve(address to, uint256 tokenId) external payable;
    function setApprovalForAll(address operator, bool approved) external;
    function transferFrom(address from, address to, uint256 tokenId) external payable;
    function safeTransferFrom(address from, address to, uint256 tokenId) external payable;
    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata data) external payable;
}

contract SecurityBadgeTest is Base {
    SecurityBadge private badge;

    function setUp() public {
        badge = new SecurityBadge("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 3);
    }

    function issue(address holder, uint256 class_, bytes32 commitment) private returns (uint256) {
        vm.prank(ISSUER);
        return badge.issue(holder, class_, commitment);
    }

    function count(address holder, uint256 wanted) private view {
        same(badge.balanceOf(holder), wanted, "balance");
        uint256 bits;
        for (uint256 classes = badge.classesOf(holder); classes != 0; classes &= classes - 1) {
            ++bits;
        }
        same(bits, wanted, "bits");
    }

    function test_first_issue_gives_the_token() public {
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(address(0), ANN, token(ANN, 2));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Locked(token(ANN, 2));
        vm.expectEmit(address(badge));
        emit BadgeBook.Evidence(token(ANN, 2), ACT);
        same(issue(ANN, 2, ACT), token(ANN, 2), "id");
        same(badge.ownerOf(token(ANN, 2)), ANN, "owner");
        yes(badge.holds(ANN, 2) && badge.locked(token(ANN, 2)), "held and locked");
        same(badge.classesOf(ANN), 4, "classes");
        same(badge.getApproved(token(ANN, 2)), address(0), "approved");
        count(ANN, 1);
    }

    function test_further_issues_are_evidence_only() public {
        issue(ANN, 2, ACT);
        vm.recordLogs();
        same(issue(ANN, 2, ACT2), token(ANN, 2), "the same id");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        same(logs.length, 1, "events");
        same(uint256(logs[0].topics[0]), uint256(BadgeBook.Evidence.selector), "Evidence");
        same(uint256(logs[0].topics[1]), token(ANN, 2), "of the token");
        same(uint256(bytes32(logs[0].data)), uint256(ACT2), "with the commitment");
        count(ANN, 1);
    }

    function test_another_issuer_issues_too() public {
        vm.prank(ADMIN);
        badge.setIssuer(OTHER, true);
        vm.prank(OTHER);
        badge.issue(ANN, 1, ACT);
        count(ANN, 1);
    }

    function test_only_issuers() public {
        address[3] memory strangers = [ADMIN, ANN, address(badge)];
        for (uint256 i; i < 3; ++i) {
            bytes memory why = abi.encodeWithSelector(BadgeBook.NotIssuer.selector, strangers[i]);
            vm.startPrank(strangers[i]);
            vm.expectRevert(why);
            badge.issue(ANN, 0, ACT);
            vm.expectRevert(why);
            badge.issueBatch(new uint256[](0), new bytes32[](0));
            vm.expectRevert(why);
            badge.revoke(token(ANN, 0));
            vm.expectRevert(why);
            badge.readmit(token(ANN, 0));
            vm.expectRevert(why);
            badge.openCampaign(ACT, type(uint64).max);
            vm.expectRevert(why);
            badge.closeCampaign(ACT);
            vm.stopPrank();
        }
    }

    function test_issue_refuses() public {
        vm.startPrank(ISSUER);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3));
        badge.issue(ANN, 3, ACT);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 256));
        badge.issue(ANN, 256, ACT);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 1 << 96));
        badge.issue(ANN, 1 << 96, ACT);
        vm.expectRevert(BadgeBook.ZeroAddress.selector);
        badge.issue(address(0), 0, ACT);
        vm.expectRevert(BadgeBook.ZeroCommitment.selector);
        badge.issue(ANN, 0, 0);
        vm.stopPrank();
    }

    function two(uint256 a, uint256 b) private pure returns (uint256[] memory tokens) {
        tokens = new uint256[](2);
        (tokens[0], tokens[1]) = (a, b);
    }

    function acts() private pure returns (bytes32[] memory commitments) {
        commitments = new bytes32[](2);
        (commitments[0], commitments[1]) = (ACT, ACT2);
    }

    function test_batch() public {
        vm.expectEmit(address(badge));
        emit BadgeBook.Evidence(token(ANN, 1), ACT);
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(address(0), BOB, token(BOB, 2));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Locked(token(BOB, 2));
        vm.expectEmit(address(badge));
        emit BadgeBook.Evidence(token(BOB, 2), ACT2);
        vm.prank(ISSUER);
        badge.issueBatch(two(token(ANN, 1), token(BOB, 2)), acts());
        yes(badge.holds(ANN, 1) && badge.holds(BOB, 2), "held");
        count(ANN, 1);
        count(BOB, 1);
    }

    function test_batch_with_one_holder_twice() public {
        vm.startPrank(ISSUER);
        badge.issueBatch(two(token(ANN, 1), token(ANN, 2)), acts());
        count(ANN, 2);
        badge.issueBatch(two(token(BOB, 1), token(BOB, 1)), acts());
        count(BOB, 1);
        badge.issueBatch(new uint256[](0), new bytes32[](0));
        vm.stopPrank();
    }

    function test_batch_refuses_whole() public {
        vm.startPrank(ISSUER);
        vm.expectRevert(BadgeBook.LengthsDiffer.selector);
        badge.issueBatch(two(token(ANN, 1), token(BOB, 1)), new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3));
        badge.issueBatch(two(token(ANN, 1), token(BOB, 3)), acts());
        vm.expectRevert(BadgeBook.ZeroAddress.selector);
        badge.issueBatch(two(token(ANN, 1), token(address(0), 1)), acts());
        vm.expectRevert(BadgeBook.ZeroCommitment.selector);
        badge.issueBatch(two(token(ANN, 1), token(BOB, 1)), new bytes32[](2));
        vm.stopPrank();
        count(ANN, 0);
    }

    function test_revoke() public {
        issue(ANN, 1, ACT);
        issue(ANN, 2, ACT);
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(ANN, address(0), token(ANN, 1));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Revoked(token(ANN, 1), ISSUER);
        vm.prank(ISSUER);
        badge.revoke(token(ANN, 1));
        no(badge.holds(ANN, 1), "held");
        yes(badge.holds(ANN, 2) && badge.isBarred(token(ANN, 1)) && !badge.isBarred(token(ANN, 2)), "this one alone");
        count(ANN, 1);
        vm.expectRevert(abi.encodeWithSelector(SecurityBadge.ERC721NonexistentToken.selector, token(ANN, 1)));
        badge.ownerOf(token(ANN, 1));
    }

    function test_revoke_before_it_is_held() public {
        vm.recordLogs();
        vm.prank(ISSUER);
        badge.revoke(token(ANN, 1));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        same(logs.length, 1, "events");
        same(uint256(logs[0].topics[0]), uint256(SecurityBadge.Revoked.selector), "Revoked");
        yes(badge.isBarred(token(ANN, 1)), "barred");
        count(ANN, 0);
    }

    function test_revoke_refuses() public {
        vm.startPrank(ISSUER);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3));
        badge.revoke(token(ANN, 3));
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 248));
        badge.revoke(token(ANN, 248));
        vm.expectRevert(BadgeBook.ZeroAddress.selector);
        badge.revoke(token(address(0), 1));
        vm.stopPrank();
    }

    function test_issued_again_after_revocation() public {
        issue(ANN, 1, ACT);
        vm.prank(ISSUER);
        badge.revoke(token(ANN, 1));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(address(0), ANN, token(ANN, 1));
        issue(ANN, 1, ACT2);
        yes(badge.holds(ANN, 1) && badge.isBarred(token(ANN, 1)), "held, and still not to be claimed");
        count(ANN, 1);
    }

    function test_readmit() public {
        vm.startPrank(ISSUER);
        badge.revoke(token(ANN, 1));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Readmitted(token(ANN, 1));
        badge.readmit(token(ANN, 1));
        no(badge.isBarred(token(ANN, 1)) || badge.holds(ANN, 1), "barred or held");
        uint256[3] memory wrong = [token(ANN, 1), token(ANN, 248), type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(SecurityBadge.NotBarred.selector, wrong[i]));
            badge.readmit(wrong[i]);
        }
        vm.stopPrank();
    }

    function test_renounce() public {
        issue(ANN, 1, ACT);
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(ANN, address(0), token(ANN, 1));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Revoked(token(ANN, 1), ANN);
        vm.prank(ANN);
        badge.renounce(1);
        count(ANN, 0);
        yes(badge.isBarred(token(ANN, 1)), "barred");
        vm.startPrank(ANN);
        vm.expectRevert(abi.encodeWithSelector(SecurityBadge.ERC721NonexistentToken.selector, token(ANN, 1)));
        badge.renounce(1);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 248));
        badge.renounce(248);
        vm.stopPrank();
    }

    /// Holder, admin, issuer, a stranger, the contract itself: nobody moves a badge by any function that ERC-721 has for it.
    function test_nobody_moves_a_badge() public {
        issue(ANN, 1, ACT);
        uint256 id = token(ANN, 1);
        address[5] memory everybody = [ANN, ADMIN, ISSUER, BOB, address(badge)];
        Ierc721 nft = Ierc721(address(badge));
        for (uint256 i; i < 5; ++i) {
            vm.startPrank(everybody[i]);
            vm.expectRevert(SecurityBadge.Soulbound.selector);
            nft.transferFrom(ANN, BOB, id);
            vm.expectRevert(SecurityBadge.Soulbound.selector);
            nft.safeTransferFrom(ANN, BOB, id);
            vm.expectRevert(SecurityBadge.Soulbound.selector);
            nft.safeTransferFrom(ANN, BOB, id, "x");
            vm.expectRevert(SecurityBadge.Soulbound.selector);
            nft.approve(BOB, id);
            vm.expectRevert(SecurityBadge.Soulbound.selector);
            nft.setApprovalForAll(BOB, true);
            vm.stopPrank();
        }
        same(badge.ownerOf(id), ANN, "owner");
        no(badge.isApprovedForAll(ANN, BOB), "approved");
    }

    function test_there_is_no_ether_to_lose() public {
        (bool is_taken,) = address(badge).call{value: 1}("");
        no(is_taken, "takes Ether");
        (is_taken,) = address(badge).call{value: 1}(abi.encodeCall(badge.renounce, (1)));
        no(is_taken, "takes Ether with a call");
    }

    function test_what_is_not_there() public {
        uint256[5] memory absent = [token(ANN, 1), token(address(0), 1), token(ANN, 248), token(ANN, 255), type(uint256).max];
        for (uint256 i; i < 5; ++i) {
            bytes memory why = abi.encodeWithSelector(SecurityBadge.ERC721NonexistentToken.selector, absent[i]);
            vm.expectRevert(why);
            badge.ownerOf(absent[i]);
            vm.expectRevert(why);
            badge.tokenURI(absent[i]);
            vm.expectRevert(why);
            badge.locked(absent[i]);
            vm.expectRevert(why);
            badge.getApproved(absent[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(SecurityBadge.ERC721InvalidOwner.selector, address(0)));
        badge.balanceOf(address(0));
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 248));
        badge.tokenOf(ANN, 248);
        no(badge.holds(ANN, 248) || badge.holds(ANN, 256) || badge.isBarred(token(ANN, 250)), "beyond the last class");
    }

    /// The top byte counts and is no class: with all 248 it is 0xf8, whose bits must not pass for classes 251 to 255.
    function test_holder_of_everything() public {
        fill(badge, 245);
        for (uint256 i; i < 248; ++i) {
            issue(ANN, i, ACT);
        }
        count(ANN, 248);
        same(badge.classesOf(ANN), (1 << 248) - 1, "all");
        for (uint256 i = 248; i < 260; ++i) {
            no(badge.holds(ANN, i), "beyond the last class");
        }
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 248));
        issue(ANN, 248, ACT);
        for (uint256 i; i < 248; ++i) {
            vm.prank(ISSUER);
            badge.revoke(token(ANN, i));
        }
        count(ANN, 0);
    }

    function test_token_uri_is_the_class() public {
        issue(ANN, 1, ACT);
        same(badge.tokenURI(token(ANN, 1)), badge.classURI(1), "metadata");
    }

    function test_interfaces() public view {
        bytes4[6] memory known =
            [bytes4(0x01ffc9a7), bytes4(0x80ac58cd), bytes4(0x5b5e139f), bytes4(0x49064906), bytes4(0xb45a3c0e), bytes4(0xe8a3d485)];
        for (uint256 i; i < 6; ++i) {
            yes(badge.supportsInterface(known[i]), "known");
        }
        no(badge.supportsInterface(0xffffffff) || badge.supportsInterface(0x780e9d63), "unknown");
        same(uint32(badge.locked.selector), 0xb45a3c0e, "ERC-5192");
        same(uint32(badge.contractURI.selector), 0xe8a3d485, "ERC-7572");
    }

    function testFuzz_issue_and_revoke(address holder, uint256 class_, bytes32 commitment, bool revoked) public {
        class_ %= 3;
        if (holder == address(0) || commitment == 0) return;
        uint256 id = issue(holder, class_, commitment);
        same(id, badge.tokenOf(holder, class_), "id");
        same(badge.ownerOf(id), holder, "owner");
        if (revoked) {
            vm.prank(ISSUER);
            badge.revoke(id);
        }
        yes(badge.holds(holder, class_) != revoked, "held unless revoked");
        count(holder, revoked ? 0 : 1);
    }
}
