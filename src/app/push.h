/* SPDX-License-Identifier: Apache-2.0 */
/* Sending SBOMs to a server from a build: one call for each, again when the network or the server is away for a moment.
   Example: push_send(&push, &order, arena, &answer, err); push_fail_met(&push, list, &answer, arena, &met, err) */
#ifndef APP_PUSH_H
#define APP_PUSH_H

#include <stdio.h>

#include "base/arena.h"
#include "base/cmd.h"
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

/* The rows of a command's table of options that push_open reads. */
#define PUSH_OPTIONS                                                                               \
    {"server", "URL", "the server (default: $KENZEN_SERVER)", 0},                                  \
        {"token", "TOKEN", "an API token (default: $KENZEN_TOKEN, which other users do not see)",  \
            0}

/* Reads server and token of a command line, or of the environment; name is the command's, for messages. ERR_USAGE. */
MUST_USE bool push_open(
    struct push *ret_push, const struct cmd *cmd, const char *name, struct err *err);

/* Asks for what lies at a path ("/api/v1/diary"), in the name of the token. Fails as push_send. */
MUST_USE bool push_get(const struct push *push, struct text path, struct arena *arena,
    struct push_answer *ret_answer, struct err *err);

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
