-- SPDX-License-Identifier: Apache-2.0
-- Who left comes in no more, but what they did keeps their name. NULL: not disabled.
ALTER TABLE account ADD COLUMN disabled_us BIGINT;
