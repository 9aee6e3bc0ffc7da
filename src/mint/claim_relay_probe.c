/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/claim_relay_probe.h"

#include "chain/rpc_logs.h"
#include "chain/rpc_send.h"

/* Which node says what is for those who run the server, and is told to them (kenzen chain status). */
static bool is_away(struct err *err)
{
    return err_set(err, ERR_BUSY, "the chain cannot be asked now: try again later");
}

/* A contract is asked for its holder's signature by its own code, which may cost anything; an account may be made one at any time
   (EIP-7702), but then the gas that was found here is all that the transaction may use twice over. */
static bool check_no_code(const struct claim_relay_probe *probe, struct rpc *rpc, struct err *err)
{
    struct text code;
    if (!rpc_code(rpc, &probe->claim->mint.holder, &code, NULL))
        return is_away(err);
    return code.len == 0 ||
           err_set(err, ERR_CONFLICT,
               "the holder's address is a contract: claim with that wallet itself");
}

/* What was claimed lately is not yet known here: only blocks that are final are looked through by themselves (campaign_watch). */
static bool check_not_claimed(
    const struct claim_relay_probe *probe, struct rpc *rpc, struct err *err)
{
    const struct mint *mint = &probe->claim->mint;
    struct u256 token = mint_token(&mint->holder, mint->number);
    unsigned char topic[KECCAK_SIZE];
    struct rpc_log *logs;
    size_t count;
    int64_t newest, from = probe->claim->campaign.scanned_block + 1;
    if (!rpc_block_number(rpc, &newest, NULL))
        return is_away(err);
    if (newest < from)
        return true;
    if (newest - from >= CAMPAIGN_BLOCKS_AT_ONCE)
        return err_set(
            err, ERR_BUSY, "the chain is being looked through for claims: try again later");
    abi_topic(TEXT("Evidence(uint256,bytes32)"), topic);
    const struct rpc_log_query query = {.address = mint->contract,
        .topics = {topic, token.at},
        .from_block = from,
        .to_block = newest};
    if (!rpc_logs_range(rpc, &query, &logs, &count, NULL))
        return is_away(err);
    for (size_t i = 0; i < count; i++)
        if (campaign_is_evidence(&logs[i], mint))
            return err_set(err, ERR_CONFLICT, "the badge is claimed already: it shows here soon");
    return true;
}

static bool read_refusal(
    const struct claim_relay_probe *probe, const struct rpc *rpc, struct err *err)
{
    struct text data = rpc->refusal.data;
    struct text why = data.len ? abi_revert_text(data, probe->arena) : rpc->refusal.message;
    if (rpc_outcome_of(rpc->refusal.message) == RPC_NO_FUNDS)
        return err_set(err, ERR_BUSY, "the server has too little to pay for it: try again later");
    return err_set(err, ERR_CONFLICT, "the contract would refuse it: %.*s", TEXT_ARG(why));
}

static bool find_gas(
    const struct claim_relay_probe *probe, struct rpc *rpc, int64_t *ret_gas, struct err *err)
{
    const struct mint *mint = &probe->claim->mint;
    const struct onchain_signer *signer = onchain_tools_signer(probe->tools, probe->chain->id);
    const struct rpc_transaction transaction = {
        .from = signer ? *onchain_signer_address(signer) : mint->holder,
        .to = mint->contract,
        .has_to = true,
        .data = probe->data};
    if (!rpc_estimate_gas(rpc, &transaction, ret_gas, NULL))
        return rpc->fault == RPC_REFUSED ? read_refusal(probe, rpc, err) : is_away(err);
    return *ret_gas <= probe->chain->most_gas ||
           err_set(err, ERR_CONFLICT, "it needs %lld units of gas, and may use %lld",
               (long long)*ret_gas, (long long)probe->chain->most_gas);
}

bool claim_relay_probe(const struct claim_relay_probe *probe, int64_t *ret_gas, struct err *err)
{
    struct rpc rpc;
    onchain_caller_begin(&probe->tools->caller, probe->chain, probe->arena, &rpc);
    if (!rpc_check_chain(&rpc, (uint64_t)probe->chain->id, NULL))
        return is_away(err);
    return check_no_code(probe, &rpc, err) && check_not_claimed(probe, &rpc, err) &&
           find_gas(probe, &rpc, ret_gas, err);
}
