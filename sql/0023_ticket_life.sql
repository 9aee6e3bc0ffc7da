-- SPDX-License-Identifier: Apache-2.0
-- Tickets may be in progress, be closed because their risk was accepted, and stay open with the flaw mitigated; and each event says
-- what it set, so that a ticket is the sum of its events. As in 0007, columns with another CHECK are made anew.
DROP INDEX ticket_key;
ALTER TABLE ticket ADD COLUMN new_cause TEXT
    CHECK (new_cause IN ('fixed', 'removed', 'not_affected', 'withdrawn', 'duplicate', 'wrong_match', 'accepted'));
UPDATE ticket SET new_cause = cause;
ALTER TABLE ticket DROP COLUMN cause;
ALTER TABLE ticket RENAME COLUMN new_cause TO cause;
CREATE UNIQUE INDEX ticket_key ON ticket (part_id, ecosystem, package, vulnerability_id)
    WHERE cause IS NULL OR cause <> 'duplicate';

ALTER TABLE ticket ADD COLUMN new_state TEXT NOT NULL DEFAULT 'open'
    CHECK (new_state IN ('open', 'acknowledged', 'scheduled', 'in_progress', 'completed', 'closed'));
UPDATE ticket SET new_state = state;
ALTER TABLE ticket DROP COLUMN state;
ALTER TABLE ticket RENAME COLUMN new_state TO state;

-- Until when its risk is accepted, and who approved it.
ALTER TABLE ticket ADD COLUMN accepted_until_us BIGINT;
ALTER TABLE ticket ADD COLUMN accepted_by BIGINT REFERENCES account (id);
CREATE INDEX ticket_accepted ON ticket (accepted_until_us) WHERE accepted_until_us IS NOT NULL;
-- What lessens the risk while the flaw is there: a JSON array of kinds of actions.
ALTER TABLE ticket ADD COLUMN mitigation TEXT;
-- What kenzen saw when it took a step that a person took back: while it sees the same, it does not take that step again.
ALTER TABLE ticket ADD COLUMN undone_facts TEXT;

-- The columns of the ticket that the event set (src/ticket/ticket_fold.h): a JSON object by their names.
ALTER TABLE ticket_event ADD COLUMN sets TEXT NOT NULL DEFAULT '{}';

-- Events did not say so far what they set: for the tickets that there are, one more event does, of all.
INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation, sets)
SELECT t.id, COALESCE((SELECT MAX(e.seq) FROM ticket_event e WHERE e.ticket_id = t.id), 0) + 1, t.updated_us, NULL, 'noted',
    'Noted how the ticket stands', '{}', t.generation,
    '{"state":"' || t.state || '"'
    || COALESCE(',"cause":"' || t.cause || '"', '')
    || COALESCE(',"mark_reason":"' || replace(replace(t.mark_reason, '\', '\\'), '"', '\"') || '"', '')
    || ',"priority":' || t.priority
    || COALESCE(',"due_us":' || t.due_us, '')
    || COALESCE(',"due_source":"' || t.due_source || '"', '')
    || COALESCE(',"assignee_id":' || t.assignee_id, '')
    || ',"vulnerability_id":' || t.vulnerability_id
    || ',"sbom_number":' || t.sbom_number
    || COALESCE(',"closed_us":' || t.closed_us, '')
    || '}'
FROM ticket t;
