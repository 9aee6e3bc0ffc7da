/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_verify_nft.h"

#include "badge/inclusion.h"
#include "badge/verify_log.h"
#include "base/limits.h"
#include "chain/abi.h"
#include "chain/rpc_logs.h"
#include "codec/base64.h"

#define JSON_URI "data:application/json;base64,"

bool badge_verify_nft_is(struct text t)
{
    struct text rest = t;
    uint64_t chain;
    return text_read_u64(text_cut(&rest, ':'), &chain) && rest.at && text_starts(rest, TEXT("0x"));
}

bool badge_verify_nft_read(struct badge_verify_nft *ret_nft, struct text t, struct err *err)
{
    struct badge_verify_nft nft;
    struct text rest = t, chain = text_cut(&rest, ':'), contract = text_cut(&rest, ':');
    if (!rest.at || !text_read_u64(chain, &nft.chain_id) || !nft.chain_id ||
        !u256_read_decimal(rest, &nft.token))
        return err_set(
            err, ERR_SYNTAX, "%.*s: is not CHAIN:CONTRACT:TOKEN, numbers in decimal", TEXT_ARG(t));
    if (!address_read(contract, &nft.contract, err))
        return false;
    *ret_nft = nft;
    return true;
}

/* What the checks share. */
struct looking {
    struct verify v;
    struct badge_report *report;
    const struct badge_verify_nft *nft;
    struct rpc *rpc;
    struct text issuer;
    struct arena *arena;
};

static void add(struct looking *l, const char *name, enum badge_verdict verdict, struct text detail)
{
    badge_verify_add(l->report, name, verdict, detail);
}

/* What could not be had proves nothing; the rest is wrong. */
static bool fail(struct looking *l, const char *name, const struct err *err)
{
    bool is_away = err->code == ERR_BUSY || err->code == ERR_SYSTEM;
    add(l, name, is_away ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
        arena_text(l->arena, text_of(err->text)));
    return false;
}

/* -- the nodes -- */

/* What a node says of the token: bytes, or that it refuses the call. */
struct said {
    bool is_refused;
    struct text bytes, why;
};

typedef bool (*asking)(struct looking *l, struct rpc *one, struct text *ret_bytes, struct err *err);

static bool ask_one(
    struct looking *l, struct text url, asking ask, struct said *ret_said, struct err *err)
{
    struct rpc one = {.post = l->rpc->post,
        .context = l->rpc->context,
        .arena = l->rpc->arena,
        .urls = {url},
        .url_count = 1};
    *ret_said = (struct said){.bytes = {"", 0}};
    if (ask(l, &one, &ret_said->bytes, err))
        return true;
    ret_said->is_refused = one.fault == RPC_REFUSED;
    ret_said->why = arena_text(l->arena, text_of(err->text));
    return ret_said->is_refused;
}

/* Each node is asked by itself, and all must say the same: with one that is believed alone, whoever runs it says what he likes. */
static bool ask_all(struct looking *l, asking ask, struct said *ret_said, struct err *err)
{
    struct said first = {.bytes = {"", 0}}, said;
    for (size_t i = 0; i < l->rpc->url_count; i++) {
        if (!ask_one(l, l->rpc->urls[i], ask, &said, err))
            return false;
        if (i == 0)
            first = said;
        if (said.is_refused != first.is_refused || !text_eq(said.bytes, first.bytes))
            return err_set(err, ERR_CONFLICT, "the nodes answer differently: one of them is wrong");
    }
    *ret_said = first;
    return true;
}

/* Calls a function of one number. */
static bool call(struct looking *l, struct rpc *one, struct text signature, struct text *ret_answer,
    struct err *err)
{
    struct abi_value token = abi_u256(&l->nft->token);
    struct buf data;
    buf_init(&data, SIZE_MAX);
    bool is_ok = abi_print_call(&data, signature, &token, 1, err) &&
                 rpc_call(one, &l->nft->contract, buf_text(&data), ret_answer, err);
    buf_done(&data);
    return is_ok;
}

static bool ask_owner(struct looking *l, struct rpc *one, struct text *ret_bytes, struct err *err)
{
    return call(l, one, TEXT("ownerOf(uint256)"), ret_bytes, err);
}

static bool ask_uri(struct looking *l, struct rpc *one, struct text *ret_bytes, struct err *err)
{
    return call(l, one, TEXT("tokenURI(uint256)"), ret_bytes, err);
}

