/* SPDX-License-Identifier: Apache-2.0 */
#include "health/sighting.h"

#include "base/attr.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/rand.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "ticket/action_ground.h"

static const char *const kind_names[SIGHTING_KINDS] = {
    [SIGHTING_VULNERABILITY] = "vulnerability",
    [SIGHTING_INDICATOR] = "indicator",
    [SIGHTING_OTHER] = "other",
};
static const char *const indicator_types[] = {
    "ipv4", "ipv6", "domain", "url", "email", "file_hash", "file_name", "other"};
static const char *const confidences[] = {"low", "medium", "high"};
static const char *const severities[] = {"unknown", "low", "medium", "high", "critical"};

const char *sighting_kind_name(enum sighting_kind kind)
{
    return kind_names[kind];
}

bool sighting_kind_read(struct text name, enum sighting_kind *ret_kind)
{
    for (int i = 0; i < SIGHTING_KINDS; i++) {
        if (!text_is(name, kind_names[i]))
            continue;
        *ret_kind = (enum sighting_kind)i;
        return true;
    }
    return false;
}

static bool is_one_of(struct text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return true;
    return false;
}

/* What stands in a table or on a terminal is one line; commands bring what no form lets through. */
static bool is_line(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text_control_len(text_from(text, i)))
            return false;
    return true;
}

static bool check_words(const struct sighting *sighting, struct err *err)
{
    bool is_indicator = sighting->kind == SIGHTING_INDICATOR;
    if (!sighting->value.len)
        return err_set(err, ERR_USAGE, "value: is missing: say what was seen");
    if (!is_line(sighting->value) || !is_line(sighting->asset) || !is_line(sighting->told_by))
        return err_set(err, ERR_USAGE, "%s: must be one line of text",
            !is_line(sighting->value)   ? "value"
            : !is_line(sighting->asset) ? "asset"
                                        : "told_by");
    if (sighting->kind == SIGHTING_VULNERABILITY && !action_ground_is_id(sighting->value))
        return err_set(err, ERR_USAGE, "value: is no id of a vulnerability");
    if (is_indicator && !sighting->indicator_type.len)
        return err_set(err, ERR_USAGE, "indicator_type: is missing");
    if (!is_indicator && sighting->indicator_type.len)
        return err_set(err, ERR_USAGE, "indicator_type: is of indicators alone");
    if (is_indicator &&
        !is_one_of(sighting->indicator_type, indicator_types, LEN_OF(indicator_types)))
        return err_set(err, ERR_USAGE,
            "indicator_type: must be ipv4, ipv6, domain, url, email, file_hash, file_name or other");
    if (!is_one_of(sighting->confidence, confidences, LEN_OF(confidences)))
        return err_set(err, ERR_USAGE, "confidence: must be low, medium or high");
    if (!is_one_of(sighting->severity, severities, LEN_OF(severities)))
        return err_set(err, ERR_USAGE, "severity: must be unknown, low, medium, high or critical");
    return true;
}

static bool check(const struct sighting *sighting, int64_t now_us, struct err *err)
{
    if (sighting->seen_us > now_us + SIGHTING_FUTURE_MAX_US)
        return err_set(err, ERR_USAGE, "seen_at: lies in the future");
    if (sighting->asset.len && (sighting->service_id || sighting->part_id))
        return err_set(
            err, ERR_USAGE, "asset: is for what is no service; service_id or part_id is there too");
    return check_words(sighting, err);
}

struct marking {
    const struct api_principal *who;
    const struct sighting *told;
    struct sighting sighting; /* as it is written */
    struct arena arena;
    int64_t now_us;
    bool is_same_account; /* as in what it corrects */
};

