-- SPDX-License-Identifier: Apache-2.0
-- What must reach somebody outside (src/job/outbox.h): written in the transaction of its cause, sent later, kept as a log.

-- key: the same is not sent twice to one target. lane: what is sent in its order, by id. outcome: a sentence on what came of it.
CREATE TABLE outbox (
    id             BIGINT NOT NULL PRIMARY KEY,
    channel        TEXT   NOT NULL,
    target_id      BIGINT NOT NULL,
    team_id        BIGINT REFERENCES team (id),
    ticket_id      BIGINT REFERENCES ticket (id),
    kind           TEXT   NOT NULL,
    key            TEXT   NOT NULL,
    lane           BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    body           TEXT   NOT NULL,
    state          TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'skipped', 'failed')),
    outcome        TEXT   NOT NULL,
    attempts       BIGINT NOT NULL,
    attempts_max   BIGINT NOT NULL,
    due_us         BIGINT NOT NULL,
    lease_until_us BIGINT NOT NULL,
    created_us     BIGINT NOT NULL,
    ended_us       BIGINT,
    UNIQUE (channel, target_id, key)
);
CREATE INDEX outbox_due ON outbox (due_us, id) WHERE state = 'waiting';
CREATE INDEX outbox_lane ON outbox (channel, target_id, lane, id);
CREATE INDEX outbox_target ON outbox (channel, target_id, id);
CREATE INDEX outbox_ticket ON outbox (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (ended_us) WHERE ended_us IS NOT NULL;
