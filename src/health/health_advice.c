/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_advice.h"

#include "codec/json.h"
#include "domain/support.h"
#include "journal/journal.h"

#define ASIDE_MOST_US (732 * CLOCK_DAY_US) /* as long as a risk is accepted */

/* -- words -- */

/* Adds the value that stands for {name} in a rule's texts. */
static void fill(struct buf *out, const struct health_advice *advice, struct text name)
{
    char at[CLOCK_TEXT_SIZE];
    if (text_is(name, "n"))
        buf_format(out, "%lld", (long long)advice->count);
    else if (text_is(name, "sum"))
        buf_format(out, "%lld", (long long)advice->sum);
    else if (text_is(name, "total"))
        buf_format(out, "%lld", (long long)advice->total);
    else if (text_is(name, "topic"))
        buf_add(out, advice->topic);
    else if (text_is(name, "team"))
        buf_format(out, "%lld", (long long)advice->team_id);
    else if (text_is(name, "first"))
        buf_add(out, advice->evidence_count ? advice->evidence[0].link : TEXT("/tickets"));
    else if (advice->first_us <= SUPPORT_LONG_OVER)
        buf_add_z(out, "long ago");
    else
        buf_add(out, (struct text){clock_print(advice->first_us, at), 10});
}

/* "one|many": which of them, by the count. */
static struct text print_words(
    const char *words, const struct health_advice *advice, struct arena *arena)
{
    struct buf out;
    struct text many = text_of(words), one = text_cut(&many, '|');
    struct text rest = advice->count == 1 || !many.len ? one : many;
    buf_init(&out, SIZE_MAX);
    while (rest.len) {
        struct text plain = text_cut(&rest, '{');
        buf_add(&out, plain);
        if (rest.len)
            fill(&out, advice, text_cut(&rest, '}'));
    }
    struct text text = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static void finish(struct health_advice *advice, struct arena *arena)
{
    advice->sentence = print_words(advice->rule->sentence, advice, arena);
    advice->todo = print_words(advice->rule->todo, advice, arena);
    advice->link = print_words(advice->rule->link, advice, arena);
}

/* -- looking -- */

static void take_row(struct health_advice *advice, const struct db_rows *rows, size_t row)
{
    int64_t at_us = db_int(rows, row, 4);
    if (advice->evidence_count < HEALTH_EVIDENCE_MAX)
        advice->evidence[advice->evidence_count++] =
            (struct health_evidence){.label = db_text(rows, row, 1), .link = db_text(rows, row, 2)};
    advice->count++;
    advice->sum += db_int(rows, row, 3);
    if (at_us && (!advice->first_us || at_us < advice->first_us))
        advice->first_us = at_us;
}

bool health_advice_add(const struct db_rows *rows, const struct health_rule *rule,
    const struct team *team, struct arena *arena, struct health_advice_list *list, struct err *err)
{
    for (size_t i = 0; i < rows->count;) {
        struct health_advice advice = {
            .rule = rule, .topic = db_text(rows, i, 0), .team_name = TEXT("")};
        if (team) {
            advice.team_id = team->id;
            advice.team_name = team->name;
        }
        advice.evidence = arena_take_array(arena, HEALTH_EVIDENCE_MAX, sizeof *advice.evidence);
        if (!arena_check(arena, err))
            return false;
        for (; i < rows->count && text_eq(db_text(rows, i, 0), advice.topic); i++)
            take_row(&advice, rows, i);
        advice.total = advice.count;
        if (advice.count >= (int64_t)rule->least)
            *VEC_ADD(list) = advice;
    }
    return true;
}

bool health_advice_look(struct db *db, const struct health_rule *rule, const struct team *team,
    int64_t now_us, struct arena *arena, struct health_advice_list *list, struct err *err)
{
    struct db_rows rows;
    return db_query(db, rule->sql,
               DB_ARGS(DB_INT(team ? team->id : 0), DB_INT(now_us),
                   DB_INT(now_us + rule->days * CLOCK_DAY_US)),
               arena, &rows, err) &&
           health_advice_add(&rows, rule, team, arena, list, err);
}

bool health_advice_find(struct db *db, const struct team *team, int64_t now_us, struct arena *arena,
    struct health_advice_list *ret_list, struct err *err)
{
    struct health_advice_list list = {0};
    bool is_ok = true;
    for (const struct health_rule *rule = health_rule_table; is_ok && rule->name; rule++)
        if (rule->is_of_organisation == !team)
            is_ok = (rule->look ? rule->look : health_advice_look)(
                db, rule, team, now_us, arena, &list, err);
    for (size_t i = 0; is_ok && i < list.len; i++)
        finish(&list.at[i], arena);
    is_ok = is_ok && (!team || health_aside_read(db, team->id, now_us, arena, &list, err)) &&
            arena_check(arena, err);
    if (is_ok)
        *ret_list = list;
    else
        VEC_DONE(&list);
    return is_ok;
}

/* -- putting aside -- */

struct aside_work {
    const struct api_principal *who;
    const struct health_aside_order *order;
    int64_t count, now_us;
};

static bool tell(struct db *db, const struct aside_work *work, const char *kind, struct err *err)
{
    char facts[128];
    const struct health_aside_order *order = work->order;
    snprintf(facts, sizeof facts, "{\"rule\":\"%.40s\",\"count\":%lld}",
        health_rule_find(order->rule)->name, (long long)work->count);
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = work->who->account_id,
            .team_id = order->team_id,
            .object_kind = "team",
            .object_id = order->team_id,
            .at_us = work->now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"topic", order->topic}, {"reason", order->reason}), err);
}