/* The commitments, one behind the other. */
static bool ask_commitments(
    struct looking *l, struct rpc *one, struct text *ret_bytes, struct err *err)
{
    unsigned char event[KECCAK_SIZE];
    struct rpc_log_query query = {.address = l->nft->contract};
    struct rpc_log *logs;
    struct buf all;
    size_t count;
    abi_topic(TEXT("Evidence(uint256,bytes32)"), event);
    query.topics[0] = event;
    query.topics[1] = l->nft->token.at;
    if (!rpc_logs_whole(one, &query, &logs, &count, err))
        return false;
    buf_init(&all, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        buf_add(&all, logs[i].data);
    *ret_bytes = arena_text(l->arena, buf_text(&all));
    buf_done(&all);
    for (size_t i = 0; i < count; i++)
        if (logs[i].data.len != SHA256_SIZE)
            return err_set(err, ERR_SYNTAX, "a commitment is not 32 bytes");
    return true;
}

static bool check_chain(struct looking *l)
{
    struct err err;
    if (!rpc_check_chain(l->rpc, l->nft->chain_id, &err))
        return fail(l, "chain", &err);
    add(l, "chain", BADGE_VERDICT_PASS,
        arena_format(l->arena, "%zu of the nodes that were named are of chain %llu",
            l->rpc->url_count, (unsigned long long)l->nft->chain_id));
    return true;
}

static bool check_owner(struct looking *l)
{
    struct abi_value owner;
    struct said said;
    struct err err;
    char at[ADDRESS_TEXT_SIZE];
    if (!ask_all(l, ask_owner, &said, &err))
        return fail(l, "owner", &err);
    if (said.is_refused) {
        add(l, "owner", BADGE_VERDICT_FAIL,
            arena_format(l->arena, "nobody holds it: it was never issued, or was revoked (%.*s)",
                TEXT_ARG(said.why)));
        return false;
    }
    if (!abi_read(TEXT("(address)"), said.bytes, l->arena, &owner, &err))
        return fail(l, "owner", &err);
    struct chain_address address = abi_address_of(&owner.items[0]);
    add(l, "owner", BADGE_VERDICT_PASS,
        arena_format(l->arena, "%s holds it", address_print(&address, at)));
    return true;
}

/* The name stands in the token's own text, on the chain; it is shown, and proves nothing. */
static void tell_name(struct looking *l)
{
    struct abi_value uri;
    struct said said;
    struct buf plain;
    struct json json;
    struct err err;
    if (!ask_all(l, ask_uri, &said, &err) || said.is_refused ||
        !abi_read(TEXT("(string)"), said.bytes, l->arena, &uri, NULL) ||
        !text_starts(uri.items[0].bytes, TEXT(JSON_URI)))
        return;
    buf_init(&plain, LIMIT_RPC_REPLY_BYTES);
    if (base64_read(&plain, text_from(uri.items[0].bytes, sizeof JSON_URI - 1)) && !plain.is_over &&
        json_read(&json, buf_text(&plain), NULL)) {
        l->report->name = arena_text(l->arena, json_get_text(json_root(&json), "name"));
        json_done(&json);
    }
    buf_done(&plain);
}

static bool find_commitments(struct looking *l, struct text *ret_commitments)
{
    struct said said;
    struct err err;
    if (!ask_all(l, ask_commitments, &said, &err))
        return fail(l, "commitments", &err);
    if (said.is_refused) {
        add(l, "commitments", BADGE_VERDICT_SKIPPED, said.why);
        return false;
    }
    size_t count = said.bytes.len / SHA256_SIZE;
    bool is_fine = count > 0 && count <= LIMIT_COMMITMENTS;
    add(l, "commitments", is_fine ? BADGE_VERDICT_PASS : BADGE_VERDICT_FAIL,
        arena_format(l->arena, "its contract emitted %zu for it", count));
    *ret_commitments = said.bytes;
    return is_fine;
}

/* -- the issuer -- */

/* Commitments can be copied from badges that people share, and a contract made that emits them: it must be one that the issuer names as its own. */
static bool check_contract(struct looking *l)
{
    struct err err;
    char at[ADDRESS_TEXT_SIZE];
    if (!l->issuer.len || !l->v.source->get) {
        add(l, "contract", BADGE_VERDICT_SKIPPED,
            TEXT("whose contract it is is not known: name the issuer"));
        return false;
    }
    if (!badge_verify_did(&l->v, &err))
        return fail(l, "contract", &err);
    struct text name = arena_format(l->arena, DID_CONTRACT_SPACE "%llu:%s",
        (unsigned long long)l->nft->chain_id, address_print(&l->nft->contract, at));
    for (size_t i = 0; i < l->v.did.contract_count; i++)
        if (text_eq(l->v.did.contracts[i], name)) {
            add(l, "contract", BADGE_VERDICT_PASS,
                arena_format(l->arena, "%.*s names it as its own", TEXT_ARG(l->v.did.id)));
            return true;
        }
    add(l, "contract", BADGE_VERDICT_FAIL,
        arena_format(
            l->arena, "it is none of those that %.*s names as its own", TEXT_ARG(l->v.did.id)));
    return false;
}

/* -- the log -- */

/* The proof that the issuer gives for a leaf must be for that leaf. */
static bool read_proof(struct looking *l, struct text body, const struct merkle_hash *leaf,
    struct checkpoint *ret_checkpoint, struct err *err)
{
    struct inclusion inclusion;
    struct json json;
    if (!json_read(&json, body, err))
        return false;
    bool is_ok = inclusion_read_proof(&inclusion, json_root(&json), err) &&
                 (merkle_eq(&inclusion.leaf, leaf) ||
                     err_set(err, ERR_FORBIDDEN, "the issuer's answer is about another entry"));
    if (is_ok) {
        inclusion.checkpoint = arena_text(l->arena, inclusion.checkpoint);
        is_ok = verify_log_includes(&l->v, &inclusion, ret_checkpoint, err);
    }
    json_done(&json);
    return is_ok;
}

static bool is_in_log(struct looking *l, const char *commitment, struct text server,
    struct checkpoint *ret_checkpoint, struct err *err)
{
    struct merkle_hash leaf;
    char hex[SHA256_HEX_SIZE];
    struct buf body;
    memcpy(leaf.at, commitment, sizeof leaf.at);
    struct text url = arena_format(l->arena, "%.*s/api/v1/public/log/proof?leaf=%s",
        TEXT_ARG(server), sha256_print(leaf.at, hex));
    buf_init(&body, LIMIT_LOG_ANSWER_BYTES);
    bool is_ok = l->v.source->get(l->v.source->context, url, &body, err) &&
                 read_proof(l, buf_text(&body), &leaf, ret_checkpoint, err);
    buf_done(&body);
    return is_ok || err_add(err, "commitment %s", hex);
}

static void check_evidence(struct looking *l, struct text commitments)
{
    struct checkpoint checkpoint;
    struct text server;
    struct err err;
    size_t count = commitments.len / SHA256_SIZE;
    if (!did_server(l->issuer, l->arena, &server, &err)) {
        fail(l, "evidence", &err);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_in_log(l, commitments.at + i * SHA256_SIZE, server, &checkpoint, &err)) {
            fail(l, "evidence", &err);
            return;
        }
    add(l, "evidence", BADGE_VERDICT_PASS,
        arena_format(l->arena, "%s an entry of the log %.*s, whose head of %lld entries is signed",
            count == 1 ? "the commitment is" : "each commitment is", TEXT_ARG(checkpoint.origin),
            (long long)checkpoint.head.size));
}

static const char *const needed[] = {"chain", "owner", "commitments", "contract", "evidence", NULL};

bool badge_verify_nft(struct badge_report *ret_report, const struct badge_verify_nft *nft,
    struct rpc *rpc, struct text issuer, const struct badge_verify_source *source,
    struct arena *arena, struct err *err)
{
    struct badge_report report = {.issuer = issuer, .needed = needed};
    struct looking l = {.v = {.source = source, .report = &report, .arena = arena},
        .report = &report,
        .nft = nft,
        .rpc = rpc,
        .issuer = issuer,
        .arena = arena};
    struct text commitments;
    if (check_chain(&l) && check_owner(&l)) {
        tell_name(&l);
        if (find_commitments(&l, &commitments) && check_contract(&l))
            check_evidence(&l, commitments);
    }
    did_done(&l.v.did);
    if (!arena_check(arena, err))
        return false;
    *ret_report = report;
    return true;
}
