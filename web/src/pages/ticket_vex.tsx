// SPDX-License-Identifier: Apache-2.0
// What VEX documents and people say of a ticket's flaw; and the dialog in which a person does.
import { useState } from "preact/hooks";
import { JUSTIFICATIONS, type TicketDetail, type VexSaid } from "../api";
import { day } from "../format";
import { t, word } from "../i18n";
import { Field, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { TextArea, useTicketPost, type TicketDialogProps } from "./ticket_dialogs";

const ICONS: Record<string, IconName> = {
  not_affected: "check",
  fixed: "check",
  affected: "warn",
  under_investigation: "unknown",
};

function Status({ status }: { status: string }) {
  const answer = status === "affected" ? "affected" : status === "under_investigation" ? "undecidable" : "not_affected";
  return (
    <span class={`answer answer-${answer}`}>
      <Icon name={ICONS[status] ?? "info"} />
      {word("vex_status", status)}
    </span>
  );
}

function Statement({ said }: { said: VexSaid }) {
  const product = said.product;
  const names = [product, product.component].map((one) => one && (one.purl ?? one.name ?? one.id)).filter(Boolean);
  return (
    <li class={said.counts ? "" : "muted"}>
      <p class="line">
        <Status status={said.status} />
        <strong>{said.author ?? said.document}</strong>
        {!said.counts && <Tag>{t("vex_older")}</Tag>}
      </p>
      {said.justification && <p>{word("justification", said.justification)}</p>}
      {said.impact && <p lang="en">{said.impact}</p>}
      {said.action && (
        <p class="muted" lang="en">
          {said.action}
        </p>
      )}
      <p class="muted small">
        <code>{names.join(" › ")}</code> · {said.document}
        {said.said_at && ` · ${day(said.said_at)}`}
      </p>
    </li>
  );
}

export function VexSection({ ticket }: { ticket: TicketDetail }) {
  const { closed_by, vex } = ticket;
  if (!closed_by && !vex) return null;
  const words = closed_by?.account_name
    ? t("vex_closed_by_person", { name: closed_by.account_name })
    : closed_by && t("vex_closed_by_document", { document: closed_by.document ?? "" });
  return (
    <section class="card ticket-vex" aria-label={t("vex_says")}>
      <h2>{t("vex_says")}</h2>
      {closed_by && (
        <div class="vex-closed">
          <p class="line">
            <Status status={closed_by.status} /> {words}
          </p>
          {closed_by.justification && <p>{word("justification", closed_by.justification)}</p>}
          {closed_by.account_name && closed_by.impact && <p>{closed_by.impact}</p>}
        </div>
      )}
      {vex?.is_contradicted && (
        <p class="notice">
          <Icon name="warn" />
          <span>{t("vex_contradicted")}</span>
        </p>
      )}
      {vex && (
        <ul class="vex-said">
          {vex.statements.map((said) => (
            <Statement key={`${said.vex_id} ${said.place}`} said={said} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function NotAffectedDialog(props: TicketDialogProps) {
  const [justification, setJustification] = useState("");
  const [impact, setImpact] = useState(props.start?.text ?? "");
  const task = useTicketPost(props, "not-affected", t("told_not_affected"));
  return (
    <FormDialog
      {...task}
      title={t("not_affected")}
      submit={t("not_affected")}
      onClose={props.onClose}
      onSubmit={() => task.send({ justification, ...(impact ? { impact } : {}) })}
    >
      <p>{t("not_affected_lead")}</p>
      <Field label={t("justification")}>
        {(id) => (
          <select id={id} required value={justification} onChange={(event) => setJustification(event.currentTarget.value)}>
            <option value="">–</option>
            {JUSTIFICATIONS.map((name) => (
              <option key={name} value={name}>
                {word("justification", name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextArea label={t("not_affected_impact")} value={impact} onChange={setImpact} />
    </FormDialog>
  );
}
