-- SPDX-License-Identifier: Apache-2.0
-- How a team decides: by which of SSVC's models, from when on EPSS counts, and how many days a priority gives. A team without a row
-- decides as src/ticket/ticket_policy.h says.
CREATE TABLE team_policy (
    team_id               BIGINT NOT NULL PRIMARY KEY REFERENCES team (id),
    model                 TEXT   NOT NULL,
    epss_millionths       BIGINT,
    immediate_days        BIGINT,
    out_of_cycle_days     BIGINT,
    scheduled_days        BIGINT,
    defer_days            BIGINT,
    is_kev_due            BIGINT NOT NULL CHECK (is_kev_due IN (0, 1)),
    changed_by            BIGINT NOT NULL REFERENCES account (id),
    changed_us            BIGINT NOT NULL
);

-- What a person says of a component (a package in a part), or of one of its tickets, in place of all other sources. What was taken
-- back, or said otherwise since, has ended.
CREATE TABLE ticket_override (
    id         BIGINT NOT NULL PRIMARY KEY,
    part_id    BIGINT NOT NULL REFERENCES part (id),
    ecosystem  TEXT   NOT NULL,
    package    TEXT   NOT NULL,
    ticket_id  BIGINT REFERENCES ticket (id),
    input      TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    ended_us   BIGINT,
    ended_by   BIGINT REFERENCES account (id)
);
CREATE UNIQUE INDEX ticket_override_key ON ticket_override (part_id, ecosystem, package, COALESCE(ticket_id, 0), input)
    WHERE ended_us IS NULL;

-- CISA's third word on a flaw's mission impact, in SSVC's words; NULL while nobody has said.
ALTER TABLE service ADD COLUMN well_being TEXT;

-- use_scope: enum ticket_scope_word; NULL: not looked at yet. due_from_us: from when the days of due_us count; NULL: it was not
-- computed. Dates that there are were given by people.
ALTER TABLE ticket ADD COLUMN ssvc_technical_impact BIGINT;
ALTER TABLE ticket ADD COLUMN use_scope BIGINT;
ALTER TABLE ticket ADD COLUMN use_is_direct BIGINT;
ALTER TABLE ticket ADD COLUMN due_source TEXT CHECK (due_source IN ('person', 'priority', 'bod-26-04', 'kev'));
ALTER TABLE ticket ADD COLUMN due_from_us BIGINT;
UPDATE ticket SET due_source = 'person' WHERE due_us IS NOT NULL;
CREATE INDEX ticket_team_undone ON ticket (team_id, id) WHERE is_done = 0;

-- All tickets are decided anew with what was not looked at so far.
INSERT INTO generation_part (part_id) SELECT id FROM part WHERE true ON CONFLICT (part_id) DO NOTHING;
UPDATE advisory_generation SET is_current = 0;
