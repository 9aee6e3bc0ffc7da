/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/verify_status.h"

#include "badge/status_list.h"
#include "base/limits.h"

struct entry {
    struct text purpose, url;
    int64_t position;
};

/* The issuer's word is had over TLS; of this machine itself it may come in clear. */
static bool may_fetch(const struct verify *v, struct text url)
{
    struct text server;
    return text_starts(url, TEXT("https://")) ||
           (did_server(v->did.id, v->arena, &server, NULL) &&
               text_starts(server, TEXT("http://")) && text_starts(url, server) &&
               text_starts(text_from(url, server.len), TEXT("/")));
}

static bool read_entry(
    const struct verify *v, yyjson_val *status, struct entry *entry, struct err *err)
{
    entry->purpose = json_get_text(status, "statusPurpose");
    entry->url = json_get_text(status, "statusListCredential");
    if (!text_is(json_get_text(status, "type"), "BitstringStatusListEntry"))
        return err_set(err, ERR_UNSUPPORTED, "its status is of a type that is not known here");
    if (!text_read_i64(json_get_text(status, "statusListIndex"), &entry->position) ||
        entry->position < 0)
        return err_set(err, ERR_SYNTAX, "statusListIndex: is no place");
    return may_fetch(v, entry->url) ||
           err_set(err, ERR_FORBIDDEN, "statusListCredential: is not to be had by https");
}

/* Bitstring Status List 1.0, section 3.2: of the issuer, for this purpose, about itself. */
static bool read_list(const struct verify *v, const struct jwt *list, const struct entry *entry,
    bool *ret_is_set, struct err *err)
{
    yyjson_val *root = json_root(&list->claims), *subject = json_get(root, "credentialSubject");
    struct text issuer = json_get_text(root, "issuer"), id = json_get_text(root, "id");
    if (yyjson_is_obj(json_get(root, "issuer")))
        issuer = json_get_text(json_get(root, "issuer"), "id");
    if (!text_eq(issuer, v->did.id) || !text_eq(json_get_text(root, "iss"), v->did.id))
        return err_set(err, ERR_FORBIDDEN, "is of another issuer");
    if (!text_eq(id, entry->url))
        return err_set(err, ERR_FORBIDDEN, "is another list than the one that was asked for");
    if (!text_eq(json_get_text(subject, "statusPurpose"), entry->purpose) ||
        !text_is(json_get_text(subject, "type"), "BitstringStatusList"))
        return err_set(err, ERR_FORBIDDEN, "is for another purpose");
    return badge_verify_time(v, list, err) &&
           status_list_read(
               json_get_text(subject, "encodedList"), entry->position, ret_is_set, err);
}

static bool check_list(
    const struct verify *v, const struct entry *entry, bool *ret_is_set, struct err *err)
{
    struct buf body;
    struct jwt list;
    if (!v->source->get)
        return err_set(
            err, ERR_SYSTEM, "nothing is fetched: it is not known whether the badge was revoked");
    buf_init(&body, LIMIT_JWT_BYTES);
    bool is_read = v->source->get(v->source->context, entry->url, &body, err) &&
                   jwt_read(&list, text_trim(buf_text(&body)), err);
    if (is_read) {
        is_read =
            badge_verify_signature(v, &list, err) && read_list(v, &list, entry, ret_is_set, err);
        jwt_done(&list);
    }
    buf_done(&body);
    return is_read || err_add(err, "the status list");
}

/* What could not be had, or is not known here, leaves open whether it was revoked. */
static void add_trouble(struct verify *v, const struct err *err)
{
    bool is_away = err->code == ERR_SYSTEM || err->code == ERR_BUSY || err->code == ERR_UNSUPPORTED;
    v->report->is_status_unknown |= is_away;
    v->report->is_status_waived = !v->source->get;
    badge_verify_add(v->report, "status", is_away ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
        arena_text(v->arena, text_of(err->text)));
}

static void check_entry(struct verify *v, yyjson_val *status)
{
    struct entry entry;
    struct err err;
    bool is_set;
    if (!read_entry(v, status, &entry, &err) || !check_list(v, &entry, &is_set, &err)) {
        add_trouble(v, &err);
        return;
    }
    badge_verify_add(v->report, "status", is_set ? BADGE_VERDICT_FAIL : BADGE_VERDICT_PASS,
        arena_format(v->arena,
            is_set ? "it is marked in the issuer's list for %.*s"
                   : "the issuer's list for %.*s does not mark it",
            TEXT_ARG(entry.purpose)));
}

static void skip(struct verify *v, struct text why)
{
    badge_verify_add(v->report, "status", BADGE_VERDICT_SKIPPED, why);
}

static void check_entries(struct verify *v, yyjson_val *statuses)
{
    yyjson_val *one;
    size_t i, count;
    if (!yyjson_is_arr(statuses) || yyjson_arr_size(statuses) > LIMIT_STATUSES) {
        badge_verify_add(
            v->report, "status", BADGE_VERDICT_FAIL, TEXT("credentialStatus: is no list of a few"));
        return;
    }
    yyjson_arr_foreach(statuses, i, count, one)
    {
        check_entry(v, one);
    }
}

void verify_status(struct verify *v)
{
    yyjson_val *status = json_get(json_root(&v->jwt.claims), "credentialStatus");
    bool is_none = !status || (yyjson_is_arr(status) && yyjson_arr_size(status) == 0);
    if (is_none)
        skip(v, TEXT("the issuer keeps no status of it: it cannot be revoked"));
    else if (!v->is_signed)
        skip(v, TEXT("who wrote its address is not known"));
    else if (yyjson_is_obj(status))
        check_entry(v, status);
    else
        check_entries(v, status);
}
