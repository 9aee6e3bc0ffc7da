-- SPDX-License-Identifier: Apache-2.0
-- Badges on chains (docs/mint.md).

-- A class of badges as a contract has it: number is its place there. state: ordered → defined; or failed, and then it may be ordered again.
CREATE TABLE mint_class (
    id       BIGINT NOT NULL PRIMARY KEY,
    chain_id BIGINT NOT NULL REFERENCES chain (id),
    contract BYTEA  NOT NULL,
    number   BIGINT NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('ordered', 'defined', 'failed')),
    UNIQUE (chain_id, contract, number)
);

-- A badge that is brought onto a chain; once, wherever that is. ordered → mined → final; or failed, and then it may be ordered again. When the
-- badge is revoked: revoking → revoked; kept is a revoked badge whose token stays, since another badge of the holder has the same.
CREATE TABLE badge_mint (
    badge_id   BIGINT NOT NULL PRIMARY KEY REFERENCES badge (id),
    chain_id   BIGINT NOT NULL REFERENCES chain (id),
    contract   BYTEA  NOT NULL,
    holder     BYTEA  NOT NULL,
    number     BIGINT NOT NULL,
    commitment BYTEA  NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('ordered', 'mined', 'final', 'failed', 'revoking', 'revoked', 'kept')),
    tx_id      BIGINT REFERENCES chain_tx (id),
    error      TEXT   NOT NULL,
    ordered_us BIGINT NOT NULL,
    final_us   BIGINT
);
CREATE INDEX badge_mint_token ON badge_mint (chain_id, contract, holder, number);
CREATE INDEX badge_mint_live ON badge_mint (badge_id) WHERE state IN ('ordered', 'mined', 'final');
