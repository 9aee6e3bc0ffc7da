/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential.h"

#include "account/account.h"
#include "badge/credential_proof.h"
#include "badge/did.h"
#include "base/clock.h"
#include "codec/json.h"

#define VC_CONTEXT "https://www.w3.org/ns/credentials/v2"
#define OB_CONTEXT "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#define OB_SCHEMA                                                                                  \
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

/* What is printed of one badge. */
struct telling {
    const struct credential_issuer *issuer;
    const struct badge *badge;
    const struct credential_order *order;
    struct text did;
    struct status_place place;
    struct arena *arena;
    struct buf *out;
};

bool credential_read_alg(struct text word, enum jwk_alg *ret_alg, struct err *err)
{
    if (word.len && !text_is(word, "EdDSA") && !text_is(word, "RS256"))
        return err_set(err, ERR_USAGE, "alg: must be EdDSA or RS256");
    *ret_alg = text_is(word, "RS256") ? JWK_RS256 : JWK_EDDSA;
    return true;
}

bool credential_read_identity(
    struct text word, enum credential_identity *ret_identity, struct err *err)
{
    static const char *const words[] = {"none", "name", "email"};
    if (!word.len)
        word = TEXT("none");
    for (size_t i = 0; i < LEN_OF(words); i++) {
        if (!text_is(word, words[i]))
            continue;
        *ret_identity = (enum credential_identity)i;
        return true;
    }
    return err_set(err, ERR_USAGE, "identity: must be none, name or email");
}

