/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc.h"

#include "chain/hex.h"
#include "chain/u256.h"

enum { STATUS_OK = 200 };

/* -- values -- */

bool rpc_bad(struct err *err, const char *what)
{
    return err_set(err, ERR_SYNTAX, "%s", what);
}

bool rpc_read_u64(yyjson_val *value, uint64_t *ret_number)
{
    struct text text;
    struct u256 number;
    return json_text(value, &text) && u256_read_quantity(text, &number) &&
           u256_read_u64(&number, ret_number);
}

bool rpc_read_i64(yyjson_val *value, int64_t *ret_number)
{
    uint64_t number;
    if (!rpc_read_u64(value, &number) || number > INT64_MAX)
        return false;
    *ret_number = (int64_t)number;
    return true;
}

bool rpc_read_bytes(yyjson_val *value, unsigned char *ret_bytes, size_t size)
{
    struct text text;
    return json_text(value, &text) && hex_read(text, ret_bytes, size);
}

bool rpc_read_data(yyjson_val *value, struct arena *arena, struct text *ret_data)
{
    struct text text;
    if (!json_text(value, &text) || text.len < 2 || text.len % 2 ||
        text.len / 2 - 1 > LIMIT_RPC_DATA_BYTES)
        return false;
    size_t size = text.len / 2 - 1;
    unsigned char *bytes = arena_take_raw(arena, size + 1);
    if (!bytes || (size && !hex_read(text, bytes, size)) || (!size && !text_is(text, "0x")))
        return false;
    bytes[size] = '\0';
    *ret_data = (struct text){(const char *)bytes, size};
    return true;
}

/* -- one endpoint -- */

/* People are told of which node: its host, since the rest of the URL may be a key. */
static struct text host_of(struct text url)
{
    ptrdiff_t scheme = text_find_text(url, TEXT("://"));
    struct text rest = scheme < 0 ? url : text_from(url, (size_t)scheme + 3);
    ptrdiff_t slash = text_find(rest, '/'), query = text_find(rest, '?');
    size_t end = slash < 0 ? rest.len : (size_t)slash;
    if (query >= 0 && (size_t)query < end)
        end = (size_t)query;
    return text_slice(rest, 0, end);
}

static struct text write_call(struct buf *out, int64_t id, const char *method, struct text params)
{
    json_print_open(out, '{');
    json_print_member_z(out, "jsonrpc", "2.0");
    json_print_member_int(out, "id", id);
    json_print_member_z(out, "method", method);
    json_print_member_raw(out, "params", params);
    json_print_close(out, '}');
    return buf_text(out);
}

/* The data of an error is bytes, or (of some nodes) a sentence or an object that has them. */
static struct text refusal_data(yyjson_val *data, struct arena *arena)
{
    struct text bytes = {"", 0};
    if (yyjson_is_obj(data))
        data = json_get(data, "data");
    (void)!rpc_read_data(data, arena, &bytes);
    return text_slice(bytes, 0, LIMIT_CHAIN_REASON_BYTES);
}

static bool read_refusal(struct rpc *rpc, yyjson_val *error, struct err *err)
{
    struct text message;
    yyjson_val *code = json_get(error, "code");
    if (!yyjson_is_obj(error) || !yyjson_is_int(code) ||
        !json_text(json_get(error, "message"), &message))
        return rpc_bad(err, "an error without code and message");
    rpc->refusal.code = yyjson_get_sint(code);
    rpc->refusal.message = arena_text(rpc->arena, text_front(message, LIMIT_RPC_MESSAGE_BYTES));
    rpc->refusal.data = refusal_data(json_get(error, "data"), rpc->arena);
    rpc->fault = rpc->refusal.code == RPC_CODE_LIMIT ? RPC_AWAY : RPC_REFUSED;
    return err_set(err, rpc->fault == RPC_AWAY ? ERR_BUSY : ERR_SYSTEM, "%.*s",
        TEXT_ARG(rpc->refusal.message));
}

