// SPDX-License-Identifier: Apache-2.0
// One service: what it is exposed to, its parts with what they run, and where the next SBOM is dropped.
import { useState } from "preact/hooks";
import { PRIORITIES, type Service } from "../api";
import { number } from "../format";
import { useResource, useTask, useTitle } from "../hooks";
import { remove } from "../http";
import { t, word } from "../i18n";
import { isAbout, useHint } from "../live";
import { go } from "../router";
import { may } from "../session";
import { Crumbs, ProblemBox, Skeleton, Tag } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { countOf, PriorityBar, PriorityMark, sumOf } from "../ui/priority";
import { tell } from "../ui/toast";
import { LicensesCard } from "./license_mark";
import { isUnused, NewPart, PartCard } from "./service_part";
import type { UploadResult } from "./upload";
import { VexCard } from "./vex_documents";
import { INPUTS, ServiceDialog } from "./service_dialog";

function InputsCard({ service, onEdit }: { service: Service; onEdit: () => void }) {
  return (
    <section class="card inputs">
      <header>
        <h2>{t("ground_of_priorities")}</h2>
        {may("member", service.team_id) && (
          <button type="button" class="link-button" onClick={onEdit}>
            <Icon name="pencil" /> {t("edit")}
          </button>
        )}
      </header>
      <dl class="facts">
        {INPUTS.map(({ name, words, label }) => (
          <div key={name}>
            <dt>{t(label)}</dt>
            <dd>
              {service[name] ? (
                word(words, service[name])
              ) : (
                <Tag kind="assumed" icon="unknown" title={t("assumed_title")}>
                  {t("assumed")}
                </Tag>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function OpenTicketsCard({ service }: { service: Service }) {
  const counts = service.open_tickets;
  return (
    <section class="card">
      <header>
        <h2>{t("open_tickets")}</h2>
        <a href={`/tickets?service=${service.id}`}>{t("show_tickets")}</a>
      </header>
      <PriorityBar counts={counts} />
      <ul class="priority-links">
        {PRIORITIES.filter((priority) => countOf(counts, priority) > 0).map((priority) => (
          <li key={priority}>
            <a href={`/tickets?service=${service.id}&priority=${priority}`}>
              <PriorityMark priority={priority} />
              <span>{number(countOf(counts, priority))}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeleteDialog({ service, onClose }: { service: Service; onClose: () => void }) {
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(`/services/${service.id}`),
      () => {
        tell(t("told_deleted", { name: service.name }));
        go("/services");
      },
    );
  return (
    <FormDialog
      title={t("delete_service")}
      submit={t("delete")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("delete_service_warning", { name: service.name, n: sumOf(service.open_tickets) })}</p>
    </FormDialog>
  );
}

function Parts({ service, onChange }: { service: Service; onChange: () => void }) {
  const used = service.parts.filter((part) => !isUnused(part));
  const [first, setFirst] = useState<{ part: string; result: UploadResult | undefined }>();
  return (
    <>
      {used.length > 0 && <h2 class="section-title">{t("parts")}</h2>}
      {used.map((part) => (
        <PartCard
          key={part.id}
          service={service}
          part={part}
          before={part.name === first?.part ? first.result : undefined}
          onChange={onChange}
        />
      ))}
      {may("member", service.team_id) && (
        <NewPart
          service={service}
          onDone={(part, result) => {
            setFirst({ part, result });
            onChange();
          }}
        />
      )}
    </>
  );
}

export function ServicePage({ id }: { id: string }) {
  const { data: service, problem, reload, set } = useResource<Service>(`/services/${id}`);
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  useHint((hint) => isAbout(hint, "sboms", service?.team_id) || isAbout(hint, "tickets", service?.team_id), reload);
  useTitle(service?.name ?? t("nav_services"));
  if (!service) return problem ? <ProblemBox problem={problem} retry={reload} /> : <Skeleton rows={8} />;
  return (
    <article class="service">
      <Crumbs steps={[["/services", t("nav_services")]]} />
      <header class="page-head">
        <div>
          <h1>{service.name}</h1>
          <p class="muted">
            {service.team_name}
            {service.description && ` · ${service.description}`}
          </p>
        </div>
        {may("admin", service.team_id) && (
          <button
            type="button"
            class="icon-button"
            onClick={() => setOpen("delete")}
            aria-label={t("delete_service")}
            title={t("delete_service")}
          >
            <Icon name="trash" />
          </button>
        )}
      </header>
      <div class="service-top">
        <OpenTicketsCard service={service} />
        <InputsCard service={service} onEdit={() => setOpen("edit")} />
        <LicensesCard service={service.id} />
      </div>
      <Parts service={service} onChange={reload} />
      <VexCard service={service} onChange={reload} />
      {open === "edit" && (
        <ServiceDialog
          teams={[]}
          team={service.team_id}
          service={service}
          onClose={() => setOpen(null)}
          onDone={(saved) => {
            set(saved);
            tell(t("told_saved"));
          }}
        />
      )}
      {open === "delete" && <DeleteDialog service={service} onClose={() => setOpen(null)} />}
    </article>
  );
}
