// SPDX-License-Identifier: Apache-2.0
// Campaigns: one entry on a chain for any number of badges, which their holders claim when they wish. For administrators.
import { useState } from "preact/hooks";
import type { Page } from "../api";
import type { Campaign } from "../api_wallet";
import { dateInput, day, daysAhead, endOfDay } from "../format";
import { useResource, useTask } from "../hooks";
import { post } from "../http";
import { t, word } from "../i18n";
import { Field, ProblemBox, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

const USUAL_DAYS = 90;

function OpenDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [until, setUntil] = useState(() => dateInput(daysAhead(USUAL_DAYS)));
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Campaign>("/badge-campaigns", { expires_at: endOfDay(until) }),
      (made) => {
        tell(t("told_campaign", { n: made.badges }));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("campaign_open")}
      submit={t("campaign_open")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p class="muted">{t("campaign_open_lead")}</p>
      <Field label={t("campaign_until")}>
        {(id) => (
          <input id={id} type="date" required value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

function CloseDialog({ one, onClose, onDone }: { one: Campaign; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => post<Campaign>(`/badge-campaigns/${one.id}/close`),
      () => {
        tell(t("told_campaign_closing"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("campaign_close")}
      submit={t("campaign_close")}
      isBusy={isBusy}
      problem={problem}
      isDanger
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("campaign_close_lead")}</p>
    </FormDialog>
  );
}

function CampaignRow({ one, onDone }: { one: Campaign; onDone: () => void }) {
  const [isClosing, setClosing] = useState(false);
  return (
    <li>
      <Icon name="medal" />
      <strong>{t("campaign_n", { n: one.badges })}</strong>
      <Tag>{word("campaign_state", one.state)}</Tag>
      <span>{t("campaign_claimed", { n: one.claimed })}</span>
      <span class="muted">
        {t("campaign_ends", { day: day(one.expires_at) })} <code>{one.root.slice(0, 18)}…</code>
      </span>
      {one.error && (
        <span role="status">
          <Icon name="warn" /> {t("campaign_refused")}{" "}
          <span class="problem-detail" lang="en">
            {one.error}
          </span>
        </span>
      )}
      {one.state === "open" && (
        <button type="button" class="button small" onClick={() => setClosing(true)}>
          {t("campaign_close")}
        </button>
      )}
      {isClosing && <CloseDialog one={one} onClose={() => setClosing(false)} onDone={onDone} />}
    </li>
  );
}

export function CampaignsCard() {
  const { data, problem, reload } = useResource<Page<Campaign>>("/badge-campaigns");
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card badge-section">
      <h2>{t("campaigns")}</h2>
      <p class="muted">{t("campaigns_lead")}</p>
      <ProblemBox problem={problem} retry={reload} />
      {data?.items.length === 0 && <p>{t("campaigns_none")}</p>}
      <ul class="token-list">
        {data?.items.map((one) => (
          <CampaignRow key={one.id} one={one} onDone={reload} />
        ))}
      </ul>
      <p class="buttons">
        <button type="button" class="button" onClick={() => setOpen(true)}>
          <Icon name="plus" /> {t("campaign_open")}
        </button>
      </p>
      {isOpen && <OpenDialog onClose={() => setOpen(false)} onDone={reload} />}
    </section>
  );
}
