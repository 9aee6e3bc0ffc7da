// SPDX-License-Identifier: Apache-2.0
// That what is shown has changed meanwhile, and a button that shows it as it is now: nothing moves under the reader's eyes.
import { signal } from "@preact/signals";
import { t } from "../i18n";
import { Icon } from "./icons";

interface NewsProps {
  text: string;
  onShow: () => void;
}

/** How many dialogs are open: what is behind them waits. */
export const openDialogs = signal(0);

/** What changed of that which the page is about. */
export const pageNews = signal<NewsProps | null>(null);

/** The area is always there, so that screen readers tell what comes into it. */
export function NewsBar({ news }: { news: NewsProps | null }) {
  return (
    <div class="news" role="status">
      {news && (
        <p class="news-bar">
          <Icon name="info" />
          <span>{news.text}</span>
          <button type="button" onClick={news.onShow}>
            {t("live_show")}
          </button>
        </p>
      )}
    </div>
  );
}

/** The news of the page. A dialog has them in it instead, as nothing behind it can be reached. */
export function PageNews() {
  return (
    <div class="news-page">
      <NewsBar news={openDialogs.value ? null : pageNews.value} />
    </div>
  );
}