/* JSON-RPC 2.0, section 5: the id of the call, and either a result or an error. */
static bool read_answer(
    struct rpc *rpc, const struct rpc_ask *ask, yyjson_val *root, void *ret_value, struct err *err)
{
    yyjson_val *id = json_get(root, "id"), *result = json_get(root, "result"),
               *error = json_get(root, "error");
    rpc->fault = RPC_MALFORMED;
    if (!yyjson_is_obj(root) || !text_is(json_get_text(root, "jsonrpc"), "2.0"))
        return rpc_bad(err, "no answer of JSON-RPC 2.0");
    if (error && !yyjson_is_null(error))
        return result && !yyjson_is_null(result) ? rpc_bad(err, "a result and an error")
                                                 : read_refusal(rpc, error, err);
    if (!yyjson_is_int(id) || yyjson_get_sint(id) != rpc->last_id)
        return rpc_bad(err, "the answer to another call");
    if (!result)
        return rpc_bad(err, "neither a result nor an error");
    memset(ret_value, 0, ask->size);
    if (!ask->read(result, ask->wanted, rpc->arena, ret_value, err))
        return false;
    rpc->fault = RPC_FINE;
    return true;
}

static bool read_body(struct rpc *rpc, const struct rpc_ask *ask, unsigned status, struct text body,
    void *ret_value, struct err *err)
{
    struct json json;
    /* A proxy in front of a node answers in HTML, and in words of its own. */
    if (!json_read(&json, body, err)) {
        rpc->fault = status == STATUS_OK ? RPC_MALFORMED : RPC_AWAY;
        return err_set(err, status == STATUS_OK ? ERR_SYNTAX : ERR_BUSY,
            status == STATUS_OK ? "an answer that is no JSON" : "HTTP status %u", status);
    }
    bool is_read = read_answer(rpc, ask, json_root(&json), ret_value, err);
    json_done(&json);
    if (!is_read && status != STATUS_OK && rpc->fault == RPC_MALFORMED) {
        rpc->fault = RPC_AWAY;
        return err_set(err, ERR_BUSY, "HTTP status %u", status);
    }
    return is_read;
}

/* Asks one endpoint; what fails names it. */
static bool ask_endpoint(
    struct rpc *rpc, size_t at, const struct rpc_ask *ask, void *ret_value, struct err *err)
{
    struct buf call;
    struct text body;
    unsigned status;
    buf_init(&call, SIZE_MAX);
    struct text text = write_call(&call, ++rpc->last_id, ask->method, ask->params);
    rpc->fault = RPC_AWAY;
    bool is_read = rpc->post(rpc->context, rpc->urls[at], text, rpc->arena, &status, &body, err) &&
                   read_body(rpc, ask, status, body, ret_value, err);
    buf_done(&call);
    if (is_read && arena_check(rpc->arena, err))
        return true;
    if (is_read)
        rpc->fault = RPC_MALFORMED;
    struct err why = err ? *err : (struct err){.code = ERR_SYSTEM};
    /* A node that answers more than we take is as one that answers nonsense. */
    if (why.code == ERR_LIMIT)
        rpc->fault = RPC_MALFORMED;
    struct text host = host_of(rpc->urls[at]);
    return text_starts(text_of(why.text), host)
               ? false
               : err_add(err, "%.*s: %s", TEXT_ARG(host), ask->method);
}

/* -- several -- */

static void note(struct rpc *rpc, const struct err *why)
{
    if (rpc->oddity.code == ERR_NONE)
        rpc->oddity = *why;
}

/* What counts most when none answers: a refusal tells most, then nonsense, then silence. */
static bool counts_more(enum rpc_fault fault, enum rpc_fault than)
{
    return than == RPC_FINE || (fault == RPC_REFUSED && than != RPC_REFUSED) ||
           (fault == RPC_MALFORMED && than == RPC_AWAY);
}

/* Asks from an endpoint on; ret_at is the one that answered. */
static bool ask_from(struct rpc *rpc, size_t first, const struct rpc_ask *ask, size_t *ret_at,
    void *ret_value, struct err *err)
{
    struct err worst = {.code = ERR_BUSY, .text = "no node is left to ask"};
    struct rpc_refusal refusal = {0};
    enum rpc_fault fault = RPC_FINE;
    for (size_t i = first; i < rpc->url_count; i++) {
        struct err why = {0};
        if (ask_endpoint(rpc, i, ask, ret_value, &why)) {
            if (fault != RPC_FINE && fault != RPC_REFUSED)
                note(rpc, &worst);
            *ret_at = i;
            return true;
        }
        if (!counts_more(rpc->fault, fault))
            continue;
        fault = rpc->fault;
        refusal = rpc->refusal;
        worst = why;
    }
    rpc->fault = fault == RPC_FINE ? RPC_AWAY : fault;
    rpc->refusal = refusal;
    return err_set(err, worst.code, "%s", worst.text);
}

