-- SPDX-License-Identifier: Apache-2.0
-- Chains (docs/chain.md): those that are set up, and what is sent there.

-- id: the chain's own (EIP-155), as large as EIP-2294 lets it be. endpoints: a JSON array of URLs, sealed (src/store/vault.h), since
-- they carry keys. wallet_url: the URL that a wallet is told, public; may be empty, as explorer_url. confirmations: blocks on top of
-- one before what it holds is final. most_fee_wei: for one unit of gas, at the most. replace_seconds: so long a transaction waits to
-- be mined before it is sent again for more. trouble: why nothing goes on, for people. block_number: the last one seen.
CREATE TABLE chain (
    id              BIGINT NOT NULL PRIMARY KEY CHECK (id BETWEEN 1 AND 4503599627370476),
    name            TEXT   NOT NULL,
    endpoints       BYTEA  NOT NULL,
    wallet_url      TEXT   NOT NULL,
    explorer_url    TEXT   NOT NULL,
    symbol          TEXT   NOT NULL,
    confirmations   BIGINT NOT NULL CHECK (confirmations BETWEEN 1 AND 10000),
    most_fee_wei    BIGINT NOT NULL CHECK (most_fee_wei > 0),
    most_gas        BIGINT NOT NULL CHECK (most_gas >= 21000),
    replace_seconds BIGINT NOT NULL CHECK (replace_seconds > 0),
    badge_contract  BYTEA,
    anchor_contract BYTEA,
    is_on           BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    trouble         TEXT   NOT NULL,
    trouble_us      BIGINT,
    block_number    BIGINT NOT NULL,
    seen_us         BIGINT,
    lease_until_us  BIGINT NOT NULL,
    created_us      BIGINT NOT NULL,
    updated_us      BIGINT NOT NULL
);

-- What is sent to a chain, written in the transaction of its cause. queued → signed (it has a nonce, and an attempt that can be sent)
-- → sent → mined → final; or failed; or replaced: a transaction that is not ours took its nonce. A block that vanished makes sent of
-- mined. purpose and object_id: for whom it is (src/onchain/chain_tx.h). to_address: NULL makes a contract, contract is then where.
-- hash: of the attempt that was mined, or else the last one. is_reverted: it was mined, and did nothing.
CREATE TABLE chain_tx (
    id           BIGINT NOT NULL PRIMARY KEY,
    chain_id     BIGINT NOT NULL REFERENCES chain (id),
    state        TEXT   NOT NULL CHECK (state IN ('queued', 'signed', 'sent', 'mined', 'final', 'failed', 'replaced')),
    purpose      TEXT   NOT NULL,
    object_id    BIGINT NOT NULL,
    to_address   BYTEA,
    data         BYTEA  NOT NULL,
    value_wei    BIGINT NOT NULL CHECK (value_wei >= 0),
    from_address BYTEA,
    nonce        BIGINT,
    hash         BYTEA,
    block_number BIGINT,
    block_hash   BYTEA,
    is_reverted  BIGINT NOT NULL CHECK (is_reverted IN (0, 1)),
    gas_used     BIGINT,
    paid_wei     BIGINT,
    contract     BYTEA,
    error        TEXT   NOT NULL,
    created_us   BIGINT NOT NULL,
    signed_us    BIGINT,
    sent_us      BIGINT,
    mined_us     BIGINT,
    ended_us     BIGINT,
    CHECK ((nonce IS NULL) = (from_address IS NULL))
);
CREATE UNIQUE INDEX chain_tx_nonce ON chain_tx (chain_id, from_address, nonce) WHERE nonce IS NOT NULL;
-- One thing is done once: what failed may be tried again.
CREATE UNIQUE INDEX chain_tx_object ON chain_tx (chain_id, purpose, object_id) WHERE state NOT IN ('failed', 'replaced');
CREATE INDEX chain_tx_open ON chain_tx (chain_id, id) WHERE state IN ('queued', 'signed', 'sent', 'mined');
CREATE INDEX chain_tx_chain ON chain_tx (chain_id, id);

-- What was signed for a transaction, in its order: the same nonce each time, for a higher fee. It is here before it is sent, and may
-- be sent again as often as one likes: a chain takes one of a nonce, once.
CREATE TABLE chain_attempt (
    chain_tx_id  BIGINT NOT NULL REFERENCES chain_tx (id),
    number       BIGINT NOT NULL,
    hash         BYTEA  NOT NULL,
    raw          BYTEA  NOT NULL,
    gas          BIGINT NOT NULL,
    most_fee_wei BIGINT NOT NULL,
    tip_wei      BIGINT NOT NULL,
    signed_us    BIGINT NOT NULL,
    sent_us      BIGINT,
    PRIMARY KEY (chain_tx_id, number)
);
CREATE UNIQUE INDEX chain_attempt_hash ON chain_attempt (hash);
