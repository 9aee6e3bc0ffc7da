-- SPDX-License-Identifier: Apache-2.0
-- Heads of the journal that are written to chains (docs/journal.md): what was shown to one reader can be held against what was shown to all.

-- origin: the log's name, whose SHA-256 stands on the chain. state: ordered → final; or failed.
CREATE TABLE anchor (
    id         BIGINT NOT NULL PRIMARY KEY,
    chain_id   BIGINT NOT NULL REFERENCES chain (id),
    contract   BYTEA  NOT NULL,
    origin     TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    root       BYTEA  NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('ordered', 'final', 'failed')),
    tx_id      BIGINT REFERENCES chain_tx (id),
    ordered_us BIGINT NOT NULL
);
CREATE INDEX anchor_chain ON anchor (chain_id, id);
