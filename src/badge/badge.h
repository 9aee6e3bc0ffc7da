/* SPDX-License-Identifier: Apache-2.0 */
/* Badges: what praises somebody, or a team, for what they did, with the entry of the journal that shows it. People give them for an entry
   of the action log, rules (badge_rule.h) issue them by themselves; for one act there is one of a class, ever.
   Example: badge_give(db, &who, &(struct badge_order){.action_id = id}, now_us, &badge_id, err) */
#ifndef BADGE_BADGE_H
#define BADGE_BADGE_H

#include "badge/badge_class.h"
#include "ticket/action_meta.h"

enum { BADGE_SHARE_SIZE = 32 + 1, BADGE_NO_PRIORITY = -1 };

/* An entry of the journal; seq and leaf come when it has got its place. */
struct badge_entry {
    int64_t id;       /* 0: there is none */
    int64_t seq;      /* -1: it waits */
    struct text leaf; /* the bytes of its RFC 9162 leaf hash; empty: it waits */
};

struct badge {
    int64_t id;
    struct badge_class of;
    struct text act_key;
    int64_t account_id; /* 0: to the team */
    int64_t team_id;    /* whose work it was; 0: of no team */
    struct text name, description;
    int64_t issued_us, expires_us; /* expires_us 0: never */
    int priority;                  /* enum ssvc_decision; BADGE_NO_PRIORITY */
    enum badge_difficulty difficulty;
    enum action_certifier certifier;
    int64_t issued_by, rule_id; /* the one or the other is 0 */
    int64_t action_id;          /* 0: none */
    struct badge_entry evidence, entry;
    int64_t revoked_us, revoked_by;
    struct text revoked_reason;
    struct text share;
    bool is_public, is_favourite;
    struct text nft_id;  /* "chainId:contract:tokenId"; empty: not minted */
    bool is_nft_private; /* its address is a fresh one, or bound no more: for the recipient alone */
    /* Read only. */
    struct text account_name, team_name, issuer_name, revoker_name, rule_name;
    bool is_recipient_gone; /* the account was deleted */
    bool
        is_corrected; /* the action was corrected since: whoever gave it decides what becomes of it */
};

const char *badge_certifier_word(
    enum action_certifier certifier);          /* "trusted_third_party", "myself" … */
const char *badge_priority_word(int priority); /* "out_of_cycle"; NULL for BADGE_NO_PRIORITY */
/* Whether nobody but the recipient vouches for it: such ones look different. */
bool badge_is_self_certified(const struct badge *badge);

/* What somebody gives a badge for. */
struct badge_order {
    int64_t action_id;
    struct text slug;        /* of the class; empty: the one of the action's kind */
    struct text description; /* empty: the class's own */
    int64_t expires_us;      /* 0: never */
};

/* Gives a badge for an entry of the action log, with its entry in the journal, and tells the recipient. Takes RIGHT_BADGE_ISSUE in the action's team.
   ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE for a class that only rules issue, ERR_CONFLICT when there is one for that act already, or when the
   action was corrected. */
MUST_USE bool badge_give(struct db *db, const struct api_principal *who,
    const struct badge_order *order, int64_t now_us, int64_t *ret_id, struct err *err);

/* Revokes one, for a reason that everybody who verifies it may see. For whoever gave it, an admin of its team, or an administrator; who
   may revoke is not whom it praises only. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE without a reason, ERR_CONFLICT when it is revoked already. */
MUST_USE bool badge_revoke(struct db *db, const struct api_principal *who, int64_t id,
    struct text reason, int64_t now_us, struct err *err);

/* What the recipient decides: a page that whoever has its address may see, and the one badge that stands beside their name. Of a team, its
   admins decide. -1: as it is. */
struct badge_wish {
    int is_public, is_favourite;
};
MUST_USE bool badge_set(struct db *db, const struct api_principal *who, int64_t id,
    const struct badge_wish *wish, int64_t now_us, struct err *err);

/* -- for rules, and those that mint; inside a transaction -- */

/* Issues a badge whose fields up to evidence are filled: its row, its entry in the journal, the notice. ret_is_new is false when there is one of its
   act_key: then nothing is written. */
MUST_USE bool badge_issue(struct db *db, struct badge *badge, bool *ret_is_new, struct err *err);
/* Revokes it by account by (0: kenzen itself). With frees_act, the same act may earn one again. */
MUST_USE bool badge_end(struct db *db, const struct badge *badge, int64_t by, struct text reason,
    bool frees_act, int64_t now_us, struct err *err);
/* Writes where it is on a chain, "chainId:contract:tokenId"; an empty text: nowhere any more. */
MUST_USE bool badge_set_nft(struct db *db, int64_t id, struct text nft_id, struct err *err);

/* -- rows -- */

/* For one who sees it: in a team of theirs, or their own. ERR_NOT_FOUND. */
MUST_USE bool badge_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct badge *ret_badge, struct err *err);
/* One that is public, by the end of its page's address; no badge of an account that is gone. ERR_NOT_FOUND. */
MUST_USE bool badge_find_shared(struct db *db, struct text share, struct arena *arena,
    struct badge *ret_badge, struct err *err);

struct badge_query {
    int64_t account_id, team_id;             /* 0: any */
    struct text slug, series;                /* empty: any */
    int is_revoked;                          /* -1: whether or not */
    bool is_favourite_only, is_of_team_only; /* of the second, those given to a team */
    int64_t action_id;                       /* 0: any */
    int64_t before_id;                       /* of the last one shown; INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool badge_list(struct db *db, const struct api_principal *who,
    const struct badge_query *query, struct arena *arena, struct badge **ret_badges,
    size_t *ret_count, struct err *err);

#endif
