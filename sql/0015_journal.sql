-- SPDX-License-Identifier: Apache-2.0
-- The one journal (docs/journal.md). Nothing points to other tables: an entry outlives what it tells of.

-- seq is its place, counted from 0; NULL until it has one. secret: what the leaf's commitment is made with. personal: sealed
-- under the key of person_id; personal_digest commits to it, and stays when that key is gone.
CREATE TABLE journal_entry (
    id              BIGINT NOT NULL PRIMARY KEY,
    seq             BIGINT,
    at_us           BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    actor_id        BIGINT,
    team_id         BIGINT,
    object_kind     TEXT,
    object_id       BIGINT,
    facts           TEXT   NOT NULL,
    secret          BYTEA  NOT NULL,
    person_id       BIGINT,
    personal        BYTEA,
    personal_digest BYTEA
);
CREATE UNIQUE INDEX journal_entry_seq ON journal_entry (seq) WHERE seq IS NOT NULL;
CREATE INDEX journal_entry_waiting ON journal_entry (id) WHERE seq IS NULL;
CREATE INDEX journal_entry_team ON journal_entry (team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX journal_entry_object ON journal_entry (object_id, id) WHERE object_id IS NOT NULL;
CREATE INDEX journal_entry_actor ON journal_entry (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX journal_entry_person ON journal_entry (person_id) WHERE person_id IS NOT NULL;

-- Hashes of complete subtrees (RFC 9162, section 2.1): level 0 has the leaves, and what stands at position p of level n covers
-- the leaves from p * 2^n on. What is complete never changes.
CREATE TABLE journal_node (
    level    BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash     BYTEA  NOT NULL,
    PRIMARY KEY (level, position)
);

-- The heads that were: one for each time that entries got their places.
CREATE TABLE journal_head (
    size  BIGINT NOT NULL PRIMARY KEY,
    root  BYTEA  NOT NULL,
    at_us BIGINT NOT NULL
);

-- The key of each person, under which what names them is sealed; 0 is kenzen itself. Destroyed: NULL, for ever.
CREATE TABLE journal_person (
    account_id BIGINT NOT NULL PRIMARY KEY,
    secret     BYTEA,
    created_us BIGINT NOT NULL,
    erased_us  BIGINT
);

-- One row, which whoever gives out places changes first: so only one does at a time.
CREATE TABLE journal_turn (
    id    BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL
);
INSERT INTO journal_turn (id, at_us) VALUES (1, 0);
