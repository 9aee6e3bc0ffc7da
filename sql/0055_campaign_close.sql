-- SPDX-License-Identifier: Apache-2.0
-- Campaigns may be closed before their end. closing_tx_id: what closes one on its chain. It is open until that is final and the chain was looked
-- through up to there: what was claimed before is known then.
ALTER TABLE mint_campaign ADD COLUMN closing_tx_id BIGINT REFERENCES chain_tx (id);
