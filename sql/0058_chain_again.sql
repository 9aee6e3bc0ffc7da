-- SPDX-License-Identifier: Apache-2.0
-- What a chain refused (docs/mint.md). error: why a campaign was not opened, or not closed; or empty.
ALTER TABLE mint_campaign ADD COLUMN error TEXT NOT NULL DEFAULT '';
-- refused_us: when the chain refused to take the token of a revoked badge back; it is tried again after a while. NULL: it did not.
ALTER TABLE badge_mint ADD COLUMN refused_us BIGINT;
UPDATE badge_mint SET refused_us = 0 WHERE state = 'kept' AND error <> '';
CREATE INDEX badge_mint_refused ON badge_mint (refused_us) WHERE refused_us IS NOT NULL;
-- lease_by: which server has the lease; what it had when it was killed, it gives back when it is started again.
ALTER TABLE chain ADD COLUMN lease_by TEXT NOT NULL DEFAULT '';
