-- SPDX-License-Identifier: Apache-2.0
-- Tickets that somebody put aside, until a date, or until there is a fix (src/ticket/snooze.h). What was known then stands here: what
-- comes on top of it wakes the ticket.
CREATE TABLE ticket_snooze (
    ticket_id    BIGINT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    account_id   BIGINT NOT NULL REFERENCES account (id),
    at_us        BIGINT NOT NULL,
    until_us     BIGINT,
    is_until_fix BIGINT NOT NULL CHECK (is_until_fix IN (0, 1)),
    was_kev      BIGINT NOT NULL CHECK (was_kev IN (0, 1)),
    was_priority BIGINT NOT NULL
);

-- Lists by the last change, by due date and by age, for all, a team and a service.
CREATE INDEX ticket_updated ON ticket (is_done, updated_us DESC, id);
CREATE INDEX ticket_due ON ticket (is_done, COALESCE(due_us, 9223372036854775807), id);
CREATE INDEX ticket_created ON ticket (is_done, created_us DESC, id);
CREATE INDEX ticket_age ON ticket (is_done, created_us, id);
CREATE INDEX ticket_closed ON ticket (closed_us) WHERE closed_us IS NOT NULL;
CREATE INDEX ticket_assignee ON ticket (assignee_id, is_done, rank DESC, id) WHERE assignee_id IS NOT NULL;
