-- SPDX-License-Identifier: Apache-2.0
-- What analysts recommend to all teams: an action for a vulnerability, for a package, or for a vulnerability in a package. What is
-- withdrawn keeps its row. vulnerability, ecosystem and package are empty where it is not about one.
CREATE TABLE advice (
    id            BIGINT NOT NULL PRIMARY KEY,
    author_id     BIGINT NOT NULL REFERENCES account (id),
    kind          TEXT   NOT NULL CHECK (kind IN ('elimination', 'mitigation', 'transfer', 'acceptance', 'detection', 'rejection')),
    text          TEXT   NOT NULL,
    vulnerability TEXT   NOT NULL,
    ecosystem     TEXT   NOT NULL,
    package       TEXT   NOT NULL,
    created_us    BIGINT NOT NULL,
    withdrawn_us  BIGINT,
    withdrawn_by  BIGINT REFERENCES account (id),
    CHECK (vulnerability <> '' OR package <> '')
);
CREATE INDEX advice_package ON advice (package, ecosystem) WHERE package <> '';
CREATE INDEX advice_author ON advice (author_id);

-- The ids that its vulnerability went by when it was given, in small letters.
CREATE TABLE advice_flaw (
    advice_id     BIGINT NOT NULL REFERENCES advice (id),
    vulnerability TEXT   NOT NULL,
    PRIMARY KEY (advice_id, vulnerability)
);
CREATE INDEX advice_flaw_vulnerability ON advice_flaw (vulnerability);
