// SPDX-License-Identifier: Apache-2.0
// What a team's alert settings would have sent in the last days, channel by channel, next to one message for each finding.
import type { AlertPreview } from "../api_alert";
import { moment, number } from "../format";
import { t, word } from "../i18n";
import { ProblemBox } from "../ui/basics";
import type { Tried } from "./what_if";

const SHOWN = 8;

type PreviewChannel = AlertPreview["channels"][number];

/** Long when much is sent, and never longer than what one for each finding would be. */
function Bar({ count, most }: { count: number; most: number }) {
  return (
    <span class="sent-bar" aria-hidden="true">
      <span style={{ width: `${most ? Math.max(count ? 1 : 0, (100 * Math.min(count, most)) / most) : 0}%` }} />
    </span>
  );
}

function ChannelLine({ channel, most }: { channel: PreviewChannel; most: number }) {
  const kinds = Object.entries(channel.by_kind).map(([kind, count]) => `${word("alert_kind", kind)} ${number(count)}`);
  return (
    <li>
      <details>
        <summary>
          <span class="sent-name">{channel.channel_name}</span>
          <Bar count={channel.message_count} most={most} />
          <strong>{number(channel.message_count)}</strong>
        </summary>
        {kinds.length ? <p class="small muted">{kinds.join(" · ")}</p> : <p class="small muted">{t("alert_nothing_sent")}</p>}
        <ol class="sent-list">
          {channel.messages.slice(0, SHOWN).map((one) => (
            <li key={`${one.at}${one.kind}${one.vulnerability}`}>
              <time dateTime={one.at}>{moment(one.at)}</time> {word("alert_kind", one.kind)}{" "}
              <span class="muted">{one.vulnerability ?? t("alert_of_flaws", { n: one.flaw_count })}</span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

export function AlertPreviewBox({ tried, isChanged }: { tried: Tried<AlertPreview>; isChanged: boolean }) {
  const { result, problem } = tried;
  if (problem) return <ProblemBox problem={problem} />;
  if (!result) return null;
  const most = Math.max(result.finding_count, ...result.channels.map((one) => one.message_count));
  return (
    <section class="alert-sent" aria-live="polite" aria-label={t("alert_preview")}>
      <h3>{t(isChanged ? "alert_preview_changed" : "alert_preview")}</h3>
      {result.channels.length === 0 && <p class="muted">{t("alert_preview_no_channels")}</p>}
      <ul class="sent">
        {result.channels.map((one) => (
          <ChannelLine key={one.channel_id} channel={one} most={most} />
        ))}
        <li class="sent-all">
          <span class="sent-name">{t("alert_one_per_finding")}</span>
          <Bar count={result.finding_count} most={most} />
          <strong>{number(result.finding_count)}</strong>
        </li>
      </ul>
      {result.is_cut && <p class="hint">{t("alert_preview_cut")}</p>}
    </section>
  );
}