/* RFC 9562, 5.8: a UUID of one's own making, here of bits of a hash. It cannot be traced to the badge by who has not its leaf. */
struct text credential_id(struct text leaf, const char *what, struct arena *arena)
{
    unsigned char d[SHA256_SIZE];
    struct sha256 *hash = sha256_new();
    sha256_add(hash, text_of(what));
    sha256_add(hash, leaf);
    sha256_end(hash, d);
    d[6] = (unsigned char)((d[6] & 0x0f) | 0x80);
    d[8] = (unsigned char)((d[8] & 0x3f) | 0x80);
    return arena_format(arena,
        "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0], d[1],
        d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}

/* -- pieces -- */

static int64_t whole_seconds(int64_t time_us)
{
    return time_us / CLOCK_SECOND_US;
}

static void print_time(struct buf *out, const char *key, int64_t time_us)
{
    json_print_member_time(out, key, whole_seconds(time_us) * CLOCK_SECOND_US);
}

static void print_types(struct buf *out, const char *first, const char *second)
{
    json_print_member_open(out, "type", '[');
    json_print_text(out, text_of(first));
    if (second)
        json_print_text(out, text_of(second));
    json_print_close(out, ']');
}

static void print_issuer(struct buf *out, const struct credential_issuer *issuer, struct text did)
{
    struct text host =
        text_from(issuer->url, (size_t)(text_find_text(issuer->url, TEXT("://")) + 3));
    json_print_member_open(out, "issuer", '{');
    json_print_member(out, "id", did);
    print_types(out, "Profile", NULL);
    json_print_member(out, "name", host);
    json_print_member(out, "url", issuer->url);
    json_print_close(out, '}');
}

/* Results need a description each, and one of the values that it allows (section B.1.20). */
static const struct {
    const char *name, *title;
    const char *values[4];
} results[] = {
    {"difficulty", "Difficulty", {"low", "middle", "high", NULL}},
    {"certifier", "Who vouches for it", {"myself", "coworker", "trusted_third_party", "system"}},
};

static const char *result_value(const struct badge *badge, size_t which)
{
    return which == 0 ? badge_difficulty_word(badge->difficulty)
                      : badge_certifier_word(badge->certifier);
}

static struct text result_id(const struct telling *t, size_t which)
{
    return arena_format(t->arena, "%.*s#result-%s", TEXT_ARG(t->did), results[which].name);
}

static void print_result_descriptions(const struct telling *t)
{
    json_print_member_open(t->out, "resultDescription", '[');
    for (size_t i = 0; i < LEN_OF(results); i++) {
        json_print_open(t->out, '{');
        json_print_member(t->out, "id", result_id(t, i));
        print_types(t->out, "ResultDescription", NULL);
        json_print_member_z(t->out, "name", results[i].title);
        json_print_member_z(t->out, "resultType", "Result");
        json_print_member_open(t->out, "allowedValue", '[');
        for (size_t k = 0; k < LEN_OF(results[i].values) && results[i].values[k]; k++)
            json_print_text(t->out, text_of(results[i].values[k]));
        json_print_close(t->out, ']');
        json_print_close(t->out, '}');
    }
    json_print_close(t->out, ']');
}

static void print_results(const struct telling *t)
{
    json_print_member_open(t->out, "result", '[');
    for (size_t i = 0; i < LEN_OF(results); i++) {
        json_print_open(t->out, '{');
        print_types(t->out, "Result", NULL);
        json_print_member(t->out, "resultDescription", result_id(t, i));
        json_print_member_z(t->out, "value", result_value(t->badge, i));
        json_print_close(t->out, '}');
    }
    json_print_close(t->out, ']');
}

static void print_achievement(const struct telling *t)
{
    const struct badge_class *of = &t->badge->of;
    struct buf *out = t->out;
    json_print_member_open(out, "achievement", '{');
    json_print_member(
        out, "id", arena_format(t->arena, "%.*s#class-%.*s", TEXT_ARG(t->did), TEXT_ARG(of->slug)));
    print_types(out, "Achievement", NULL);
    json_print_member_z(out, "achievementType", "Badge");
    json_print_member(out, "name", of->name);
    json_print_member(out, "description", of->description);
    json_print_member_open(out, "criteria", '{');
    json_print_member(out, "narrative", t->badge->description);
    json_print_close(out, '}');
    json_print_member_open(out, "image", '{');
    json_print_member(out, "id",
        arena_format(t->arena, "%.*s/api/v1/badge-classes/%.*s/image.svg", TEXT_ARG(t->issuer->url),
            TEXT_ARG(of->slug)));
    json_print_member_z(out, "type", "Image");
    json_print_close(out, '}');
    print_result_descriptions(t);
    json_print_close(out, '}');
}

/* Section B.1.11: the salt stands beside the hash; it keeps two credentials of one person from being joined by the hash alone. */
static void print_hashed_email(const struct telling *t, struct text email)
{
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE], salt[SHA256_HEX_SIZE];
    sha256_of(t->badge->entry.leaf, digest);
    sha256_print(digest, salt);
    struct text lower = arena_text_lower(t->arena, email);
    sha256_of(arena_format(t->arena, "%.*s%s", TEXT_ARG(lower), salt), digest);
    json_print_member_bool(t->out, "hashed", true);
    json_print_member(
        t->out, "identityHash", arena_format(t->arena, "sha256$%s", sha256_print(digest, hex)));
    json_print_member_z(t->out, "identityType", "emailAddress");
    json_print_member_z(t->out, "salt", salt);
}

static bool print_identity(const struct telling *t, struct err *err)
{
    const struct badge *badge = t->badge;
    struct account account = {0};
    struct text name = badge->account_id ? badge->account_name : badge->team_name;
    bool is_hashed = t->order->identity == CREDENTIAL_EMAIL;
    if (t->order->identity == CREDENTIAL_NOBODY)
        return true;
    if (is_hashed && ((badge->account_id && !account_find(t->issuer->db, badge->account_id,
                                                t->arena, &account, err)) ||
                         (!account.email.len && !err_set(err, ERR_CONFLICT,
                                                    "there is no mail address to be told by"))))
        return false;
    json_print_member_open(t->out, "identifier", '[');
    json_print_open(t->out, '{');
    json_print_member_z(t->out, "type", "IdentityObject");
    if (is_hashed) {
        print_hashed_email(t, account.email);
    } else {
        json_print_member_bool(t->out, "hashed", false);
        json_print_member(t->out, "identityHash", name);
        json_print_member_z(t->out, "identityType", "name");
    }
    json_print_close(t->out, '}');
    json_print_close(t->out, ']');
    return true;
}

static bool print_subject(const struct telling *t, struct err *err)
{
    json_print_member_open(t->out, "credentialSubject", '{');
    json_print_member(t->out, "id", credential_id(t->badge->entry.leaf, "subject", t->arena));
    print_types(t->out, "AchievementSubject", NULL);
    if (!print_identity(t, err))
        return false;
    print_results(t);
    print_achievement(t);
    json_print_close(t->out, '}');
    return true;
}

