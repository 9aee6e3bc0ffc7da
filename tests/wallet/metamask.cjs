// SPDX-License-Identifier: Apache-2.0
// MetaMask's own NftController and AssetsContractController, with as much around them as they ask for: one account, one network.
"use strict";
const Module = require("node:module");
const { join } = require("node:path");

const INSTALLED = join(__dirname, "node_modules");
const dist = (name) => join(INSTALLED, "@metamask", "assets-controllers", "dist", name);

// It asks a service of its maker whether links are malicious. Our badges have none, and a test asks nobody outside.
const PHISHING = "@metamask/phishing-controller";
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return name === PHISHING ? join(__dirname, "phishing_stub.cjs") : resolve.call(this, name, ...rest);
};

// The parts, not the package: its index loads four times as much.
const { NftController } = require(dist("NftController.cjs"));
const { AssetsContractController } = require(dist("AssetsContractController.cjs"));
const { Messenger, MOCK_ANY_NAMESPACE } = require(join(INSTALLED, "@metamask", "messenger"));

const NETWORK = "the-network";

/**
 * A wallet whose account is address, on the chain that request asks. asked collects what the person would be shown; links, what would have
 * been looked up about links.
 */
exports.openWallet = ({ request, chainId, address }) => {
  const asked = [];
  const links = [];
  const account = { id: "the-account", address };
  const network = { configuration: { chainId }, provider: { request } };
  const root = new Messenger({ namespace: MOCK_ANY_NAMESPACE });
  const actions = {
    "AccountsController:getAccount": () => account,
    "AccountsController:getSelectedAccount": () => account,
    "NetworkController:getNetworkClientById": () => network,
    "NetworkController:findNetworkClientIdByChainId": () => NETWORK,
    "ApprovalController:addRequest": async (question) => void asked.push(question),
    "PhishingController:bulkScanUrls": async (urls) => (links.push(...urls), { results: {} }),
  };
  for (const [name, handler] of Object.entries(actions)) root.registerActionHandler(name, handler);
  const child = (namespace, rest) => {
    const messenger = new Messenger({ namespace, parent: root });
    root.delegate({ messenger, ...rest });
    return messenger;
  };
  const contract = new AssetsContractController({
    chainId,
    messenger: child("AssetsContractController", {
      actions: ["NetworkController:getNetworkClientById"],
      events: ["PreferencesController:stateChange", "NetworkController:networkDidChange"],
    }),
  });
  const own = ["ERC721AssetName", "ERC721AssetSymbol", "ERC721TokenURI", "ERC721OwnerOf", "ERC1155BalanceOf", "ERC1155TokenURI"];
  const nfts = new NftController({
    displayNftMedia: true,
    messenger: child("NftController", {
      actions: [...Object.keys(actions), ...own.map((name) => `${contract.name}:get${name}`)],
      events: ["PreferencesController:stateChange", "AccountsController:selectedEvmAccountChange"],
    }),
  });
  return {
    asked,
    links,
    /** As a page does by wallet_watchAsset. */
    watch: (asset, type = "ERC721") => nfts.watchNft(asset, type, "https://kenzen.example", NETWORK),
    /** As a person does by "Import NFT". */
    importNft: (contractAddress, tokenId) => nfts.addNftVerifyOwnership(contractAddress, tokenId, NETWORK),
    stillOwns: (nft) => nfts.checkAndUpdateSingleNftOwnershipStatus(nft, false, NETWORK),
    nfts: () => nfts.state.allNfts[address]?.[chainId] ?? [],
    contracts: () => nfts.state.allNftContracts[address]?.[chainId] ?? [],
  };
};
