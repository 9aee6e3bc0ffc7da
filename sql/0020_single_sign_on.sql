-- SPDX-License-Identifier: Apache-2.0
-- Single sign-on by OpenID Connect: who may vouch for people, who they are there, and sign-ins under way.

-- slug stands in the redirect URI, name on the button. Lists are words with a space between. metadata and keys are what the
-- provider last said of itself; they can be fetched again.
CREATE TABLE oidc_provider (
    id            BIGINT NOT NULL PRIMARY KEY,
    slug          TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    issuer        TEXT   NOT NULL UNIQUE,
    client_id     TEXT   NOT NULL,
    client_auth   TEXT   NOT NULL CHECK (client_auth IN ('basic', 'post', 'none')),
    client_secret BYTEA, -- sealed (src/store/vault.h)
    scopes        TEXT   NOT NULL,
    alg           TEXT,  -- NULL: any that we take
    admission     TEXT   NOT NULL CHECK (admission IN ('refuse', 'create')),
    domains       TEXT   NOT NULL,
    groups_claim  TEXT,
    max_age_s     BIGINT,
    asks_code     BIGINT NOT NULL CHECK (asks_code IN (0, 1)),
    signs_out     BIGINT NOT NULL CHECK (signs_out IN (0, 1)),
    is_enabled    BIGINT NOT NULL CHECK (is_enabled IN (0, 1)),
    created_us    BIGINT NOT NULL,
    updated_us    BIGINT NOT NULL,
    metadata      TEXT,
    metadata_us   BIGINT,
    keys          TEXT,
    keys_us       BIGINT
);

-- What a group at the provider gives: a role in a team, or one in the organisation (team_id NULL).
CREATE TABLE oidc_group (
    provider_id BIGINT NOT NULL REFERENCES oidc_provider (id),
    position    BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    team_id     BIGINT REFERENCES team (id),
    role        TEXT   NOT NULL,
    PRIMARY KEY (provider_id, position)
);
CREATE INDEX oidc_group_team ON oidc_group (team_id);

-- Somebody is who the issuer calls subject, and nothing else tells so: mail addresses change hands. label is for people to read.
CREATE TABLE oidc_identity (
    id         BIGINT NOT NULL PRIMARY KEY,
    issuer     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    label      TEXT   NOT NULL,
    created_us BIGINT NOT NULL,
    used_us    BIGINT,
    UNIQUE (issuer, subject)
);
CREATE INDEX oidc_identity_account ON oidc_identity (account_id);

-- A sign-in under way, between the way to the provider and the way back: SHA-256 of the state that the URL carries and of the
-- secret in the browser's cookie. account_id: who wants to link an identity, NULL: who wants to sign in.
CREATE TABLE oidc_flow (
    state       BYTEA  NOT NULL PRIMARY KEY,
    browser     BYTEA  NOT NULL,
    provider_id BIGINT NOT NULL REFERENCES oidc_provider (id),
    account_id  BIGINT REFERENCES account (id),
    return_path TEXT   NOT NULL,
    created_us  BIGINT NOT NULL,
    expires_us  BIGINT NOT NULL
);
CREATE INDEX oidc_flow_expires ON oidc_flow (expires_us);

-- What a session needs to end the provider's too. A session may be gone before its row here.
CREATE TABLE oidc_session (
    session_id  BIGINT NOT NULL PRIMARY KEY,
    provider_id BIGINT NOT NULL REFERENCES oidc_provider (id),
    id_token    BYTEA, -- sealed
    created_us  BIGINT NOT NULL
);
CREATE INDEX oidc_session_provider ON oidc_session (provider_id);
