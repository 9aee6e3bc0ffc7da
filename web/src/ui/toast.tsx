// SPDX-License-Identifier: Apache-2.0
// Short news at the foot of the page, read out by screen readers, with a way back where there is one.
import { signal } from "@preact/signals";
import { t } from "../i18n";
import { Icon } from "./icons";

interface Toast {
  text: string;
  undo?: (() => void) | undefined;
}

const SHOWN_MS = 8000;
const toast = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export function tell(text: string, undo?: () => void): void {
  clearTimeout(timer);
  toast.value = { text, undo };
  timer = setTimeout(() => {
    toast.value = null;
  }, SHOWN_MS);
}

/** News that nobody waits for: they push nothing else aside. */
export function mention(text: string): void {
  if (!toast.peek()) tell(text);
}

export function ToastArea() {
  const now = toast.value;
  const close = () => {
    toast.value = null;
  };
  return (
    <div class="toasts" role="status" aria-live="polite">
      {now && (
        <div class="toast">
          <Icon name="check" />
          <span>{now.text}</span>
          {now.undo && (
            <button
              type="button"
              onClick={() => {
                now.undo?.();
                close();
              }}
            >
              {t("undo")}
            </button>
          )}
          <button type="button" class="icon-button" onClick={close} aria-label={t("close_dialog")}>
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}
