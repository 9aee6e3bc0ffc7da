// SPDX-License-Identifier: Apache-2.0
// What can be said about how a page looks without looking: it fits, can be read, and everything on it has a name.

/** Texts of the page whose contrast with what is behind them is below WCAG's AA, with the contrast. */
export function faintTexts(page) {
  return page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
      willReadFrequently: true,
    });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((part) =>
        (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ground = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = rgba(getComputedStyle(one).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return rgba("white");
    };
    const faint = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const text = texts.currentNode.data.trim();
      if (!text || !element.checkVisibility({ checkOpacity: true }) || element.closest(".sr-only, :disabled, option"))
        continue;
      const style = getComputedStyle(element);
      const [light, dark] = [luminance(rgba(style.color)), luminance(ground(element))].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      if (contrast < (isLarge ? 3 : 4.5)) faint.add(`${text.slice(0, 30)} (${contrast.toFixed(2)})`);
    }
    return [...faint];
  });
}

/** Controls without a name that a screen reader could say, and pictures that are not hidden from it. */
export function namelessControls(page) {
  return page.evaluate(() => {
    const nameOf = (element) =>
      element.getAttribute("aria-label") ||
      element.innerText?.trim() ||
      [...(element.labels ?? [])].map((label) => label.innerText.trim()).join("") ||
      element.getAttribute("title");
    const controls = [...document.querySelectorAll("a, button, input, select, textarea, summary")];
    const drawings = [...document.querySelectorAll("svg:not([aria-hidden])")];
    return [...controls.filter((one) => one.checkVisibility() && !nameOf(one)), ...drawings].map((one) =>
      one.outerHTML.slice(0, 120),
    );
  });
}

/** The outermost elements that make the page wider than the window, unless they scroll by themselves. */
export function tooWide(page) {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("main *")].filter(
      (one) => one.getBoundingClientRect().right > width + 0.5,
    );
    return wide.filter((one) => !wide.includes(one.parentElement)).map((one) => one.outerHTML.slice(0, 100));
  });
}
