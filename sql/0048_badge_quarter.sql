-- SPDX-License-Identifier: Apache-2.0
-- The first quarter that a rule on quarters has not judged, counted from 1970-Q1; 0: none was. Its cursor moves as those of other rules do.
ALTER TABLE badge_rule ADD COLUMN judged_quarter BIGINT NOT NULL DEFAULT 0;
