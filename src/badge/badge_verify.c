/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_verify.h"

#include "badge/bake.h"
#include "badge/credential.h"
#include "badge/verify_log.h"
#include "badge/verify_status.h"
#include "base/clock.h"
#include "base/limits.h"
#include "codec/jwt.h"

/* Clocks differ. */
#define SLACK_US (60 * CLOCK_SECOND_US)

static const char *const verdict_words[] = {"pass", "fail", "not checked"};

const char *badge_verdict_word(enum badge_verdict verdict)
{
    return verdict_words[verdict];
}

void badge_verify_add(
    struct badge_report *report, const char *name, enum badge_verdict verdict, struct text detail)
{
    if (report->count < BADGE_CHECKS)
        report->checks[report->count++] = (struct badge_check){name, verdict, detail};
}

static void add(struct verify *v, const char *name, enum badge_verdict verdict, struct text detail)
{
    badge_verify_add(v->report, name, verdict, detail);
}

/* What failed by err: what could not be had is not checked, all else is wrong. */
static void add_err(struct verify *v, const char *name, const struct err *err)
{
    bool is_away = err->code == ERR_SYSTEM || err->code == ERR_BUSY;
    add(v, name, is_away ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
        arena_text(v->arena, text_of(err->text)));
}

/* -- form -- */

static struct text id_of(yyjson_val *value)
{
    struct text id = {"", 0};
    if (yyjson_is_obj(value))
        return json_get_text(value, "id");
    (void)json_text(value, &id);
    return id;
}

static bool has_type(yyjson_val *credential, const char *type)
{
    size_t i, count;
    yyjson_val *one;
    struct text text;
    yyjson_arr_foreach(json_get(credential, "type"), i, count, one)
    {
        if (json_text(one, &text) && text_is(text, type))
            return true;
    }
    return json_text(json_get(credential, "type"), &text) && text_is(text, type);
}

static bool check_types(const struct verify *v, yyjson_val *root, struct err *err)
{
    struct text type = v->jwt.type;
    if (json_get(root, "vc"))
        return err_set(err, ERR_UNSUPPORTED,
            "it is a credential inside of \"vc\", as version 1 of the data model had it");
    if (type.len && !text_is_nocase(type, "JWT") && !text_is_nocase(type, "vc+jwt"))
        return err_set(err, ERR_FORBIDDEN, "typ: \"%.*s\" is no credential", TEXT_ARG(type));
    if (!has_type(root, "VerifiableCredential") ||
        (!has_type(root, "OpenBadgeCredential") && !has_type(root, "AchievementCredential")))
        return err_set(err, ERR_FORBIDDEN, "type: it is no AchievementCredential");
    return true;
}

/* A claim of the JWT, and the member that it repeats: one that is there must say the same. */
static bool agrees(struct text claim, struct text member, const char *name, struct err *err)
{
    return !claim.len || text_eq(claim, member) ||
           err_set(err, ERR_FORBIDDEN, "%s: is not what the credential says", name);
}

static bool time_agrees(
    const struct verify *v, const char *claim, const char *member, struct err *err)
{
    yyjson_val *root = json_root(&v->jwt.claims);
    int64_t claimed_us, said_us;
    if (!jwt_time(&v->jwt, claim, &claimed_us, err))
        return false;
    if (!claimed_us || !json_get(root, member))
        return true;
    return (clock_read(json_get_text(root, member), &said_us) &&
               said_us / CLOCK_SECOND_US == claimed_us / CLOCK_SECOND_US) ||
           err_set(err, ERR_FORBIDDEN, "%s: is not %s", claim, member);
}

static bool form_holds(const struct verify *v, struct err *err)
{
    yyjson_val *root = json_root(&v->jwt.claims);
    return check_types(v, root, err) &&
           agrees(json_get_text(root, "iss"), id_of(json_get(root, "issuer")), "iss", err) &&
           agrees(json_get_text(root, "jti"), json_get_text(root, "id"), "jti", err) &&
           agrees(json_get_text(root, "sub"),
               json_get_text(json_get(root, "credentialSubject"), "id"), "sub", err) &&
           time_agrees(v, "nbf", "validFrom", err) && time_agrees(v, "exp", "validUntil", err);
}