bool rpc_ask_one(struct rpc *rpc, const struct rpc_ask *ask, void *ret_value, struct err *err)
{
    size_t at;
    return ask_from(rpc, 0, ask, &at, ret_value, err);
}

static bool disagree(
    struct rpc *rpc, const struct rpc_ask *ask, size_t a, size_t b, struct err *err)
{
    rpc->fault = RPC_DISAGREED;
    return err_set(err, ERR_CONFLICT, "%.*s and %.*s answer %s differently: one of them is wrong",
        TEXT_ARG(host_of(rpc->urls[a])), TEXT_ARG(host_of(rpc->urls[b])), ask->method);
}

/* Compares two answers. Where one node is behind, what both know is that there is nothing yet. */
static bool join(struct rpc *rpc, const struct rpc_ask *ask, void *value, const void *other,
    const size_t at[2], struct err *err)
{
    if (memcmp(value, other, ask->size) == 0)
        return true;
    if (!ask->may_lag || *(const bool *)value == *(const bool *)other)
        return disagree(rpc, ask, at[0], at[1], err);
    struct text behind = host_of(rpc->urls[*(const bool *)value ? at[1] : at[0]]);
    struct err why;
    err_set(&why, ERR_BUSY, "%.*s: %s does not know yet what another node knows", TEXT_ARG(behind),
        ask->method);
    note(rpc, &why);
    memset(value, 0, ask->size);
    return true;
}

bool rpc_ask_two(struct rpc *rpc, const struct rpc_ask *ask, void *ret_value, size_t *ret_answers,
    struct err *err)
{
    size_t at[2];
    struct err why = {0};
    void *other = arena_take(rpc->arena, ask->size);
    if (!ask_from(rpc, 0, ask, &at[0], ret_value, err))
        return false;
    *ret_answers = 1;
    if (at[0] + 1 >= rpc->url_count || !other)
        return arena_check(rpc->arena, err);
    if (!ask_from(rpc, at[0] + 1, ask, &at[1], other, &why)) {
        note(rpc, &why);
        rpc->fault = RPC_FINE;
        return true;
    }
    *ret_answers = 2;
    return join(rpc, ask, ret_value, other, at, err);
}

/* -- the chain -- */

static bool read_id(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    (void)arena, (void)wanted;
    return rpc_read_u64(result, ret_value) || rpc_bad(err, "no id of a chain");
}

bool rpc_check_chain(struct rpc *rpc, uint64_t chain_id, struct err *err)
{
    static const struct rpc_ask ask = {
        .method = "eth_chainId", .params = {"[]", 2}, .read = read_id, .size = sizeof(uint64_t)};
    struct text urls[LIMIT_CHAIN_ENDPOINTS];
    struct err worst = {.code = ERR_BUSY, .text = "no node is set up"};
    enum rpc_fault fault = RPC_AWAY;
    size_t count = 0;
    for (size_t i = 0; i < rpc->url_count; i++) {
        uint64_t id = 0;
        struct err why = {0};
        if (ask_endpoint(rpc, i, &ask, &id, &why) && id == chain_id) {
            urls[count++] = rpc->urls[i];
            continue;
        }
        if (rpc->fault == RPC_FINE)
            err_set(&why, ERR_CONFLICT, "%.*s: is of chain %llu, not of %llu",
                TEXT_ARG(host_of(rpc->urls[i])), (unsigned long long)id,
                (unsigned long long)chain_id);
        note(rpc, &why);
        if (worst.code != ERR_CONFLICT) {
            worst = why;
            fault = rpc->fault == RPC_FINE ? RPC_DISAGREED : rpc->fault;
        }
    }
    rpc->url_count = count;
    memcpy(rpc->urls, urls, count * sizeof *urls);
    rpc->fault = count ? RPC_FINE : fault;
    return count > 0 || err_set(err, worst.code, "%s", worst.text);
}
