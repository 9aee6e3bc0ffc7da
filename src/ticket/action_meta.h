/* SPDX-License-Identifier: Apache-2.0 */
/* What a badge needs to know of an action: how hard it was, and who vouches for it, by rules that docs/actions.md states.
   Example: action_meta_find(db, &action, &meta, err); action_meta_print(&out, &action, &meta, "") */
#ifndef TICKET_ACTION_META_H
#define TICKET_ACTION_META_H

#include "ticket/action.h"

enum action_difficulty { ACTION_LOW, ACTION_MIDDLE, ACTION_HIGH };
/* From the least to the most that one can build on. */
enum action_certifier { ACTION_MYSELF, ACTION_COWORKER, ACTION_TRUSTED_THIRD_PARTY, ACTION_SYSTEM };

/* What the rules rest on. */
struct action_facts {
    bool has_ticket, is_kev, is_malicious;
    int severity;                 /* enum severity, of the ticket's flaw */
    bool is_confirmed;            /* a later SBOM showed that the flaw is gone */
    bool is_recorder_in_the_team; /* of whoever wrote it down */
};

struct action_meta {
    enum action_difficulty difficulty;
    enum action_certifier certifier;
};

enum action_difficulty action_meta_difficulty(
    enum action_kind kind, const struct action_facts *facts);
enum action_certifier action_meta_certifier(
    const struct action *action, const struct action_facts *facts);

const char *action_meta_difficulty_word(enum action_difficulty difficulty); /* "middle" */
const char *action_meta_certifier_word(enum action_certifier certifier);    /* "coworker" */

MUST_USE bool action_meta_find(
    struct db *db, const struct action *action, struct action_meta *ret_meta, struct err *err);

/* Adds the metadata to out as a JSON object; origin is what stands in front of the image's path ("https://kenzen.example"). */
void action_meta_print(struct buf *out, const struct action *action, const struct action_meta *meta,
    struct text origin);

#endif
