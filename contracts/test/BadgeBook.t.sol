// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "solady/src/utils/Base64.sol";
import {BadgeBook} from "../src/BadgeBook.sol";
import {SecurityBadge} from "../src/SecurityBadge.sol";
import {SecurityBadgeTransferable} from "../src/SecurityBadgeTransferable.sol";
import {Svg} from "../src/Svg.sol";
import {Base} from "./Base.sol";

/// Roles, classes and metadata, which both badge contracts have.
abstract contract BadgeBookTest is Base {
    BadgeBook internal book;

    function make(address admin, address issuer) internal virtual returns (BadgeBook);

    function setUp() public {
        book = make(ADMIN, ISSUER);
    }

    function refused(bytes4 selector, address who) private {
        vm.expectRevert(abi.encodeWithSelector(selector, who));
        vm.prank(who);
    }

    function test_begins_as_told() public {
        same(book.name(), 'Badges "of" honour', "name");
        same(book.symbol(), "BDG", "symbol");
        same(book.admin(), ADMIN, "admin");
        same(book.pendingAdmin(), address(0), "candidate");
        same(book.classCount(), 0, "classes");
        yes(book.isIssuer(ISSUER), "issuer");
        no(book.isIssuer(ADMIN), "the admin issues");
        no(make(ADMIN, address(0)).isIssuer(address(0)), "nobody issues");
        vm.expectRevert(BadgeBook.ZeroAddress.selector);
        make(address(0), ISSUER);
    }

    function test_issuers_come_and_go() public {
        vm.expectEmit(address(book));
        emit BadgeBook.IssuerSet(OTHER, true);
        vm.prank(ADMIN);
        book.setIssuer(OTHER, true);
        yes(book.isIssuer(OTHER) && book.isIssuer(ISSUER), "both");
        vm.prank(OTHER);
        book.defineClass(0, "A", "", SVG, none());
        vm.prank(ADMIN);
        book.setIssuer(ISSUER, false);
        no(book.isIssuer(ISSUER), "dismissed");
        refused(BadgeBook.NotIssuer.selector, ISSUER);
        book.defineClass(1, "B", "", SVG, none());
        same(book.classCount(), 1, "classes survive their issuer");
        vm.startPrank(ADMIN);
        book.setIssuer(OTHER, false);
        book.setIssuer(BOB, true);
        vm.stopPrank();
        yes(book.isIssuer(BOB) && !book.isIssuer(OTHER), "a new chief");
        same(book.classCount(), 1, "classes survive a change of the chief");
    }

    /// An address that was another issuer and then became chief is dismissed by one call.
    function test_dismissed_once_is_dismissed() public {
        vm.startPrank(ADMIN);
        book.setIssuer(OTHER, true);
        book.setIssuer(ISSUER, false);
        book.setIssuer(OTHER, true);
        book.setIssuer(OTHER, false);
        vm.stopPrank();
        no(book.isIssuer(OTHER), "dismissed");
    }

    function testFuzz_issuers_are_a_set(address[8] calldata who, uint256 bits) public {
        for (uint256 i; i < 8; ++i) {
            if (who[i] == address(0)) continue;
            bool allowed = bits >> i & 1 == 1;
            vm.prank(ADMIN);
            book.setIssuer(who[i], allowed);
            yes(book.isIssuer(who[i]) == allowed, "as set");
            same(book.classCount(), 0, "classes");
        }
    }

    function test_zero_is_no_issuer() public {
        vm.expectRevert(BadgeBook.ZeroAddress.selector);
        vm.prank(ADMIN);
        book.setIssuer(address(0), true);
        no(book.isIssuer(address(0)), "zero");
    }

    function test_admin_is_handed_over_in_two_steps() public {
        vm.expectEmit(address(book));
        emit BadgeBook.AdminOffered(ADMIN, BOB);
        vm.prank(ADMIN);
        book.offerAdmin(BOB);
        same(book.admin(), ADMIN, "still");
        refused(BadgeBook.NotCandidate.selector, ANN);
        book.acceptAdmin();
        vm.expectEmit(address(book));
        emit BadgeBook.AdminChanged(ADMIN, BOB);
        vm.prank(BOB);
        book.acceptAdmin();
        same(book.admin(), BOB, "new");
        same(book.pendingAdmin(), address(0), "no candidate");
        refused(BadgeBook.NotAdmin.selector, ADMIN);
        book.setIssuer(ANN, true);
        refused(BadgeBook.NotCandidate.selector, BOB);
        book.acceptAdmin();
    }

    function test_offer_is_taken_back() public {
        vm.startPrank(ADMIN);
        book.offerAdmin(BOB);
        book.offerAdmin(address(0));
        vm.stopPrank();
        refused(BadgeBook.NotCandidate.selector, BOB);
        book.acceptAdmin();
    }

    function test_only_the_admin() public {
        fill(book, 1);
        address[3] memory strangers = [ISSUER, ANN, address(book)];
        for (uint256 i; i < 3; ++i) {
            refused(BadgeBook.NotAdmin.selector, strangers[i]);
            book.setIssuer(ANN, true);
            refused(BadgeBook.NotAdmin.selector, strangers[i]);
            book.offerAdmin(ANN);
            refused(BadgeBook.NotAdmin.selector, strangers[i]);
            book.describe("x");
            refused(BadgeBook.NotAdmin.selector, strangers[i]);
            book.amendClass(0, "A", "", SVG, none());
            refused(BadgeBook.NotAdmin.selector, strangers[i]);
            book.sealClass(0);
        }
    }

    function test_only_issuers_define() public {
        refused(BadgeBook.NotIssuer.selector, ADMIN);
        book.defineClass(0, "A", "", SVG, none());
        refused(BadgeBook.NotIssuer.selector, ANN);
        book.defineClass(0, "A", "", SVG, none());
    }

    function test_classes_are_defined_in_order() public {
        vm.expectEmit(address(book));
        emit BadgeBook.ClassDefined(0, "Reason found");
        fill(book, 1);
        for (uint256 i; i < 4; ++i) {
            if (i == 1) continue;
            vm.expectRevert(abi.encodeWithSelector(BadgeBook.ClassOutOfOrder.selector, 1));
            vm.prank(ISSUER);
            book.defineClass(i, "B", "", SVG, none());
        }
        fill(book, 1);
        same(book.classCount(), 2, "classes");
    }

    function test_there_are_248_classes() public {
        fill(book, 248);
        same(book.classCount(), 248, "classes");
        for (uint256 i = 247; i < 250; ++i) {
            vm.expectRevert(BadgeBook.ClassesFull.selector);
            vm.prank(ISSUER);
            book.defineClass(i, "B", "", SVG, none());
        }
        yes(book.isIssuer(ISSUER), "the number does not run into the issuer");
        same(vm.parseJsonString(json(book.classURI(247)), ".name"), "Reason found", "the last");
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 248));
        book.classURI(248);
    }

    function test_metadata_are_all_on_the_chain() public {
        string[] memory attributes = new string[](4);
        (attributes[0], attributes[1], attributes[2], attributes[3]) = ("Level", "1", "Kind", "skill");
        vm.prank(ISSUER);
        book.defineClass(0, "Reason found", "Somebody looked.", SVG, attributes);
        same(
            json(book.classURI(0)),
            string.concat(
                '{"name":"Reason found","description":"Somebody looked.","attributes":[{"trait_type":"Level","value":"1"},',
                '{"trait_type":"Kind","value":"skill"}],"image":"data:image/svg+xml;base64,',
                Base64.encode(bytes(SVG)),
                '"}'
            ),
            "JSON"
        );
        same(book.classSvg(0), SVG, "SVG");
    }

    function test_json_is_escaped() public {
        string[] memory attributes = new string[](2);
        (attributes[0], attributes[1]) = ('"}],"image":"x', "\\\n\x00\x1f");
        vm.prank(ISSUER);
        book.defineClass(0, '","image":"https://evil"', "\\", SVG, attributes);
        string memory text = json(book.classURI(0));
        same(vm.parseJsonString(text, ".name"), '","image":"https://evil"', "name");
        same(vm.parseJsonString(text, ".description"), "\\", "description");
        same(vm.parseJsonString(text, ".attributes[0].trait_type"), '"}],"image":"x', "trait");
        same(vm.parseJsonString(text, ".attributes[0].value"), "\\\n\x00\x1f", "value");
        same(vm.parseJsonString(text, ".image"), string.concat("data:image/svg+xml;base64,", Base64.encode(bytes(SVG))), "image");
    }

    function testFuzz_text_comes_back(string calldata name, string calldata description, string calldata value) public {
        if (bytes(name).length == 0 || bytes(name).length > 200 || bytes(description).length > 4000) return;
        string[] memory attributes = new string[](2);
        (attributes[0], attributes[1]) = (value, name);
        vm.prank(ISSUER);
        book.defineClass(0, name, description, SVG, attributes);
        string memory text = json(book.classURI(0));
        same(vm.parseJsonString(text, ".name"), name, "name");
        same(vm.parseJsonString(text, ".description"), description, "description");
        same(vm.parseJsonString(text, ".attributes[0].trait_type"), value, "trait");
        same(vm.parseJsonString(text, ".attributes[0].value"), name, "value");
    }

    function tries(string memory name, string memory description, string[] memory attributes, bytes4 selector) private {
        vm.expectRevert(selector);
        vm.prank(ISSUER);
        book.defineClass(0, name, description, SVG, attributes);
        same(book.classCount(), 0, "nothing defined");
    }

    function test_text_has_limits() public {
        tries("", "", none(), BadgeBook.TextLength.selector);
        tries(string(new bytes(201)), "", none(), BadgeBook.TextLength.selector);
        tries("A", string(new bytes(4001)), none(), BadgeBook.TextLength.selector);
        tries("A", "", new string[](1), BadgeBook.LengthsDiffer.selector);
        tries("A", "", new string[](66), BadgeBook.LengthsDiffer.selector);
        string[] memory long = new string[](2);
        long[0] = string(new bytes(4100));
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.ClassTooLarge.selector, 24_834));
        vm.prank(ISSUER);
        book.defineClass(0, "A", "", SVG, long);
        vm.prank(ISSUER);
        book.defineClass(0, string(new bytes(200)), string(new bytes(3000)), SVG, new string[](64));
        same(book.classCount(), 1, "the largest");
    }

    function filled(uint256 size) private pure returns (string memory) {
        bytes memory path = new bytes(size);
        for (uint256 i; i < size; ++i) {
            path[i] = "1";
        }
        return string.concat(START, '<path d="M', string(path), '"/></svg>');
    }

    /// The text up to the picture takes 96 bytes here, so the last picture that fits has 24,477.
    function test_largest_picture() public {
        uint256 frame = bytes(filled(0)).length;
        uint256 text = bytes('{"name":"A","description":"","attributes":[],"image":"data:image/svg+xml;base64,').length;
        string memory most = filled(24_575 - 2 - text - frame);
        vm.prank(ISSUER);
        book.defineClass(0, "A", "", most, none());
        same(book.classSvg(0), most, "the largest");
        string memory over = filled(24_575 - 2 - text - frame + 1);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.ClassTooLarge.selector, 24_576));
        vm.prank(ISSUER);
        book.defineClass(1, "A", "", over, none());
    }

    function test_amended_until_sealed() public {
        fill(book, 2);
        vm.expectEmit(address(book));
        emit BadgeBook.ClassDefined(1, "B");
        vm.prank(ADMIN);
        book.amendClass(1, "B", "", SVG, none());
        same(vm.parseJsonString(json(book.classURI(1)), ".name"), "B", "amended");
        same(vm.parseJsonString(json(book.classURI(0)), ".name"), "Reason found", "the other");
        same(book.classCount(), 2, "classes");
        no(book.isSealed(1), "sealed");
        vm.expectEmit(address(book));
        emit BadgeBook.ClassSealed(1);
        vm.prank(ADMIN);
        book.sealClass(1);
        yes(book.isSealed(1), "sealed");
        no(book.isSealed(0) || book.isSealed(2) || book.isSealed(257), "others");
        vm.startPrank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.ClassIsSealed.selector, 1));
        book.amendClass(1, "C", "", SVG, none());
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.ClassIsSealed.selector, 1));
        book.sealClass(1);
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 2));
        book.amendClass(2, "C", "", SVG, none());
        vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, 256));
        book.sealClass(256);
        book.amendClass(0, "C", "", SVG, none());
        vm.stopPrank();
    }

    function test_unknown_classes_have_no_metadata() public {
        fill(book, 1);
        uint256[3] memory unknown = [uint256(1), 256, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, unknown[i]));
            book.classURI(unknown[i]);
            vm.expectRevert(abi.encodeWithSelector(BadgeBook.UnknownClass.selector, unknown[i]));
            book.classSvg(unknown[i]);
        }
    }

    function test_contract_uri() public {
        same(
            json(book.contractURI()), '{"name":"Badges \\"of\\" honour","symbol":"BDG","description":"For those who did the work."}', "JSON"
        );
        vm.expectEmit(address(book));
        emit BadgeBook.ContractURIUpdated();
        vm.prank(ADMIN);
        book.describe('"new"');
        same(vm.parseJsonString(json(book.contractURI()), ".description"), '"new"', "description");
        vm.expectRevert(BadgeBook.TextLength.selector);
        vm.prank(ADMIN);
        book.describe(string(new bytes(4001)));
    }
}

