-- SPDX-License-Identifier: Apache-2.0
-- Invitations: a link by which people come into a team, or get roles in the organisation, and make an account on the way when
-- they have none. Of the link's secret only the SHA-256 is kept.

-- team_id NULL: of the organisation; roles is a set of bits as in account (1 administrator, 2 analyst, 4 governance, 8 coordinator).
CREATE TABLE invitation (
    id         BIGINT NOT NULL PRIMARY KEY,
    hash       BYTEA  NOT NULL UNIQUE,
    team_id    BIGINT REFERENCES team (id),
    team_role  TEXT CHECK (team_role IN ('viewer', 'member', 'admin')),
    roles      BIGINT NOT NULL,
    email      TEXT,
    uses_max   BIGINT NOT NULL CHECK (uses_max > 0),
    used       BIGINT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    revoked_us BIGINT
);
CREATE INDEX invitation_team ON invitation (team_id, id);
CREATE INDEX invitation_creator ON invitation (created_by);

CREATE TABLE invitation_use (
    invitation_id BIGINT NOT NULL REFERENCES invitation (id),
    account_id    BIGINT NOT NULL REFERENCES account (id),
    used_us       BIGINT NOT NULL,
    PRIMARY KEY (invitation_id, account_id)
);
CREATE INDEX invitation_use_account ON invitation_use (account_id);

-- A deleted account keeps its row, without name and address: what it did points to it.
ALTER TABLE account ADD COLUMN deleted_us BIGINT;
