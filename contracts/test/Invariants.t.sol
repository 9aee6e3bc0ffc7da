// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SecurityBadge} from "../src/SecurityBadge.sol";
import {SecurityBadgeTransferable} from "../src/SecurityBadgeTransferable.sol";
import {Base} from "./Base.sol";
import {Vm} from "./Vm.sol";

/// Does anything that anybody may do, in any order, with a few people and a few classes, and keeps a book of its own beside.
contract Actor is Base {
    SecurityBadge public immutable badge;
    uint256 public constant PEOPLE = 4;
    uint256 public constant CLASSES = 5;

    mapping(address => mapping(uint256 => bool)) public has;
    mapping(address => mapping(uint256 => bool)) public barred;
    mapping(address => uint256) public owned;
    uint256 public moves;

    constructor(SecurityBadge badge_) {
        badge = badge_;
    }

    function person(uint256 i) public pure returns (address) {
        return address(uint160(0x1000 + i % PEOPLE));
    }

    /// Reads the events of the last act: tokens appear and vanish, and never go from one to another.
    function watch() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != SecurityBadge.Transfer.selector) continue;
            if (logs[i].topics[1] != 0 && logs[i].topics[2] != 0) ++moves;
        }
    }

    function set(address who, uint256 class_, bool now_) private {
        if (has[who][class_] != now_) owned[who] = now_ ? owned[who] + 1 : owned[who] - 1;
        has[who][class_] = now_;
    }

    function issue(uint256 i, uint256 class_, bytes32 act) external {
        class_ %= CLASSES;
        vm.recordLogs();
        vm.prank(ISSUER);
        badge.issue(person(i), class_, act | bytes32(uint256(1)));
        set(person(i), class_, true);
        watch();
    }

    function batch(uint256 i, uint256 j, uint256 class_) external {
        uint256[] memory tokens = new uint256[](2);
        (tokens[0], tokens[1]) = (token(person(i), class_ % CLASSES), token(person(j), (class_ / 7) % CLASSES));
        bytes32[] memory acts = new bytes32[](2);
        (acts[0], acts[1]) = (ACT, ACT2);
        vm.recordLogs();
        vm.prank(ISSUER);
        badge.issueBatch(tokens, acts);
        set(person(i), class_ % CLASSES, true);
        set(person(j), (class_ / 7) % CLASSES, true);
        watch();
    }

    function revoke(uint256 i, uint256 class_) external {
        class_ %= CLASSES;
        vm.recordLogs();
        vm.prank(ISSUER);
        badge.revoke(token(person(i), class_));
        set(person(i), class_, false);
        barred[person(i)][class_] = true;
        watch();
    }

    function readmit(uint256 i, uint256 class_) external {
        class_ %= CLASSES;
        if (!barred[person(i)][class_]) return;
        vm.prank(ISSUER);
        badge.readmit(token(person(i), class_));
        barred[person(i)][class_] = false;
    }

    function renounce(uint256 i, uint256 class_) external {
        class_ %= CLASSES;
        if (!has[person(i)][class_]) return;
        vm.recordLogs();
        vm.prank(person(i));
        badge.renounce(class_);
        set(person(i), class_, false);
        barred[person(i)][class_] = true;
        watch();
    }

    function claim(uint256 i, uint256 j, uint256 class_) external {
        class_ %= CLASSES;
        bytes32[] memory leaves = new bytes32[](2);
        (leaves[0], leaves[1]) = (leafOf(person(i), class_, ACT), leafOf(person(j), class_, ACT2));
        bytes32[] memory tree = plant(leaves);
        vm.prank(ISSUER);
        badge.openCampaign(tree[0], type(uint64).max);
        vm.recordLogs();
        if (barred[person(i)][class_]) vm.expectPartialRevert(SecurityBadge.Barred.selector);
        else set(person(i), class_, true);
        vm.prank(person(i));
        badge.claim(tree[0], class_, ACT, climb(tree, 0));
        watch();
    }

    /// The admin does what he may: none of it touches a badge.
    function administer(uint256 i, uint256 class_) external {
        vm.startPrank(ADMIN);
        badge.setIssuer(person(i), class_ % 2 == 0);
        if (!badge.isSealed(class_ % CLASSES)) badge.amendClass(class_ % CLASSES, "Amended", "", SVG, none());
        badge.describe("Amended");
        badge.offerAdmin(person(i));
        vm.stopPrank();
    }

    function transfer(uint256 i, uint256 j, uint256 class_) external {
        vm.expectRevert(SecurityBadge.Soulbound.selector);
        vm.prank(person(i));
        badge.transferFrom(person(i), person(j), token(person(i), class_ % CLASSES));
    }
}

