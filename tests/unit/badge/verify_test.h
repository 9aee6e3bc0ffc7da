/* SPDX-License-Identifier: Apache-2.0 */
/* An issuer of badges in memory, its status list, and what fetches from it. Each piece can be made wrong.
   Example: struct verify_test t; verify_test_init(&t); … verify_test_run(&t, token, &report) … verify_test_done(&t) */
#ifndef VERIFY_TEST_H
#define VERIFY_TEST_H

#include "verify_test_issuer.h"

/* A credential; more holds further members, with their commas in between. */
static inline struct text verify_test_claims(
    struct verify_test *t, const char *did, const char *expires, struct text more)
{
    return arena_format(&t->arena,
        "{\"id\":\"urn:uuid:1\",\"jti\":\"urn:uuid:1\",\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
        "\"name\":\"Eliminator\",\"issuer\":{\"id\":\"%s\"},\"iss\":\"%s\",\"validFrom\":\"2026-01-01T00:00:00Z\","
        "\"nbf\":1767225600%s,\"credentialSubject\":{\"achievement\":{\"id\":\"" ISSUER
        "#class-eliminator-1\",\"name\":\"Eliminator\"}},"
        "\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\",\"statusPurpose\":\"revocation\","
        "\"statusListIndex\":\"77\",\"statusListCredential\":\"" LIST "\"},%.*s}",
        did, did, expires, TEXT_ARG(more));
}

static inline struct text verify_test_list_claims(
    struct verify_test *t, const char *url, const char *encoded)
{
    return arena_format(&t->arena,
        "{\"id\":\"%s\",\"type\":[\"VerifiableCredential\",\"BitstringStatusListCredential\"],\"issuer\":\"%s\","
        "\"iss\":\"%s\",\"nbf\":1767225600,\"exp\":1767400000,\"credentialSubject\":{\"type\":\"BitstringStatusList\","
        "\"statusPurpose\":\"revocation\",\"encodedList\":\"%s\"}}",
        url, t->list_issuer, t->list_issuer, encoded);
}

static inline struct text verify_test_list(struct verify_test *t)
{
    struct buf bits;
    struct status_list list = {.list = 1, .revoked = &t->revoked, .revoked_count = t->revoked >= 0};
    buf_init(&bits, SIZE_MAX);
    status_list_print(&bits, &list);
    struct text encoded = verify_test_text(t, &bits);
    return verify_test_sign(t, 0, t->list_issuer, verify_test_list_claims(t, LIST, encoded.at));
}

static inline bool verify_test_get(void *context, struct text url, struct buf *out, struct err *err)
{
    struct verify_test *t = context;
    t->fetched++;
    if (t->is_away)
        return err_set(err, ERR_SYSTEM, "no server answers");
    if (text_is(url, SERVER "/.well-known/did.json"))
        buf_add(out, t->document.len ? t->document : verify_test_document(t, ISSUER));
    else if (text_is(url, LIST))
        buf_add(out, t->list.len ? t->list : verify_test_list(t));
    else if (text_starts(url, TEXT(SERVER "/api/v1/public/log/consistency?")))
        buf_add(out, t->answer);
    else
        return err_set(err, ERR_NOT_FOUND, "%.*s: is not there", TEXT_ARG(url));
    return buf_check(out, err);
}

static inline void verify_test_run(
    struct verify_test *t, struct text file, struct badge_report *report)
{
    struct badge_verify_source source = {.get = verify_test_get, .context = t, .kept = t->kept};
    assert_ok(badge_verify(report, file, &source, NOW_US, &t->arena, err));
}

/* The verdict on a check; -1: there is none of that name. */
static inline int verify_test_verdict(const struct badge_report *report, const char *name)
{
    for (size_t i = 0; i < report->count; i++)
        if (strcmp(report->checks[i].name, name) == 0)
            return (int)report->checks[i].verdict;
    return -1;
}

#define assert_verdict(report, of, wanted)                                                         \
    do {                                                                                           \
        int verdict_ = verify_test_verdict(report, of);                                            \
        if (verdict_ != (int)(wanted)) {                                                           \
            for (size_t i_ = 0; i_ < (report)->count; i_++)                                        \
                print_error("%s: %s: %.*s\n", (report)->checks[i_].name,                           \
                    badge_verdict_word((report)->checks[i_].verdict),                              \
                    TEXT_ARG((report)->checks[i_].detail));                                        \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif
