-- SPDX-License-Identifier: Apache-2.0
-- Reports as they were made (src/health/report.h). body: JSON, whose SHA-256 stands in the journal. team_id NULL: of the organisation.
CREATE TABLE report (
    id      BIGINT NOT NULL PRIMARY KEY,
    team_id BIGINT REFERENCES team (id),
    from_us BIGINT NOT NULL,
    to_us   BIGINT NOT NULL,
    made_us BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES account (id),
    body    TEXT   NOT NULL
);
CREATE INDEX report_team ON report (team_id, id);
CREATE INDEX report_maker ON report (made_by);
