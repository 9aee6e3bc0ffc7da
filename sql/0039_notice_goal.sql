-- SPDX-License-Identifier: Apache-2.0
-- A notice may be about something that is no ticket and in no part, a goal of a team: then subject_id is its id, and text says what it is.
ALTER TABLE notice ADD COLUMN text TEXT;
ALTER TABLE notice ADD COLUMN new_part_id BIGINT REFERENCES part (id);
UPDATE notice SET new_part_id = part_id;
ALTER TABLE notice DROP COLUMN part_id;
ALTER TABLE notice RENAME COLUMN new_part_id TO part_id;
