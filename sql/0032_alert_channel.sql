-- SPDX-License-Identifier: Apache-2.0
-- Where a team is told of what concerns it (docs/alerts.md): a room of Slack, Teams or Mattermost, a webhook, mail addresses.

-- address: the URL or the mail addresses, sealed (src/store/vault.h), since who knows a room's URL can write into it; place is what may
-- be shown of it. secret: what the messages of a webhook are signed with, sealed; empty for the others. least_priority: the least
-- urgent that is told. tells: the kinds of messages, a set of bits (src/alert/alert_message.h). failures: deliveries that failed in a
-- row; trouble: why the last one did, for people; told_us: when the team's admins were told of it.
CREATE TABLE alert_channel (
    id             BIGINT NOT NULL PRIMARY KEY,
    team_id        BIGINT NOT NULL REFERENCES team (id),
    name           TEXT   NOT NULL,
    kind           TEXT   NOT NULL CHECK (kind IN ('slack', 'teams', 'mattermost', 'webhook', 'mail')),
    address        BYTEA  NOT NULL,
    place          TEXT   NOT NULL,
    secret         BYTEA  NOT NULL,
    least_priority BIGINT NOT NULL CHECK (least_priority BETWEEN 0 AND 3),
    tells          BIGINT NOT NULL CHECK (tells >= 0),
    language       TEXT   NOT NULL CHECK (language IN ('en', 'ja')),
    is_on          BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    failures       BIGINT NOT NULL,
    trouble        TEXT   NOT NULL,
    trouble_us     BIGINT,
    told_us        BIGINT,
    delivered_us   BIGINT,
    created_by     BIGINT NOT NULL REFERENCES account (id),
    updated_by     BIGINT NOT NULL REFERENCES account (id),
    created_us     BIGINT NOT NULL,
    updated_us     BIGINT NOT NULL,
    deleted_us     BIGINT
);
CREATE INDEX alert_channel_team ON alert_channel (team_id, id) WHERE deleted_us IS NULL;
