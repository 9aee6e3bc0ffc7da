// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "solady/src/utils/Base64.sol";
import {LibString} from "solady/src/utils/LibString.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Svg} from "./Svg.sol";

/// @title What both badge contracts share: who may issue, and what there is to issue
/// @notice A class is what a badge is of. Its text and its picture are kept on the chain, so that what a badge says needs no server.
/// The admin names issuers and mends texts. Neither he nor an issuer can move a badge from one address to another.
abstract contract BadgeBook {
    /// @notice A class was defined, or its text or picture amended.
    event ClassDefined(uint256 indexed class_, string name);
    /// @notice The class can never be amended again.
    event ClassSealed(uint256 indexed class_);
    /// @notice The address may issue from now on, or may no longer.
    event IssuerSet(address indexed issuer, bool allowed);
    /// @notice The admin offers his place; it is taken by acceptAdmin.
    event AdminOffered(address indexed admin, address indexed candidate);
    /// @notice The place of the admin went from one to another.
    event AdminChanged(address indexed former, address indexed admin);
    /// @notice ERC-4906: the metadata of these tokens changed.
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);
    /// @notice ERC-4906: the metadata of this token changed.
    event MetadataUpdate(uint256 _tokenId);
    /// @notice ERC-7572: what contractURI says changed.
    event ContractURIUpdated();
    /// @notice This act speaks for the token: the RFC 9162 leaf hash of the log entry in which the badge was issued.
    event Evidence(uint256 indexed tokenId, bytes32 commitment);

    error NotAdmin(address caller);
    error NotCandidate(address caller);
    error NotIssuer(address caller);
    error ZeroAddress();
    error ZeroCommitment();
    error LengthsDiffer();
    error UnknownClass(uint256 class_);
    error ClassOutOfOrder(uint256 expected);
    error ClassesFull();
    error ClassIsSealed(uint256 class_);
    error TextLength();
    error ClassTooLarge(uint256 bytes_);

    /// A contract has at most this many classes, numbered from 0; then another contract is due.
    uint256 internal constant MAX_CLASSES = 248;

    uint256 private constant NAME_BYTES = 200;
    uint256 private constant TEXT_BYTES = 4000;
    uint256 private constant ATTRIBUTE_STRINGS = 64;
    uint256 private constant CODE_BYTES = 24_575;
    uint256 internal constant CLASS_ONE = 1 << 160;
    uint256 internal constant CLASS_MASK = 0xff;

    /// What issuing reads, in one word: the chief issuer (bits 0–159), the number of classes (160–167), and above what the heir keeps.
    /// An issue by the chief costs 2,100 gas less than one by another issuer.
    uint256 internal _head;
    mapping(address issuer => bool) private _others;

    /// @notice The address that names issuers and amends texts.
    address public admin;
    /// @notice The address that may take the place of the admin.
    address public pendingAdmin;

    uint256 private _sealed;
    mapping(uint256 class_ => address) private _pages;
    string private _name;
    string private _symbol;
    string private _description;

    constructor(string memory name_, string memory symbol_, string memory description_, address admin_, address issuer_) {
        if (admin_ == address(0)) revert ZeroAddress();
        _name = name_;
        _symbol = symbol_;
        _description = description_;
        admin = admin_;
        emit AdminChanged(address(0), admin_);
        if (issuer_ != address(0)) _setIssuer(issuer_, true);
    }

    modifier onlyAdmin() {
        if (msg.sender != admin) revert NotAdmin(msg.sender);
        _;
    }

    /// @notice The name of the collection.
    function name() public view virtual returns (string memory) {
        return _name;
    }

    /// @notice The short name of the collection.
    function symbol() public view virtual returns (string memory) {
        return _symbol;
    }

    /// @notice How many classes are defined: 0 to this less one.
    function classCount() public view returns (uint256) {
        return _classes(_head);
    }

    /// @notice Whether the address may issue.
    function isIssuer(address issuer) external view returns (bool) {
        return issuer != address(0) && (uint160(_head) == uint160(issuer) || _others[issuer]);
    }

    /// @notice Whether the class can never be amended again.
    function isSealed(uint256 class_) external view returns (bool) {
        return _known(class_) && _sealed >> class_ & 1 == 1;
    }

    /// @notice Lets an address issue, or forbids it. Only the admin.
    function setIssuer(address issuer, bool allowed) external onlyAdmin {
        if (issuer == address(0)) revert ZeroAddress();
        _setIssuer(issuer, allowed);
    }

    /// @notice Offers the place of the admin to a candidate, or takes the offer back (address 0). Only the admin.
    function offerAdmin(address candidate) external onlyAdmin {
        pendingAdmin = candidate;
        emit AdminOffered(msg.sender, candidate);
    }

    /// @notice Takes the place that was offered. Only the candidate, so that it never goes to an address nobody has.
    function acceptAdmin() external {
        if (msg.sender != pendingAdmin) revert NotCandidate(msg.sender);
        emit AdminChanged(admin, msg.sender);
        admin = msg.sender;
        delete pendingAdmin;
    }

    /// @notice Says what the collection is. Only the admin.
    function describe(string calldata description_) external onlyAdmin {
        if (bytes(description_).length > TEXT_BYTES) revert TextLength();
        _description = description_;
        emit ContractURIUpdated();
    }

    /// @notice Defines the next class. Only issuers.
    /// @param class_ The number it gets; it must be the next one, so that a transaction sent twice defines nothing twice.
    /// @param name_ 1 to 200 bytes
    /// @param description_ at most 4,000 bytes
    /// @param svg the picture, in the small part of SVG that Svg.sol lets through
    /// @param attributes trait, value, trait, value …: at most 32 pairs
    function defineClass(
        uint256 class_,
        string calldata name_,
        string calldata description_,
        string calldata svg,
        string[] calldata attributes
    ) external {
        uint256 head = _checkIssuer();
        uint256 next = _classes(head);
        if (next == MAX_CLASSES) revert ClassesFull();
        if (class_ != next) revert ClassOutOfOrder(next);
        _head = head + CLASS_ONE;
        _write(class_, name_, description_, svg, attributes);
    }

    /// @notice Mends the text or the picture of a class that is not sealed. Only the admin. What stood there stays in the chain's history.
    function amendClass(
        uint256 class_,
        string calldata name_,
        string calldata description_,
        string calldata svg,
        string[] calldata attributes
    ) external onlyAdmin {
        _checkOpen(class_);
        _write(class_, name_, description_, svg, attributes);
        (uint256 first, uint256 last) = _tokensOf(class_);
        emit BatchMetadataUpdate(first, last);
    }

    /// @notice Makes a class final. Only the admin.
    function sealClass(uint256 class_) external onlyAdmin {
        _checkOpen(class_);
        _sealed |= 1 << class_;
        emit ClassSealed(class_);
    }

    /// @notice The metadata of a class as a data: URI, whether somebody has it or not.
    function classURI(uint256 class_) public view returns (string memory) {
        (string memory json, string memory svg) = _read(class_);
        return _dataURI(string.concat(json, Base64.encode(bytes(svg)), '"}'));
    }

    /// @notice The picture of a class.
    function classSvg(uint256 class_) external view returns (string memory svg) {
        (, svg) = _read(class_);
    }

    /// @notice ERC-7572: the metadata of the collection as a data: URI.
    function contractURI() external view returns (string memory) {
        return
            _dataURI(string.concat('{"name":', _quote(_name), ',"symbol":', _quote(_symbol), ',"description":', _quote(_description), "}"));
    }

    /// The tokens whose metadata change with the class.
    function _tokensOf(uint256 class_) internal pure virtual returns (uint256 first, uint256 last);

    /// Returns what _head holds, when the caller is an issuer.
    function _checkIssuer() internal view returns (uint256 head) {
        head = _head;
        if (uint160(head) != uint160(msg.sender)) {
            if (!_others[msg.sender]) revert NotIssuer(msg.sender);
        }
    }

    function _classes(uint256 head) internal pure returns (uint256) {
        return head >> 160 & CLASS_MASK;
    }

    function _known(uint256 class_) internal view returns (bool) {
        return class_ < _classes(_head);
    }

    function _setIssuer(address issuer, bool allowed) private {
        uint256 head = _head;
        address chief = address(uint160(head));
        if (allowed && chief == address(0)) {
            _head = head | uint160(issuer);
        } else if (allowed) {
            _others[issuer] = true;
        } else {
            if (chief == issuer) _head = head ^ uint160(issuer);
            delete _others[issuer];
        }
        emit IssuerSet(issuer, allowed);
    }

    function _checkOpen(uint256 class_) private view {
        if (!_known(class_)) revert UnknownClass(class_);
        if (_sealed >> class_ & 1 == 1) revert ClassIsSealed(class_);
    }

    /// A page is the length of the JSON (two bytes), the JSON up to the picture, and the picture.
    function _write(uint256 class_, string calldata name_, string calldata description_, string calldata svg, string[] calldata attributes)
        private
    {
        if (bytes(name_).length == 0 || bytes(name_).length > NAME_BYTES || bytes(description_).length > TEXT_BYTES) {
            revert TextLength();
        }
        Svg.check(svg);
        string memory json = string.concat(
            '{"name":',
            _quote(name_),
            ',"description":',
            _quote(description_),
            ',"attributes":',
            _list(attributes),
            ',"image":"data:image/svg+xml;base64,'
        );
        uint256 size = 2 + bytes(json).length + bytes(svg).length;
        if (size > CODE_BYTES) revert ClassTooLarge(size);
        _pages[class_] = SSTORE2.write(abi.encodePacked(uint16(bytes(json).length), json, svg));
        emit ClassDefined(class_, name_);
    }

    function _read(uint256 class_) private view returns (string memory json, string memory svg) {
        if (!_known(class_)) revert UnknownClass(class_);
        address page = _pages[class_];
        bytes memory size = SSTORE2.read(page, 0, 2);
        uint256 end = 2 + uint256(uint16(bytes2(size)));
        json = string(SSTORE2.read(page, 2, end));
        svg = string(SSTORE2.read(page, end));
    }

    function _list(string[] calldata attributes) private pure returns (string memory list) {
        if (attributes.length % 2 == 1 || attributes.length > ATTRIBUTE_STRINGS) revert LengthsDiffer();
        for (uint256 i; i < attributes.length; i += 2) {
            string memory pair = string.concat('{"trait_type":', _quote(attributes[i]), ',"value":', _quote(attributes[i + 1]), "}");
            list = i == 0 ? pair : string.concat(list, ",", pair);
        }
        list = string.concat("[", list, "]");
    }

    function _quote(string memory text) private pure returns (string memory) {
        return string.concat('"', LibString.escapeJSON(text), '"');
    }

    function _dataURI(string memory json) private pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }
}
