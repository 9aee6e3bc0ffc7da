-- SPDX-License-Identifier: Apache-2.0
-- Tickets, what happened to them, and the log of actions. Events and actions are only ever added.

-- One for each (part, package, vulnerability); versions are occurrences inside it. What is shown of the advisory stands here
-- too, so that a ticket stays readable when the record is gone. rank orders the list: priority first (src/ticket/ticket.h).
CREATE TABLE ticket (
    id                    BIGINT NOT NULL PRIMARY KEY,
    team_id               BIGINT NOT NULL REFERENCES team (id),
    service_id            BIGINT NOT NULL REFERENCES service (id),
    part_id               BIGINT NOT NULL REFERENCES part (id),
    ecosystem             TEXT   NOT NULL,
    package               TEXT   NOT NULL,
    vulnerability_id      BIGINT NOT NULL REFERENCES vulnerability (id),
    state                 TEXT   NOT NULL CHECK (state IN ('open', 'acknowledged', 'scheduled', 'completed', 'closed')),
    cause                 TEXT   CHECK (cause IN ('fixed', 'removed', 'not_affected', 'withdrawn', 'duplicate')),
    is_done               BIGINT NOT NULL CHECK (is_done IN (0, 1)),
    mark_reason           TEXT,
    rank                  BIGINT NOT NULL,
    priority              BIGINT NOT NULL,
    decision              TEXT   NOT NULL,
    name                  TEXT   NOT NULL,
    aliases               TEXT   NOT NULL,
    summary               TEXT   NOT NULL,
    url                   TEXT   NOT NULL,
    records               TEXT   NOT NULL,
    severity              BIGINT NOT NULL,
    score_tenths          BIGINT NOT NULL,
    cvss_vector           TEXT   NOT NULL,
    is_malicious          BIGINT NOT NULL CHECK (is_malicious IN (0, 1)),
    is_kev                BIGINT NOT NULL CHECK (is_kev IN (0, 1)),
    is_kev_ransomware     BIGINT NOT NULL CHECK (is_kev_ransomware IN (0, 1)),
    kev_added_us          BIGINT,
    kev_due_us            BIGINT,
    epss_millionths       BIGINT,
    epss_percentile_millionths BIGINT,
    epss_date_us          BIGINT,
    ssvc_exploitation     BIGINT,
    ssvc_automatable      BIGINT,
    versions              TEXT   NOT NULL,
    fixed                 TEXT   NOT NULL,
    search                TEXT   NOT NULL,
    generation            TEXT   NOT NULL,
    sbom_number           BIGINT NOT NULL,
    due_us                BIGINT,
    assignee_id           BIGINT REFERENCES account (id),
    created_us            BIGINT NOT NULL,
    updated_us            BIGINT NOT NULL,
    closed_us             BIGINT,
    version               BIGINT NOT NULL
);
-- A duplicate keeps its row and history beside the ticket that it is a duplicate of.
CREATE UNIQUE INDEX ticket_key ON ticket (part_id, ecosystem, package, vulnerability_id)
    WHERE cause IS NULL OR cause <> 'duplicate';
CREATE INDEX ticket_rank ON ticket (is_done, rank DESC, id);
CREATE INDEX ticket_team_rank ON ticket (team_id, is_done, rank DESC, id);
CREATE INDEX ticket_service_rank ON ticket (service_id, is_done, rank DESC, id);
CREATE INDEX ticket_vulnerability ON ticket (vulnerability_id);

-- A package version of the current SBOM in which the ticket's flaw is, or may be.
CREATE TABLE ticket_occurrence (
    ticket_id          BIGINT NOT NULL REFERENCES ticket (id),
    package_version_id BIGINT NOT NULL REFERENCES package_version (id),
    reason             TEXT   NOT NULL,
    fixed              TEXT   NOT NULL,
    PRIMARY KEY (ticket_id, package_version_id)
);

-- account_id is NULL for what kenzen did itself. detail is a JSON object: the evidence.
CREATE TABLE ticket_event (
    ticket_id  BIGINT NOT NULL REFERENCES ticket (id),
    seq        BIGINT NOT NULL,
    at_us      BIGINT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    kind       TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    detail     TEXT   NOT NULL,
    generation TEXT   NOT NULL,
    PRIMARY KEY (ticket_id, seq)
);

-- Who did what, when, for which advisory. account_id acted; recorded_by wrote it down.
CREATE TABLE action_log (
    id          BIGINT NOT NULL PRIMARY KEY,
    team_id     BIGINT NOT NULL REFERENCES team (id),
    ticket_id   BIGINT REFERENCES ticket (id),
    account_id  BIGINT NOT NULL REFERENCES account (id),
    recorded_by BIGINT NOT NULL REFERENCES account (id),
    kind        TEXT   NOT NULL CHECK (kind IN ('elimination', 'mitigation', 'transfer', 'acceptance', 'detection', 'rejection')),
    text        TEXT   NOT NULL,
    advisory_id TEXT   NOT NULL,
    executed_us BIGINT NOT NULL,
    created_us  BIGINT NOT NULL
);
CREATE INDEX action_log_created ON action_log (created_us DESC, id DESC);
CREATE INDEX action_log_team ON action_log (team_id, created_us DESC, id DESC);
CREATE INDEX action_log_ticket ON action_log (ticket_id);
