// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {ERC721A} from "erc721a/contracts/ERC721A.sol";
import {ERC721 as SoladyERC721} from "solady/src/tokens/ERC721.sol";

/// What a badge usually is made with. Each mints the next id to a holder, by its owner alone; none says anything of evidence.
contract ComparedURIStorage is ERC721URIStorage, Ownable {
    uint256 private _next;

    constructor() ERC721("Badge", "BDG") Ownable(msg.sender) {}

    function mint(address to, string calldata uri) external onlyOwner {
        uint256 id = _next++;
        _mint(to, id);
        _setTokenURI(id, uri);
    }
}

contract ComparedOpenZeppelin is ERC721, Ownable {
    uint256 private _next;

    constructor() ERC721("Badge", "BDG") Ownable(msg.sender) {}

    function mint(address to) external onlyOwner {
        _mint(to, _next++);
    }
}

contract ComparedERC721A is ERC721A, Ownable {
    constructor() ERC721A("Badge", "BDG") Ownable(msg.sender) {}

    function mint(address to) external onlyOwner {
        _mint(to, 1);
    }
}

contract ComparedSolady is SoladyERC721, Ownable {
    uint256 private _next;

    constructor() Ownable(msg.sender) {}

    function name() public pure override returns (string memory) {
        return "Badge";
    }

    function symbol() public pure override returns (string memory) {
        return "BDG";
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return "";
    }

    function mint(address to) external onlyOwner {
        _mint(to, _next++);
    }
}
