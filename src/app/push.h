/* SPDX-License-Identifier: Apache-2.0 */
/* Sending SBOMs to a server from a build: one call for each, again when the network or the server is away for a moment.
   Example: push_send(&push, &order, arena, &answer, err); push_fail_met(&push, list, &answer, arena, &met, err) */
#ifndef APP_PUSH_H
#define APP_PUSH_H

#include <stdio.h>

#include "base/arena.h"
#include "codec/json.h"

struct push {
    struct text server; /* "https://kenzen.example", without a slash at its end */
    struct text token;
    unsigned retries; /* how often a call is made again */
    int64_t pause_us; /* before the first time; each later one is twice as long */
    void (*on_retry)(const struct err *why, int64_t pause_us); /* told before each; or NULL */
};

struct push_order {
    FILE *file;
    size_t bytes;
    struct text file_name, team, service, part, note; /* team and note may be empty */
    bool is_stored_only;
};

/* What the server says of it: docs/api.yaml, Uploaded. */
struct push_answer {
    struct text body; /* JSON, checked */
    struct json json;
    unsigned status;
};

/* Sends an SBOM. Service and part are made when they are missing and the token may. Fails with the code and the words of the
   server's problem, or as http_client_ask does. The answer must be done by the caller. */
MUST_USE bool push_send(const struct push *push, const struct push_order *order,
    struct arena *arena, struct push_answer *ret_answer, struct err *err);
void push_answer_done(struct push_answer *answer);

/* Checks a --fail-on list. Fails with ERR_USAGE naming the word. */
MUST_USE bool push_fail_check(struct text list, struct err *err);
/* Gives the words of list that the part has met now, joined by ","; empty when none. Asks the server for its tickets. */
MUST_USE bool push_fail_met(const struct push *push, struct text list,
    const struct push_answer *answer, struct arena *arena, struct text *ret_met, struct err *err);

#endif
