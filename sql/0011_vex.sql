-- SPDX-License-Identifier: Apache-2.0
-- VEX documents, and what they and people say of tickets (docs/vex.md).

-- What an SBOM is about, as products of VEX are told.
ALTER TABLE sbom ADD COLUMN subject_ref TEXT NOT NULL DEFAULT '';
ALTER TABLE sbom ADD COLUMN subject_cpe TEXT NOT NULL DEFAULT '';

-- Whose a document is: a part's, a service's, a team's, or with none of these the organisation's. One that was deleted keeps its row
-- and original: tickets tell of it.
CREATE TABLE vex_document (
    id               BIGINT NOT NULL PRIMARY KEY,
    team_id          BIGINT REFERENCES team (id),
    service_id       BIGINT REFERENCES service (id),
    part_id          BIGINT REFERENCES part (id),
    digest           BYTEA  NOT NULL REFERENCES blob (digest),
    file_name        TEXT   NOT NULL,
    format           TEXT   NOT NULL CHECK (format IN ('openvex', 'csaf', 'cyclonedx')),
    spec_version     TEXT   NOT NULL,
    document_id      TEXT   NOT NULL,
    document_version TEXT   NOT NULL,
    author           TEXT   NOT NULL,
    issued_us        BIGINT,
    said_us          BIGINT,
    statement_count  BIGINT NOT NULL,
    odd_count        BIGINT NOT NULL,
    oddities         TEXT   NOT NULL,
    uploaded_by      BIGINT NOT NULL REFERENCES account (id),
    created_us       BIGINT NOT NULL,
    deleted_us       BIGINT,
    deleted_by       BIGINT REFERENCES account (id)
);
CREATE INDEX vex_document_team ON vex_document (team_id, id) WHERE deleted_us IS NULL;

-- Each statement with its products, as src/vex/vex_flat.h writes it; and the ids that it goes by, in small letters.
CREATE TABLE vex_statement (
    vex_id BIGINT NOT NULL REFERENCES vex_document (id),
    number BIGINT NOT NULL,
    flat   BYTEA  NOT NULL,
    PRIMARY KEY (vex_id, number)
);
CREATE TABLE vex_name (
    name   TEXT   NOT NULL,
    vex_id BIGINT NOT NULL REFERENCES vex_document (id),
    number BIGINT NOT NULL,
    PRIMARY KEY (name, vex_id, number)
);
CREATE INDEX vex_name_document ON vex_name (vex_id);

-- Why a ticket was closed as not affected: by a person (account_id) or by a document (vex_id). It holds while the ticket was closed
-- at closed_us. statements tells those that counted; is_overruled: a person opened the ticket again in spite of them.
CREATE TABLE ticket_vex (
    ticket_id     BIGINT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    closed_us     BIGINT NOT NULL,
    status        TEXT   NOT NULL,
    justification TEXT   NOT NULL,
    impact        TEXT   NOT NULL,
    account_id    BIGINT REFERENCES account (id),
    vex_id        BIGINT REFERENCES vex_document (id),
    statements    TEXT   NOT NULL,
    is_overruled  BIGINT NOT NULL CHECK (is_overruled IN (0, 1))
);
