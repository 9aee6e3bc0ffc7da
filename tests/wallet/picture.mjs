// SPDX-License-Identifier: Apache-2.0
// A picture of what MetaMask's NftController answered, drawn by Chromium from that answer alone; nothing where there is none.
import { existsSync } from "node:fs";

const CHROMIUM = "/usr/bin/chromium";
const PLAYWRIGHT = new URL("../../web/node_modules/playwright-core/index.mjs", import.meta.url);

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const shortened = (value) => (typeof value === "string" && value.length > 96 ? `${value.slice(0, 95)}…` : value);

function pageOf({ nft, contract }) {
  const facts = Object.entries({ collection: contract.name ?? contract.collection?.name, symbol: contract.symbol, ...nft })
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(shortened(value))}</dd>`)
    .join("");
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: 32px; font: 15px/1.5 system-ui, sans-serif; color: #1a2225; background: #f5f5f1 }
    main { display: grid; grid-template-columns: auto 1fr; gap: 32px; padding: 28px; border-radius: 12px; background: #fff }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 18px; margin: 0 }
    dt { color: #566064 } dd { margin: 0; overflow-wrap: anywhere; font-family: monospace } h1 { margin: 0 0 16px; font-size: 1.1rem }
    </style><h1>NftController.state.allNfts, as @metamask/assets-controllers has it</h1>
    <main><img src="${escaped(nft.image)}" alt=""><dl>${facts}</dl></main>`;
}

export async function draw(answer, path) {
  if (!existsSync(CHROMIUM) || !existsSync(PLAYWRIGHT)) return;
  const { chromium } = await import(PLAYWRIGHT.href);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 520 } });
    await page.setContent(pageOf(answer));
    const width = await page.evaluate(() => document.querySelector("img").naturalWidth);
    if (!width) throw new Error("the picture cannot be drawn");
    await page.screenshot({ path, fullPage: true });
  } finally {
    await browser.close();
  }
}
