-- SPDX-License-Identifier: Apache-2.0
-- Risks that were accepted are few, and are counted and listed by team (src/health/standing.h).
CREATE INDEX ticket_accepted_team ON ticket (team_id) WHERE cause = 'accepted';
