-- SPDX-License-Identifier: Apache-2.0
-- The coach whom a team names (docs/health.md): sees the team's health and writes feedback on its weeks, member or not. One at a time.
CREATE TABLE team_coach (
    team_id    BIGINT NOT NULL PRIMARY KEY REFERENCES team (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    since_us   BIGINT NOT NULL
);
CREATE INDEX team_coach_account ON team_coach (account_id);