static void check_form(struct verify *v)
{
    struct err err;
    if (form_holds(v, &err))
        add(v, "form", BADGE_VERDICT_PASS,
            TEXT("an Open Badges 3.0 credential, whose claims say what it says"));
    else
        add(v, "form", BADGE_VERDICT_FAIL, arena_text(v->arena, text_of(err.text)));
}

/* -- issuer and signature -- */

static bool get_did(struct verify *v, struct buf *out, struct err *err)
{
    struct text url;
    if (v->source->did.len) {
        buf_add(out, v->source->did);
        return true;
    }
    if (!did_url(v->report->issuer, v->arena, &url, err))
        return false;
    if (!v->source->get)
        return err_set(err, ERR_SYSTEM, "the issuer's keys are not here, and nothing is fetched");
    return v->source->get(v->source->context, url, out, err);
}

bool badge_verify_did(struct verify *v, struct err *err)
{
    struct buf document;
    buf_init(&document, LIMIT_DID_BYTES);
    bool is_ok =
        get_did(v, &document, err) && (did_read(&v->did, buf_text(&document), v->arena, err) ||
                                          err_add(err, "the issuer's document"));
    buf_done(&document);
    if (!is_ok)
        return false;
    v->has_did = true;
    return text_eq(v->did.id, v->report->issuer) ||
           err_set(err, ERR_FORBIDDEN, "the document is of %.*s, and not of the issuer",
               TEXT_ARG(v->did.id));
}

static bool check_issuer(struct verify *v)
{
    struct err err;
    struct text wanted = v->source->issuer;
    if (wanted.len && !text_eq(wanted, v->report->issuer)) {
        add(v, "issuer", BADGE_VERDICT_FAIL,
            arena_format(v->arena, "it is not of %.*s", TEXT_ARG(wanted)));
        return false;
    }
    if (!badge_verify_did(v, &err)) {
        add_err(v, "issuer", &err);
        return false;
    }
    add(v, "issuer", BADGE_VERDICT_PASS,
        arena_format(v->arena, "%.*s publishes its keys%s", TEXT_ARG(v->did.id),
            v->source->did.len ? ", as the document that was given says" : ""));
    return true;
}

bool badge_verify_signature(const struct verify *v, struct jwt *jwt, struct err *err)
{
    struct text given = jwt->key_id;
    if (!given.len)
        return err_set(err, ERR_FORBIDDEN, "kid: is missing");
    if (text_starts(given, TEXT("#")))
        jwt->key_id = arena_format(v->arena, "%.*s%.*s", TEXT_ARG(v->did.id), TEXT_ARG(given));
    /* A key of another issuer is none of this one's, whatever its document says. */
    if (!text_starts(jwt->key_id, v->did.id) ||
        text_find(jwt->key_id, '#') != (ptrdiff_t)v->did.id.len)
        return err_set(err, ERR_FORBIDDEN, "kid: %.*s is no key of the issuer", TEXT_ARG(given));
    return jwt_check(jwt, v->did.keys, JWK_ALL, err);
}

static void check_signature(struct verify *v)
{
    struct err err;
    if (!v->has_issuer)
        add(v, "signature", BADGE_VERDICT_SKIPPED, TEXT("there is no key to check it with"));
    else if (!badge_verify_signature(v, &v->jwt, &err))
        add(v, "signature", BADGE_VERDICT_FAIL, arena_text(v->arena, text_of(err.text)));
    else
        add(v, "signature", BADGE_VERDICT_PASS,
            arena_format(
                v->arena, "%s by %.*s", jwk_alg_word(v->jwt.alg), TEXT_ARG(v->jwt.key_id)));
    v->is_signed = v->report->checks[v->report->count - 1].verdict == BADGE_VERDICT_PASS;
}

/* -- time -- */

/* What the claim does not say, the credential may. */
static bool read_time(const struct jwt *jwt, const char *claim, const char *member,
    int64_t *ret_time_us, struct err *err)
{
    yyjson_val *value = json_get(json_root(&jwt->claims), member);
    struct text text = {"", 0};
    if (!jwt_time(jwt, claim, ret_time_us, err))
        return false;
    if (*ret_time_us || !value)
        return true;
    return (json_text(value, &text) && clock_read(text, ret_time_us)) ||
           err_set(err, ERR_SYNTAX, "%s: is no time", member);
}

