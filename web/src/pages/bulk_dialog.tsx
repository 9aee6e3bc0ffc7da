// SPDX-License-Identifier: Apache-2.0
// What is asked before an order for many tickets: what the verb takes, and for how many it is possible.
import { useEffect, useState } from "preact/hooks";
import type { BulkPreview, Member, Page, Schemas } from "../api";
import { dateInput, daysAhead, endOfDay } from "../format";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import { me } from "../session";
import { ActionFields, bodyOf, newDraft } from "../ui/action_fields";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { TextArea } from "./ticket_dialogs";
import { newSnooze, snoozeBody, SnoozeFields } from "./ticket_snooze";

export type BulkVerb = Schemas["BulkVerb"];
export type BulkWhich = { ids: string[] } | { filter: string; expect: number };

/** Those who can be given tickets: of the teams that one sees, since the tickets may be of several. */
function AssignFields({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const teams = useResource<Page<Schemas["Team"]>>("/teams?limit=200").data?.items ?? [];
  const [people, setPeople] = useState<Member[]>([]);
  const first = teams[0]?.id;
  const [team, setTeam] = useState("");
  const chosen = team || first || "";
  const members = useResource<Page<Member>>(chosen ? `/teams/${chosen}/members` : null).data;
  useEffect(() => setPeople(members?.items ?? []), [members]);
  return (
    <>
      {teams.length > 1 && (
        <Field label={t("team")}>
          {(id) => (
            <select id={id} value={chosen} onChange={(event) => setTeam(event.currentTarget.value)}>
              {teams.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t("assignee")}>
        {(id) => (
          <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
            <option value="">{t("nobody")}</option>
            {people.map((member) => (
              <option key={member.account_id} value={member.account_id}>
                {member.name}
                {member.account_id === me.value?.id ? ` (${t("you")})` : ""}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

function Preview({ verb, which, order }: { verb: BulkVerb; which: BulkWhich; order: unknown }) {
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const { run } = useTask();
  const asked = JSON.stringify(order);
  useEffect(() => {
    const named = "ids" in which ? { ids: which.ids } : { filter: which.filter };
    void run(() => post<BulkPreview>("/tickets/bulk", { verb, ...named, order, preview: true }), setPreview);
  }, [verb, asked]);
  if (!preview) return null;
  return (
    <div class="bulk-preview" role="status">
      <p>{t("bulk_possible", { n: preview.total, possible: preview.possible })}</p>
      {preview.refusals.map(({ why, count }) => (
        <p key={why} class="muted" lang="en">
          {count} × {why}
        </p>
      ))}
    </div>
  );
}

export function BulkDialog(props: {
  verb: BulkVerb;
  which: BulkWhich;
  count: number;
  onClose: () => void;
  onSend: (order: unknown) => void;
}) {
  const [text, setText] = useState("");
  const [date, setDate] = useState(dateInput(daysAhead(14)));
  const [who, setWho] = useState(me.value?.id ?? "");
  const [snooze, setSnooze] = useState(newSnooze);
  const [action, setAction] = useState(newDraft);
  const comment = text ? { comment: text } : {};
  const orders: Partial<Record<BulkVerb, () => unknown>> = {
    acknowledge: () => comment,
    assign: () => ({ account_id: who || null }),
    schedule: () => ({ due_at: date ? endOfDay(date) : null, ...comment }),
    snooze: () => snoozeBody(snooze),
    comment: () => ({ text }),
    complete: () => bodyOf(action),
    accept: () => ({ until: date ? endOfDay(date) : null, reason: text }),
  };
  const order = orders[props.verb]?.() ?? {};
  const isLookedAhead = !["comment", "complete", "accept"].includes(props.verb);
  return (
    <FormDialog
      title={t("bulk_title", { what: word("bulk_verb", props.verb), n: props.count })}
      submit={word("bulk_verb", props.verb)}
      isBusy={false}
      problem={null}
      onClose={props.onClose}
      onSubmit={() => props.onSend(order)}
    >
      {props.verb === "assign" && <AssignFields value={who} onChange={setWho} />}
      {(props.verb === "schedule" || props.verb === "accept") && (
        <Field label={t(props.verb === "accept" ? "snooze_until" : "due_date")}>
          {(id) => (
            <input
              id={id}
              type="date"
              required
              min={dateInput(new Date())}
              value={date}
              onInput={(event) => setDate(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {props.verb === "snooze" && <SnoozeFields draft={snooze} hasFix={false} onChange={setSnooze} />}
      {props.verb === "complete" && <ActionFields draft={action} onChange={setAction} />}
      {props.verb === "accept" && <TextArea label={t("reason")} value={text} isRequired onChange={setText} />}
      {props.verb === "comment" && <TextArea label={t("comment")} value={text} isRequired onChange={setText} />}
      {(props.verb === "acknowledge" || props.verb === "schedule") && (
        <TextArea label={t("comment_optional")} value={text} onChange={setText} />
      )}
      {isLookedAhead && <Preview verb={props.verb} which={props.which} order={order} />}
    </FormDialog>
  );
}
