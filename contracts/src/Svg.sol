// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The part of SVG that can do no harm
/// @notice A picture that is kept on the chain is shown by programs that nobody knows yet. So only shapes are let through: no scripts, no
/// handlers, no style sheets, no entities, and no reference to anything outside the picture.
library Svg {
    error SvgRefused(uint256 place);

    bytes private constant START = '<svg xmlns="http://www.w3.org/2000/svg" ';
    bytes private constant END = "</svg>";

    /// Bytes that need a look: " & ( / : < = and what never occurs: control characters, ! ? \ ` and bytes beyond ASCII.
    uint256 private constant LOOK = (1 << 34) | (1 << 38) | (1 << 40) | (1 << 47) | (1 << 58) | (1 << 60) | (1 << 61) | (1 << 33)
        | (1 << 63) | (1 << 92) | (1 << 96) | (1 << 127) | uint256(type(uint32).max) | (uint256(type(uint128).max) << 128);

    /// @dev Reverts with the place of the first thing that is not let through.
    function check(string calldata svg) internal pure {
        bytes calldata text = bytes(svg);
        if (text.length < START.length + END.length || keccak256(text[:START.length]) != keccak256(START)) {
            revert SvgRefused(0);
        }
        if (keccak256(text[text.length - END.length:]) != keccak256(END)) revert SvgRefused(text.length - END.length);
        for (uint256 i = START.length; i < text.length; ++i) {
            if (LOOK >> uint8(text[i]) & 1 == 1 && !_isFine(text, i)) revert SvgRefused(i);
        }
    }

    function _isFine(bytes calldata text, uint256 i) private pure returns (bool) {
        bytes1 c = text[i];
        if (c == '"' || c == "\n") return true;
        if (c == "<") return _isElement(text, i + 1);
        if (c == "=") return _isAttribute(text, i);
        if (c == "/") return text[i - 1] != "/";
        if (c == "(") return _isFunction(text, i);
        return false;
    }

    /// Of the functions of CSS, these can name a resource. A part of the same picture may be named.
    function _isFunction(bytes calldata text, uint256 i) private pure returns (bool) {
        bytes3 end = bytes3(text[i - 3:i]) | bytes3(0x202020);
        return end != "src" && end != "set" && (end != "url" || text[i + 1] == "#");
    }

    function _isElement(bytes calldata text, uint256 from) private pure returns (bool) {
        if (text[from] == "/") ++from;
        uint256 to = from;
        while (_isLetter(text[to])) ++to;
        if (to - from > 15) return false;
        bytes32 name = bytes32(text[from:to]);
        return name == "path" || name == "g" || name == "circle" || name == "rect" || name == "polygon" || name == "ellipse"
            || name == "line" || name == "polyline" || name == "defs" || name == "stop" || name == "linearGradient"
            || name == "radialGradient" || name == "clipPath" || name == "title" || name == "desc" || name == "svg";
    }

    /// The name of the attribute ends right before i. Handlers begin with "on"; the others reach outside or carry another language.
    function _isAttribute(bytes calldata text, uint256 i) private pure returns (bool) {
        uint256 from = i;
        while (_isLetter(text[from - 1]) || _isDigitOrDash(text[from - 1])) --from;
        uint256 size = i - from;
        bytes32 lower = bytes32(text[from:i]) | bytes32(uint256(type(uint256).max / 255 * 0x20));
        return size > 0 && bytes2(lower) != "on" && !(size == 4 && bytes4(lower) == "href") && !(size == 3 && bytes3(lower) == "src")
            && !(size == 5 && bytes5(lower) == "style" || bytes5(lower) == "xmlns");
    }

    function _isDigitOrDash(bytes1 c) private pure returns (bool) {
        return c == "-" || (c >= "0" && c <= "9");
    }

    function _isLetter(bytes1 c) private pure returns (bool) {
        return (c | 0x20) >= "a" && (c | 0x20) <= "z";
    }
}
