-- SPDX-License-Identifier: Apache-2.0
-- Whose day it is: the IANA time zone of a team, by which its days and weeks begin, and of a person; a person's is empty until it is said.
ALTER TABLE team ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE account ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
