-- SPDX-License-Identifier: Apache-2.0
-- Who is told of a ticket, and what each person has been told (src/ticket/notice.h).

-- is_watching 0: somebody who said that they do not want to be told, and does not begin again by a comment of their own.
CREATE TABLE ticket_watch (
    ticket_id   BIGINT NOT NULL REFERENCES ticket (id),
    account_id  BIGINT NOT NULL REFERENCES account (id),
    is_watching BIGINT NOT NULL CHECK (is_watching IN (0, 1)),
    since_us    BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, account_id)
);
CREATE INDEX ticket_watch_account ON ticket_watch (account_id, is_watching, ticket_id);

-- One for each subject and kind while it is unread: what comes on top is counted in it. subject_id is the ticket's id, or the team's
-- where many tickets are told of at once; ticket_id, event_seq and part_id are those of the last event.
CREATE TABLE notice (
    id         BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    subject_id BIGINT NOT NULL,
    team_id    BIGINT NOT NULL REFERENCES team (id),
    part_id    BIGINT NOT NULL REFERENCES part (id),
    ticket_id  BIGINT REFERENCES ticket (id),
    event_seq  BIGINT,
    kind       TEXT   NOT NULL,
    reason     TEXT   NOT NULL CHECK (reason IN ('mentioned', 'assigned', 'watching', 'team')),
    count      BIGINT NOT NULL,
    actor_id   BIGINT REFERENCES account (id),
    since_us   BIGINT NOT NULL,
    updated_us BIGINT NOT NULL,
    read_us    BIGINT
);
CREATE UNIQUE INDEX notice_unread ON notice (account_id, subject_id, kind) WHERE read_us IS NULL;
CREATE INDEX notice_account ON notice (account_id, updated_us DESC, id DESC);
CREATE INDEX notice_ticket ON notice (ticket_id);
CREATE INDEX notice_read ON notice (read_us) WHERE read_us IS NOT NULL;

-- Whoever has a ticket is told of it from the start.
INSERT INTO ticket_watch (ticket_id, account_id, is_watching, since_us)
SELECT id, assignee_id, 1, updated_us FROM ticket WHERE assignee_id IS NOT NULL AND is_done = 0;
