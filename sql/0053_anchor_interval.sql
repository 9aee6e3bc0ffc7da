-- SPDX-License-Identifier: Apache-2.0
-- How often the journal's head goes to a chain that has a contract for it, in seconds; 0: only when somebody asks for it.
ALTER TABLE chain ADD COLUMN anchor_seconds BIGINT NOT NULL DEFAULT 86400 CHECK (anchor_seconds >= 0);

-- One at a time, so that they do not heap up while a chain is away, however many servers there are.
CREATE UNIQUE INDEX anchor_open ON anchor (chain_id) WHERE state = 'ordered';
