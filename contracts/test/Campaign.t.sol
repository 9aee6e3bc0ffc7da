// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeBook} from "../src/BadgeBook.sol";
import {SecurityBadge} from "../src/SecurityBadge.sol";
import {Base} from "./Base.sol";
import {Vm} from "./Vm.sol";

/// A wallet that is a contract: it takes the signatures of one key.
contract Wallet {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (bytes32 r, bytes32 s, uint8 v) = abi.decode(signature, (bytes32, bytes32, uint8));
        return ecrecover(digest, v, r, s) == _key ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }
}

/// A contract that answers nothing of use.
contract Mute {
    fallback() external {}
}

/// A wallet that tries to claim once more while it is asked.
contract Reentrant {
    bytes private _call;
    address private _target;

    function set(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        (bool is_done,) = _target.call(_call);
        require(is_done);
        return 0x1626ba7e;
    }
}

contract CampaignTest is Base {
    SecurityBadge private badge;
    uint256 private constant KEY = 0xA11CE;
    uint256 private constant OTHER_KEY = 0xB0B;
    uint64 private constant END = 2_000_000_000;
    address private holder;
    bytes32[] private tree;

    function setUp() public {
        vm.warp(1_900_000_000);
        badge = new SecurityBadge("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 3);
        holder = vm.addr(KEY);
        open(holder, 1, ACT);
    }

    /// Opens a campaign of five badges, of which the third is the given one.
    function open(address who, uint256 class_, bytes32 commitment) private {
        bytes32[] memory leaves = new bytes32[](5);
        for (uint256 i; i < 5; ++i) {
            leaves[i] = leafOf(address(uint160(100 + i)), 0, ACT);
        }
        leaves[2] = leafOf(who, class_, commitment);
        tree = plant(leaves);
        vm.prank(ISSUER);
        badge.openCampaign(tree[0], END);
    }

    function claim(address who, uint256 class_, bytes32 commitment) private {
        bytes32[] memory proof = climb(tree, 2);
        bytes32 root = tree[0];
        vm.prank(who);
        badge.claim(root, class_, commitment, proof);
    }

    function refused(bytes memory why, address who, uint256 class_, bytes32 commitment) private {
        bytes32[] memory proof = climb(tree, 2);
        bytes32 root = tree[0];
        vm.expectRevert(why);
        vm.prank(who);
        badge.claim(root, class_, commitment, proof);
    }

    function closed() private view returns (bytes memory) {
        return abi.encodeWithSelector(SecurityBadge.CampaignNotOpen.selector, tree[0]);
    }

    function test_open_and_close() public {
        (uint64 end, uint256 classes) = badge.campaign(tree[0]);
        same(end, END, "end");
        same(classes, 3, "classes");
        vm.expectEmit(address(badge));
        emit SecurityBadge.CampaignClosed(tree[0]);
        vm.prank(ISSUER);
        badge.closeCampaign(tree[0]);
        (end, classes) = badge.campaign(tree[0]);
        same(end + classes, 0, "closed");
        refused(closed(), holder, 1, ACT);
        vm.expectRevert(closed());
        vm.prank(ISSUER);
        badge.closeCampaign(tree[0]);
    }

    function test_open_says_so_and_gets_another_end() public {
        vm.expectEmit(address(badge));
        emit SecurityBadge.CampaignOpened(tree[0], type(uint64).max);
        vm.prank(ISSUER);
        badge.openCampaign(tree[0], type(uint64).max);
        (uint64 end,) = badge.campaign(tree[0]);
        same(end, type(uint64).max, "end");
        vm.warp(type(uint64).max);
        claim(holder, 1, ACT);
    }

    function test_end_is_not_past() public {
        vm.startPrank(ISSUER);
        vm.expectRevert(SecurityBadge.EndsInThePast.selector);
        badge.openCampaign(ACT, uint64(block.timestamp - 1));
        badge.openCampaign(ACT, uint64(block.timestamp));
        vm.stopPrank();
    }

    function test_last_second_counts() public {
        vm.warp(END);
        claim(holder, 1, ACT);
        yes(badge.holds(holder, 1), "held");
    }

    function test_after_the_end() public {
        vm.warp(END + 1);
        refused(closed(), holder, 1, ACT);
    }

    function test_claim() public {
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(address(0), holder, token(holder, 1));
        vm.expectEmit(address(badge));
        emit SecurityBadge.Locked(token(holder, 1));
        vm.expectEmit(address(badge));
        emit BadgeBook.Evidence(token(holder, 1), ACT);
        claim(holder, 1, ACT);
        same(badge.ownerOf(token(holder, 1)), holder, "owner");
    }

    /// A claim that is sent again changes nothing: one more event says what was said.
    function test_claim_again_is_evidence_again() public {
        claim(holder, 1, ACT);
        vm.recordLogs();
        claim(holder, 1, ACT);
        same(vm.getRecordedLogs().length, 1, "events");
        same(badge.balanceOf(holder), 1, "badges");
    }

    function test_second_campaign_adds_evidence() public {
        claim(holder, 1, ACT);
        open(holder, 1, ACT2);
        vm.recordLogs();
        claim(holder, 1, ACT2);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        same(logs.length, 1, "events");
        same(uint256(bytes32(logs[0].data)), uint256(ACT2), "commitment");
    }

    function test_not_in_the_campaign() public {
        bytes memory why = abi.encodeWithSelector(SecurityBadge.NotInCampaign.selector);
        refused(why, ANN, 1, ACT);
        refused(why, holder, 0, ACT);
        refused(why, holder, 1, ACT2);
        refused(why, holder, 257, ACT);
        tree[5] = 0;
        refused(why, holder, 1, ACT);
    }

    function test_unknown_root() public {
        tree[0] = keccak256("never opened");
        refused(closed(), holder, 1, ACT);
    }

    /// The root itself is a proof of length 0 for who knows a leaf that hashes to it: only the double hash of a badge is one.
    function test_empty_proof_for_a_campaign_of_one() public {
        bytes32 root = leafOf(ANN, 2, ACT);
        vm.prank(ISSUER);
        badge.openCampaign(root, END);
        vm.prank(ANN);
        badge.claim(root, 2, ACT, new bytes32[](0));
        yes(badge.holds(ANN, 2), "held");
    }

    function test_longer_and_shorter_proofs() public {
        bytes32[] memory proof = climb(tree, 2);
        bytes32[] memory longer = new bytes32[](proof.length + 1);
        for (uint256 i; i < proof.length; ++i) {
            longer[i] = proof[i];
        }
        bytes32 root = tree[0];
        vm.startPrank(holder);
        vm.expectRevert(SecurityBadge.NotInCampaign.selector);
        badge.claim(root, 1, ACT, longer);
        vm.expectRevert(SecurityBadge.NotInCampaign.selector);
        badge.claim(root, 1, ACT, new bytes32[](0));
        vm.stopPrank();
    }

    function test_classes_of_later_need_a_later_campaign() public {
        open(holder, 3, ACT);
        refused(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3), holder, 3, ACT);
        fill(badge, 1);
        refused(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 3), holder, 3, ACT);
        open(holder, 3, ACT);
        claim(holder, 3, ACT);
    }

    function test_a_tree_without_commitments() public {
        open(holder, 1, 0);
        refused(abi.encodeWithSelector(BadgeBook.ZeroCommitment.selector), holder, 1, 0);
    }

    function test_revoked_is_not_claimed() public {
        bytes memory why = abi.encodeWithSelector(SecurityBadge.Barred.selector, token(holder, 1));
        vm.prank(ISSUER);
        badge.revoke(token(holder, 1));
        refused(why, holder, 1, ACT);
        vm.prank(ISSUER);
        badge.readmit(token(holder, 1));
        claim(holder, 1, ACT);
        vm.prank(ISSUER);
        badge.revoke(token(holder, 1));
        refused(why, holder, 1, ACT);
        no(badge.holds(holder, 1), "held");
    }

    function test_renounced_is_not_claimed() public {
        claim(holder, 1, ACT);
        vm.prank(holder);
        badge.renounce(1);
        refused(abi.encodeWithSelector(SecurityBadge.Barred.selector, token(holder, 1)), holder, 1, ACT);
    }

    /// Revoked, then issued by hand: the old campaign still cannot add to it.
    function test_barred_though_held() public {
        vm.startPrank(ISSUER);
        badge.revoke(token(holder, 1));
        badge.issue(holder, 1, ACT2);
        vm.stopPrank();
        refused(abi.encodeWithSelector(SecurityBadge.Barred.selector, token(holder, 1)), holder, 1, ACT);
        yes(badge.holds(holder, 1), "held");
    }

    // By a relay.

    function digest(bytes32 root, address who, uint256 deadline) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("SecurityBadge"),
                keccak256("1"),
                block.chainid,
                address(badge)
            )
        );
        bytes32 claim_ = keccak256(
            abi.encode(
                keccak256("Claim(bytes32 root,address holder,uint256 class,bytes32 commitment,uint256 deadline)"),
                root,
                who,
                1,
                ACT,
                deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, claim_));
    }

    function signed(uint256 key, address who, uint256 deadline) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(tree[0], who, deadline));
        return abi.encodePacked(r, s, v);
    }

    function relay(address who, uint256 deadline, bytes memory signature) private {
        bytes32[] memory proof = climb(tree, 2);
        bytes32 root = tree[0];
        vm.prank(BOB);
        badge.claimFor(root, who, 1, ACT, proof, deadline, signature);
    }

    function relay_refused(bytes4 why, address who, uint256 deadline, bytes memory signature) private {
        bytes32[] memory proof = climb(tree, 2);
        bytes32 root = tree[0];
        vm.expectPartialRevert(why);
        vm.prank(BOB);
        badge.claimFor(root, who, 1, ACT, proof, deadline, signature);
    }

    function test_relay() public {
        bytes memory signature = signed(KEY, holder, END);
        vm.expectEmit(address(badge));
        emit SecurityBadge.Transfer(address(0), holder, token(holder, 1));
        relay(holder, END, signature);
        same(badge.ownerOf(token(holder, 1)), holder, "owner");
        same(badge.balanceOf(BOB), 0, "the relay has nothing");
    }

    function test_relay_short_signature() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest(tree[0], holder, END));
        relay(holder, END, abi.encodePacked(r, bytes32(uint256(v - 27) << 255 | uint256(s))));
        yes(badge.holds(holder, 1), "held");
    }

    /// Sent again, it says again what was said. After a revocation it does nothing at all.
    function test_relay_replayed() public {
        bytes memory signature = signed(KEY, holder, END);
        relay(holder, END, signature);
        vm.recordLogs();
        relay(holder, END, signature);
        same(vm.getRecordedLogs().length, 1, "events");
        same(badge.balanceOf(holder), 1, "badges");
        vm.prank(ISSUER);
        badge.revoke(token(holder, 1));
        relay_refused(SecurityBadge.Barred.selector, holder, END, signature);
        vm.prank(ISSUER);
        badge.readmit(token(holder, 1));
        relay(holder, END, signature);
        vm.prank(holder);
        badge.renounce(1);
        relay_refused(SecurityBadge.Barred.selector, holder, END, signature);
    }

    function test_relay_deadline() public {
        uint256 now_ = 1_900_000_000;
        bytes memory signature = signed(KEY, holder, now_ + 10);
        vm.warp(now_ + 11);
        relay_refused(SecurityBadge.SignatureExpired.selector, holder, now_ + 10, signature);
        relay_refused(SecurityBadge.BadSignature.selector, holder, now_ + 11, signature);
        vm.warp(now_ + 10);
        relay(holder, now_ + 10, signature);
    }

    function test_relay_of_another_chain() public {
        bytes memory signature = signed(KEY, holder, END);
        vm.chainId(5);
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, signature);
        relay(holder, END, signed(KEY, holder, END));
        yes(badge.holds(holder, 1), "held there");
    }

    function test_relay_of_another_contract() public {
        bytes memory signature = signed(KEY, holder, END);
        badge = new SecurityBadge("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 3);
        open(holder, 1, ACT);
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, signature);
    }

    function test_relay_of_somebody_else() public {
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, signed(OTHER_KEY, holder, END));
        relay_refused(SecurityBadge.BadSignature.selector, ANN, END, signed(KEY, ANN, END));
        relay_refused(SecurityBadge.BadSignature.selector, vm.addr(OTHER_KEY), END, signed(KEY, holder, END));
        relay_refused(SecurityBadge.NotInCampaign.selector, vm.addr(OTHER_KEY), END, signed(OTHER_KEY, vm.addr(OTHER_KEY), END));
    }

    function test_relay_of_another_campaign() public {
        bytes memory signature = signed(KEY, holder, END);
        bytes32 before = tree[0];
        open(holder, 1, ACT2);
        no(before == tree[0], "the same root");
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, signature);
    }

    function test_relay_broken_signatures() public {
        bytes memory good = signed(KEY, holder, END);
        bytes[7] memory wrong = [
            bytes(""),
            new bytes(1),
            new bytes(64),
            new bytes(65),
            new bytes(66),
            abi.encodePacked(good, hex"00"),
            abi.encodePacked(good, good)
        ];
        for (uint256 i; i < wrong.length; ++i) {
            relay_refused(SecurityBadge.BadSignature.selector, holder, END, wrong[i]);
        }
        good[64] = 0x1d;
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, good);
    }

    /// By the curve's symmetry anybody can make a second signature of the first. It is refused.
    function test_relay_mirrored_signature() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest(tree[0], holder, END));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        relay_refused(SecurityBadge.BadSignature.selector, holder, END, mirrored);
    }

    function test_relay_for_nobody() public {
        open(address(0), 1, ACT);
        relay_refused(SecurityBadge.BadSignature.selector, address(0), END, new bytes(65));
        relay_refused(SecurityBadge.BadSignature.selector, address(0), END, signed(KEY, address(0), END));
    }

    function test_relay_for_a_wallet_that_is_a_contract() public {
        address wallet = address(new Wallet(holder));
        open(wallet, 1, ACT);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(OTHER_KEY, digest(tree[0], wallet, END));
        relay_refused(SecurityBadge.BadSignature.selector, wallet, END, abi.encode(r, s, v));
        (v, r, s) = vm.sign(KEY, digest(tree[0], wallet, END));
        relay(wallet, END, abi.encode(r, s, v));
        yes(badge.holds(wallet, 1), "held");
    }

    function test_relay_for_contracts_that_are_no_wallets() public {
        address mute = address(new Mute());
        open(mute, 1, ACT);
        relay_refused(SecurityBadge.BadSignature.selector, mute, END, "");
        open(address(badge), 1, ACT);
        relay_refused(SecurityBadge.BadSignature.selector, address(badge), END, signed(KEY, address(badge), END));
        address precompile = address(4);
        open(precompile, 1, ACT);
        relay_refused(SecurityBadge.BadSignature.selector, precompile, END, signed(KEY, precompile, END));
    }

    /// The wallet is asked by a static call, so it cannot do anything meanwhile.
    function test_relay_is_not_entered_again() public {
        Reentrant wallet = new Reentrant();
        open(address(wallet), 1, ACT);
        wallet.set(address(badge), abi.encodeCall(badge.claim, (tree[0], 1, ACT, climb(tree, 2))));
        relay_refused(SecurityBadge.BadSignature.selector, address(wallet), END, "");
        no(badge.holds(address(wallet), 1), "held");
    }

    function testFuzz_any_tree(uint256 size, uint256 which, uint256 seed) public {
        size = size % 40 + 1;
        which %= size;
        bytes32[] memory leaves = new bytes32[](size);
        for (uint256 i; i < size; ++i) {
            leaves[i] = leafOf(address(uint160(uint256(keccak256(abi.encode(seed, i))))), i % 3, bytes32(i + 1));
        }
        bytes32[] memory planted = plant(leaves);
        vm.prank(ISSUER);
        badge.openCampaign(planted[0], END);
        address who = address(uint160(uint256(keccak256(abi.encode(seed, which)))));
        vm.prank(who);
        badge.claim(planted[0], which % 3, bytes32(which + 1), climb(planted, which));
        yes(badge.holds(who, which % 3), "held");
        bytes32[] memory proof = climb(planted, which);
        vm.expectRevert(SecurityBadge.NotInCampaign.selector);
        vm.prank(ANN);
        badge.claim(planted[0], which % 3, bytes32(which + 1), proof);
    }

    function testFuzz_no_signature_is_guessed(bytes calldata signature, uint256 deadline) public {
        if (deadline < block.timestamp) deadline = END;
        relay_refused(SecurityBadge.BadSignature.selector, holder, deadline, signature);
    }
}
