-- SPDX-License-Identifier: Apache-2.0
-- An entry of the action log says on the ground of what one acted; and a correction is a new entry that points to the one it corrects.

-- What was read before the act: kind is "advisory", "sighting", "cti" …, source_id what its own system calls it.
CREATE TABLE action_ground (
    action_id BIGINT NOT NULL REFERENCES action_log (id),
    position  BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    source_id TEXT   NOT NULL,
    read_us   BIGINT,
    PRIMARY KEY (action_id, position)
);

ALTER TABLE action_log ADD COLUMN corrects_id BIGINT REFERENCES action_log (id);
CREATE UNIQUE INDEX action_log_corrects ON action_log (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX action_log_account ON action_log (account_id, created_us DESC, id DESC);
