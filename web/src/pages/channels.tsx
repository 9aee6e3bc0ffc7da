// SPDX-License-Identifier: Apache-2.0
// Where a team is told of what concerns it.
import { useState } from "preact/hooks";
import type { Page, Team } from "../api";
import type { Channel } from "../api_channel";
import { useResource, useTitle } from "../hooks";
import { t } from "../i18n";
import { isAbout, useHint } from "../live";
import { may } from "../session";
import { Crumbs, Empty, ProblemBox, Skeleton } from "../ui/basics";
import { Icon } from "../ui/icons";
import { AlertPolicyCard } from "./alert_policy";
import { ChannelCard } from "./channel_card";
import { ChannelDialog } from "./channel_dialog";

function AddButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button type="button" class="button primary" onClick={onOpen}>
      <Icon name="plus" /> {t("channel_add")}
    </button>
  );
}

export function ChannelsPage({ id }: { id: string }) {
  const path = `/teams/${id}/channels`;
  const team = useResource<Team>(`/teams/${id}`);
  const list = useResource<Page<Channel>>(path);
  useHint((hint) => isAbout(hint, "deliveries", id), list.reload);
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<[channelId: string, secret: string] | null>(null);
  const title = t("channels_of", { team: team.data?.name ?? "" });
  useTitle(title);
  const canManage = may("admin", id);
  const channels = list.data?.items ?? [];
  const added = (channel: Channel, made: string | null) => {
    if (made) setSecret([channel.id, made]);
    list.reload();
  };
  return (
    <article class="channels">
      <Crumbs steps={[[`/teams/${id}`, team.data?.name ?? t("team_page")]]} />
      <header class="page-head">
        <div>
          <h1>{title}</h1>
          <p class="muted">{t("channels_lead")}</p>
        </div>
        {canManage && channels.length > 0 && <AddButton onOpen={() => setAdding(true)} />}
      </header>
      <ProblemBox problem={team.problem ?? list.problem} retry={list.reload} />
      {!list.data && !list.problem && <Skeleton rows={8} />}
      {list.data && !channels.length && (
        <Empty icon="bell" title={t("channels_none")}>
          <p class="muted">{t("channels_none_hint")}</p>
          {canManage && <AddButton onOpen={() => setAdding(true)} />}
        </Empty>
      )}
      {channels.map((channel) => (
        <ChannelCard
          key={channel.id}
          teamId={id}
          path={path}
          channel={channel}
          canManage={canManage}
          canRetry={may("member", id)}
          secret={secret?.[0] === channel.id ? secret[1] : null}
          onChange={list.reload}
          onSecret={(of, made) => setSecret([of.id, made])}
        />
      ))}
      {channels.length > 0 && (
        <AlertPolicyCard teamId={id} channels={channels.map((one) => one.id + one.name).join()} canManage={canManage} />
      )}
      {isAdding && <ChannelDialog path={path} held={null} onClose={() => setAdding(false)} onDone={added} />}
    </article>
  );
}