static void print_status_entry(const struct telling *t)
{
    struct text url = arena_format(t->arena, "%.*s/api/v1/public/status-lists/%lld",
        TEXT_ARG(t->issuer->url), (long long)t->place.list);
    struct text position = arena_format(t->arena, "%lld", (long long)t->place.position);
    json_print_member_open(t->out, "credentialStatus", '{');
    json_print_member(
        t->out, "id", arena_format(t->arena, "%.*s#%.*s", TEXT_ARG(url), TEXT_ARG(position)));
    json_print_member_z(t->out, "type", "BitstringStatusListEntry");
    json_print_member_z(t->out, "statusPurpose", "revocation");
    json_print_member(t->out, "statusListIndex", position);
    json_print_member(t->out, "statusListCredential", url);
    json_print_close(t->out, '}');
}

static void print_schema(struct buf *out)
{
    json_print_member_open(out, "credentialSchema", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "id", OB_SCHEMA);
    json_print_member_z(out, "type", "1EdTechJsonSchemaValidator2019");
    json_print_close(out, '}');
    json_print_close(out, ']');
}

/* Open Badges 3.0, section 8.2.4.1: the claims of the JWT repeat what the credential says. */
static void print_claims(const struct telling *t, struct text id, struct text subject)
{
    const struct badge *badge = t->badge;
    json_print_member(t->out, "iss", t->did);
    json_print_member(t->out, "jti", id);
    json_print_member(t->out, "sub", subject);
    json_print_member_int(t->out, "nbf", whole_seconds(badge->issued_us));
    if (badge->expires_us)
        json_print_member_int(t->out, "exp", whole_seconds(badge->expires_us));
}

static void print_head(const struct telling *t)
{
    struct buf *out = t->out;
    const struct badge *badge = t->badge;
    struct text id = credential_id(badge->entry.leaf, "credential", t->arena);
    json_print_member_open(out, "@context", '[');
    json_print_text(out, TEXT(VC_CONTEXT));
    json_print_text(out, TEXT(OB_CONTEXT));
    credential_proof_print_context(out);
    json_print_close(out, ']');
    json_print_member(out, "id", id);
    print_types(out, "VerifiableCredential", "OpenBadgeCredential");
    json_print_member(out, "name", badge->name);
    json_print_member(out, "description", badge->description);
    print_issuer(out, t->issuer, t->did);
    print_time(out, "validFrom", badge->issued_us);
    print_time(out, "awardedDate", badge->issued_us);
    if (badge->expires_us)
        print_time(out, "validUntil", badge->expires_us);
    print_claims(t, id, credential_id(badge->entry.leaf, "subject", t->arena));
}

static bool print_document(const struct telling *t, struct err *err)
{
    json_print_open(t->out, '{');
    print_head(t);
    if (!print_subject(t, err) || !credential_proof_print(t->out, t->issuer, &t->badge->entry,
                                      t->order->is_open, t->arena, err))
        return false;
    print_status_entry(t);
    print_schema(t->out);
    json_print_close(t->out, '}');
    return true;
}

/* -- signing -- */

static bool sign(struct buf *out, const struct credential_issuer *issuer, struct text did,
    enum jwk_alg alg, struct text claims, struct arena *arena, struct err *err)
{
    struct signing_key key;
    unsigned char digest[SHA256_SIZE];
    struct buf token;
    if (!signing_key_take(
            &key, issuer->db, issuer->vault, SIGNING_CREDENTIAL, alg, issuer->now_us, arena, err))
        return false;
    struct text key_id = did_key_id(did, &key, arena);
    buf_init(&token, SIZE_MAX);
    jws_sign(&token, key.key, key_id, "JWT", claims);
    signing_key_done(&key);
    credential_cache_digest(key_id, claims, digest);
    credential_cache_put(issuer->cache, digest, buf_text(&token));
    buf_add(out, buf_text(&token));
    buf_done(&token);
    return buf_check(out, err);
}

