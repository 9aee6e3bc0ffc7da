/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_status.h"

#include "net/http_call.h"
#include "onchain/onchain_json.h"

static void ask_node(struct onchain_caller *caller, const struct onchain *chain, size_t at,
    struct arena *arena, struct onchain_status *status)
{
    struct onchain alone = *chain;
    struct rpc rpc;
    struct err why = {0};
    alone.endpoints[0] = chain->endpoints[at];
    alone.endpoint_count = 1;
    onchain_caller_begin(caller, &alone, arena, &rpc);
    status->nodes[at].is_well = rpc_check_chain(&rpc, (uint64_t)chain->id, &why) &&
                                rpc_block_number(&rpc, &status->nodes[at].block_number, &why);
    status->nodes[at].trouble = arena_text(arena, text_of(why.text));
}

void onchain_status_find(struct onchain_caller *caller, const struct onchain *chain,
    const struct chain_address *sender, struct arena *arena, struct onchain_status *ret_status)
{
    struct onchain_status status = {.has_sender = sender != NULL};
    struct rpc rpc;
    struct err why;
    onchain_caller_begin(caller, chain, arena, &rpc);
    rpc.url_count = 0;
    for (size_t i = 0; i < chain->endpoint_count; i++) {
        ask_node(caller, chain, i, arena, &status);
        if (status.nodes[i].is_well)
            rpc.urls[rpc.url_count++] = chain->endpoints[i];
    }
    if (sender)
        status.sender = *sender;
    if (rpc.url_count && rpc_block_newest(&rpc, &status.newest, &why)) {
        status.has_fees = rpc_fees(&rpc, &status.fees, &why);
        status.has_balance = sender && rpc_balance(&rpc, sender, &status.balance_wei, &why) &&
                             rpc_nonce(&rpc, sender, &status.nonce, &why);
    }
    *ret_status = status;
}

static void print_nodes(
    struct buf *out, const struct onchain *chain, const struct onchain_status *status)
{
    json_print_member_open(out, "nodes", '[');
    for (size_t i = 0; i < chain->endpoint_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "host", http_call_host(chain->endpoints[i]));
        json_print_member_bool(out, "is_well", status->nodes[i].is_well);
        if (status->nodes[i].is_well)
            json_print_member_int(out, "block_number", status->nodes[i].block_number);
        else
            json_print_member_null(out, "block_number");
        json_print_member_or_null(out, "trouble", status->nodes[i].trouble);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_int_if(struct buf *out, const char *key, bool is_known, int64_t value)
{
    if (is_known)
        json_print_member_int(out, key, value);
    else
        json_print_member_null(out, key);
}

static void print_sender(struct buf *out, const struct onchain_status *status)
{
    char room[U256_DECIMAL_SIZE];
    struct text sender = {(const char *)status->sender.at, sizeof status->sender.at};
    onchain_json_print_address(out, "sender", status->has_sender ? sender : (struct text){"", 0});
    if (status->has_balance)
        json_print_member_z(out, "balance_wei", u256_print_decimal(&status->balance_wei, room));
    else
        json_print_member_null(out, "balance_wei");
    print_int_if(out, "nonce", status->has_balance, status->nonce);
}

void onchain_status_print(struct buf *out, const struct onchain *chain,
    const struct onchain_status *status, const struct chain_tx_counts *counts)
{
    json_print_open(out, '{');
    json_print_member_int(out, "id", chain->id);
    json_print_member(out, "name", chain->name);
    json_print_member_bool(out, "is_on", chain->is_on);
    json_print_member_bool(out, "is_reachable", status->newest.is_there);
    print_int_if(out, "block_number", status->newest.is_there, status->newest.number);
    json_print_member_time(
        out, "block_at", status->newest.is_there ? status->newest.time_s * CLOCK_SECOND_US : 0);
    print_int_if(out, "base_fee_wei", status->has_fees, status->fees.base_wei);
    print_int_if(out, "tip_wei", status->has_fees, status->fees.tip_wei);
    print_sender(out, status);
    print_nodes(out, chain, status);
    json_print_member_open(out, "transactions", '{');
    for (int i = 0; i < CHAIN_TX_STATES; i++)
        json_print_member_int(out, chain_tx_state_name((enum chain_tx_state)i), counts->at[i]);
    json_print_close(out, '}');
    json_print_member_or_null(out, "trouble", chain->trouble);
    json_print_close(out, '}');
}