bool badge_verify_time(const struct verify *v, const struct jwt *jwt, struct err *err)
{
    int64_t from_us, until_us;
    char at[CLOCK_TEXT_SIZE];
    if (!read_time(jwt, "nbf", "validFrom", &from_us, err) ||
        !read_time(jwt, "exp", "validUntil", &until_us, err))
        return false;
    if (from_us > v->now_us + SLACK_US)
        return err_set(err, ERR_FORBIDDEN, "it does not hold before %s", clock_print(from_us, at));
    if (until_us && until_us < v->now_us - SLACK_US)
        return err_set(err, ERR_FORBIDDEN, "it expired at %s", clock_print(until_us, at));
    return true;
}

static void check_time(struct verify *v)
{
    struct err err;
    if (badge_verify_time(v, &v->jwt, &err))
        add(v, "time", BADGE_VERDICT_PASS,
            v->report->valid_until.len
                ? arena_format(v->arena, "it holds until %.*s", TEXT_ARG(v->report->valid_until))
                : TEXT("it does not expire"));
    else
        add(v, "time", BADGE_VERDICT_FAIL, arena_text(v->arena, text_of(err.text)));
}

/* -- the whole -- */

/* Of the results, the one that says who vouches for the work. */
static struct text find_certifier(yyjson_val *subject)
{
    yyjson_val *result;
    size_t i, count;
    yyjson_arr_foreach(json_get(subject, "result"), i, count,
        result) if (text_ends(json_get_text(result, "resultDescription"),
                        TEXT(CREDENTIAL_CERTIFIER))) return json_get_text(result, "value");
    return (struct text){"", 0};
}

static void tell(struct verify *v)
{
    yyjson_val *root = json_root(&v->jwt.claims);
    yyjson_val *subject = json_get(root, "credentialSubject");
    yyjson_val *achievement = json_get(subject, "achievement");
    struct badge_report *report = v->report;
    report->id = arena_text(v->arena, json_get_text(root, "id"));
    report->name = arena_text(v->arena, json_get_text(root, "name"));
    report->issuer = arena_text(v->arena, id_of(json_get(root, "issuer")));
    report->achievement = arena_text(v->arena, json_get_text(achievement, "name"));
    report->certifier = arena_text(v->arena, find_certifier(subject));
    report->valid_from = arena_text(v->arena, json_get_text(root, "validFrom"));
    report->valid_until = arena_text(v->arena, json_get_text(root, "validUntil"));
}

static void check_all(struct verify *v)
{
    tell(v);
    check_form(v);
    v->has_issuer = check_issuer(v);
    check_signature(v);
    check_time(v);
    verify_status(v);
    verify_log(v);
}

static const char *const needed[] = {"form", "issuer", "signature", NULL};

bool badge_verify(struct badge_report *ret_report, struct text file,
    const struct badge_verify_source *source, int64_t now_us, struct arena *arena, struct err *err)
{
    struct badge_report report = {.needed = needed};
    struct verify v = {.source = source, .report = &report, .arena = arena, .now_us = now_us};
    struct text compact;
    if (!bake_find(file, arena, &compact, err))
        return false;
    if (!jwt_read(&v.jwt, compact, err))
        return err_add(err, "the credential");
    check_all(&v);
    jwt_done(&v.jwt);
    did_done(&v.did);
    if (!arena_check(arena, err))
        return false;
    *ret_report = report;
    return true;
}

static bool passes(const struct badge_report *report, const char *name)
{
    for (size_t i = 0; i < report->count; i++)
        if (strcmp(report->checks[i].name, name) == 0)
            return report->checks[i].verdict == BADGE_VERDICT_PASS;
    return false;
}

static bool all_holds(const struct badge_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        if (report->checks[i].verdict == BADGE_VERDICT_FAIL)
            return false;
    for (const char *const *name = report->needed; name && *name; name++)
        if (!passes(report, *name))
            return false;
    return report->needed != NULL;
}

enum badge_outcome badge_verify_outcome(const struct badge_report *report)
{
    if (!all_holds(report))
        return BADGE_NOT_VERIFIED;
    if (!report->is_status_unknown)
        return BADGE_GENUINE;
    return report->is_status_waived ? BADGE_GENUINE_THEN : BADGE_PERHAPS_REVOKED;
}

bool badge_verify_is_good(const struct badge_report *report)
{
    return badge_verify_outcome(report) <= BADGE_GENUINE_THEN;
}