/* What was signed before by the key that signs now, and says the same. */
static bool find_signed(struct buf *out, const struct credential_issuer *issuer, struct text did,
    enum jwk_alg alg, struct text claims, struct arena *arena, bool *ret_is_found, struct err *err)
{
    struct signing_key key;
    unsigned char digest[SHA256_SIZE];
    *ret_is_found = false;
    if (!issuer->cache)
        return true;
    if (!signing_key_look(
            &key, issuer->db, issuer->vault, SIGNING_CREDENTIAL, alg, issuer->now_us, arena, err))
        return false;
    credential_cache_digest(did_key_id(did, &key, arena), claims, digest);
    *ret_is_found = credential_cache_find(issuer->cache, digest, out);
    return true;
}

static bool add_signed(struct buf *out, const struct credential_issuer *issuer, struct text did,
    enum jwk_alg alg, struct text claims, struct arena *arena, struct err *err)
{
    bool is_found;
    if (!find_signed(out, issuer, did, alg, claims, arena, &is_found, err))
        return false;
    return is_found ? buf_check(out, err) : sign(out, issuer, did, alg, claims, arena, err);
}

bool credential_print(struct buf *out, const struct credential_issuer *issuer,
    const struct badge *badge, const struct credential_order *order, struct arena *arena,
    struct err *err)
{
    struct badge placed = *badge;
    struct buf claims;
    struct telling t = {.issuer = issuer,
        .badge = &placed,
        .order = order,
        .did = did_of_url(issuer->url, arena),
        .arena = arena,
        .out = &claims};
    buf_init(&claims, SIZE_MAX);
    bool is_ok = credential_proof_place(issuer, &placed.entry, arena, err) &&
                 status_list_place(issuer->db, badge->id, &t.place, err) &&
                 print_document(&t, err) &&
                 add_signed(out, issuer, t.did, order->alg, buf_text(&claims), arena, err);
    buf_done(&claims);
    return is_ok;
}

/* -- the status list -- */

/* It holds for the day on which it was made, or the last badge was revoked, and the next one: whoever is shown an older one sees that
   it is old. */
enum { STATUS_DAYS = 2 };

static void print_status(struct buf *out, const struct credential_issuer *issuer, struct text did,
    const struct status_list *list, struct arena *arena)
{
    int64_t day_us = issuer->now_us / CLOCK_DAY_US * CLOCK_DAY_US;
    int64_t from_us = list->changed_us > day_us ? list->changed_us : day_us;
    int64_t until_us = day_us + STATUS_DAYS * CLOCK_DAY_US;
    struct text url = arena_format(arena, "%.*s/api/v1/public/status-lists/%lld",
        TEXT_ARG(issuer->url), (long long)list->list);
    struct buf bits;
    buf_init(&bits, SIZE_MAX);
    status_list_print(&bits, list);
    json_print_open(out, '{');
    json_print_member_open(out, "@context", '[');
    json_print_text(out, TEXT(VC_CONTEXT));
    json_print_close(out, ']');
    json_print_member(out, "id", url);
    print_types(out, "VerifiableCredential", "BitstringStatusListCredential");
    json_print_member(out, "issuer", did);
    print_time(out, "validFrom", from_us);
    print_time(out, "validUntil", until_us);
    json_print_member(out, "iss", did);
    json_print_member(out, "jti", url);
    json_print_member_int(out, "nbf", whole_seconds(from_us));
    json_print_member_int(out, "exp", whole_seconds(until_us));
    json_print_member_open(out, "credentialSubject", '{');
    json_print_member(out, "id", arena_format(arena, "%.*s#list", TEXT_ARG(url)));
    json_print_member_z(out, "type", "BitstringStatusList");
    json_print_member_z(out, "statusPurpose", "revocation");
    json_print_member(out, "encodedList", buf_text(&bits));
    json_print_close(out, '}');
    json_print_close(out, '}');
    buf_done(&bits);
}

bool credential_print_status(struct buf *out, const struct credential_issuer *issuer, int64_t list,
    enum jwk_alg alg, struct arena *arena, struct err *err)
{
    struct status_list found;
    struct text did = did_of_url(issuer->url, arena);
    struct buf claims;
    if (!status_list_find(issuer->db, list, arena, &found, err))
        return false;
    buf_init(&claims, SIZE_MAX);
    print_status(&claims, issuer, did, &found, arena);
    bool is_ok = add_signed(out, issuer, did, alg, buf_text(&claims), arena, err);
    buf_done(&claims);
    return is_ok;
}
