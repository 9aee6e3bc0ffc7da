-- SPDX-License-Identifier: Apache-2.0
-- The health of a team, day by day (src/health/trend_fact.h says what the texts count, docs/health.md what it means). A day is a local day
-- of the team, since 1970-01-01; service_id 0 stands for the team as a whole. flows and stocks follow from the events of tickets and can
-- be made anew; seen is what was seen on the day, and cannot.
CREATE TABLE health_day (
    team_id    BIGINT NOT NULL REFERENCES team (id),
    service_id BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    flows      TEXT   NOT NULL,
    stocks     TEXT   NOT NULL,
    seen       TEXT   NOT NULL,
    made_us    BIGINT NOT NULL,
    PRIMARY KEY (team_id, service_id, day)
);

-- When the first record of a flaw was published, as it was found when its first ticket was looked at; NULL: no record says.
CREATE TABLE health_flaw (
    vulnerability_id BIGINT NOT NULL PRIMARY KEY REFERENCES vulnerability (id),
    published_us     BIGINT,
    looked_us        BIGINT NOT NULL
);

-- What a team has set itself (src/health/goal.h). within_days and least are of those kinds that have them; until_day is the last local day.
CREATE TABLE health_goal (
    id           BIGINT NOT NULL PRIMARY KEY,
    team_id      BIGINT NOT NULL REFERENCES team (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('kev_days', 'acknowledged', 'in_time', 'backlog', 'overdue', 'covered')),
    target       BIGINT NOT NULL,
    within_days  BIGINT,
    note         TEXT   NOT NULL,
    from_day     BIGINT NOT NULL,
    until_day    BIGINT NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('running', 'reached', 'missed', 'withdrawn')),
    ended_us     BIGINT,
    ended_by     BIGINT REFERENCES account (id),
    ended_value  BIGINT,
    created_by   BIGINT NOT NULL REFERENCES account (id),
    created_us   BIGINT NOT NULL
);
CREATE INDEX health_goal_team ON health_goal (team_id, id);
CREATE INDEX health_goal_running ON health_goal (until_day) WHERE state = 'running';
