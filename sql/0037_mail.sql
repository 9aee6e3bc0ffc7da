-- SPDX-License-Identifier: Apache-2.0
-- Mail (docs/mail.md): the server that takes what is sent, and what each person wants to be sent.

-- One row or none. password: sealed (src/store/vault.h). authorities: certificates in PEM that alone are trusted; empty: the machine's.
-- trouble: why nothing goes out, for people; sent_us: when a server last took something.
CREATE TABLE mail_server (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    host         TEXT   NOT NULL,
    port         BIGINT NOT NULL CHECK (port BETWEEN 1 AND 65535),
    security     TEXT   NOT NULL CHECK (security IN ('starttls', 'tls', 'plain')),
    user_name    TEXT   NOT NULL,
    password     BYTEA,
    from_address TEXT   NOT NULL,
    from_name    TEXT   NOT NULL,
    authorities  TEXT   NOT NULL,
    is_on        BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    trouble      TEXT   NOT NULL,
    trouble_us   BIGINT,
    sent_us      BIGINT,
    created_us   BIGINT NOT NULL,
    updated_us   BIGINT NOT NULL
);

-- address counts when verified_us is set: before, nothing but the link that verifies it is sent there. hash: SHA-256 of that link's
-- secret. Each of the reasons for a notice (src/ticket/notice.h) is told at once, in a digest, or not by mail. digest_hour is of the
-- person's own zone.
CREATE TABLE mail_person (
    account_id     BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    address        TEXT   NOT NULL,
    verified_us    BIGINT,
    hash           BYTEA,
    expires_us     BIGINT,
    asked_us       BIGINT NOT NULL,
    asked_count    BIGINT NOT NULL,
    language       TEXT   NOT NULL CHECK (language IN ('en', 'ja')),
    mentioned      TEXT   NOT NULL CHECK (mentioned IN ('now', 'digest', 'off')),
    assigned       TEXT   NOT NULL CHECK (assigned IN ('now', 'digest', 'off')),
    watching       TEXT   NOT NULL CHECK (watching IN ('now', 'digest', 'off')),
    team           TEXT   NOT NULL CHECK (team IN ('now', 'digest', 'off')),
    digest_hour    BIGINT NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
    next_digest_us BIGINT NOT NULL,
    updated_us     BIGINT NOT NULL
);
CREATE UNIQUE INDEX mail_person_hash ON mail_person (hash) WHERE hash IS NOT NULL;
CREATE INDEX mail_person_digest ON mail_person (next_digest_us) WHERE verified_us IS NOT NULL;

-- When a mail last told of it, up to what it said then.
ALTER TABLE notice ADD COLUMN mailed_us BIGINT;
CREATE INDEX notice_unmailed ON notice (account_id, updated_us) WHERE read_us IS NULL;
