-- SPDX-License-Identifier: Apache-2.0
-- What changed, for browsers that show it (src/job/hint.h): written with its cause, gone after ten minutes. Nothing points to other
-- tables: a hint names ids, and who reads it asks for them.
CREATE TABLE hint (
    id         BIGINT NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    team_id    BIGINT,
    account_id BIGINT,
    ids        TEXT   NOT NULL
);
