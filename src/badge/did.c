/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did.h"

#include "base/limits.h"
#include "codec/json.h"

#define PREFIX "did:web:"

static void add_part(struct buf *out, struct text part)
{
    for (size_t i = 0; i < part.len; i++)
        if (part.at[i] == ':')
            buf_add_z(out, "%3A");
        else
            buf_add_char(out, part.at[i]);
}

struct text did_of_url(struct text url, struct arena *arena)
{
    struct buf out;
    ptrdiff_t scheme = text_find_text(url, TEXT("://"));
    struct text rest = scheme < 0 ? url : text_from(url, (size_t)scheme + 3);
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, PREFIX);
    add_part(&out, text_cut(&rest, '/'));
    while (rest.at && rest.len) {
        buf_add_char(&out, ':');
        add_part(&out, text_cut(&rest, '/'));
    }
    struct text did = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return did;
}

/* -- where it is -- */

static bool is_host_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '-' || c == '.';
}

/* A host, and a port behind "%3A"; nothing that would make a URL another one ("@", "?", "/"). */
static bool read_host(struct text part, struct buf *out)
{
    bool is_port = false;
    size_t from = out->len;
    for (size_t i = 0; i < part.len; i++) {
        if (text_is_nocase(text_slice(part, i, i + 3), "%3A")) {
            buf_add_char(out, ':');
            is_port = true;
            i += 2;
        } else if (is_port ? text_is_digit(part.at[i]) : is_host_char(part.at[i])) {
            buf_add_char(out, part.at[i]);
        } else {
            return false;
        }
    }
    return out->len > from;
}

static bool is_path_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static bool read_part(struct text part, struct buf *out)
{
    bool has_more = false;
    for (size_t i = 0; i < part.len; i++) {
        if (!is_path_char(part.at[i]))
            return false;
        has_more = has_more || part.at[i] != '.';
    }
    buf_add_char(out, '/');
    buf_add(out, part);
    return has_more;
}

static bool is_this_machine(struct text host)
{
    struct text name = text_cut(&host, ':');
    return text_is(name, "127.0.0.1") || text_is(name, "localhost");
}

static bool read_did(struct text did, bool with_path, struct buf *out)
{
    if (!text_starts(did, TEXT(PREFIX)) || did.len > 1024)
        return false;
    struct text rest = text_from(did, sizeof PREFIX - 1);
    struct buf host;
    buf_init(&host, SIZE_MAX);
    bool is_good = read_host(text_cut(&rest, ':'), &host);
    buf_format(out, "%s://%.*s", is_this_machine(buf_text(&host)) ? "http" : "https",
        TEXT_ARG(buf_text(&host)));
    buf_done(&host);
    bool is_root = !rest.at;
    struct buf path;
    buf_init(&path, SIZE_MAX);
    while (is_good && rest.at)
        is_good = read_part(text_cut(&rest, ':'), &path);
    if (with_path) {
        buf_add(out, is_root ? TEXT("/.well-known") : buf_text(&path));
        buf_add_z(out, "/did.json");
    }
    buf_done(&path);
    return is_good;
}

static bool url_of(
    struct text did, bool with_path, struct arena *arena, struct text *ret_url, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_good = read_did(did, with_path, &out);
    if (is_good)
        *ret_url = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return is_good || err_set(err, ERR_SYNTAX, "%.*s: is no did:web", TEXT_ARG(did));
}

bool did_url(struct text did, struct arena *arena, struct text *ret_url, struct err *err)
{
    return url_of(did, true, arena, ret_url, err);
}

bool did_server(struct text did, struct arena *arena, struct text *ret_url, struct err *err)
{
    return url_of(did, false, arena, ret_url, err);
}

/* -- printing -- */

struct text did_key_id(struct text did, const struct signing_key *key, struct arena *arena)
{
    return arena_format(
        arena, "%.*s#%.*s-%.*s", TEXT_ARG(did), TEXT_ARG(key->purpose), TEXT_ARG(key->thumbprint));
}

static void print_key(
    struct buf *out, struct text did, const struct signing_key *key, struct arena *arena)
{
    json_print_open(out, '{');
    json_print_member(out, "id", did_key_id(did, key, arena));
    json_print_member_z(out, "type", "JsonWebKey");
    json_print_member(out, "controller", did);
    /* The members of RFC 7638 and no others: the algorithm is told by the header, and bound by the kind of the key. */
    json_print_member_raw(out, "publicKeyJwk", key->jwk);
    json_print_close(out, '}');
}

