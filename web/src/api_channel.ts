// SPDX-License-Identifier: Apache-2.0
// A team's alert channels, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";

export type Channel = Schemas["Channel"];
export type ChannelDelivery = Schemas["ChannelDelivery"];
export type ChannelKind = Schemas["ChannelKind"];
export type ChannelTells = Schemas["ChannelTells"];
export type NewChannel = Schemas["NewChannel"];

export const CHANNEL_KINDS: readonly ChannelKind[] = ["slack", "teams", "mattermost", "webhook", "mail"];
export const CHANNEL_TELLS: readonly ChannelTells[] = ["new", "reminder", "overdue", "escalation", "digest", "closed"];