static bool write_aside(struct db *db, void *context, struct err *err)
{
    struct aside_work *work = context;
    return health_aside_write(
               db, work->order, work->who->account_id, work->count, work->now_us, err) &&
           tell(db, work, "health.advice_put_aside", err);
}

static bool end_aside(struct db *db, void *context, struct err *err)
{
    struct aside_work *work = context;
    bool was;
    if (!health_aside_end(db, work->order, &was, err))
        return false;
    return was ? tell(db, work, "health.advice_taken_up", err)
               : err_set(err, ERR_NOT_FOUND, "nobody put that aside");
}

/* How grave it is now. */
static bool find_count(struct db *db, const struct team *team, struct aside_work *work,
    struct arena *arena, struct err *err)
{
    struct health_advice_list list;
    if (!health_advice_find(db, team, work->now_us, arena, &list, err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        if (text_is(work->order->rule, list.at[i].rule->name) &&
            text_eq(work->order->topic, list.at[i].topic))
            work->count = list.at[i].count;
    VEC_DONE(&list);
    return work->count || err_set(err, ERR_NOT_FOUND, "there is no such advice now");
}

bool health_advice_put_aside(struct db *db, const struct api_principal *who,
    const struct health_aside_order *order, int64_t now_us, struct arena *arena, struct err *err)
{
    struct team team;
    struct aside_work work = {.who = who, .order = order, .now_us = now_us};
    if (!team_find(db, who, order->team_id, RIGHT_HEALTH_WORK, arena, &team, err))
        return false;
    if (text_trim(order->reason).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    if (order->until_us <= now_us || order->until_us > now_us + ASIDE_MOST_US)
        return err_set(err, ERR_USAGE, "until: must be a time within the next 732 days");
    return find_count(db, &team, &work, arena, err) && db_transact(db, write_aside, &work, err);
}

bool health_advice_take_up(struct db *db, const struct api_principal *who,
    const struct health_aside_order *order, int64_t now_us, struct arena *arena, struct err *err)
{
    struct team team;
    struct aside_work work = {.who = who, .order = order, .now_us = now_us};
    if (!team_find(db, who, order->team_id, RIGHT_HEALTH_WORK, arena, &team, err))
        return false;
    if (!health_rule_find(order->rule))
        return err_set(err, ERR_NOT_FOUND, "there is no such advice");
    return db_transact(db, end_aside, &work, err);
}

/* -- printing -- */

static void print_aside(struct buf *out, const struct health_aside *aside)
{
    if (!aside->account_id) {
        json_print_member_null(out, "aside");
        return;
    }
    json_print_member_open(out, "aside", '{');
    api_print_person(out, "account", aside->account_id, aside->account_name);
    json_print_member(out, "reason", aside->reason);
    json_print_member_time(out, "created_at", aside->at_us);
    json_print_member_time(out, "until", aside->until_us);
    json_print_close(out, '}');
}

void health_advice_print(struct buf *out, const struct health_advice *advice)
{
    json_print_open(out, '{');
    json_print_member_z(out, "rule", advice->rule->name);
    json_print_member(out, "topic", advice->topic);
    if (advice->team_id) {
        json_print_member_open(out, "team", '{');
        json_print_member_id(out, "id", advice->team_id);
        json_print_member(out, "name", advice->team_name);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "team");
    }
    json_print_member(out, "sentence", advice->sentence);
    json_print_member_int(out, "count", advice->count);
    json_print_member_int(out, "sum", advice->sum);
    json_print_member_int(out, "total", advice->total);
    if (advice->first_us > SUPPORT_LONG_OVER)
        json_print_member_time(out, "first_at", advice->first_us);
    else
        json_print_member_null(out, "first_at");
    json_print_member_open(out, "evidence", '[');
    for (size_t i = 0; i < advice->evidence_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "label", advice->evidence[i].label);
        json_print_member(out, "link", advice->evidence[i].link);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_open(out, "todo", '{');
    json_print_member(out, "text", advice->todo);
    json_print_member(out, "link", advice->link);
    json_print_close(out, '}');
    print_aside(out, &advice->aside);
    json_print_close(out, '}');
}
