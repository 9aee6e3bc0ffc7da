// SPDX-License-Identifier: Apache-2.0
// A range as a line: what begins and ends it in the order of versions, and where the installed version stands. What is
// affected is a thick hatched stretch, what is not a thin one.
import type { Mark } from "../api_explain";
import { t, word } from "../i18n";

/** Events shown on either side of the installed version; a kernel's range has hundreds. */
const BESIDE = 3;

/** The stretch behind the installed version is that of the event before it. */
function isAffectedBehind(marks: Mark[], at: number): boolean {
  const mark = marks[at];
  return mark?.event === "installed" ? (marks[at - 1]?.is_affected ?? false) : (mark?.is_affected ?? false);
}

function LineMark({ mark, isAffected, isLast }: { mark: Mark; isAffected: boolean; isLast: boolean }) {
  const isBeginning = mark.event === "introduced" && mark.version === "0";
  return (
    <li class={`mark mark-${mark.event} ${isAffected ? "behind-affected" : "behind-clear"} ${isLast ? "last" : ""}`}>
      <code class="mark-version">{isBeginning ? "0" : mark.version}</code>
      <span class="mark-stretch" aria-hidden="true">
        <span class="mark-dot" />
      </span>
      <span class="mark-event">{word("mark", mark.event)}</span>
      {mark.event !== "installed" && (
        <span class="sr-only">, {t(isAffected ? "mark_behind_affected" : "mark_behind_clear")}</span>
      )}
    </li>
  );
}

export function VersionLine({ line }: { line: Mark[] }) {
  const at = line.findIndex((mark) => mark.event === "installed");
  if (at < 0) return null;
  const from = Math.max(0, at - BESIDE);
  const shown = line.slice(from, at + BESIDE + 1);
  const after = line.length - from - shown.length;
  return (
    <div class="version-line">
      {from > 0 && <span class="muted small">{t("explain_line_more", { n: from })} …</span>}
      <ol aria-label={t("explain_line")}>
        {shown.map((mark, i) => (
          <LineMark
            key={from + i}
            mark={mark}
            isAffected={isAffectedBehind(line, from + i)}
            isLast={i === shown.length - 1}
          />
        ))}
      </ol>
      {after > 0 && <span class="muted small">… {t("explain_line_more", { n: after })}</span>}
    </div>
  );
}
