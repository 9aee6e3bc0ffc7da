// SPDX-License-Identifier: Apache-2.0
// What went to Jira and what came from it, newest first.
import type { Jira, JiraReceived } from "../api_jira";
import { useList } from "../hooks";
import { t } from "../i18n";
import { may } from "../session";
import { Time } from "../ui/basics";
import { Paged } from "../ui/paged";
import { DeliveriesLog, deliveryTitle } from "./deliveries";

interface LogProps {
  path: string;
  teamId: string;
  connection: Jira;
  onChange: () => void;
}

export function DeliveriesCard({ path, teamId, connection, onChange }: LogProps) {
  return (
    <section class="card jira-log" aria-label={t("jira_deliveries")}>
      <h2>{t("jira_deliveries")}</h2>
      <DeliveriesLog
        path={path}
        label={t("jira_deliveries")}
        counts={connection.deliveries}
        canRetry={may("member", teamId)}
        teamId={teamId}
        onChange={onChange}
      />
    </section>
  );
}

export function ReceivedCard({ path }: { path: string }) {
  const list = useList<JiraReceived>(`${path}/received`);
  return (
    <section class="card jira-log" aria-label={t("jira_received")}>
      <h2>{t("jira_received")}</h2>
      {list.first.value && list.items.value.length === 0 && <p class="muted quiet">{t("jira_received_none")}</p>}
      <Paged
        list={list}
        label={t("jira_received")}
        class="deliveries"
        keyOf={(one) => one.id}
        row={(one) => (
          <div class="delivery">
            <code>{one.event || "–"}</code>
            <div>
              <p>{deliveryTitle(one.issue_key || "–", one.ticket_id)}</p>
              <p class="delivery-outcome" lang="en">
                {one.outcome}
              </p>
              <p class="muted small">
                <Time at={one.at} />
              </p>
            </div>
          </div>
        )}
      />
    </section>
  );
}
