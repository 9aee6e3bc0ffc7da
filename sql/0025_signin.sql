-- SPDX-License-Identifier: Apache-2.0
-- Ways in beside the sign-in link: a password (argon2id), a second factor with codes for its loss, what is known of each
-- session, and how often somebody tried in vain.

CREATE TABLE password (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    hash       TEXT   NOT NULL, -- with algorithm, cost and salt, as crypto_pwhash_str writes it
    set_us     BIGINT NOT NULL
);

-- An authenticator counts when its first code was shown; last_step is the one of the last code taken, so that none works twice.
CREATE TABLE authenticator (
    account_id   BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    secret       BYTEA  NOT NULL, -- sealed (src/store/vault.h)
    created_us   BIGINT NOT NULL,
    confirmed_us BIGINT,
    last_step    BIGINT NOT NULL
);

-- SHA-256 of 120 random bits: nobody can guess those.
CREATE TABLE recovery_code (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    used_us    BIGINT
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);

-- A session's id may be shown: it is not its secret. Ids of those that were there before are small numbers, which rand_id never gives.
ALTER TABLE session ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN means TEXT NOT NULL DEFAULT 'link';
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE session ADD COLUMN user_agent TEXT;
ALTER TABLE session ADD COLUMN confirmed_us BIGINT NOT NULL DEFAULT 0;
UPDATE session SET id = (SELECT count(*) FROM session other WHERE other.hash <= session.hash);
CREATE UNIQUE INDEX session_id ON session (id);

-- Browsers that somebody signed in with before: strangers' attempts do not make them wait.
CREATE TABLE known_browser (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX known_browser_account ON known_browser (account_id);

-- Attempts in vain, by what is protected and whose they are (src/account/throttle.h).
CREATE TABLE throttle (
    kind     TEXT   NOT NULL,
    key      BYTEA  NOT NULL,
    failures BIGINT NOT NULL,
    last_us  BIGINT NOT NULL,
    free_us  BIGINT NOT NULL, -- nothing is taken before
    PRIMARY KEY (kind, key)
);
CREATE INDEX throttle_last ON throttle (last_us);
