/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain.h"

#include "net/http_call.h"

static bool check_text(const char *key, struct text t, size_t least, size_t most, struct err *err)
{
    if (t.len < least || t.len > most)
        return err_set(err, ERR_USAGE, "%s: must have %zu to %zu bytes", key, least, most);
    for (size_t i = 0; i < t.len; i++)
        if (text_control_len(text_from(t, i)))
            return err_set(err, ERR_USAGE, "%s: has a control character", key);
    return true;
}

static bool check_number(
    const char *key, int64_t number, int64_t least, int64_t most, struct err *err)
{
    return (number >= least && number <= most) ||
           err_set(err, ERR_USAGE, "%s: must be from %lld to %lld", key, (long long)least,
               (long long)most);
}

static bool check_url(const char *key, struct text url, struct err *err)
{
    return !url.len || http_call_check_url(url, true, err) || err_add(err, "%s", key);
}

static bool check_endpoints(const struct onchain *chain, struct err *err)
{
    if (chain->endpoint_count < 1 || chain->endpoint_count > LIMIT_CHAIN_ENDPOINTS)
        return err_set(err, ERR_USAGE, "endpoints: must be 1 to %zu URLs", LIMIT_CHAIN_ENDPOINTS);
    for (size_t i = 0; i < chain->endpoint_count; i++) {
        if (!http_call_check_url(chain->endpoints[i], true, err))
            return err_add(err, "endpoints[%zu]", i);
        for (size_t j = 0; j < i; j++)
            if (text_eq(chain->endpoints[i], chain->endpoints[j]))
                return err_set(err, ERR_USAGE, "endpoints[%zu]: is there twice", i);
    }
    return true;
}

static bool check_address(const char *key, struct text address, struct err *err)
{
    return address.len == 0 || address.len == ONCHAIN_ADDRESS_SIZE ||
           err_set(err, ERR_USAGE, "%s: is no address", key);
}

bool onchain_check(const struct onchain *chain, struct err *err)
{
    enum { SYMBOL_BYTES = 11, DAY_SECONDS = 86400 };
    const int64_t most_fee_wei = INT64_C(100000000000000), most_gas = 100000000; /* 100,000 gwei */
    return check_number("id", chain->id, 1, LIMIT_CHAIN_ID, err) &&
           check_text("name", chain->name, 1, LIMIT_API_NAME_BYTES, err) &&
           check_endpoints(chain, err) && check_url("wallet_url", chain->wallet_url, err) &&
           check_url("explorer_url", chain->explorer_url, err) &&
           check_text("symbol", chain->symbol, 1, SYMBOL_BYTES, err) &&
           check_number("confirmations", chain->confirmations, 1, LIMIT_CHAIN_CONFIRMATIONS, err) &&
           check_number("most_fee_wei", chain->most_fee_wei, 1, most_fee_wei, err) &&
           check_number("most_gas", chain->most_gas, 21000, most_gas, err) &&
           check_number("replace_seconds", chain->replace_seconds, 1, DAY_SECONDS, err) &&
           check_address("badge_contract", chain->badge_contract, err) &&
           check_address("anchor_contract", chain->anchor_contract, err) &&
           check_number(
               "claims_paid_a_day", chain->claims_paid_a_day, 0, LIMIT_CLAIMS_PAID_A_DAY, err) &&
           (!chain->anchor_seconds ||
               check_number("anchor_seconds", chain->anchor_seconds, LIMIT_ANCHOR_SECONDS_LEAST,
                   LIMIT_ANCHOR_SECONDS_MOST, err));
}
