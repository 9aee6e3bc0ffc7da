-- SPDX-License-Identifier: Apache-2.0
-- What badges and the journal can be verified by, by strangers (docs/credentials.md, docs/journal.md).

-- Keys that kenzen signs with. purpose: 'log' (heads of the journal), 'credential'. jwk: the public half, whose thumbprint (RFC 7638)
-- names it; it stays for ever, so that what it signed can be verified. sealed: the secret half, in the vault; gone once it is retired.
CREATE TABLE signing_key (
    id         BIGINT NOT NULL PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    alg        TEXT   NOT NULL,
    jwk        TEXT   NOT NULL,
    thumbprint TEXT   NOT NULL UNIQUE,
    sealed     BYTEA,
    created_us BIGINT NOT NULL,
    retired_us BIGINT
);
CREATE UNIQUE INDEX signing_key_current ON signing_key (purpose, alg) WHERE retired_us IS NULL;

-- Who has a leaf asks for its place.
CREATE INDEX journal_node_leaf ON journal_node (hash) WHERE level = 0;

-- Where a badge's bit stands in which status list (W3C Bitstring Status List 1.0): a place by chance, so that it tells nothing.
CREATE TABLE badge_status (
    badge_id BIGINT NOT NULL PRIMARY KEY,
    list     BIGINT NOT NULL,
    position BIGINT NOT NULL,
    UNIQUE (list, position)
);
