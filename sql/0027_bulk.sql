-- SPDX-License-Identifier: Apache-2.0
-- Orders for many tickets at once, and what became of each (src/ticket/bulk.h).
CREATE TABLE bulk (
    id         BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    verb       TEXT   NOT NULL,
    arguments  TEXT   NOT NULL,
    total      BIGINT NOT NULL,
    undone_of  BIGINT REFERENCES bulk (id),
    created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX bulk_undone_of ON bulk (undone_of) WHERE undone_of IS NOT NULL;
CREATE INDEX bulk_account ON bulk (account_id, created_us DESC);

-- outcome NULL: waits. before: a JSON object, how the ticket was; version: that it had afterwards.
CREATE TABLE bulk_item (
    bulk_id   BIGINT NOT NULL REFERENCES bulk (id),
    position  BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL REFERENCES ticket (id),
    outcome   TEXT   CHECK (outcome IN ('done', 'refused')),
    why       TEXT   NOT NULL,
    before    TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    PRIMARY KEY (bulk_id, position)
);
CREATE INDEX bulk_item_waiting ON bulk_item (bulk_id, position) WHERE outcome IS NULL;