contract SecurityBadgeBookTest is BadgeBookTest {
    function make(address admin, address issuer) internal override returns (BadgeBook) {
        return new SecurityBadge('Badges "of" honour', "BDG", "For those who did the work.", admin, issuer);
    }

    /// The ids of a class are a range, so ERC-4906 can name them.
    function test_amending_tells_the_tokens() public {
        fill(book, 4);
        vm.expectEmit(address(book));
        emit BadgeBook.BatchMetadataUpdate(3 << 160, (3 << 160) + type(uint160).max);
        vm.prank(ADMIN);
        book.amendClass(3, "B", "", SVG, none());
    }
}

contract SecurityBadgeTransferableBookTest is BadgeBookTest {
    function make(address admin, address issuer) internal override returns (BadgeBook) {
        return new SecurityBadgeTransferable('Badges "of" honour', "BDG", "For those who did the work.", admin, issuer);
    }

    function test_amending_tells_the_tokens() public {
        fill(book, 1);
        vm.expectEmit(address(book));
        emit BadgeBook.BatchMetadataUpdate(0, type(uint256).max);
        vm.prank(ADMIN);
        book.amendClass(0, "B", "", SVG, none());
    }
}

/// What pictures may be.
contract SvgTest is Base {
    function check(string calldata svg) external pure {
        Svg.check(svg);
    }

    function fine(string memory inside) private view {
        this.check(string.concat(START, inside, "</svg>"));
    }

    function refused(string memory inside) private {
        string memory svg = string.concat(START, inside, "</svg>");
        vm.expectPartialRevert(Svg.SvgRefused.selector);
        this.check(svg);
    }

    function test_shapes_are_fine() public view {
        fine("");
        fine('<g transform="rotate(45) translate(1 2)"><path d="M0,0 C-1.5e3 2 3 4 5 6z" stroke-width="2" fill="none"/></g>');
        fine('<circle cx="1" cy="2" r="3"/><rect x="1" y="2" rx="2"/><ellipse/><line x1="0"/><polygon points="1,2"/><polyline/>');
        fine('<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path fill="url(#a)"/>');
        fine('<clipPath id="c"/><radialGradient id="r"/><title>Reason found on time (100%)</title><desc>done</desc>');
        fine('<path fill="rgb(1,2,3)"\n d="M0 0"/>');
    }

    function test_frame() public {
        string[7] memory wrong = [
            "",
            "<svg></svg>",
            '<svg xmlns="http://www.w3.org/2000/svg" ',
            '<svg xmlns="http://www.w3.org/2000/svg" width="1">',
            ' <svg xmlns="http://www.w3.org/2000/svg" ></svg>',
            '<svg xmlns="http://www.w3.org/2000/svg" ></svg> ',
            '<svg xmlns="http://www.w3.org/1999/xhtml" ></svg>'
        ];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectPartialRevert(Svg.SvgRefused.selector);
            this.check(wrong[i]);
        }
    }

    function test_elements_that_do_or_load_something() public {
        refused("<script>alert(1)</script>");
        refused("<SCRIPT/>");
        refused('<image href="x"/>');
        refused('<use href="#a"/>');
        refused("<foreignObject/>");
        refused("<style>a{}</style>");
        refused('<a href="x"/>');
        refused('<animate attributeName="x"/>');
        refused("<set/>");
        refused("<iframe/>");
        refused("<pathx/>");
        refused("<verylongelementname/>");
        refused("< path/>");
        refused("<1/>");
        refused("<x:path/>");
    }

    function test_attributes_that_do_or_load_something() public {
        refused('<path onload="x"/>');
        refused('<path ONCLICK="x"/>');
        refused('<path d="M0"onload="x"/>');
        refused('<path/onload="x"/>');
        refused('<path\nonload="x"/>');
        refused('<path onload ="x"/>');
        refused('<path href="x"/>');
        refused('<path HREF="x"/>');
        refused('<path xlink:href="x"/>');
        refused('<path style="fill"/>');
        refused('<path src="x"/>');
        refused('<path xmlns="x"/>');
        refused('<path fill="url(x)"/>');
        refused('<path fill="URL(x)"/>');
        refused('<path fill="url( #a)"/>');
        refused('<path mask="image-set(x)"/>');
        refused('<path fill="url(//x)"/>');
        refused('<path fill="javascript:x"/>');
        refused('<path d="data:x"/>');
    }

    function test_other_languages() public {
        refused("<!DOCTYPE svg>");
        refused("<!-- x -->");
        refused("<![CDATA[x]]>");
        refused("<?xml?>");
        refused("&lt;script&gt;");
        refused("&#60;");
        refused("\\75rl");
        refused("`");
        refused(unicode"改");
        refused("\x00");
        refused("\t");
        refused("\r");
        refused("\x7f");
    }

    function test_says_where() public {
        string memory svg = string.concat(START, "<path/>&</svg>");
        vm.expectRevert(abi.encodeWithSelector(Svg.SvgRefused.selector, bytes(START).length + 7));
        this.check(svg);
    }

    /// Whatever is inside: it passes, or is refused by name, and nothing that passes has a byte that could begin another language.
    function testFuzz_never_fails_otherwise(string calldata inside) public view {
        string memory svg = string.concat(START, inside, "</svg>");
        try this.check(svg) {
            for (uint256 i = bytes(START).length; i < bytes(svg).length; ++i) {
                bytes1 c = bytes(svg)[i];
                yes(c != "&" && c != ":" && c != "!" && c != "?" && c != "\\" && c != "`" && uint8(c) < 127, "a byte");
            }
        } catch (bytes memory why) {
            yes(bytes4(why) == Svg.SvgRefused.selector, "refused by name");
        }
    }
}
