-- SPDX-License-Identifier: Apache-2.0
-- Addresses of chains that people have shown to be theirs (docs/wallet.md).

-- address: 20 bytes; one account's alone. is_receiving: what is minted goes there when no other is named. is_stealth: made for one use
-- (ERC-5564), so that nobody can tell whose it is.
CREATE TABLE wallet_address (
    id           BIGINT NOT NULL PRIMARY KEY,
    account_id   BIGINT NOT NULL REFERENCES account (id),
    address      BYTEA  NOT NULL UNIQUE,
    is_receiving BIGINT NOT NULL CHECK (is_receiving IN (0, 1)),
    is_stealth   BIGINT NOT NULL CHECK (is_stealth IN (0, 1)),
    verified_us  BIGINT NOT NULL
);
CREATE INDEX wallet_address_account ON wallet_address (account_id, id);
CREATE UNIQUE INDEX wallet_address_receiving ON wallet_address (account_id) WHERE is_receiving = 1;

-- What a session was asked to sign; gone once it is answered, rightly or not.
CREATE TABLE wallet_challenge (
    nonce      TEXT   NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    session_id BIGINT NOT NULL,
    address    BYTEA  NOT NULL,
    chain_id   BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX wallet_challenge_session ON wallet_challenge (session_id);
CREATE INDEX wallet_challenge_account ON wallet_challenge (account_id);
