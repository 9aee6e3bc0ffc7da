// SPDX-License-Identifier: Apache-2.0
// One channel: how it stands, what it is told, a test whose outcome is seen, and its log.
import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Page } from "../api";
import type { Channel, ChannelDelivery } from "../api_channel";
import { number } from "../format";
import { useTask } from "../hooks";
import { get, post, remove, type Problem } from "../http";
import { t, word } from "../i18n";
import { isAbout, isLive, useHint } from "../live";
import { place, setQuery } from "../router";
import { ProblemBox, Tag, Time } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { Icon, type IconName } from "../ui/icons";
import { PriorityMark } from "../ui/priority";
import { Secret } from "../ui/secret";
import { tell } from "../ui/toast";
import { ChannelDialog } from "./channel_dialog";
import { DeliveriesLog } from "./deliveries";

const LOOK_MS = 700;
/** While the server tells when to look. */
const LOOK_LIVE_MS = 5_000;
const LONGEST_MS = 42_000;

interface Props {
  teamId: string;
  /** Of the team's channels. */
  path: string;
  channel: Channel;
  canManage: boolean;
  canRetry: boolean;
  onChange: () => void;
  /** Shows a secret that was just made. */
  onSecret: (channel: Channel, secret: string) => void;
}

function stateOf(channel: Channel): [string, IconName, string] {
  if (!channel.is_on) return ["skipped", "ban", t("channel_state_off")];
  if (channel.is_failing) return ["failed", "warn", t("channel_state_failing")];
  if (channel.trouble) return ["failed", "warn", t("channel_state_trouble")];
  if (channel.delivered_at) return ["sent", "check", t("channel_state_works")];
  return ["waiting", "clock", t("channel_state_new")];
}

function State({ channel }: { channel: Channel }) {
  const [kind, icon, text] = stateOf(channel);
  return (
    <span class={`delivery-mark delivery-${kind}`}>
      <Icon name={icon} /> {text}
    </span>
  );
}

function placeOf(channel: Channel): string {
  if (channel.kind !== "mail") return channel.place ?? "";
  return t("channel_n_mails", { n: Number(channel.place ?? 0) });
}

