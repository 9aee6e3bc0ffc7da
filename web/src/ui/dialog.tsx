// SPDX-License-Identifier: Apache-2.0
// A question in front of the page. The browser's own <dialog> holds the focus and closes on Escape.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n";
import type { Problem } from "../http";
import { ProblemBox } from "./basics";
import { Icon } from "./icons";
import { NewsBar, openDialogs, pageNews } from "./news";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    element.current?.showModal();
    // The browser would choose the button that closes it.
    element.current?.querySelector<HTMLElement>("form :is(input, select, textarea)")?.focus();
    openDialogs.value++;
    return () => {
      openDialogs.value--;
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={onClose}
      onMouseDown={(event) => event.target === element.current && onClose()}
    >
      <div class="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" class="icon-button" onClick={onClose} aria-label={t("close_dialog")}>
            <Icon name="cross" />
          </button>
        </header>
        <div class="news-inside">
          <NewsBar news={pageNews.value} />
        </div>
        {children}
      </div>
    </dialog>
  );
}

interface FormDialogProps extends DialogProps {
  submit: string;
  isBusy: boolean;
  problem: Problem | null;
  isDanger?: boolean;
  onSubmit: () => void;
}

export function FormDialog(props: FormDialogProps) {
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (!props.isBusy) props.onSubmit();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={onSubmit}>
        {props.children}
        <ProblemBox problem={props.problem} />
        <footer>
          <button type="button" class="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
          <button type="submit" class={`button ${props.isDanger ? "danger" : "primary"}`} disabled={props.isBusy}>
            {props.submit}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
