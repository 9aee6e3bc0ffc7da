-- SPDX-License-Identifier: Apache-2.0
-- Claims that the server sends and pays for (docs/mint.md). claims_paid_a_day: how many of a chain within 24 hours; 0, none, unless an
-- administrator says otherwise: who opened campaigns before chose that holders pay.
ALTER TABLE chain ADD COLUMN claims_paid_a_day BIGINT NOT NULL DEFAULT 0 CHECK (claims_paid_a_day >= 0);
-- most_gas: what one may use at most, where that is less than the chain lets it.
ALTER TABLE chain_tx ADD COLUMN most_gas BIGINT;
CREATE INDEX chain_tx_claims ON chain_tx (chain_id, created_us) WHERE purpose = 'mint-claim';
