// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor} from "../src/Anchor.sol";
import {Base} from "./Base.sol";

contract AnchorTest is Base {
    Anchor private anchor = new Anchor();
    bytes32 private constant LOG = keccak256("log");

    function check(address sender, bytes32 origin, uint64 size, bytes32 root) private view {
        (uint64 size_, bytes32 root_,,) = anchor.head(sender, origin);
        same(size_, size, "size");
        same(uint256(root_), uint256(root), "root");
    }

    function test_keeps_the_last_head() public {
        vm.warp(1_700_000_000);
        vm.roll(99);
        vm.expectEmit(address(anchor));
        emit Anchor.Anchored(address(this), LOG, 7, ACT);
        anchor.anchor(LOG, 7, ACT);
        (uint64 size, bytes32 root, uint64 time, uint64 number) = anchor.head(address(this), LOG);
        same(size, 7, "size");
        same(uint256(root), uint256(ACT), "root");
        same(time, 1_700_000_000, "time");
        same(number, 99, "block");
    }

    function test_is_empty_before() public view {
        check(address(this), LOG, 0, 0);
    }

    function test_same_head_again_renews_its_time() public {
        anchor.anchor(LOG, 7, ACT);
        vm.warp(block.timestamp + 1000);
        uint256 now_ = vm_time();
        anchor.anchor(LOG, 7, ACT);
        (,, uint64 time,) = anchor.head(address(this), LOG);
        same(time, now_, "time");
    }

    function vm_time() private view returns (uint256) {
        return block.timestamp;
    }

    function test_empty_log_is_refused() public {
        vm.expectRevert(Anchor.EmptyLog.selector);
        anchor.anchor(LOG, 0, ACT);
    }

    function test_fork_is_refused() public {
        anchor.anchor(LOG, 7, ACT);
        vm.expectRevert(abi.encodeWithSelector(Anchor.Forked.selector, ACT));
        anchor.anchor(LOG, 7, ACT2);
        check(address(this), LOG, 7, ACT);
    }

    function testFuzz_size_never_shrinks(uint64 first, uint64 second) public {
        if (first == 0 || second == 0) return;
        anchor.anchor(LOG, first, ACT);
        if (second < first) vm.expectRevert(abi.encodeWithSelector(Anchor.Shrunk.selector, first));
        else if (second == first) vm.expectRevert(abi.encodeWithSelector(Anchor.Forked.selector, ACT));
        anchor.anchor(LOG, second, ACT2);
        if (second > first) check(address(this), LOG, second, ACT2);
        else check(address(this), LOG, first, ACT);
    }

    function testFuzz_nobody_writes_under_another(address sender, bytes32 origin, uint64 size, bytes32 root) public {
        if (size == 0 || sender == address(this)) return;
        anchor.anchor(origin, 1, ACT);
        vm.prank(sender);
        anchor.anchor(origin, size, root);
        check(address(this), origin, 1, ACT);
        check(sender, origin, size, root);
    }

    function test_logs_are_apart() public {
        anchor.anchor(LOG, 7, ACT);
        anchor.anchor(keccak256("another"), 3, ACT2);
        check(address(this), LOG, 7, ACT);
        check(address(this), keccak256("another"), 3, ACT2);
    }
}
