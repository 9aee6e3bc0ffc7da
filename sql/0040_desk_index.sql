-- SPDX-License-Identifier: Apache-2.0
-- By what lists of a million tickets are found without looking at all of them (src/ticket/ticket_pick.h).

CREATE INDEX ticket_package ON ticket (lower(package));
CREATE INDEX ticket_kev ON ticket (is_done, rank DESC, id) WHERE is_kev = 1;
CREATE INDEX ticket_mark ON ticket (is_done, rank DESC, id) WHERE mark_reason IS NOT NULL;