contract InvariantsTest is Base {
    SecurityBadge private badge;
    Actor private actor;

    function setUp() public {
        badge = new SecurityBadge("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 5);
        actor = new Actor(badge);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actor);
    }

    /// The word and the book agree: each class, their number in the top byte, the owner by the id, what is barred.
    function invariant_word_and_book_agree_and_nothing_moves() external view {
        same(actor.moves(), 0, "moves from one to another");
        same(badge.admin(), ADMIN, "admin");
        yes(badge.isIssuer(ISSUER), "issuer");
        same(badge.classCount(), 5, "classes");
        for (uint256 i; i < actor.PEOPLE(); ++i) {
            address who = actor.person(i);
            uint256 bits;
            for (uint256 c; c < actor.CLASSES(); ++c) {
                bool has = actor.has(who, c);
                yes(badge.holds(who, c) == has, "held");
                yes(badge.isBarred(token(who, c)) == actor.barred(who, c), "barred");
                if (has) ++bits;
                if (has) same(badge.ownerOf(token(who, c)), who, "owner");
                yes((badge.classesOf(who) >> c & 1 == 1) == has, "bit");
            }
            same(badge.balanceOf(who), bits, "the top byte");
            same(actor.owned(who), bits, "the book");
            same(badge.classesOf(who) >> actor.CLASSES(), 0, "no other bit");
        }
    }
}

/// The same for badges that can be given away.
contract TransferActor is Base {
    SecurityBadgeTransferable public immutable badge;
    uint256 public constant PEOPLE = 4;
    mapping(uint256 => address) public owner;
    mapping(uint256 => uint256) public class_;
    mapping(address => uint256) public balance;
    uint256 public issued;

    constructor(SecurityBadgeTransferable badge_) {
        badge = badge_;
    }

    function person(uint256 i) public pure returns (address) {
        return address(uint160(0x1000 + i % PEOPLE));
    }

    function issue(uint256 i, uint256 kind) external {
        vm.prank(ISSUER);
        uint256 id = badge.issue(person(i), kind % 3, ACT);
        same(id, ++issued, "ids are counted");
        owner[id] = person(i);
        class_[id] = kind % 3;
        ++balance[person(i)];
    }

    function transfer(uint256 id, uint256 to) external {
        if (issued == 0 || owner[id = id % issued + 1] == address(0)) return;
        vm.prank(owner[id]);
        badge.transferFrom(owner[id], person(to), id);
        --balance[owner[id]];
        ++balance[owner[id] = person(to)];
    }

    function end(uint256 id, bool byIssuer) external {
        if (issued == 0 || owner[id = id % issued + 1] == address(0)) return;
        vm.prank(byIssuer ? ISSUER : owner[id]);
        if (byIssuer) badge.revoke(id);
        else badge.renounce(id);
        --balance[owner[id]];
        delete owner[id];
    }
}

contract TransferInvariantsTest is Base {
    SecurityBadgeTransferable private badge;
    TransferActor private actor;

    function setUp() public {
        badge = new SecurityBadgeTransferable("Badges", "BDG", "", ADMIN, ISSUER);
        fill(badge, 3);
        actor = new TransferActor(badge);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actor);
    }

    function invariant_owners_classes_balances() external view {
        same(badge.issuedCount(), actor.issued(), "issued");
        for (uint256 id = 1; id <= actor.issued(); ++id) {
            if (actor.owner(id) == address(0)) continue;
            same(badge.ownerOf(id), actor.owner(id), "owner");
            same(badge.classOf(id), actor.class_(id), "class");
        }
        for (uint256 i; i < actor.PEOPLE(); ++i) {
            same(badge.balanceOf(actor.person(i)), actor.balance(actor.person(i)), "balance");
        }
    }
}
