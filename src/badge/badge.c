/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge.h"

#include "badge/badge_rows.h"
#include "base/limits.h"
#include "base/rand.h"
#include "codec/sha256.h"
#include "journal/journal.h"
#include "ticket/notice.h"

/* -- words -- */

const char *badge_certifier_word(enum action_certifier certifier)
{
    static const char *const words[] = {"myself", "coworker", "trusted_third_party", "system"};
    return words[certifier];
}

const char *badge_priority_word(int priority)
{
    static const char *const words[] = {"defer", "scheduled", "out_of_cycle", "immediate"};
    return priority >= 0 && priority < (int)LEN_OF(words) ? words[priority] : NULL;
}

bool badge_is_self_certified(const struct badge *badge)
{
    return badge->certifier == ACTION_MYSELF;
}

/* -- telling -- */

/* Facts stay for ever: whom it praises is told by the account's id alone, whose name goes with the account. */
static void print_facts(struct buf *out, const struct badge *badge)
{
    json_print_open(out, '{');
    json_print_member(out, "class", badge->of.slug);
    json_print_member_z(out, "certifier", badge_certifier_word(badge->certifier));
    if (badge->account_id)
        json_print_member_id(out, "account_id", badge->account_id);
    if (badge->rule_id)
        json_print_member_id(out, "rule_id", badge->rule_id);
    if (badge->action_id)
        json_print_member_id(out, "action_id", badge->action_id);
    if (badge->evidence.id)
        json_print_member_id(out, "evidence_entry_id", badge->evidence.id);
    json_print_close(out, '}');
}

static bool tell_issued(struct db *db, const struct badge *badge, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    print_facts(&facts, badge);
    const struct journal_entry entry = {.kind = "badge.issued",
        .actor_id = badge->issued_by,
        .team_id = badge->team_id,
        .object_kind = "badge",
        .object_id = badge->id,
        .at_us = badge->issued_us,
        .facts = buf_text(&facts),
        .person_id = badge->account_id};
    bool is_ok = badge->account_id ? journal_add_texts(db, &entry,
                                         JOURNAL_TEXTS({"recipient", badge->account_name}), err)
                                   : journal_add(db, &entry, err);
    buf_done(&facts);
    return is_ok;
}

/* The recipient, or the members and admins of the team: not the one who did it. */
static bool tell_people(struct db *db, const struct badge *badge, const char *kind, int64_t by,
    int64_t at_us, struct err *err)
{
    struct arena arena;
    struct notice one = {.account_id = badge->account_id, .team_id = badge->team_id};
    struct notice *notices = &one;
    size_t count = 1, kept = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        badge->account_id || notice_members(db, &badge->team_id, 1, &arena, &notices, &count, err);
    is_ok = is_ok && (one.team_id || notice_any_team(db, one.account_id, &one.team_id, err));
    for (size_t i = 0; is_ok && i < count; i++) {
        if (notices[i].account_id == by || !notices[i].team_id)
            continue;
        notices[kept] = notices[i];
        notices[kept].kind = text_of(kind);
        notices[kept].subject_id = badge->id;
        notices[kept].text = badge->name;
        notices[kept].reason = NOTICE_TEAM;
        notices[kept].count = 1;
        notices[kept].actor_id = by;
        notices[kept++].updated_us = at_us;
    }
    is_ok = is_ok && notice_write(db, notices, kept, err);
    arena_done(&arena);
    return is_ok;
}

/* -- issuing -- */

