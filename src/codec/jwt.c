/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jwt.h"

#include "base/clock.h"
#include "base/limits.h"
#include "codec/base64.h"

static bool read_part(struct buf *out, struct text part, const char *what, struct err *err)
{
    if (part.len && base64_read_url(out, part))
        return true;
    return err_set(err, ERR_SYNTAX, "%s: is not base64url", what);
}

/* Reads a part that is a JSON object. */
static bool read_object(struct json *ret_json, struct text part, const char *what, struct err *err)
{
    struct buf bytes;
    struct json json;
    buf_init(&bytes, LIMIT_JWT_BYTES);
    bool is_read = read_part(&bytes, part, what, err) &&
                   (json_read(&json, buf_text(&bytes), err) || err_add(err, "%s", what));
    buf_done(&bytes);
    if (!is_read)
        return false;
    if (!yyjson_is_obj(json_root(&json))) {
        json_done(&json);
        return err_set(err, ERR_SYNTAX, "%s: must be an object", what);
    }
    *ret_json = json;
    return true;
}

/* RFC 7515, 4.1.11: who does not understand what "crit" names must refuse; "b64" (RFC 7797) is of that kind. Keys that a header
   brings along (jwk, jku, x5c, x5u) are never looked at. */
static bool read_header(struct jwt *jwt, struct err *err)
{
    yyjson_val *header = json_root(&jwt->header);
    struct text alg = json_get_text(header, "alg");
    if (json_get(header, "crit"))
        return err_set(err, ERR_FORBIDDEN, "header: crit: asks for what is not known here");
    jwt->alg = jwk_alg_read(alg);
    if (jwt->alg == JWK_NONE)
        return err_set(err, ERR_FORBIDDEN, "header: alg: \"%.*s\" is not taken", TEXT_ARG(alg));
    jwt->key_id = json_get_text(header, "kid");
    jwt->type = json_get_text(header, "typ");
    return true;
}

static bool take_apart(struct jwt *jwt, struct text compact, struct err *err)
{
    struct text rest = compact;
    struct text header = text_cut(&rest, '.'), payload = text_cut(&rest, '.');
    if (!rest.at || text_find(rest, '.') >= 0)
        return err_set(err, ERR_SYNTAX, "is not three parts with dots between them");
    jwt->signed_bytes = text_slice(compact, 0, header.len + 1 + payload.len);
    return read_object(&jwt->header, header, "header", err) && read_header(jwt, err) &&
           read_object(&jwt->claims, payload, "claims", err) &&
           read_part(&jwt->signature, rest, "signature", err);
}

bool jwt_read(struct jwt *ret_jwt, struct text compact, struct err *err)
{
    struct jwt jwt = {0};
    if (compact.len > LIMIT_JWT_BYTES)
        return err_set(err, ERR_LIMIT, "is longer than %zu bytes", LIMIT_JWT_BYTES);
    buf_init(&jwt.signature, LIMIT_JWT_BYTES);
    if (!take_apart(&jwt, compact, err)) {
        jwt_done(&jwt);
        return false;
    }
    *ret_jwt = jwt;
    return true;
}

void jwt_done(struct jwt *jwt)
{
    json_done(&jwt->header);
    json_done(&jwt->claims);
    buf_done(&jwt->signature);
    *jwt = (struct jwt){0};
}

bool jwt_check(const struct jwt *jwt, const struct jwk_set *keys, unsigned algs, struct err *err)
{
    if (!((unsigned)jwt->alg & algs))
        return err_set(
            err, ERR_FORBIDDEN, "header: alg: %s is not allowed here", jwk_alg_word(jwt->alg));
    return jwk_set_check(
        keys, jwt->alg, jwt->key_id, jwt->signed_bytes, buf_text(&jwt->signature), err);
}

bool jwt_time(const struct jwt *jwt, const char *claim, int64_t *ret_time_us, struct err *err)
{
    /* The year 9999; what is beyond would not fit when it is counted in microseconds. */
    static const double most_seconds = 253402300799.0;
    yyjson_val *value = json_get(json_root(&jwt->claims), claim);
    double seconds = yyjson_is_num(value) ? yyjson_get_num(value) : -1;
    if (!value) {
        *ret_time_us = 0;
        return true;
    }
    if (!(seconds > 0 && seconds <= most_seconds))
        return err_set(err, ERR_SYNTAX, "%s: must be a time in seconds since 1970", claim);
    *ret_time_us = (int64_t)(seconds * (double)CLOCK_SECOND_US);
    return true;
}

bool jwt_is_for(const struct jwt *jwt, struct text audience, size_t *ret_count)
{
    yyjson_val *claim = json_get(json_root(&jwt->claims), "aud"), *item;
    struct text text;
    size_t i, count;
    bool is_named = json_text(claim, &text) && text_eq(text, audience);
    *ret_count = yyjson_is_arr(claim) ? yyjson_arr_size(claim) : claim != NULL;
    yyjson_arr_foreach(claim, i, count, item)
    {
        is_named = is_named || (json_text(item, &text) && text_eq(text, audience));
    }
    return is_named;
}
