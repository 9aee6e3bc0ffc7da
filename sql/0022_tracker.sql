-- SPDX-License-Identifier: Apache-2.0
-- A team's issue tracker, and which of its issues stands for which ticket (docs/jira.md).

-- token and hook_secret are sealed (src/store/vault.h). account_id: on whose behalf it works on tickets. least_priority: from which on
-- a ticket gets an issue by itself; NULL: never. own_author: who we are over there. trouble: why it does not work, for people.
CREATE TABLE tracker (
    id             BIGINT NOT NULL PRIMARY KEY,
    team_id        BIGINT NOT NULL REFERENCES team (id),
    account_id     BIGINT NOT NULL REFERENCES account (id),
    kind           TEXT   NOT NULL CHECK (kind IN ('cloud', 'server')),
    base_url       TEXT   NOT NULL,
    project_key    TEXT   NOT NULL,
    project_id     TEXT   NOT NULL,
    issue_type     TEXT   NOT NULL,
    mail           TEXT   NOT NULL,
    token          BYTEA  NOT NULL,
    hook_secret    BYTEA  NOT NULL,
    least_priority BIGINT,
    assigns        BIGINT NOT NULL CHECK (assigns IN (0, 1)),
    is_on          BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    own_author     TEXT   NOT NULL,
    own_name       TEXT   NOT NULL,
    trouble        TEXT   NOT NULL,
    trouble_us     BIGINT,
    checked_us     BIGINT,
    heard_us       BIGINT,
    refused_us     BIGINT,
    created_us     BIGINT NOT NULL,
    updated_us     BIGINT NOT NULL,
    deleted_us     BIGINT
);
CREATE UNIQUE INDEX tracker_team ON tracker (team_id) WHERE deleted_us IS NULL;

-- told_state: the ticket's state of which the tracker knows, or will by a message that waits.
CREATE TABLE tracker_link (
    ticket_id  BIGINT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    tracker_id BIGINT NOT NULL REFERENCES tracker (id),
    state      TEXT   NOT NULL CHECK (state IN ('wanted', 'linked', 'gone')),
    issue_id   TEXT   NOT NULL,
    issue_key  TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    category   TEXT   NOT NULL,
    told_state TEXT   NOT NULL,
    created_by BIGINT REFERENCES account (id),
    created_us BIGINT NOT NULL,
    updated_us BIGINT NOT NULL
);
CREATE INDEX tracker_link_tracker ON tracker_link (tracker_id, ticket_id);
CREATE UNIQUE INDEX tracker_link_issue ON tracker_link (tracker_id, issue_id) WHERE issue_id <> '';

-- Comments that stand on both sides.
CREATE TABLE tracker_comment (
    tracker_id BIGINT NOT NULL REFERENCES tracker (id),
    comment_id TEXT   NOT NULL,
    ticket_id  BIGINT NOT NULL REFERENCES ticket (id),
    seq        BIGINT NOT NULL,
    PRIMARY KEY (tracker_id, comment_id)
);
CREATE INDEX tracker_comment_ticket ON tracker_comment (ticket_id, seq);

-- What the tracker has told us, by the digest of its words: the same twice counts once.
CREATE TABLE tracker_heard (
    tracker_id BIGINT NOT NULL REFERENCES tracker (id),
    digest     BYTEA  NOT NULL,
    id         BIGINT NOT NULL,
    at_us      BIGINT NOT NULL,
    event      TEXT   NOT NULL,
    issue_key  TEXT   NOT NULL,
    ticket_id  BIGINT REFERENCES ticket (id),
    outcome    TEXT   NOT NULL,
    PRIMARY KEY (tracker_id, digest)
);
CREATE INDEX tracker_heard_newest ON tracker_heard (tracker_id, id);
