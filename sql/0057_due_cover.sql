-- SPDX-License-Identifier: Apache-2.0
-- PostgreSQL answers from an index alone only where the columns of its expressions stand in it themselves: without due_us, what is overdue
-- was looked up ticket by ticket (src/ticket/ticket_pick.h).
DROP INDEX ticket_due;
CREATE INDEX ticket_due ON ticket (is_done, COALESCE(due_us, 9223372036854775807), id, team_id, service_id, due_us);