/* 128 bits of chance. */
static void new_share(char room[BADGE_SHARE_SIZE])
{
    unsigned char chance[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    rand_bytes(chance, sizeof chance);
    snprintf(room, BADGE_SHARE_SIZE, "%.*s", BADGE_SHARE_SIZE - 1, sha256_print(chance, hex));
}

bool badge_issue(struct db *db, struct badge *badge, bool *ret_is_new, struct err *err)
{
    char share[BADGE_SHARE_SIZE];
    bool is_new;
    new_share(share);
    badge->id = rand_id(badge->issued_us);
    badge->share = text_of(share);
    bool is_ok = badge_rows_add(db, badge, &is_new, err);
    badge->share = (struct text){"", 0};
    if (!is_ok)
        return false;
    *ret_is_new = is_new;
    return !is_new ||
           (tell_issued(db, badge, err) && badge_rows_set_entry(db, badge->id, err) &&
               tell_people(db, badge, "badge_issued", badge->issued_by, badge->issued_us, err));
}

/* -- giving -- */

struct giving {
    const struct api_principal *who;
    const struct badge_order *order;
    int64_t now_us, id;
    struct arena arena;
};

/* What an action is of its own kind: the classes that are built in are named as the kinds are. */
static struct text slug_of(const struct giving *it, const struct action *action)
{
    return it->order->slug.len ? it->order->slug : text_of(action_kind_name(action->kind));
}

static bool find_class(struct giving *it, struct db *db, const struct action *action,
    struct badge_class *ret_class, struct err *err)
{
    if (!badge_class_find(db, slug_of(it, action), &it->arena, ret_class, err)) {
        bool is_unknown = err->code == ERR_NOT_FOUND;
        return is_unknown ? err_set(err, ERR_USAGE, "class: there is no such class of badges")
                          : false;
    }
    return ret_class->is_given || err_set(err, ERR_USAGE, "class: %.*s is issued by rules alone",
                                      TEXT_ARG(ret_class->slug));
}

/* Who gives is what vouches: oneself, one of the team, one of outside; unless a later SBOM showed it. What that shows is what the action's
   kind says, and not what another class would say of it. */
static bool find_certifier(struct giving *it, struct db *db, const struct action *action,
    const struct action_meta *meta, enum action_certifier *ret_certifier, struct err *err)
{
    struct team team;
    *ret_certifier = meta->certifier;
    if (meta->certifier == ACTION_SYSTEM &&
        text_is(slug_of(it, action), action_kind_name(action->kind)))
        return true;
    if (it->who->account_id == action->account_id) {
        *ret_certifier = ACTION_MYSELF;
        return true;
    }
    if (!team_find(db, it->who, action->team_id, RIGHT_BADGE_ISSUE, &it->arena, &team, err))
        return false;
    *ret_certifier = team.role == TEAM_STRANGER ? ACTION_TRUSTED_THIRD_PARTY : ACTION_COWORKER;
    return true;
}

static bool fill_badge(struct giving *it, struct db *db, const struct action *action,
    struct badge *badge, struct err *err)
{
    struct action_meta meta;
    if (!find_class(it, db, action, &badge->of, err) || !action_meta_find(db, action, &meta, err) ||
        !find_certifier(it, db, action, &meta, &badge->certifier, err) ||
        !badge_rows_priority(db, action->ticket_id, &badge->priority, err) ||
        !badge_rows_entry_of(db, "action", action->id, &badge->evidence.id, err))
        return false;
    badge->act_key = arena_format(
        &it->arena, "%.*s action %lld", TEXT_ARG(badge->of.slug), (long long)action->id);
    badge->account_id = action->account_id;
    badge->account_name = action->account_name;
    badge->team_id = action->team_id;
    badge->name = badge->of.name;
    badge->description =
        it->order->description.len ? it->order->description : badge->of.description;
    badge->issued_us = it->now_us;
    badge->expires_us = it->order->expires_us;
    badge->difficulty = (enum badge_difficulty)meta.difficulty;
    badge->issued_by = it->who->account_id;
    badge->action_id = action->id;
    return arena_check(&it->arena, err);
}

/* Nobody fills a wall by writing down what they did: of a day, few are to oneself. */
static bool check_own(
    const struct giving *it, struct db *db, const struct action *action, struct err *err)
{
    int64_t count;
    if (action->account_id != it->who->account_id)
        return true;
    if (!badge_rows_count_own(db, it->who->account_id, it->now_us - CLOCK_DAY_US, &count, err))
        return false;
    return count < (int64_t)LIMIT_BADGES_TO_ONESELF ||
           err_set(err, ERR_LIMIT, "one gives oneself %zu badges a day at most",
               LIMIT_BADGES_TO_ONESELF);
}

/* One act is praised once by hand, whatever the class, and however often it is written down: what was corrected is the same act, and of one
   class, so are entries of one ticket. A badge that was revoked makes room for one of another class: the first may have been the wrong one. */
static bool check_act(struct giving *it, struct db *db, const struct action *action,
    const struct badge *badge, struct err *err)
{
    struct badge there;
    if (!badge_rows_find_act(db, badge, action->ticket_id, &it->arena, &there, err))
        return false;
    return !there.id ||
           err_set(err, ERR_CONFLICT,
               "action_id: there is a badge for this act already: %lld, %.*s%s",
               (long long)there.id, TEXT_ARG(there.name), there.revoked_us ? ", revoked" : "");
}

static bool give(struct db *db, void *context, struct err *err)
{
    struct giving *it = context;
    struct action action;
    struct badge badge = {0};
    struct team team;
    bool is_new, is_there;
    if (!action_find(db, it->who, it->order->action_id, &it->arena, &action, err))
        return err_add(err, "action_id");
    if (!team_find(db, it->who, action.team_id, RIGHT_BADGE_ISSUE, &it->arena, &team, err))
        return false;
    if (!badge_rows_is_there(db, action.account_id, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_CONFLICT, "action_id: the account of whoever acted was deleted");
    if (action.corrected_by_id)
        return err_set(err, ERR_CONFLICT, "action_id: it was corrected, by %lld",
            (long long)action.corrected_by_id);
    if (!check_own(it, db, &action, err) || !fill_badge(it, db, &action, &badge, err) ||
        !check_act(it, db, &action, &badge, err) || !badge_issue(db, &badge, &is_new, err))
        return false;
    it->id = badge.id;
    return is_new || err_set(err, ERR_CONFLICT,
                         "action_id: there is a badge of this class for this action already");
}

bool badge_give(struct db *db, const struct api_principal *who, const struct badge_order *order,
    int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct giving it = {.who = who, .order = order, .now_us = now_us};
    if (!order->action_id)
        return err_set(err, ERR_USAGE, "action_id: is missing");
    if (order->description.len > LIMIT_BADGE_TEXT_BYTES)
        return err_set(
            err, ERR_LIMIT, "description: has more than %zu bytes", LIMIT_BADGE_TEXT_BYTES);
    if (order->expires_us && order->expires_us <= now_us)
        return err_set(err, ERR_USAGE, "expires_at: lies in the past");
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = db_transact(db, give, &it, err);
    arena_done(&it.arena);
    if (is_done)
        *ret_id = it.id;
    return is_done;
}

/* -- revoking -- */

bool badge_end(struct db *db, const struct badge *badge, int64_t by, struct text reason,
    bool frees_act, int64_t now_us, struct err *err)
{
    struct badge ended = *badge;
    bool is_changed;
    ended.revoked_us = now_us;
    ended.revoked_by = by;
    ended.revoked_reason = reason;
    if (!badge_rows_revoke(db, &ended, frees_act, &is_changed, err))
        return false;
    if (!is_changed)
        return err_set(err, ERR_CONFLICT, "it is revoked already");
    const struct journal_entry entry = {.kind = "badge.revoked",
        .actor_id = by,
        .team_id = badge->team_id,
        .object_kind = "badge",
        .object_id = badge->id,
        .at_us = now_us,
        .person_id = badge->account_id};
    return journal_add_texts(db, &entry, JOURNAL_TEXTS({"reason", reason}), err) &&
           tell_people(db, &ended, "badge_revoked", by, now_us, err);
}

struct change {
    const struct api_principal *who;
    int64_t id, now_us;
    struct text reason;
    const struct badge_wish *wish;
    struct arena arena;
};

/* Whoever gave it takes it back; else it takes the team's admin. What is of no team takes an administrator. */
static bool check_revoker(
    struct change *it, struct db *db, const struct badge *badge, struct err *err)
{
    struct team team;
    if (badge->issued_by == it->who->account_id || it->who->roles & ACCOUNT_ADMINISTRATOR)
        return true;
    if (!badge->team_id)
        return err_set(err, ERR_FORBIDDEN, "this takes the role administrator in the organisation");
    return team_find(db, it->who, badge->team_id, RIGHT_BADGE_REVOKE, &it->arena, &team, err);
}

static bool revoke(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    struct badge badge;
    return badge_find(db, it->who, it->id, &it->arena, &badge, err) &&
           check_revoker(it, db, &badge, err) &&
           badge_end(db, &badge, it->who->account_id, it->reason, false, it->now_us, err);
}

static bool run_change(struct db *db, db_work work, struct change *it, struct err *err)
{
    arena_init(&it->arena, SIZE_MAX);
    bool is_done = db_transact(db, work, it, err);
    arena_done(&it->arena);
    return is_done;
}

bool badge_revoke(struct db *db, const struct api_principal *who, int64_t id, struct text reason,
    int64_t now_us, struct err *err)
{
    struct change it = {.who = who, .id = id, .now_us = now_us, .reason = text_trim(reason)};
    if (!it.reason.len)
        return err_set(err, ERR_USAGE, "reason: is missing");
    if (it.reason.len > LIMIT_BADGE_TEXT_BYTES)
        return err_set(err, ERR_LIMIT, "reason: has more than %zu bytes", LIMIT_BADGE_TEXT_BYTES);
    return run_change(db, revoke, &it, err);
}

/* -- what the recipient decides -- */

static bool check_recipient(
    struct change *it, struct db *db, const struct badge *badge, struct err *err)
{
    struct team team;
    if (badge->account_id == it->who->account_id)
        return true;
    if (badge->account_id)
        return err_set(err, ERR_FORBIDDEN, "whom it praises decides that, and nobody else");
    return team_find(db, it->who, badge->team_id, RIGHT_TEAM_MANAGE, &it->arena, &team, err);
}

static bool set(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    struct badge badge;
    char share[BADGE_SHARE_SIZE];
    new_share(share);
    if (!badge_find(db, it->who, it->id, &it->arena, &badge, err) ||
        !check_recipient(it, db, &badge, err))
        return false;
    if (badge.revoked_us && it->wish->is_favourite == 1)
        return err_set(err, ERR_CONFLICT, "is_favourite: it is revoked");
    return (it->wish->is_public < 0 || badge_rows_set_public(db, badge.id, it->wish->is_public == 1,
                                           text_of(share), err)) &&
           (it->wish->is_favourite < 0 ||
               badge_rows_set_favourite(db, &badge, it->wish->is_favourite == 1, err));
}

bool badge_set(struct db *db, const struct api_principal *who, int64_t id,
    const struct badge_wish *wish, int64_t now_us, struct err *err)
{
    struct change it = {.who = who, .id = id, .now_us = now_us, .wish = wish};
    return run_change(db, set, &it, err);
}
