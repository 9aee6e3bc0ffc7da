-- SPDX-License-Identifier: Apache-2.0
-- The indexes that lists of a million tickets walk say themselves what most filters ask, so that a ticket which is passed over or only
-- counted is not looked up (src/ticket/ticket_pick.h).
DROP INDEX ticket_rank;
DROP INDEX ticket_team_rank;
DROP INDEX ticket_service_rank;
DROP INDEX ticket_assignee;
DROP INDEX ticket_kev;
DROP INDEX ticket_updated;
DROP INDEX ticket_due;
DROP INDEX ticket_created;
DROP INDEX ticket_age;
CREATE INDEX ticket_rank ON ticket (is_done, rank DESC, id, team_id, service_id, assignee_id, severity, due_us);
CREATE INDEX ticket_team_rank ON ticket (team_id, is_done, rank DESC, id, service_id, assignee_id, severity, due_us);
CREATE INDEX ticket_service_rank ON ticket (service_id, is_done, rank DESC, id, team_id, part_id, assignee_id, severity, due_us);
CREATE INDEX ticket_assignee ON ticket (assignee_id, is_done, rank DESC, id, team_id, service_id, severity, due_us) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_kev ON ticket (is_done, rank DESC, id, is_kev, team_id, service_id, assignee_id, severity, due_us) WHERE is_kev = 1;
CREATE INDEX ticket_updated ON ticket (is_done, updated_us DESC, id, team_id, service_id);
CREATE INDEX ticket_due ON ticket (is_done, COALESCE(due_us, 9223372036854775807), id, team_id, service_id);
CREATE INDEX ticket_created ON ticket (is_done, created_us DESC, id, team_id, service_id);
CREATE INDEX ticket_age ON ticket (is_done, created_us, id, team_id, service_id);

-- By id, for the tickets that another table or the index of words names.
CREATE INDEX ticket_named ON ticket (id, is_done, rank, team_id, service_id, severity);
