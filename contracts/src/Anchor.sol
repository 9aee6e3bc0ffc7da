// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Heads of append-only logs
/// @notice Whoever keeps a log writes its size and Merkle root here from time to time. What was shown to one reader can then be held
/// against what was shown to all: a log of the same size with another root, or a smaller one, is never taken.
/// Everybody writes under his own address; nobody can write under another's.
contract Anchor {
    /// @notice The log of the sender had this root when it had this many entries.
    event Anchored(address indexed sender, bytes32 indexed origin, uint64 size, bytes32 root);

    error EmptyLog();
    error Shrunk(uint64 size);
    error Forked(bytes32 root);

    /// @notice A log as it was last anchored.
    struct Head {
        bytes32 root;
        uint64 size;
        uint64 time;
        uint64 number;
    }

    mapping(address sender => mapping(bytes32 origin => Head)) private _heads;

    /// @notice Anchors the head of the sender's log.
    /// @param origin the SHA-256 of the origin line in the log's checkpoints
    /// @param size how many entries the log has: not fewer than last time
    /// @param root the RFC 9162 root over them; for the size of last time, the root of last time
    function anchor(bytes32 origin, uint64 size, bytes32 root) external {
        if (size == 0) revert EmptyLog();
        Head storage last = _heads[msg.sender][origin];
        uint64 before = last.size;
        if (size < before) revert Shrunk(before);
        if (size > before) last.root = root;
        else if (root != last.root) revert Forked(last.root);
        (last.size, last.time, last.number) = (size, uint64(block.timestamp), uint64(block.number));
        emit Anchored(msg.sender, origin, size, root);
    }

    /// @notice The head that the sender last anchored; all zero when there is none.
    /// @return size how many entries the log had
    /// @return root the RFC 9162 root over them
    /// @return time when that was, in seconds since 1970
    /// @return number in which block
    function head(address sender, bytes32 origin) external view returns (uint64 size, bytes32 root, uint64 time, uint64 number) {
        Head storage last = _heads[sender][origin];
        return (last.size, last.root, last.time, last.number);
    }
}
