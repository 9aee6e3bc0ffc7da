-- SPDX-License-Identifier: Apache-2.0
-- Advice that a team put aside, until a time (src/health/health_advice.h). count: how much there was to say then; when it is more, the
-- advice is back.
CREATE TABLE health_aside (
    team_id    BIGINT NOT NULL REFERENCES team (id),
    rule       TEXT   NOT NULL,
    topic      TEXT   NOT NULL,
    count      BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    at_us      BIGINT NOT NULL,
    until_us   BIGINT NOT NULL,
    PRIMARY KEY (team_id, rule, topic)
);
CREATE INDEX health_aside_account ON health_aside (account_id);
