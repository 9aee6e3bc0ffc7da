/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of one Jira's REST interface, by the fetch role.
   Example: jira_site_open(&site, &jira, tools, arena, err) && jira_site_ask(&site, "GET", "/myself", TEXT(""), &answer, err);
   …json_get(answer.root, "accountId")…; jira_site_done(&site) */
#ifndef JIRA_JIRA_SITE_H
#define JIRA_JIRA_SITE_H

#include "account/api.h"
#include "base/vec.h"
#include "jira/jira.h"

struct jira_site {
    struct fetch *fetch;
    struct arena *arena;
    struct text root; /* "https://x.atlassian.net/rest/api/3" */
    struct text authorization;
    bool is_cloud;
    struct {
        VEC(struct json);
    } answers; /* what was read, until the end */
};

struct jira_answer {
    unsigned status;
    yyjson_val *root; /* the body; NULL when it is no JSON */
    int64_t wait_us;  /* as Jira asks for by Retry-After; 0: it does not */
    struct text
        words; /* Jira's own, of an error: "Field 'x' cannot be set"; or the status in words */
};

/* Opens the token. Fails with ERR_SYSTEM when it cannot be. jira_site_done in any case. */
MUST_USE bool jira_site_open(struct jira_site *ret_site, const struct jira *jira,
    const struct api_tools *tools, struct arena *arena, struct err *err);
void jira_site_done(struct jira_site *site);

/* path stands behind the root of the interface; body is JSON, or empty. Any status is an answer. Fails as fetch_run does, and with
   ERR_SYSTEM when an answer of 200 to 299 is no JSON: then it is no Jira. */
MUST_USE bool jira_site_ask(struct jira_site *site, const char *method, struct text path,
    struct text body, struct jira_answer *ret_answer, struct err *err);

/* Returns a member's text as it may be kept and shown: its first 100 bytes, controls replaced; empty when it is no text. */
struct text jira_site_word(yyjson_val *object, const char *key, struct arena *arena);

/* Returns t as a part of a path or query. */
struct text jira_site_escape(struct text t, struct arena *arena);

/* What a test of the connection found: fills own_author, own_name, project_id and project_key (which may have been renamed). Fails
   with what is wrong, for people: ERR_USAGE what they can mend, else as jira_site_ask. */
MUST_USE bool jira_site_check(struct jira_site *site, struct jira *jira, struct err *err);

/* What a secret of a connection is sealed for. */
struct text jira_site_purpose(int64_t id, const char *what, struct arena *arena);

#endif
