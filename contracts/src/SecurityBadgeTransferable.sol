// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "solady/src/tokens/ERC721.sol";
import {BadgeBook} from "./BadgeBook.sol";

/// @title Badges that can be given away
/// @notice For those who want small ids and transfer: a usual ERC-721 collection with ids 1, 2, 3 …, one token for each award.
/// The class and the time of issue lie in the word of the owner, so they cost nothing.
contract SecurityBadgeTransferable is BadgeBook, ERC721 {
    /// @notice The badge is no more.
    event Revoked(uint256 indexed tokenId, address indexed by);

    uint256 private constant NEXT_SHIFT = 168;

    /// @param admin_ names issuers and amends texts
    /// @param issuer_ the chief issuer, whose acts cost least; 0 for none
    constructor(string memory name_, string memory symbol_, string memory description_, address admin_, address issuer_)
        BadgeBook(name_, symbol_, description_, admin_, issuer_)
    {}

    /// @notice Gives the holder a badge. Only issuers.
    /// @param commitment the RFC 9162 leaf hash of the log entry in which it was issued
    function issue(address holder, uint256 class_, bytes32 commitment) external returns (uint256 tokenId) {
        uint256 head = _checkIssuer();
        tokenId = (head >> NEXT_SHIFT) + 1;
        _head = head + (1 << NEXT_SHIFT);
        _give(tokenId, _classes(head), class_, holder, commitment);
    }

    /// @notice Gives many badges. Only issuers.
    /// @param awards for each, class << 160 | holder
    /// @param commitments for each, in the same order
    /// @return firstId the first's id; the others follow
    function issueBatch(uint256[] calldata awards, bytes32[] calldata commitments) external returns (uint256 firstId) {
        if (awards.length != commitments.length) revert LengthsDiffer();
        uint256 head = _checkIssuer();
        firstId = (head >> NEXT_SHIFT) + 1;
        _head = head + (awards.length << NEXT_SHIFT);
        for (uint256 i; i < awards.length; ++i) {
            _give(firstId + i, _classes(head), awards[i] >> 160, address(uint160(awards[i])), commitments[i]);
        }
    }

    /// @notice Takes a badge out of the world, whoever has it. Only issuers.
    function revoke(uint256 tokenId) external {
        _checkIssuer();
        _burn(tokenId);
        emit Revoked(tokenId, msg.sender);
    }

    /// @notice Puts away a badge of one's own.
    function renounce(uint256 tokenId) external {
        _burn(msg.sender, tokenId);
        emit Revoked(tokenId, msg.sender);
    }

    /// @notice How many badges were ever issued; the last one has this id.
    function issuedCount() external view returns (uint256) {
        return _head >> NEXT_SHIFT;
    }

    /// @notice What the badge is of.
    function classOf(uint256 tokenId) public view returns (uint256) {
        if (!_exists(tokenId)) revert TokenDoesNotExist();
        return _getExtraData(tokenId) & CLASS_MASK;
    }

    /// @notice When the badge was issued, in seconds since 1970.
    function issuedAt(uint256 tokenId) external view returns (uint256) {
        if (!_exists(tokenId)) revert TokenDoesNotExist();
        return _getExtraData(tokenId) >> 8;
    }

    /// @notice ERC-721: the name of the collection.
    function name() public view override(BadgeBook, ERC721) returns (string memory) {
        return BadgeBook.name();
    }

    /// @notice ERC-721: the short name of the collection.
    function symbol() public view override(BadgeBook, ERC721) returns (string memory) {
        return BadgeBook.symbol();
    }

    /// @notice ERC-721: the metadata of a badge as a data: URI, with its picture inside.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        return classURI(classOf(tokenId));
    }

    /// @notice ERC-165: itself, ERC-721 with metadata, ERC-4906 and ERC-7572.
    function supportsInterface(bytes4 id) public view override returns (bool) {
        return super.supportsInterface(id) || id == 0x49064906 || id == 0xe8a3d485;
    }

    function _give(uint256 tokenId, uint256 classes, uint256 class_, address holder, bytes32 commitment) private {
        if (class_ >= classes) revert UnknownClass(class_);
        if (commitment == 0) revert ZeroCommitment();
        // Ids are counted, so none exists yet. The zero address is refused there.
        _mintAndSetExtraDataUnchecked(holder, tokenId, uint96(block.timestamp << 8 | class_));
        emit Evidence(tokenId, commitment);
    }

    /// Ids do not tell the class, so all of them are meant.
    function _tokensOf(uint256) internal pure override returns (uint256 first, uint256 last) {
        return (0, type(uint256).max);
    }
}
