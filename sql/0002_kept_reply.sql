-- SPDX-License-Identifier: Apache-2.0
-- Replies to POST requests with an Idempotency-Key, for a day. digest: of the request; status 0: being answered.
CREATE TABLE kept_reply (
    account_id BIGINT NOT NULL REFERENCES account (id),
    key        TEXT   NOT NULL,
    digest     BYTEA  NOT NULL,
    status     BIGINT NOT NULL,
    type       TEXT   NOT NULL,
    location   TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_us BIGINT NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX kept_reply_created ON kept_reply (created_us);
