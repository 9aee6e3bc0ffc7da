-- SPDX-License-Identifier: Apache-2.0
-- Accounts, teams, the inventory, jobs. One text for both engines: see src/store/db.h for what they share.
-- Ids are time-ordered and made by the program; times are microseconds UTC, never the engine's; flags are 0 or 1.

CREATE TABLE setting (
    name       TEXT   NOT NULL PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_us BIGINT NOT NULL
);

-- Bytes by their SHA-256, each content once (src/store/blob.h).
CREATE TABLE blob (
    digest     BYTEA  NOT NULL PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    created_us BIGINT NOT NULL
);
CREATE TABLE blob_chunk (
    digest   BYTEA  NOT NULL REFERENCES blob (digest),
    position BIGINT NOT NULL,
    bytes    BYTEA  NOT NULL,
    PRIMARY KEY (digest, position)
);

-- People. Secrets are kept as SHA-256 of 32 random bytes: nobody can guess those, so nothing slower is needed.
CREATE TABLE account (
    id               BIGINT NOT NULL PRIMARY KEY,
    name             TEXT   NOT NULL,
    email            TEXT,
    is_administrator BIGINT NOT NULL CHECK (is_administrator IN (0, 1)),
    created_us       BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_name ON account (lower(name));

CREATE TABLE signin_link (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us    BIGINT
);
CREATE INDEX signin_link_account ON signin_link (account_id);

CREATE TABLE session (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    seen_us    BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_us);

CREATE TABLE api_token (
    id         BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    name       TEXT   NOT NULL,
    hash       BYTEA  NOT NULL UNIQUE,
    created_us BIGINT NOT NULL,
    expires_us BIGINT,
    used_us    BIGINT,
    revoked_us BIGINT
);
CREATE INDEX api_token_account ON api_token (account_id, id);

-- Teams own services. What is deleted keeps its row: people's actions point to it.
CREATE TABLE team (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_us BIGINT NOT NULL,
    deleted_us BIGINT
);
CREATE UNIQUE INDEX team_name ON team (lower(name)) WHERE deleted_us IS NULL;

CREATE TABLE team_member (
    team_id    BIGINT NOT NULL REFERENCES team (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    role       TEXT   NOT NULL CHECK (role IN ('viewer', 'member', 'admin')),
    created_us BIGINT NOT NULL,
    PRIMARY KEY (team_id, account_id)
);
CREATE INDEX team_member_account ON team_member (account_id, team_id);

-- exposure, safety, mission: SSVC's words; NULL while nobody has said, and then the decision says that it assumed.
CREATE TABLE service (
    id          BIGINT NOT NULL PRIMARY KEY,
    team_id     BIGINT NOT NULL REFERENCES team (id),
    name        TEXT   NOT NULL,
    description TEXT   NOT NULL,
    exposure    TEXT,
    safety      TEXT,
    mission     TEXT,
    created_us  BIGINT NOT NULL,
    updated_us  BIGINT NOT NULL,
    deleted_us  BIGINT
);
CREATE UNIQUE INDEX service_name ON service (team_id, lower(name)) WHERE deleted_us IS NULL;

CREATE TABLE part (
    id         BIGINT NOT NULL PRIMARY KEY,
    service_id BIGINT NOT NULL REFERENCES service (id),
    name       TEXT   NOT NULL,
    created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX part_name ON part (service_id, lower(name));

-- number counts the SBOMs of a part: order comes from it, not from the clock.
CREATE TABLE sbom (
    id              BIGINT NOT NULL PRIMARY KEY,
    part_id         BIGINT NOT NULL REFERENCES part (id),
    number          BIGINT NOT NULL,
    digest          BYTEA  NOT NULL REFERENCES blob (digest),
    file_name       TEXT   NOT NULL,
    format          TEXT   NOT NULL,
    spec_version    TEXT   NOT NULL,
    subject_name    TEXT   NOT NULL,
    subject_version TEXT   NOT NULL,
    subject_purl    TEXT   NOT NULL,
    serial          TEXT   NOT NULL,
    tool            TEXT   NOT NULL,
    os_name         TEXT   NOT NULL,
    os_version      TEXT   NOT NULL,
    made_us         BIGINT,
    component_count BIGINT NOT NULL,
    odd_count       BIGINT NOT NULL,
    skipped_count   BIGINT NOT NULL,
    uploaded_by     BIGINT REFERENCES account (id),
    created_us      BIGINT NOT NULL,
    is_current      BIGINT NOT NULL CHECK (is_current IN (0, 1)),
    is_held         BIGINT NOT NULL CHECK (is_held IN (0, 1)),
    held_reason     TEXT,
    note            TEXT   NOT NULL,
    UNIQUE (part_id, number),
    UNIQUE (part_id, digest)
);
CREATE UNIQUE INDEX sbom_current ON sbom (part_id) WHERE is_current = 1;

-- Each distinct package version of all SBOMs, stored and matched once. digest: SHA-256 of the fields that tell it from others.
-- Without an ecosystem, name is as the SBOM wrote it, and no advisory can match.
CREATE TABLE package_version (
    id             BIGINT NOT NULL PRIMARY KEY,
    digest         BYTEA  NOT NULL UNIQUE,
    ecosystem      TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    version        TEXT   NOT NULL,
    source_package TEXT   NOT NULL,
    source_version TEXT   NOT NULL,
    arch           TEXT   NOT NULL,
    created_us     BIGINT NOT NULL
);
CREATE INDEX package_version_name ON package_version (name, ecosystem, version);
CREATE INDEX package_version_source ON package_version (source_package, ecosystem);

-- A component in an SBOM: position is its place in the document's order.
CREATE TABLE occurrence (
    sbom_id            BIGINT NOT NULL REFERENCES sbom (id),
    position           BIGINT NOT NULL,
    package_version_id BIGINT NOT NULL REFERENCES package_version (id),
    name               TEXT   NOT NULL,
    type               TEXT   NOT NULL,
    ref                TEXT   NOT NULL,
    purl               TEXT   NOT NULL,
    cpe                TEXT   NOT NULL,
    license            TEXT   NOT NULL,
    scope              TEXT   NOT NULL,
    is_direct          BIGINT NOT NULL CHECK (is_direct IN (0, 1)),
    is_package         BIGINT NOT NULL CHECK (is_package IN (0, 1)),
    oddity             TEXT   NOT NULL,
    PRIMARY KEY (sbom_id, position)
);
CREATE INDEX occurrence_package_version ON occurrence (package_version_id, sbom_id);
CREATE INDEX occurrence_name ON occurrence (sbom_id, name, position);

-- A vulnerability has our own permanent id; name is what people call it: the CVE where there is one.
CREATE TABLE vulnerability (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    created_us BIGINT NOT NULL
);
CREATE TABLE vulnerability_alias (
    alias            TEXT   NOT NULL PRIMARY KEY,
    vulnerability_id BIGINT NOT NULL REFERENCES vulnerability (id),
    since_us         BIGINT NOT NULL
);
CREATE INDEX vulnerability_alias_vulnerability ON vulnerability_alias (vulnerability_id);

-- The states of the advisory index that findings rest on.
CREATE TABLE advisory_generation (
    digest       BYTEA  NOT NULL PRIMARY KEY,
    record_count BIGINT NOT NULL,
    created_us   BIGINT NOT NULL,
    is_current   BIGINT NOT NULL CHECK (is_current IN (0, 1))
);
CREATE UNIQUE INDEX advisory_generation_current ON advisory_generation (is_current) WHERE is_current = 1;

-- Work to be done later or elsewhere (src/job/job.h). topic: while one waits, another of the same kind and topic is not added.
CREATE TABLE job (
    id             BIGINT NOT NULL PRIMARY KEY,
    kind           TEXT   NOT NULL,
    topic          TEXT,
    body           TEXT   NOT NULL,
    run_after_us   BIGINT NOT NULL,
    lease_until_us BIGINT NOT NULL,
    attempts       BIGINT NOT NULL,
    attempts_max   BIGINT NOT NULL,
    last_error     TEXT,
    created_us     BIGINT NOT NULL,
    done_us        BIGINT,
    dead_us        BIGINT
);
CREATE INDEX job_ready ON job (run_after_us, id) WHERE done_us IS NULL AND dead_us IS NULL;
CREATE UNIQUE INDEX job_topic ON job (kind, topic) WHERE attempts = 0 AND done_us IS NULL AND dead_us IS NULL;
CREATE INDEX job_done ON job (done_us) WHERE done_us IS NOT NULL;
