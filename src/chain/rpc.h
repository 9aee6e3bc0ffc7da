/* SPDX-License-Identifier: Apache-2.0 */
/* JSON-RPC 2.0 with the nodes of one chain, by a call-back that carries a call. A node is nobody's word: each answer is checked
   (its id, its shape, each number and length), an endpoint that is away or answers nonsense is passed over for the next, and what
   decides (a receipt, a block's hash) is asked of two and compared.
   Example: struct rpc rpc = {.post = post, .context = tools, .arena = arena}; rpc.urls[rpc.url_count++] = url;
            rpc_check_chain(&rpc, 1, err) && rpc_block_number(&rpc, &number, err)
   The typed calls are in rpc_state.h and rpc_send.h. */
#ifndef CHAIN_RPC_H
#define CHAIN_RPC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "codec/json.h"

/* Posts body to url as application/json. Gives the body of the answer, whatever its status, of LIMIT_RPC_REPLY_BYTES at most, in
   arena. Fails as http_call_run does. */
typedef bool (*rpc_post)(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err);

/* Why a call failed; the error's text has it in words. */
enum rpc_fault {
    RPC_FINE,
    RPC_AWAY,      /* no endpoint answered: another time */
    RPC_MALFORMED, /* what one answered is no answer */
    RPC_REFUSED,   /* the node's own error: rpc.refusal */
    RPC_DISAGREED, /* two nodes answered differently */
};

/* The code of what says nothing of what was asked, but that it is too much: another node may do it. */
enum { RPC_CODE_LIMIT = -32005 };

/* What a node says is wrong. */
struct rpc_refusal {
    int64_t code;
    struct text message; /* its own words: hostile */
    struct text data;    /* bytes: of a revert; or empty */
};

struct rpc {
    rpc_post post;
    void *context;
    struct arena *arena; /* what answers hold lives here */
    struct text urls[LIMIT_CHAIN_ENDPOINTS];
    size_t url_count;
    /* rpc's own: */
    int64_t last_id;
    enum rpc_fault fault;
    struct rpc_refusal refusal;
    /* The first thing that was wrong with an endpoint, though another one answered; its code is ERR_NONE when nothing was. */
    struct err oddity;
};

/* Asks every endpoint for its chain, and keeps those that are of this one: the others are passed over from here on, and oddity tells.
   Fails with ERR_CONFLICT when none is left and one was of another chain, else as a call does. */
MUST_USE bool rpc_check_chain(struct rpc *rpc, uint64_t chain_id, struct err *err);

/* -- for the typed calls -- */

/* Reads a result into ret_value, whose bytes are zero before. Fails with ERR_SYNTAX when it is none, or not what was asked for: wanted
   is the call's own. */
typedef bool (*rpc_read)(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err);

struct rpc_ask {
    const char *method;
    struct text params; /* a JSON array */
    rpc_read read;
    size_t size; /* of the value */
    const void *wanted;
    /* The value begins with a bool that says whether there is something: two nodes may differ in that, when one is behind. */
    bool may_lag;
};

/* Asks the endpoints one after another until one answers. Fails with ERR_BUSY (away), ERR_SYNTAX (malformed) or ERR_SYSTEM (refused);
   rpc->fault tells which. A refusal counts when no endpoint answers otherwise. */
MUST_USE bool rpc_ask_one(
    struct rpc *rpc, const struct rpc_ask *ask, void *ret_value, struct err *err);
/* The same of two, where there are two: they must be equal byte for byte, or ERR_CONFLICT. Where one of them may lag, what both know
   counts. When only one answers, its word is taken; ret_answers says how many did. */
MUST_USE bool rpc_ask_two(struct rpc *rpc, const struct rpc_ask *ask, void *ret_value,
    size_t *ret_answers, struct err *err);

/* Values as the nodes write them; false without a message when it is none. */
MUST_USE bool rpc_read_u64(yyjson_val *value, uint64_t *ret_number);
/* The same of what we count in 63 bits: an amount for a unit of gas, a block's number. */
MUST_USE bool rpc_read_i64(yyjson_val *value, int64_t *ret_number);
MUST_USE bool rpc_read_bytes(yyjson_val *value, unsigned char *ret_bytes, size_t size);
MUST_USE bool rpc_read_data(yyjson_val *value, struct arena *arena, struct text *ret_data);
/* ERR_SYNTAX, with what is wrong. */
bool rpc_bad(struct err *err, const char *what);

#endif
