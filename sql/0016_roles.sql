-- SPDX-License-Identifier: Apache-2.0
-- Roles in the organisation beside the administrator's, and what an API token is for (a set of bits: 1 read, 2 upload, 4 work,
-- 8 manage; src/account/right.h). Tokens that were made before may what they could.
ALTER TABLE account ADD COLUMN is_analyst BIGINT NOT NULL DEFAULT 0 CHECK (is_analyst IN (0, 1));
ALTER TABLE account ADD COLUMN is_governance BIGINT NOT NULL DEFAULT 0 CHECK (is_governance IN (0, 1));
ALTER TABLE account ADD COLUMN is_coordinator BIGINT NOT NULL DEFAULT 0 CHECK (is_coordinator IN (0, 1));
ALTER TABLE api_token ADD COLUMN scopes BIGINT NOT NULL DEFAULT 15 CHECK (scopes > 0);