static void print_contracts(struct buf *out, const struct did_telling *t, struct arena *arena)
{
    json_print_member_open(out, "service", '[');
    for (size_t i = 0; i < t->contract_count; i++) {
        json_print_open(out, '{');
        json_print_member(
            out, "id", arena_format(arena, "%.*s#badges-%zu", TEXT_ARG(t->did), i + 1));
        json_print_member_z(out, "type", DID_CONTRACT);
        json_print_member(out, "serviceEndpoint", t->contracts[i]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

void did_print(struct buf *out, const struct did_telling *t, struct arena *arena)
{
    const struct signing_key *keys = t->keys;
    struct text did = t->did;
    size_t count = t->key_count;
    json_print_open(out, '{');
    json_print_member_open(out, "@context", '[');
    json_print_text(out, TEXT("https://www.w3.org/ns/did/v1"));
    json_print_text(out, TEXT("https://w3id.org/security/jwk/v1"));
    json_print_close(out, ']');
    json_print_member(out, "id", did);
    json_print_member_open(out, "verificationMethod", '[');
    for (size_t i = 0; i < count; i++)
        print_key(out, did, &keys[i], arena);
    json_print_close(out, ']');
    json_print_member_open(out, "assertionMethod", '[');
    for (size_t i = 0; i < count; i++)
        if (text_is(keys[i].purpose, SIGNING_CREDENTIAL))
            json_print_text(out, did_key_id(did, &keys[i], arena));
    json_print_close(out, ']');
    if (t->contract_count)
        print_contracts(out, t, arena);
    json_print_close(out, '}');
}

/* -- reading -- */

/* DID Core, 5.3: a relationship names a method by its id, whole or from "#" on, or holds it. */
static bool is_named(yyjson_val *name, struct text did, struct text id)
{
    struct text text = {"", 0};
    if (yyjson_is_obj(name))
        text = json_get_text(name, "id");
    else if (!json_text(name, &text))
        return false;
    if (text_starts(text, TEXT("#")))
        return text_starts(id, did) && text_eq(text_from(id, did.len), text);
    return text_eq(text, id);
}

static bool may_assert(yyjson_val *root, struct text did, struct text id)
{
    size_t i, count;
    yyjson_val *name;
    yyjson_arr_foreach(json_get(root, "assertionMethod"), i, count, name)
    {
        if (is_named(name, did, id))
            return true;
    }
    return false;
}

static void keep_ed25519(struct did_document *document, struct text jwk)
{
    if (signing_key_bytes(jwk, document->ed25519[document->ed25519_count]))
        document->ed25519_count++;
}

/* Adds one method as a JSON Web Key that is called by its whole id; what the key says it is called is not looked at. */
static void add_method(
    struct buf *out, struct did_document *document, yyjson_val *root, yyjson_val *method)
{
    static const char *const names[] = {"kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops"};
    yyjson_val *jwk = json_get(method, "publicKeyJwk");
    struct text id = json_get_text(method, "id");
    struct buf key, whole;
    if (!yyjson_is_obj(jwk) || !id.len ||
        !text_eq(json_get_text(method, "controller"), document->id))
        return;
    buf_init(&whole, SIZE_MAX);
    if (text_starts(id, TEXT("#")))
        buf_add(&whole, document->id);
    buf_add(&whole, id);
    buf_init(&key, SIZE_MAX);
    json_print_open(&key, '{');
    json_print_member(&key, "kid", buf_text(&whole));
    for (size_t i = 0; i < LEN_OF(names); i++)
        if (yyjson_is_str(json_get(jwk, names[i])))
            json_print_member(&key, names[i], json_get_text(jwk, names[i]));
    json_print_close(&key, '}');
    keep_ed25519(document, buf_text(&key));
    if (may_assert(root, document->id, buf_text(&whole))) {
        if (!text_ends(buf_text(out), TEXT("[")))
            buf_add_char(out, ',');
        buf_add(out, buf_text(&key));
    }
    buf_done(&key);
    buf_done(&whole);
}

static bool read_methods(
    struct did_document *document, yyjson_val *root, struct arena *arena, struct err *err)
{
    yyjson_val *methods = json_get(root, "verificationMethod"), *method;
    size_t i, count;
    struct buf set;
    if (yyjson_arr_size(methods) > LIMIT_DID_KEYS)
        return err_set(
            err, ERR_LIMIT, "verificationMethod: has more than %zu keys", LIMIT_DID_KEYS);
    document->ed25519 =
        arena_take_array(arena, yyjson_arr_size(methods) + 1, sizeof *document->ed25519);
    if (!document->ed25519)
        return arena_check(arena, err);
    buf_init(&set, SIZE_MAX);
    json_print_open(&set, '{');
    json_print_member_open(&set, "keys", '[');
    yyjson_arr_foreach(methods, i, count, method)
    {
        add_method(&set, document, root, method);
    }
    json_print_close(&set, ']');
    json_print_close(&set, '}');
    bool is_ok = jwk_set_read(&document->keys, buf_text(&set), err);
    buf_done(&set);
    return is_ok;
}

/* Services of other kinds are other people's matter. */
static bool read_contracts(
    struct did_document *document, yyjson_val *root, struct arena *arena, struct err *err)
{
    yyjson_val *services = json_get(root, "service"), *service;
    size_t i, count;
    if (yyjson_arr_size(services) > LIMIT_DID_KEYS)
        return err_set(err, ERR_LIMIT, "service: has more than %zu", LIMIT_DID_KEYS);
    document->contracts =
        arena_take_array(arena, yyjson_arr_size(services) + 1, sizeof *document->contracts);
    yyjson_arr_foreach(document->contracts ? services : NULL, i, count, service)
    {
        if (text_is(json_get_text(service, "type"), DID_CONTRACT))
            document->contracts[document->contract_count++] =
                arena_text(arena, json_get_text(service, "serviceEndpoint"));
    }
    return arena_check(arena, err);
}

bool did_read(
    struct did_document *ret_document, struct text text, struct arena *arena, struct err *err)
{
    struct did_document document = {0};
    struct json json;
    if (text.len > LIMIT_DID_BYTES)
        return err_set(err, ERR_LIMIT, "is longer than %zu bytes", LIMIT_DID_BYTES);
    if (!json_read(&json, text, err))
        return false;
    yyjson_val *root = json_root(&json);
    document.id = arena_text(arena, json_get_text(root, "id"));
    bool is_ok =
        (text_starts(document.id, TEXT("did:")) || err_set(err, ERR_SYNTAX, "id: is no DID")) &&
        read_methods(&document, root, arena, err) && read_contracts(&document, root, arena, err);
    json_done(&json);
    if (is_ok)
        *ret_document = document;
    return is_ok;
}

void did_done(struct did_document *document)
{
    jwk_set_free(document->keys);
    document->keys = NULL;
}
