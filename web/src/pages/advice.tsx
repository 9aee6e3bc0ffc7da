// SPDX-License-Identifier: Apache-2.0
// What analysts recommend to all teams: how it is shown, on an advisory's page, and how one recommends.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Advice, Page } from "../api";
import { useResource, useTask } from "../hooks";
import { post, remove } from "../http";
import { t, word } from "../i18n";
import { holds, mayAdvise, me } from "../session";
import { Field, ProblemBox, Tag, Time } from "../ui/basics";
import { KindField } from "../ui/action_fields";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { TextArea } from "./ticket_dialogs";

/** What it is for: a flaw, a package, or a flaw in a package. */
function about({ vulnerability_id: id, package: name }: Advice): string {
  if (!name) return t("advice_for_flaw", { id: id ?? "" });
  return id ? t("advice_for_both", { id, name }) : t("advice_for_package", { name });
}

interface AdviceListProps {
  items: Advice[];
  onGone: () => void;
  /** What one can do about one of them. */
  doing?: (advice: Advice) => ComponentChildren;
}

export function AdviceList({ items, onGone, doing }: AdviceListProps) {
  const { isBusy, problem, run } = useTask();
  const withdraw = (advice: Advice) =>
    run(
      () => remove(`/advice/${advice.id}`),
      () => {
        onGone();
        tell(t("told_withdrawn"));
      },
    );
  return (
    <>
      <ProblemBox problem={problem} />
      <ul class="advice">
        {items.map((advice) => (
          <li key={advice.id}>
            <p class="advice-text">
              <Tag>{word("action", advice.kind)}</Tag> {advice.text}
            </p>
            <p class="muted small">
              {advice.author?.name}, <Time at={advice.created_at} /> · {about(advice)}
            </p>
            <p class="line">
              {doing?.(advice)}
              {mayAdvise() && (holds("administrator") || advice.author?.id === me.value?.id) && (
                <button type="button" class="button small" disabled={isBusy} onClick={() => withdraw(advice)}>
                  <Icon name="undo" /> {t("advice_withdraw")}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

interface RecommendProps {
  id: string;
  /** The package that it may be for; without it, it is for the flaw. */
  of?: { ecosystem: string; package: string };
  onDone: () => void;
}

type Scope = "flaw" | "package" | "both";

function RecommendDialog({ id, of, onDone, onClose }: RecommendProps & { onClose: () => void }) {
  const [kind, setKind] = useState<Advice["kind"]>("mitigation");
  const [text, setText] = useState("");
  const [scope, setScope] = useState<Scope>("flaw");
  const { isBusy, problem, run } = useTask();
  const values = { id, name: of?.package ?? "" };
  const onSubmit = () =>
    run(
      () =>
        post<Advice>("/advice", {
          kind,
          text,
          ...(scope !== "package" ? { vulnerability_id: id } : {}),
          ...(scope !== "flaw" ? of : {}),
        }),
      () => {
        onClose();
        onDone();
        tell(t("told_recommended"));
      },
    );
  return (
    <FormDialog
      title={t("advice_recommend")}
      submit={t("advice_recommend")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("advice_lead")}</p>
      {of && (
        <Field label={t("advice_about")}>
          {(field) => (
            <select id={field} value={scope} onChange={(event) => setScope(event.currentTarget.value as Scope)}>
              <option value="flaw">{t("advice_about_flaw", values)}</option>
              <option value="both">{t("advice_about_both", values)}</option>
              <option value="package">{t("advice_about_package", values)}</option>
            </select>
          )}
        </Field>
      )}
      <KindField kind={kind} onChange={setKind} />
      <TextArea label={t("advice_text")} hint={t("advice_text_example")} value={text} isRequired onChange={setText} />
    </FormDialog>
  );
}

export function RecommendButton(props: RecommendProps) {
  const [isOpen, setOpen] = useState(false);
  if (!mayAdvise()) return null;
  return (
    <p>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <Icon name="plus" /> {t("advice_recommend")}
      </button>
      {isOpen && <RecommendDialog {...props} onClose={() => setOpen(false)} />}
    </p>
  );
}

/** On an advisory's page: what is recommended for the flaw, in any package. */
export function AdvisoryAdvice({ id }: { id: string }) {
  const { data, problem, reload } = useResource<Page<Advice>>(`/advice?vulnerability=${encodeURIComponent(id)}`);
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!data || (data.items.length === 0 && !mayAdvise())) return null;
  return (
    <section class="card">
      <h2>{t("advice")}</h2>
      <div class="advice-more">
        {data.items.length === 0 && <p class="muted">{t("advice_none")}</p>}
        <AdviceList items={data.items} onGone={reload} />
        <RecommendButton id={id} onDone={reload} />
      </div>
    </section>
  );
}
