-- SPDX-License-Identifier: Apache-2.0
-- Feedback on a team's week (docs/health.md), and what the team answers. day is the week's Monday, local days since 1970-01-01: a label, so that
-- another time zone moves nothing. thread_id is the first feedback of a thread, of itself its own id. Words are never changed: a correction is a new row
-- that names the old one, and what is withdrawn stays.
CREATE TABLE health_feedback (
    id           BIGINT NOT NULL PRIMARY KEY,
    team_id      BIGINT NOT NULL REFERENCES team (id),
    day          BIGINT NOT NULL,
    thread_id    BIGINT NOT NULL REFERENCES health_feedback (id),
    is_answer    BIGINT NOT NULL,
    text         TEXT   NOT NULL,
    author_id    BIGINT NOT NULL REFERENCES account (id),
    created_us   BIGINT NOT NULL,
    corrects_id  BIGINT REFERENCES health_feedback (id),
    withdrawn_us BIGINT,
    withdrawn_by BIGINT REFERENCES account (id)
);
CREATE INDEX health_feedback_week ON health_feedback (team_id, day, thread_id, id);
CREATE INDEX health_feedback_thread ON health_feedback (thread_id, author_id);
CREATE UNIQUE INDEX health_feedback_corrects ON health_feedback (corrects_id) WHERE corrects_id IS NOT NULL;