/* A correction is of the team, person and time of what it corrects, unless it says otherwise. */
static bool take_place(struct db *db, struct marking *marking, struct err *err)
{
    struct sighting *sighting = &marking->sighting;
    struct sighting former;
    if (!sighting_find(db, marking->who, sighting->corrects_id, &marking->arena, &former, err))
        return err_add(err, "corrects");
    if (former.corrected_by_id)
        return err_set(err, ERR_CONFLICT,
            "corrects: it was corrected already, by %lld: correct that",
            (long long)former.corrected_by_id);
    if (!sighting->team_id)
        sighting->team_id = former.team_id;
    if (sighting->team_id != former.team_id)
        return err_set(err, ERR_USAGE, "corrects: is a sighting of another team");
    /* Whoever it was may have left the team meanwhile; anybody else is named as in a new one. */
    marking->is_same_account = !sighting->account_id || sighting->account_id == former.account_id;
    sighting->account_id = marking->is_same_account ? former.account_id : sighting->account_id;
    if (!sighting->seen_us)
        sighting->seen_us = former.seen_us;
    return true;
}

/* Facts stay for ever: what somebody wrote, and a place that names a machine, is personal. */
static bool tell(struct db *db, const struct sighting *sighting, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "kind", sighting_kind_name(sighting->kind));
    json_print_member_id(&facts, "account_id", sighting->account_id);
    if (sighting->service_id)
        json_print_member_id(&facts, "service_id", sighting->service_id);
    if (sighting->part_id)
        json_print_member_id(&facts, "part_id", sighting->part_id);
    json_print_member(&facts, "confidence", sighting->confidence);
    json_print_member(&facts, "severity", sighting->severity);
    json_print_member_time(&facts, "seen_at", sighting->seen_us);
    if (sighting->corrects_id)
        json_print_member_id(&facts, "corrects", sighting->corrects_id);
    json_print_close(&facts, '}');
    bool is_told = journal_add_texts(db,
        &(struct journal_entry){
            .kind = sighting->corrects_id ? "sighting.corrected" : "sighting.marked",
            .actor_id = sighting->recorded_by,
            .team_id = sighting->team_id,
            .object_kind = "sighting",
            .object_id = sighting->id,
            .at_us = sighting->created_us,
            .facts = buf_text(&facts)},
        JOURNAL_TEXTS({"value", sighting->value}, {"text", sighting->text},
            {"asset", sighting->asset}, {"told_by", sighting->told_by}),
        err);
    buf_done(&facts);
    return is_told;
}

static bool mark(struct db *db, void *context, struct err *err)
{
    struct marking *marking = context;
    struct sighting *sighting = &marking->sighting;
    struct team team;
    *sighting = *marking->told;
    if (sighting->corrects_id && !take_place(db, marking, err))
        return false;
    if (!sighting->team_id)
        return err_set(err, ERR_USAGE, "team_id: is missing");
    if (!team_find(
            db, marking->who, sighting->team_id, RIGHT_SIGHTING_WRITE, &marking->arena, &team, err))
        return false;
    sighting->recorded_by = marking->who->account_id;
    sighting->created_us = marking->now_us;
    if (!sighting->account_id)
        sighting->account_id = marking->who->account_id;
    if (!sighting->seen_us)
        sighting->seen_us = marking->now_us;
    /* Whoever may write it down may have seen it, analysts who are in no team too. */
    bool is_any_account =
        sighting->account_id == marking->who->account_id || marking->is_same_account;
    return sighting_rows_check(db, sighting, is_any_account, err) &&
           sighting_rows_add(db, sighting, err) && tell(db, sighting, err);
}

bool sighting_mark(struct db *db, const struct api_principal *who, struct sighting *sighting,
    int64_t now_us, struct err *err)
{
    struct marking marking = {.who = who, .told = sighting, .now_us = now_us};
    sighting->id = rand_id(now_us);
    sighting->value = text_trim(sighting->value);
    if (!check(sighting, now_us, err))
        return false;
    arena_init(&marking.arena, SIZE_MAX);
    bool is_done = db_transact(db, mark, &marking, err);
    arena_done(&marking.arena);
    return is_done;
}
