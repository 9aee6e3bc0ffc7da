-- SPDX-License-Identifier: Apache-2.0
-- Campaigns: badges that their holders may claim on a chain (docs/mint.md).

-- root: of the Merkle tree over its claims. scanned_block: up to there the chain was looked through for what was claimed; watched_us: when.
CREATE TABLE mint_campaign (
    id            BIGINT NOT NULL PRIMARY KEY,
    chain_id      BIGINT NOT NULL REFERENCES chain (id),
    contract      BYTEA  NOT NULL,
    root          BYTEA  NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('ordered', 'open', 'failed', 'ended')),
    expires_us    BIGINT NOT NULL,
    created_us    BIGINT NOT NULL,
    created_by    BIGINT NOT NULL REFERENCES account (id),
    tx_id         BIGINT REFERENCES chain_tx (id),
    scanned_block BIGINT NOT NULL,
    watched_us    BIGINT NOT NULL
);

-- What a campaign has: a leaf of its tree is made of holder, number and commitment.
CREATE TABLE mint_claim (
    campaign_id BIGINT NOT NULL REFERENCES mint_campaign (id),
    badge_id    BIGINT NOT NULL REFERENCES badge (id),
    holder      BYTEA  NOT NULL,
    number      BIGINT NOT NULL,
    commitment  BYTEA  NOT NULL,
    is_claimed  BIGINT NOT NULL CHECK (is_claimed IN (0, 1)),
    PRIMARY KEY (campaign_id, badge_id)
);
CREATE INDEX mint_claim_badge ON mint_claim (badge_id);
