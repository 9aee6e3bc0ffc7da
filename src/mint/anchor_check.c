/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_check.h"

#include "badge/verify_log.h"
#include "base/limits.h"
#include "chain/abi.h"
#include "codec/json.h"
#include "mint/anchor.h"

bool anchor_place_read(struct anchor_place *ret_place, struct text t, struct err *err)
{
    struct anchor_place place;
    struct text rest = t, chain = text_cut(&rest, ':'), contract = text_cut(&rest, ':');
    if (!rest.at || !text_read_u64(chain, &place.chain_id) || !place.chain_id)
        return err_set(err, ERR_SYNTAX, "%.*s: is not CHAIN:CONTRACT:SENDER", TEXT_ARG(t));
    if (!address_read(contract, &place.contract, err) || !address_read(rest, &place.sender, err))
        return false;
    *ret_place = place;
    return true;
}

/* -- what the contract has -- */

static bool read_head(struct text answer, struct arena *arena, struct journal_head *ret_head,
    int64_t *ret_block, struct err *err)
{
    struct abi_value tuple;
    struct journal_head head = {0};
    uint64_t size, block;
    if (!abi_read(TEXT("(uint64,bytes32,uint64,uint64)"), answer, arena, &tuple, err))
        return err_add(err, "the contract's answer");
    if (!u256_read_u64(&tuple.items[0].number, &size) ||
        !u256_read_u64(&tuple.items[3].number, &block) || size > INT64_MAX || block > INT64_MAX)
        return err_set(err, ERR_SYNTAX, "the contract's answer: no journal is that long");
    head.size = (int64_t)size;
    memcpy(head.root.at, tuple.items[1].bytes.at, sizeof head.root.at);
    *ret_head = head;
    *ret_block = (int64_t)block;
    return true;
}

static bool ask_node(const struct rpc *rpc, size_t i, const struct chain_address *contract,
    struct text data, struct journal_head *ret_head, int64_t *ret_block, struct err *err)
{
    struct rpc one = *rpc;
    struct text answer;
    one.urls[0] = rpc->urls[i];
    one.url_count = 1;
    return rpc_call(&one, contract, data, &answer, err) &&
           read_head(answer, rpc->arena, ret_head, ret_block, err);
}

static bool ask_nodes(const struct rpc *rpc, const struct chain_address *contract, struct text data,
    struct journal_head *ret_head, int64_t *ret_block, struct err *err)
{
    struct journal_head head;
    int64_t block;
    for (size_t i = 0; i < rpc->url_count; i++) {
        if (!ask_node(rpc, i, contract, data, &head, &block, err))
            return false;
        if (i && (head.size != ret_head->size || !merkle_eq(&head.root, &ret_head->root)))
            return err_set(err, ERR_CONFLICT,
                "the nodes tell of different heads, of %lld and of %lld entries: one is behind, or lies",
                (long long)ret_head->size, (long long)head.size);
        *ret_head = head;
        *ret_block = block;
    }
    return rpc->url_count || err_set(err, ERR_USAGE, "no node was named");
}

bool anchor_check_head(const struct rpc *rpc, const struct anchor_place *place, struct text origin,
    struct journal_head *ret_head, int64_t *ret_block, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct journal_head head = {0};
    int64_t block = 0;
    struct buf data;
    anchor_origin_hash(origin, hash);
    const struct abi_value values[] = {
        abi_address(&place->sender), abi_bytes((struct text){(const char *)hash, sizeof hash})};
    buf_init(&data, SIZE_MAX);
    bool is_ok =
        abi_print_call(&data, TEXT("head(address,bytes32)"), values, LEN_OF(values), err) &&
        ask_nodes(rpc, &place->contract, buf_text(&data), &head, &block, err);
    buf_done(&data);
    if (!is_ok)
        return false;
    *ret_head = head;
    *ret_block = block;
    return true;
}

/* -- the checks -- */

struct checking {
    const struct anchor_check *check;
    struct badge_report *report;
    struct arena *arena;
    struct verify v;
    struct badge_verify_source source; /* whose kept is what the contract has */
    struct anchor_place place;
    struct journal_head head;
};

static void pass(struct checking *it, const char *name, struct text detail)
{
    badge_verify_add(it->report, name, BADGE_VERDICT_PASS, detail);
}

/* What could not be had proves nothing; the rest is wrong. */
static bool fail(struct checking *it, const char *name, const struct err *err)
{
    bool is_away = err->code == ERR_BUSY || err->code == ERR_SYSTEM;
    badge_verify_add(it->report, name, is_away ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
        arena_text(it->arena, text_of(err->text)));
    return false;
}

static bool get(const struct checking *it, const char *path, struct buf *out, struct err *err)
{
    struct text url =
        arena_format(it->arena, "%.*s/api/v1/public/log/%s", TEXT_ARG(it->check->server), path);
    return it->source.get(it->source.context, url, out, err);
}

static bool read_place(
    struct checking *it, struct text body, struct anchor_place *ret_place, struct err *err)
{
    struct json json;
    struct err why;
    if (!json_read(&json, body, err))
        return false;
    yyjson_val *first = yyjson_arr_get_first(json_get(json_root(&json), "items"));
    yyjson_val *chain = json_get(first, "chain_id");
    struct text place =
        arena_format(it->arena, "%llu:%.*s:%.*s", (unsigned long long)yyjson_get_uint(chain),
            TEXT_ARG(json_get_text(first, "contract")), TEXT_ARG(json_get_text(first, "sender")));
    bool is_read = first && anchor_place_read(ret_place, place, &why);
    json_done(&json);
    return is_read ||
           err_set(err, ERR_NOT_FOUND,
               first ? "what the server tells of its last anchor is none"
                     : "the server tells of no anchor; --anchor names one that you know of");
}

