// SPDX-License-Identifier: Apache-2.0
import { t, type WordKey } from "./i18n";
import { isHelpOpen } from "./keys";
import { Dialog } from "./ui/dialog";

const HELP: readonly [string[], WordKey][] = [
  [["j", "k"], "keys_move"],
  [["Enter"], "keys_open"],
  [["x"], "keys_tick"],
  [["Shift", "X"], "keys_tick_range"],
  [["u"], "keys_up"],
  [["/"], "keys_search"],
  [["w"], "keys_watch"],
  [["g", "t"], "keys_go_tickets"],
  [["g", "s"], "keys_go_services"],
  [["g", "a"], "keys_go_actions"],
  [["g", "b"], "keys_go_badges"],
  [["g", "v"], "keys_go_advisories"],
  [["g", "w"], "keys_go_where"],
  [["g", "d"], "keys_go_diary"],
  [["g", "i"], "keys_go_inbox"],
  [["←", "→"], "keys_days"],
  [["?"], "keys_help"],
  [["Esc"], "keys_close"],
];

export function KeyHelp() {
  return (
    <Dialog title={t("keys_title")} onClose={() => (isHelpOpen.value = false)}>
      <dl class="keys">
        {HELP.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
