/* SPDX-License-Identifier: Apache-2.0 */
/* What every REST handler gets, and the table row that names it. Example row:
   { "GET", "/api/v1/tickets", API_MEMBER, ticket_api_list, 0 } */
#ifndef ACCOUNT_API_H
#define ACCOUNT_API_H

#include "codec/json.h"
#include "net/http.h"
#include "store/db.h"

struct app;           /* the server as a whole, for its own routes: app/app.h */
struct advisory_live; /* the advisory index of the moment: advisory/advisory_live.h */
struct worker_pool;   /* what reads strangers' files: sandbox/worker.h */

/* What the server holds beside the database, for all requests. */
struct api_tools {
    struct worker_pool *workers;
    struct advisory_live *advisories;
    struct app *app;
};

struct api_principal {
    int64_t account_id; /* 0: nobody is signed in */
    struct text name;
    bool is_administrator;
    bool is_token; /* came with a bearer token, not a cookie */
};

struct api_call {
    const struct http_request *request;
    struct http_reply *reply;
    struct db *db;
    struct arena *arena;
    struct api_principal who;
    const struct api_tools *tools;
    int64_t now_us;
};

/* The least that a caller must be; objects are looked up through their team besides. */
enum api_right { API_ANYONE, API_SIGNED_IN, API_ADMINISTRATOR };

enum {
    API_UPLOAD = 1 /* the body is streamed to a file: request->body_fd */,
    API_NO_ORIGIN_CHECK = 2
};

struct api_route {
    const char *method, *path; /* "/api/v1/services/{service}" */
    enum api_right right;
    /* Fills the reply, or returns false with err, which becomes problem details (RFC 9457). */
    bool (*handle)(struct api_call *call, struct err *err);
    unsigned flags;
};

/* Reads the JSON object of the body. Fails with ERR_SYNTAX. The document must be done by the caller. */
MUST_USE bool api_body(const struct api_call *call, struct json *ret_json, struct err *err);
/* Reads {name} of the path as an id; ERR_NOT_FOUND when it is none (a stranger learns nothing). */
MUST_USE bool api_param_id(
    const struct api_call *call, const char *name, int64_t *ret_id, struct err *err);
/* Reads ?limit (1…LIMIT_HTTP_PAGE, default 50) and ?cursor (opaque; empty at the start). */
struct api_page {
    size_t limit;
    struct text cursor;
};
MUST_USE bool api_page_read(
    const struct api_call *call, struct api_page *ret_page, struct err *err);
/* Starts and ends {"items": […], "next_cursor": …} in the reply's body. */
void api_list_open(struct api_call *call);
void api_list_close(struct api_call *call, struct text next_cursor);

#endif