static bool find_place(struct checking *it)
{
    struct err err;
    struct buf body;
    if (it->check->place) {
        it->place = *it->check->place;
        return true;
    }
    buf_init(&body, LIMIT_LOG_ANSWER_BYTES);
    bool is_ok = get(it, "anchors?limit=1", &body, &err) &&
                 read_place(it, buf_text(&body), &it->place, &err);
    buf_done(&body);
    return is_ok || fail(it, "anchor", &err);
}

static bool check_chain(struct checking *it)
{
    struct err err;
    struct rpc *rpc = it->check->rpc;
    if (!rpc_check_chain(rpc, it->place.chain_id, &err))
        return fail(it, "chain", &err);
    pass(it, "chain",
        arena_format(it->arena, "%zu of the nodes that were named are of chain %llu",
            rpc->url_count, (unsigned long long)it->place.chain_id));
    return true;
}

static bool check_anchor(struct checking *it)
{
    struct err err;
    struct journal_head head;
    char contract[ADDRESS_TEXT_SIZE], sender[ADDRESS_TEXT_SIZE];
    int64_t block;
    struct text origin = checkpoint_origin(it->check->server, it->arena);
    bool is_read = anchor_check_head(it->check->rpc, &it->place, origin, &head, &block, &err);
    if (is_read && !head.size)
        is_read = err_set(&err, ERR_NOT_FOUND, "the contract has no head of %.*s by %s",
            TEXT_ARG(origin), address_print(&it->place.sender, sender));
    if (!is_read)
        return fail(it, "anchor", &err);
    it->head = head;
    pass(it, "anchor",
        arena_format(it->arena, "%.*s had %lld entries in block %lld, says %s at %s%s",
            TEXT_ARG(origin), (long long)head.size, (long long)block,
            address_print(&it->place.sender, sender), address_print(&it->place.contract, contract),
            it->check->place ? ""
                             : " (which the server named: --anchor holds it to what you know)"));
    return true;
}

static bool check_checkpoint(
    struct checking *it, struct buf *body, struct checkpoint *ret_checkpoint)
{
    struct err err;
    if (!badge_verify_did(&it->v, &err) || !get(it, "checkpoint", body, &err) ||
        !checkpoint_read(ret_checkpoint, buf_text(body), &err) ||
        !verify_log_is_of_issuer(&it->v, ret_checkpoint, &err))
        return fail(it, "checkpoint", &err);
    pass(it, "checkpoint",
        arena_format(it->arena, "the server shows a journal of %lld entries, and signed its head",
            (long long)ret_checkpoint->head.size));
    return true;
}

/* A journal that is shorter than what was anchored is another one, even when it is its beginning. */
static bool journal_holds(struct checking *it, const struct journal_head *shown, struct err *err)
{
    if (shown->size < it->head.size)
        return err_set(err, ERR_FORBIDDEN,
            "the server shows %lld entries, fewer than the %lld that it anchored: some were taken away",
            (long long)shown->size, (long long)it->head.size);
    it->source.kept = &it->head;
    return verify_log_is_consistent(&it->v, shown, err);
}

static void check_journal(struct checking *it, const struct journal_head *shown)
{
    struct err err;
    if (!journal_holds(it, shown, &err)) {
        fail(it, "journal", &err);
        return;
    }
    pass(it, "journal",
        arena_format(it->arena, "it begins with the %lld entries that were anchored",
            (long long)it->head.size));
}

static void check_kept(struct checking *it)
{
    struct err err;
    const struct journal_head *kept = it->check->source.kept;
    it->source.kept = kept;
    if (!verify_log_is_consistent(&it->v, &it->head, &err)) {
        fail(it, "head", &err);
        return;
    }
    pass(it, "head",
        arena_format(it->arena,
            "what was kept, of %lld entries, is of the journal that was anchored",
            (long long)kept->size));
}

static void check_all(struct checking *it)
{
    struct checkpoint checkpoint;
    struct buf body;
    if (!find_place(it) || !check_chain(it) || !check_anchor(it))
        return;
    buf_init(&body, LIMIT_CHECKPOINT_BYTES);
    if (check_checkpoint(it, &body, &checkpoint)) {
        check_journal(it, &checkpoint.head);
        if (it->check->source.kept)
            check_kept(it);
    }
    buf_done(&body);
}

void anchor_check_run(const struct anchor_check *check, struct badge_report *ret_report,
    struct journal_head *ret_head, int64_t now_us, struct arena *arena)
{
    static const char *const needed[] = {"chain", "anchor", "checkpoint", "journal", NULL};
    struct badge_report report = {.issuer = did_of_url(check->server, arena), .needed = needed};
    struct checking it = {
        .check = check, .report = &report, .arena = arena, .source = check->source};
    it.v =
        (struct verify){.source = &it.source, .report = &report, .arena = arena, .now_us = now_us};
    check_all(&it);
    did_done(&it.v.did);
    *ret_report = report;
    *ret_head = it.head;
}
