// SPDX-License-Identifier: Apache-2.0
// The VEX documents that bear on a service, where the next one is dropped, and what the team itself says, to hand on.
import { useState } from "preact/hooks";
import type { Page, Service, VexDocument } from "../api";
import { day } from "../format";
import { useResource, useTask } from "../hooks";
import { remove, withQuery } from "../http";
import { t } from "../i18n";
import { may } from "../session";
import { ProblemBox, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";
import { UploadZone } from "./upload";

const FORMATS = [
  ["openvex", "OpenVEX"],
  ["csaf", "CSAF"],
  ["cyclonedx", "CycloneDX"],
] as const;

function DeleteDialog(props: { document: VexDocument; onClose: () => void; onDone: () => void }) {
  const { isBusy, problem, run } = useTask();
  const { document, onClose, onDone } = props;
  const onSubmit = () =>
    run(
      () => remove(`/vex/${document.id}`),
      () => {
        tell(t("vex_told_deleted", { name: document.file_name }));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("vex_delete", { name: document.file_name })}
      submit={t("delete")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("vex_delete_warning")}</p>
    </FormDialog>
  );
}

function Row({ document, onDelete }: { document: VexDocument; onDelete: (() => void) | null }) {
  const format = FORMATS.find(([name]) => name === document.format)?.[1] ?? document.format;
  const facts = [
    [format, document.spec_version].filter(Boolean).join(" "),
    document.author,
    document.said_at && day(document.said_at),
    t("vex_statements", { n: document.statement_count }),
    t(`vex_scope_${document.scope}`, { name: document.part_name ?? "" }),
  ];
  return (
    <li class="vex-document">
      <Icon name="file" />
      <div>
        <a href={`/api/v1/vex/${document.id}/original`} download={document.file_name}>
          {document.file_name}
        </a>
        <p class="muted small">{facts.filter(Boolean).join(" · ")}</p>
        {document.is_replaced && <Tag kind="assumed">{t("vex_replaced")}</Tag>}
        {document.odd_count > 0 && (
          <details class="small">
            <summary>{t("vex_odd", { n: document.odd_count })}</summary>
            <ul lang="en">
              {document.oddities.map((oddity) => (
                <li key={oddity}>{oddity}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {onDelete && (
        <button
          type="button"
          class="icon-button"
          onClick={onDelete}
          aria-label={t("vex_delete", { name: document.file_name })}
          title={t("vex_delete", { name: document.file_name })}
        >
          <Icon name="trash" />
        </button>
      )}
    </li>
  );
}

/** A CycloneDX document is of one product: where a service has several parts, each has one of its own. */
function Out({ service }: { service: Service }) {
  const parts = service.parts.filter((part) => part.current_sbom);
  const path = `/api/v1/services/${service.id}/vex/export`;
  const links: [text: string, query: Record<string, string>][] = FORMATS.flatMap(([format, title]) =>
    format === "cyclonedx" && parts.length > 1
      ? parts.map((part): [string, Record<string, string>] => [`${title}: ${part.name}`, { format, part: part.id }])
      : [[title, { format }] as [string, Record<string, string>]],
  );
  return (
    <div class="vex-out">
      <h3>{t("vex_out")}</h3>
      <p class="muted small">{t("vex_out_hint")}</p>
      <p class="buttons">
        {links.map(([text, query]) => (
          <a key={text} class="button small" href={withQuery(path, query)} download>
            {text}
          </a>
        ))}
      </p>
    </div>
  );
}

export function VexCard({ service, onChange }: { service: Service; onChange: () => void }) {
  const list = useResource<Page<VexDocument>>(`/services/${service.id}/vex`);
  const [deleted, setDeleted] = useState<VexDocument | null>(null);
  const canChange = may("member", service.team_id);
  const documents = list.data?.items ?? [];
  const changed = () => {
    list.reload();
    onChange();
  };
  return (
    <section class="card vex" aria-label={t("vex")}>
      <h2>{t("vex")}</h2>
      <p class="muted">{t("vex_lead")}</p>
      <ProblemBox problem={list.problem} retry={list.reload} />
      {documents.length > 0 ? (
        <ul class="vex-documents">
          {documents.map((document) => (
            <Row
              key={document.id}
              document={document}
              onDelete={canChange && document.scope !== "organisation" ? () => setDeleted(document) : null}
            />
          ))}
        </ul>
      ) : (
        <p class="muted">{t("vex_none")}</p>
      )}
      {canChange && (
        <UploadZone
          path={`/services/${service.id}/vex`}
          service={service.id}
          label={t("vex_drop")}
          told="vex_taken"
          onDone={changed}
        />
      )}
      <Out service={service} />
      {deleted && <DeleteDialog document={deleted} onClose={() => setDeleted(null)} onDone={changed} />}
    </section>
  );
}