function Facts({ channel }: { channel: Channel }) {
  const tells = channel.tells.map((one) => word("channel_tells", one)).join(" · ");
  const facts: [string, ComponentChild][] = [
    [t("channel_least"), <PriorityMark priority={channel.least_priority} />],
    [t("channel_tells"), tells || t("channel_tells_nothing")],
    [t("channel_language"), word("channel_language", channel.language)],
    [t("channel_delivered"), channel.delivered_at ? <Time at={channel.delivered_at} /> : t("channel_never")],
  ];
  if (channel.place) facts.push([t("channel_place"), placeOf(channel)]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Trouble({ channel }: { channel: Channel }) {
  if (!channel.trouble) return null;
  return (
    <div class="notice channel-trouble" role="status">
      <Icon name="warn" />
      <div>
        <p lang="en">{channel.trouble}</p>
        <p class="muted small">
          <Time at={channel.trouble_at} />
          {channel.is_failing && ` · ${t("channel_failing_hint")}`}
        </p>
      </div>
    </div>
  );
}

interface Test {
  isBusy: boolean;
  problem: Problem | null;
  delivery: ChannelDelivery | null;
  isOver: boolean;
  start: () => void;
}

/** Sends a test, and looks until it is known what came of it. */
function useTest(path: string, { teamId, channel, onChange }: Props): Test {
  const [delivery, setDelivery] = useState<ChannelDelivery | null>(null);
  const [waitedMs, setWaitedMs] = useState(0);
  const task = useTask();
  const isOver = waitedMs >= LONGEST_MS;
  const isWaiting = delivery?.state === "waiting" && !isOver;
  const look = async () => {
    const page = isWaiting && (await get<Page<ChannelDelivery>>(`${path}/deliveries?limit=20`).catch(() => null));
    const found = page && page.items.find((one) => one.id === delivery.id);
    if (!found || found.state === "waiting") return;
    setDelivery(found);
    onChange();
  };
  useHint((hint) => isAbout(hint, "deliveries", teamId, channel.id), () => void look());
  const pauseMs = isLive.value ? LOOK_LIVE_MS : LOOK_MS;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(async () => {
      await look();
      setWaitedMs(waitedMs + pauseMs);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [isWaiting, waitedMs, pauseMs]);
  const start = () =>
    void task.run(
      () => post<ChannelDelivery>(`${path}/test`),
      (made) => {
        setWaitedMs(0);
        setDelivery(made);
      },
    );
  return { isBusy: task.isBusy || isWaiting, problem: task.problem, delivery, isOver, start };
}

function testWords({ delivery, isOver }: Test): string {
  if (!delivery) return "";
  if (delivery.state === "sent") return t("channel_test_sent");
  if (delivery.state === "waiting") return t(isOver ? "channel_test_waits" : "channel_testing");
  return t("channel_test_failed");
}

function TestOutcome({ test }: { test: Test }) {
  const state = test.delivery?.state ?? "waiting";
  const icon: IconName = state === "sent" ? "check" : state === "waiting" ? "clock" : "warn";
  return (
    <>
      <ProblemBox problem={test.problem} />
      <p class={`channel-test delivery-mark delivery-${state}`} role="status">
        {test.delivery && (
          <>
            <Icon name={icon} />
            <span>
              {testWords(test)} {icon === "warn" && <span lang="en">{test.delivery.outcome}</span>}
            </span>
          </>
        )}
      </p>
    </>
  );
}

function DeleteDialog(props: { path: string; channel: Channel; onClose: () => void; onDone: () => void }) {
  const { path, channel, onClose, onDone } = props;
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => remove(path),
      () => {
        tell(t("channel_deleted"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("channel_delete_title", { name: channel.name })}
      submit={t("channel_delete")}
      isDanger
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("channel_delete_warning")}</p>
    </FormDialog>
  );
}

function ManageButtons(props: Props & { test: Test; onOpen: (what: "change" | "delete") => void }) {
  const { path, channel, test, onOpen, onChange, onSecret } = props;
  const task = useTask();
  const renew = () =>
    task.run(
      () => post<{ secret: string }>(`${path}/${channel.id}/secret`),
      (made) => {
        onChange();
        onSecret(channel, made.secret);
      },
    );
  return (
    <>
      <button type="button" class="button" disabled={test.isBusy} onClick={test.start}>
        <Icon name="bolt" /> {t("channel_test")}
      </button>
      <button type="button" class="button" onClick={() => onOpen("change")}>
        <Icon name="pencil" /> {t("channel_change")}
      </button>
      {channel.kind === "webhook" && (
        <button type="button" class="button" disabled={task.isBusy} onClick={renew}>
          <Icon name="key" /> {t("channel_new_secret")}
        </button>
      )}
      <button type="button" class="button" onClick={() => onOpen("delete")}>
        <Icon name="trash" /> {t("channel_delete")}
      </button>
      <ProblemBox problem={task.problem} />
    </>
  );
}

function Log({ own, teamId, channel, canRetry, onChange }: { own: string; channel: Channel } & Omit<Props, "path">) {
  return (
    <DeliveriesLog
      key={channel.updated_at + channel.deliveries.sent + channel.deliveries.failed}
      path={own}
      label={t("channel_log_of", { name: channel.name })}
      counts={channel.deliveries}
      canRetry={canRetry}
      teamId={teamId}
      targetId={channel.id}
      query={{ channel: channel.id }}
      onChange={onChange}
    />
  );
}

function LogButton({ channel, isOpen }: { channel: Channel; isOpen: boolean }) {
  const count = Object.values(channel.deliveries).reduce((sum, one) => sum + one, 0);
  return (
    <button
      type="button"
      class="button"
      aria-expanded={isOpen}
      aria-label={t("channel_log_of", { name: channel.name })}
      onClick={() => setQuery({ channel: isOpen ? null : channel.id, state: null })}
    >
      <Icon name={isOpen ? "down" : "next"} /> {t("channel_log")} <span class="muted">{number(count)}</span>
    </button>
  );
}

export function ChannelCard(props: Props & { secret: string | null }) {
  const { path, channel, canManage, onChange, onSecret, secret } = props;
  const own = `${path}/${channel.id}`;
  const [open, setOpen] = useState<"change" | "delete" | null>(null);
  const test = useTest(own, props);
  const isLogOpen = place.value.query.get("channel") === channel.id;
  const close = () => setOpen(null);
  const changed = (saved: Channel, made: string | null) => {
    onChange();
    if (made) onSecret(saved, made);
  };
  return (
    <section class="card channel" aria-label={channel.name}>
      <header>
        <h2>{channel.name}</h2>
        <Tag>{word("channel_kind", channel.kind)}</Tag>
        <State channel={channel} />
      </header>
      <Trouble channel={channel} />
      {secret && <Secret title={t("channel_secret_once")} value={secret} />}
      <Facts channel={channel} />
      <div class="buttons">
        {canManage && <ManageButtons {...props} test={test} onOpen={setOpen} />}
        <LogButton channel={channel} isOpen={isLogOpen} />
      </div>
      <TestOutcome test={test} />
      {isLogOpen && <Log {...props} own={own} />}
      {open === "change" && <ChannelDialog path={path} held={channel} onClose={close} onDone={changed} />}
      {open === "delete" && <DeleteDialog path={own} channel={channel} onClose={close} onDone={onChange} />}
    </section>
  );
}
