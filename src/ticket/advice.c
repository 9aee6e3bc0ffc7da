/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/advice.h"

#include "base/rand.h"
#include "codec/json.h"
#include "domain/ecosystem.h"
#include "journal/journal.h"
#include "ticket/ticket_json.h"
#include "ticket/where_flaw.h"

/* More of it than that for one ticket is nothing that anybody reads. */
enum { SHOWN_MAX = 50 };

bool advice_read_package(
    struct text *ecosystem, struct text *package, struct arena *arena, struct err *err)
{
    const struct ecosystem *row = ecosystem_find_any(*ecosystem);
    if (!row)
        return err_set(err, ERR_USAGE, "ecosystem: kenzen knows no \"%.*s\"", TEXT_ARG(*ecosystem));
    *ecosystem = text_of(row->name);
    *package = ecosystem_normal_name(row, *package, arena);
    return arena_check(arena, err);
}

struct giving {
    const struct advice *advice;
    struct text flaws[512]; /* as where_flaw.h cuts them, and the one that was named */
    struct text names[512]; /* the same as they are written */
    size_t flaw_count;
};

/* What the vulnerability is called by others, in small letters, so that it is found by any of its ids. */
static bool find_flaws(struct giving *giving, const struct advisory_index *index,
    struct text *vulnerability, struct arena *arena, struct err *err)
{
    struct where_flaw flaw;
    if (!where_flaw_read(&flaw, index, *vulnerability, arena, err))
        return false;
    *vulnerability = flaw.id;
    giving->names[giving->flaw_count++] = flaw.id;
    for (size_t i = 0; i < flaw.id_count && giving->flaw_count < LEN_OF(giving->flaws); i++)
        if (!text_eq(flaw.ids[i], flaw.id))
            giving->names[giving->flaw_count++] = flaw.ids[i];
    for (size_t i = 0; i < giving->flaw_count; i++)
        giving->flaws[i] = arena_text_lower(arena, giving->names[i]);
    return arena_check(arena, err);
}

static bool tell(struct db *db, const struct advice *advice, const char *kind, int64_t actor_id,
    int64_t at_us, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "kind", action_kind_name(advice->kind));
    json_print_close(&facts, '}');
    bool is_told = journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "advice",
            .object_id = advice->id,
            .at_us = at_us,
            .person_id = advice->author_id,
            .facts = buf_text(&facts)},
        JOURNAL_TEXTS({"text", advice->text}, {"vulnerability_id", advice->vulnerability},
            {"ecosystem", advice->ecosystem}, {"package", advice->package}),
        err);
    buf_done(&facts);
    return is_told;
}

static bool give(struct db *db, void *context, struct err *err)
{
    const struct giving *giving = context;
    const struct advice *advice = giving->advice;
    return advice_add(db, advice, giving->flaws, giving->flaw_count, err) &&
           tell(db, advice, "advice.given", advice->author_id, advice->created_us, err) &&
           advice_tell(db, advice, giving->names, giving->flaw_count, err);
}

bool advice_give(struct db *db, const struct api_principal *who, const struct advisory_index *index,
    struct advice *advice, int64_t now_us, struct arena *arena, struct err *err)
{
    struct giving giving = {.advice = advice};
    if (text_trim(advice->text).len == 0)
        return err_set(err, ERR_USAGE, "text: is missing: say what is to be done");
    if (!advice->vulnerability.len && !advice->package.len)
        return err_set(err, ERR_USAGE, "vulnerability_id: is missing, and so is package");
    if (!advice->package.len != !advice->ecosystem.len)
        return err_set(err, ERR_USAGE,
            "%s: is missing: a package is named by its ecosystem and name",
            advice->package.len ? "ecosystem" : "package");
    if (advice->package.len &&
        !advice_read_package(&advice->ecosystem, &advice->package, arena, err))
        return false;
    if (advice->vulnerability.len &&
        !find_flaws(&giving, index, &advice->vulnerability, arena, err))
        return false;
    advice->id = rand_id(now_us);
    advice->author_id = who->account_id;
    advice->created_us = now_us;
    return db_transact(db, give, &giving, err);
}

struct withdrawing {
    const struct api_principal *who;
    int64_t id, now_us;
    struct arena *arena;
};

static bool withdraw(struct db *db, void *context, struct err *err)
{
    const struct withdrawing *it = context;
    struct advice advice;
    if (!advice_find(db, it->id, it->arena, &advice, err))
        return false;
    if (advice.author_id != it->who->account_id && !(it->who->roles & ACCOUNT_ADMINISTRATOR))
        return err_set(
            err, ERR_FORBIDDEN, "only who gave the advice, or an administrator, may do this");
    if (advice.withdrawn_us)
        return err_set(err, ERR_CONFLICT, "the advice was withdrawn already");
    return advice_end(db, it->id, it->who->account_id, it->now_us, err) &&
           tell(db, &advice, "advice.withdrawn", it->who->account_id, it->now_us, err);
}

bool advice_withdraw(struct db *db, const struct api_principal *who, int64_t id, int64_t now_us,
    struct arena *arena, struct err *err)
{
    struct withdrawing it = {who, id, now_us, arena};
    return db_transact(db, withdraw, &it, err);
}

bool advice_of_ticket(struct db *db, const struct ticket *ticket, struct arena *arena,
    struct advice **ret_advice, size_t *ret_count, struct err *err)
{
    struct text *aliases;
    size_t alias_count;
    const struct ecosystem *row = ecosystem_find(ticket->ecosystem);
    ticket_json_read_list(ticket->aliases, arena, &aliases, &alias_count);
    struct text *flaws = arena_take_array(arena, alias_count + 1, sizeof *flaws);
    for (size_t i = 0; flaws && i < alias_count; i++)
        flaws[i] = aliases[i];
    if (!flaws)
        return arena_check(arena, err);
    flaws[alias_count] = ticket->finding.id;
    struct advice_query query = {
        .flaws = flaws,
        .flaw_count = alias_count + 1,
        .ecosystem = row ? text_of(row->name) : ticket->ecosystem,
        .package = ticket->package,
        .has_general = true,
        .before_id = INT64_MAX,
        .limit = SHOWN_MAX,
    };
    return advice_list(db, &query, arena, ret_advice, ret_count, err);
}
