-- SPDX-License-Identifier: Apache-2.0
-- The food diary (docs/diary.md): what people read, and what they saw. What they decided and did has tables of its own.

-- That somebody read of a flaw, one row for each day on their own clock: for them and the coach they name, for nobody else. day counts
-- local days since 1970-01-01; vulnerability_id is NULL while nothing we run has the flaw.
CREATE TABLE reading (
    account_id       BIGINT NOT NULL REFERENCES account (id),
    day              BIGINT NOT NULL,
    advisory         TEXT   NOT NULL,
    vulnerability_id BIGINT REFERENCES vulnerability (id),
    first_us         BIGINT NOT NULL,
    last_us          BIGINT NOT NULL,
    count            BIGINT NOT NULL,
    seconds          BIGINT NOT NULL,
    PRIMARY KEY (account_id, day, advisory)
);
CREATE INDEX reading_newest ON reading (account_id, last_us DESC);

-- The teams in whose sums it counts.
CREATE TABLE reading_team (
    account_id BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    advisory   TEXT   NOT NULL,
    team_id    BIGINT NOT NULL REFERENCES team (id),
    PRIMARY KEY (account_id, day, advisory, team_id),
    FOREIGN KEY (account_id, day, advisory) REFERENCES reading (account_id, day, advisory) ON DELETE CASCADE
);
CREATE INDEX reading_team_day ON reading_team (team_id, day);

-- Who else sees a person's diary: the coach they named, and nobody more. seen_us: when the coach was shown that they are.
CREATE TABLE diary_coach (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    coach_id   BIGINT NOT NULL REFERENCES account (id),
    since_us   BIGINT NOT NULL,
    seen_us    BIGINT
);
CREATE INDEX diary_coach_coach ON diary_coach (coach_id);

-- What was seen: account_id saw it (told_by, when it came from outside), recorded_by wrote it down. Neither service nor asset: outside
-- of what we run. An entry is never changed: a correction is a new one.
CREATE TABLE sighting (
    id               BIGINT NOT NULL PRIMARY KEY,
    team_id          BIGINT NOT NULL REFERENCES team (id),
    account_id       BIGINT NOT NULL REFERENCES account (id),
    recorded_by      BIGINT NOT NULL REFERENCES account (id),
    kind             TEXT   NOT NULL CHECK (kind IN ('vulnerability', 'indicator', 'other')),
    value            TEXT   NOT NULL,
    indicator_type   TEXT   CHECK (indicator_type IN ('ipv4', 'ipv6', 'domain', 'url', 'email', 'file_hash', 'file_name', 'other')),
    vulnerability_id BIGINT REFERENCES vulnerability (id),
    service_id       BIGINT REFERENCES service (id),
    part_id          BIGINT REFERENCES part (id),
    asset            TEXT   NOT NULL,
    told_by          TEXT   NOT NULL,
    text             TEXT   NOT NULL,
    confidence       TEXT   NOT NULL CHECK (confidence IN ('low', 'medium', 'high')),
    severity         TEXT   NOT NULL CHECK (severity IN ('unknown', 'low', 'medium', 'high', 'critical')),
    seen_us          BIGINT NOT NULL,
    created_us       BIGINT NOT NULL,
    corrects_id      BIGINT REFERENCES sighting (id)
);
CREATE INDEX sighting_team ON sighting (team_id, id);
CREATE INDEX sighting_recorder ON sighting (recorded_by, created_us);
CREATE INDEX sighting_vulnerability ON sighting (vulnerability_id) WHERE vulnerability_id IS NOT NULL;
CREATE UNIQUE INDEX sighting_corrects ON sighting (corrects_id) WHERE corrects_id IS NOT NULL;

-- A ground that is a sighting is one of ours.
ALTER TABLE action_ground ADD COLUMN sighting_id BIGINT REFERENCES sighting (id);
CREATE INDEX action_ground_sighting ON action_ground (sighting_id) WHERE sighting_id IS NOT NULL;

-- A person's own acts, by time; and a team's.
CREATE INDEX ticket_event_person ON ticket_event (account_id, at_us, ticket_id, seq) WHERE account_id IS NOT NULL;
CREATE INDEX ticket_event_by_people ON ticket_event (at_us) WHERE account_id IS NOT NULL;
CREATE INDEX action_log_executed ON action_log (account_id, executed_us, id);
CREATE INDEX action_log_team_executed ON action_log (team_id, executed_us);
CREATE INDEX advice_author_created ON advice (author_id, created_us, id);
