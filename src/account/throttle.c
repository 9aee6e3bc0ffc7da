/* SPDX-License-Identifier: Apache-2.0 */
#include "account/throttle.h"

#include <arpa/inet.h>

#include "base/clock.h"

#define SECOND CLOCK_SECOND_US
#define MINUTE (60 * CLOCK_SECOND_US)

/* A person mistypes a few times. An office may share an address. A minute for an account as a whole lets somebody who guesses
   from everywhere try 1,440 a day, which finds no password of 15 characters that is not listed, and keeps nobody out for longer. */
static const struct throttle_rule rules[] = {
    [THROTTLE_PAIR] = {"pair", 5, 2 * SECOND, 15 * MINUTE},
    [THROTTLE_ACCOUNT] = {"account", 20, 1 * SECOND, 1 * MINUTE},
    [THROTTLE_ADDRESS] = {"address", 30, 1 * SECOND, 15 * MINUTE},
    [THROTTLE_CODE] = {"code", 5, 2 * SECOND, 15 * MINUTE},
    [THROTTLE_TOKEN] = {"token", 50, 1 * SECOND, 15 * MINUTE},
    [THROTTLE_LETTER] = {"letter", 5, 1 * MINUTE, 60 * MINUTE},
};

const struct throttle_rule *throttle_rule(enum throttle_kind kind)
{
    return &rules[kind];
}

int64_t throttle_wait_us(const struct throttle_rule *rule, int64_t failures)
{
    int64_t wait_us = rule->first_wait_us;
    if (failures <= rule->free_count)
        return 0;
    for (int64_t i = rule->free_count + 1; i < failures && wait_us < rule->max_wait_us; i++)
        wait_us *= 2;
    return wait_us < rule->max_wait_us ? wait_us : rule->max_wait_us;
}

bool throttle_fail(int64_t wait_us, struct err *err)
{
    long long seconds = (wait_us + SECOND - 1) / SECOND;
    return err_set(err, ERR_RATE, "there were too many attempts: try again in %lld second%s",
        seconds, seconds == 1 ? "" : "s");
}

struct text throttle_address(struct text address, struct arena *arena)
{
    struct in6_addr bytes;
    char at[INET6_ADDRSTRLEN];
    struct text plain = arena_text(arena, address);
    if (!plain.at || inet_pton(AF_INET6, plain.at, &bytes) != 1)
        return address;
    if (IN6_IS_ADDR_V4MAPPED(&bytes))
        return arena_text(arena, text_of(inet_ntop(AF_INET, &bytes.s6_addr[12], at, sizeof at)));
    memset(&bytes.s6_addr[8], 0, 8);
    return arena_format(arena, "%s/64", inet_ntop(AF_INET6, &bytes, at, sizeof at));
}
