// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {MerkleProofLib} from "solady/src/utils/MerkleProofLib.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";
import {BadgeBook} from "./BadgeBook.sol";

/// @title Badges that stay with whom they were given to
/// @notice An ERC-721 collection that can be read like any other, and in which nothing can be transferred (ERC-5192).
/// A holder has a class once: tokenId = class << 160 | holder. Each act that earns it is one more Evidence event of the same token.
/// All that a holder owns is one word: bits 0–247 are the classes, the top byte is their number.
/// Who may claim what is a campaign: the root of a Merkle tree over any number of badges, of which each costs its holder a claim.
contract SecurityBadge is BadgeBook, EIP712 {
    /// @notice ERC-721: a badge was given (from 0) or taken back (to 0). There is no other transfer.
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    /// @notice ERC-721: never emitted.
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    /// @notice ERC-721: never emitted.
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    /// @notice ERC-5192: the badge cannot be moved; emitted when it is given.
    event Locked(uint256 tokenId);
    /// @notice ERC-5192: never emitted.
    event Unlocked(uint256 tokenId);
    /// @notice The holder has this badge no longer, and can claim it no longer.
    event Revoked(uint256 indexed tokenId, address indexed by);
    /// @notice The holder can claim this badge again.
    event Readmitted(uint256 indexed tokenId);
    /// @notice Badges of this tree can be claimed, up to and including that second.
    event CampaignOpened(bytes32 root, uint64 expiresAt);
    /// @notice Badges of this tree can be claimed no longer.
    event CampaignClosed(bytes32 root);

    error Soulbound();
    error ERC721NonexistentToken(uint256 tokenId);
    error ERC721InvalidOwner(address owner);
    error NotBarred(uint256 tokenId);
    error Barred(uint256 tokenId);
    error EndsInThePast();
    error CampaignNotOpen(bytes32 root);
    error NotInCampaign();
    error SignatureExpired(uint256 deadline);
    error BadSignature();

    /// @notice What a holder signs for claimFor (EIP-712; the domain's name is "SecurityBadge", its version "1").
    bytes32 public constant CLAIM_TYPEHASH =
        keccak256("Claim(bytes32 root,address holder,uint256 class,bytes32 commitment,uint256 deadline)");

    uint256 private constant COUNT_ONE = 1 << 248;
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    struct Holder {
        /// The classes that he has (bits 0–247), and their number.
        uint256 word;
        /// The classes that he cannot claim, because they were revoked or renounced.
        uint256 barred;
    }

    mapping(address holder => Holder) private _holders;
    /// When the campaign ends (bits 0–63), and the number of classes there were when it was opened (64–71). 0: not open.
    mapping(bytes32 root => uint256) private _campaigns;

    /// @param admin_ names issuers and amends texts
    /// @param issuer_ the chief issuer, whose acts cost least; 0 for none
    constructor(string memory name_, string memory symbol_, string memory description_, address admin_, address issuer_)
        BadgeBook(name_, symbol_, description_, admin_, issuer_)
    {}

    /// @notice Gives the holder a badge, or one more piece of evidence for the one he has. Only issuers.
    /// @param commitment the RFC 9162 leaf hash of the log entry in which it was issued
    function issue(address holder, uint256 class_, bytes32 commitment) external returns (uint256 tokenId) {
        uint256 classes = _classes(_checkIssuer());
        if (holder == address(0)) revert ZeroAddress();
        tokenId = class_ << 160 | uint160(holder);
        _give(classes, class_, holder, commitment);
    }

    /// @notice Gives many badges. Only issuers.
    /// @param tokenIds for each, class << 160 | holder
    /// @param commitments for each, in the same order
    function issueBatch(uint256[] calldata tokenIds, bytes32[] calldata commitments) external {
        if (tokenIds.length != commitments.length) revert LengthsDiffer();
        uint256 classes = _classes(_checkIssuer());
        for (uint256 i; i < tokenIds.length; ++i) {
            uint256 tokenId = tokenIds[i];
            address holder = address(uint160(tokenId));
            if (holder == address(0)) revert ZeroAddress();
            _give(classes, tokenId >> 160, holder, commitments[i]);
        }
    }

    /// @notice Takes a badge back, and forbids its holder to claim it, whether he has it already or not. Only issuers.
    function revoke(uint256 tokenId) external {
        uint256 classes = _classes(_checkIssuer());
        if (tokenId >> 160 >= classes) revert UnknownClass(tokenId >> 160);
        if (uint160(tokenId) == 0) revert ZeroAddress();
        _take(tokenId);
    }

    /// @notice Puts away a badge of one's own. An issuer can give it again, but nobody can claim it again with an old signature.
    function renounce(uint256 class_) external {
        uint256 tokenId = tokenOf(msg.sender, class_);
        if (!holds(msg.sender, class_)) revert ERC721NonexistentToken(tokenId);
        _take(tokenId);
    }

    /// @notice Lets the holder claim again what was revoked; gives him nothing. Only issuers.
    function readmit(uint256 tokenId) external {
        _checkIssuer();
        if (!isBarred(tokenId)) revert NotBarred(tokenId);
        _holders[address(uint160(tokenId))].barred ^= 1 << (tokenId >> 160);
        emit Readmitted(tokenId);
    }

    /// @notice Lets holders claim the badges of a Merkle tree, of classes that are defined already. Only issuers.
    /// An open campaign gets another end.
    /// @param root over leaves keccak256(bytes.concat(keccak256(abi.encode(holder, class, commitment)))), pairs sorted
    /// @param expiresAt the last second in which they can be claimed; 2^64 - 1 for no end
    function openCampaign(bytes32 root, uint64 expiresAt) external {
        uint256 classes = _classes(_checkIssuer());
        if (expiresAt < block.timestamp) revert EndsInThePast();
        _campaigns[root] = classes << 64 | expiresAt;
        emit CampaignOpened(root, expiresAt);
    }

    /// @notice Ends a campaign. What was claimed stays. Only issuers.
    function closeCampaign(bytes32 root) external {
        _checkIssuer();
        if (_campaigns[root] == 0) revert CampaignNotOpen(root);
        delete _campaigns[root];
        emit CampaignClosed(root);
    }

    /// @notice Takes a badge that a campaign has for the caller.
    function claim(bytes32 root, uint256 class_, bytes32 commitment, bytes32[] calldata proof) external {
        _claim(root, msg.sender, class_, commitment, proof);
    }

    /// @notice Takes a badge that a campaign has for a holder who signed that he wants it; anybody may send it and pay.
    /// @param deadline the last second in which the signature counts
    /// @param signature of the holder's key (65 bytes, or 64 by ERC-2098), or what his contract takes (ERC-1271)
    function claimFor(
        bytes32 root,
        address holder,
        uint256 class_,
        bytes32 commitment,
        bytes32[] calldata proof,
        uint256 deadline,
        bytes calldata signature
    ) external {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
        bytes32 digest = _hashTypedData(keccak256(abi.encode(CLAIM_TYPEHASH, root, holder, class_, commitment, deadline)));
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(holder, digest, signature)) revert BadSignature();
        // Of the two signatures by one key over one digest, the lower is meant (EIP-2). What a contract takes is its own matter.
        if (signature.length == 65 && uint256(bytes32(signature[32:64])) > HALF_ORDER && holder.code.length == 0) revert BadSignature();
        _claim(root, holder, class_, commitment, proof);
    }

    /// @notice The id of the token by which a holder has, or would have, a class.
    function tokenOf(address holder, uint256 class_) public pure returns (uint256) {
        if (class_ >= MAX_CLASSES) revert UnknownClass(class_);
        return class_ << 160 | uint160(holder);
    }

    /// @notice Whether the holder has a badge of the class.
    function holds(address holder, uint256 class_) public view returns (bool) {
        return class_ < MAX_CLASSES && _holders[holder].word >> class_ & 1 == 1;
    }

    /// @notice All classes of a holder: bit n for class n.
    function classesOf(address holder) external view returns (uint256) {
        return _holders[holder].word & (COUNT_ONE - 1);
    }

    /// @notice Whether the holder cannot claim this badge, because it was revoked or renounced.
    function isBarred(uint256 tokenId) public view returns (bool) {
        return tokenId >> 160 < MAX_CLASSES && _holders[address(uint160(tokenId))].barred >> (tokenId >> 160) & 1 == 1;
    }

    /// @notice When a campaign ends, and how many classes it may be about. Both are 0 when it is not open.
    function campaign(bytes32 root) external view returns (uint64 expiresAt, uint256 classes) {
        return (uint64(_campaigns[root]), _campaigns[root] >> 64);
    }

    /// @notice ERC-721: how many badges the owner has.
    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return _holders[owner].word >> 248;
    }

    /// @notice ERC-721: who has the badge, as its id says.
    function ownerOf(uint256 tokenId) public view returns (address owner) {
        owner = address(uint160(tokenId));
        if (!holds(owner, tokenId >> 160)) revert ERC721NonexistentToken(tokenId);
    }

    /// @notice ERC-721: the metadata of a badge as a data: URI, with its picture inside.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        ownerOf(tokenId);
        return classURI(tokenId >> 160);
    }

    /// @notice ERC-5192: true for each badge there is.
    function locked(uint256 tokenId) external view returns (bool) {
        ownerOf(tokenId);
        return true;
    }

    /// @notice ERC-721: nobody.
    function getApproved(uint256 tokenId) external view returns (address) {
        ownerOf(tokenId);
        return address(0);
    }

    /// @notice ERC-721: false.
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @notice ERC-721: always reverts.
    function approve(address, uint256) external pure {
        revert Soulbound();
    }

    /// @notice ERC-721: always reverts.
    function setApprovalForAll(address, bool) external pure {
        revert Soulbound();
    }

    /// @notice ERC-721: always reverts.
    function transferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @notice ERC-721: always reverts.
    function safeTransferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @notice ERC-721: always reverts.
    function safeTransferFrom(address, address, uint256, bytes calldata) external pure {
        revert Soulbound();
    }

    /// @notice ERC-165: itself, ERC-721 with metadata, ERC-4906, ERC-5192 and ERC-7572.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x49064906 || id == 0xb45a3c0e || id == 0xe8a3d485;
    }

    function _give(uint256 classes, uint256 class_, address holder, bytes32 commitment) private returns (Holder storage his) {
        if (class_ >= classes) revert UnknownClass(class_);
        if (commitment == 0) revert ZeroCommitment();
        his = _holders[holder];
        uint256 tokenId = class_ << 160 | uint160(holder);
        uint256 word = his.word;
        if (word >> class_ & 1 == 0) {
            unchecked {
                // At most 248 bits can be set, so their number fits.
                his.word = (word | 1 << class_) + COUNT_ONE;
            }
            emit Transfer(address(0), holder, tokenId);
            emit Locked(tokenId);
        }
        emit Evidence(tokenId, commitment);
    }

    function _take(uint256 tokenId) private {
        address holder = address(uint160(tokenId));
        Holder storage his = _holders[holder];
        uint256 bit = 1 << (tokenId >> 160);
        uint256 word = his.word;
        his.barred |= bit;
        if (word & bit != 0) {
            his.word = (word ^ bit) - COUNT_ONE;
            emit Transfer(holder, address(0), tokenId);
        }
        emit Revoked(tokenId, msg.sender);
    }

    function _claim(bytes32 root, address holder, uint256 class_, bytes32 commitment, bytes32[] calldata proof) private {
        uint256 open = _campaigns[root];
        // 0, when there is none, is long past too.
        if (uint64(open) < block.timestamp) revert CampaignNotOpen(root);
        if (!MerkleProofLib.verifyCalldata(proof, root, _leaf(holder, class_, commitment))) revert NotInCampaign();
        Holder storage his = _give(open >> 64, class_, holder, commitment);
        if (his.barred >> class_ & 1 == 1) revert Barred(class_ << 160 | uint160(holder));
    }

    /// keccak256(bytes.concat(keccak256(abi.encode(holder, class_, commitment)))), 200 gas cheaper. Hashed twice, so that no inner node
    /// of a tree can pass for a leaf.
    function _leaf(address holder, uint256 class_, bytes32 commitment) private pure returns (bytes32 leaf) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, shr(96, shl(96, holder)))
            mstore(add(at, 0x20), class_)
            mstore(add(at, 0x40), commitment)
            mstore(0, keccak256(at, 0x60))
            leaf := keccak256(0, 0x20)
        }
    }

    function _tokensOf(uint256 class_) internal pure override returns (uint256 first, uint256 last) {
        return (class_ << 160, class_ << 160 | type(uint160).max);
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("SecurityBadge", "1");
    }
}
