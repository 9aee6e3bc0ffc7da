/* SPDX-License-Identifier: Apache-2.0 */
/* What every REST handler gets, and the table row that names it. Example row:
   { "GET", "/api/v1/tickets", RIGHT_TICKET_READ, ticket_api_list, 0 } */
#ifndef ACCOUNT_API_H
#define ACCOUNT_API_H

#include "account/right.h"
#include "codec/json.h"
#include "net/http.h"
#include "store/db.h"

struct app;           /* the server as a whole, for its own routes: app/app.h */
struct advisory_live; /* the advisory index of the moment: advisory/advisory_live.h */
struct vault;         /* secrets, sealed: store/vault.h */
struct fetch;         /* what calls other servers: sandbox/fetch.h */
struct password_gate; /* who may compute a password's hash: account/password.h */
struct worker_pool;   /* what reads strangers' files: sandbox/worker.h */
struct letter; /* what is written to a person by mail, by the floor of mail: account/letter.h */

/* What the server holds beside the database, for all requests. */
struct api_tools {
    struct worker_pool *workers;
    struct fetch *fetch;
    struct advisory_live *advisories;
    struct vault *vault;
    const char *url; /* where browsers find the server: "https://kenzen.example.org" */
    struct password_gate *passwords;
    struct gate *previews; /* who goes through the past of a team's tickets; or NULL */
    bool (*write_letter)(struct db *db, const struct api_tools *tools, const struct letter *letter,
        int64_t now_us, struct err *err);
    struct onchain_tools *chains;         /* and the key for them: onchain/onchain_tools.h */
    struct credential_cache *credentials; /* signed for everybody: badge/credential_cache.h */
    struct app *app;
};

struct api_principal {
    int64_t account_id; /* 0: nobody is signed in */
    struct text name;
    unsigned roles;  /* in the organisation: a set of enum account_role */
    bool is_token;   /* came with a bearer token, not a cookie */
    unsigned scopes; /* of that token: a set of enum right_scope */
    /* Of a cookie: its session, how it began ("link"), when the person last showed who they are. */
    int64_t session_id;
    struct text means;
    int64_t confirmed_us;
};

struct api_call {
    const struct http_request *request;
    struct http_reply *reply;
    struct db *db;
    struct arena *arena;
    struct api_principal who;
    const struct api_tools *tools;
    int64_t now_us;
    struct text address; /* of who calls */
    bool is_secure;      /* browsers reach us by https: cookies are marked Secure */
};

enum {
    API_UPLOAD = 1, /* the body is streamed to a file: request->body_fd */
    API_NO_ORIGIN_CHECK = 2,
    API_SECRET = 4,    /* the reply shows a new secret: nobody stores it, for no Idempotency-Key */
    API_CONFIRMED = 8, /* takes having shown lately who one is, whatever its right takes */
    API_ANY_BODY = 16  /* the body is not looked at, whatever it is */
};

struct api_route {
    const char *method, *path; /* "/api/v1/services/{service}" */
    enum right right;          /* objects are looked up by it, through their team */
    /* Fills the reply, or returns false with err, which becomes problem details (RFC 9457). */
    bool (*handle)(struct api_call *call, struct err *err);
    unsigned flags;
};

/* -- who calls -- */

/* Fills call->who from the bearer token (or X-Api-Key, as Dependency-Track's clients send it), else from the session cookie. An unknown or expired cookie is nobody; a bad
   bearer token fails with ERR_UNAUTHENTICATED. */
MUST_USE bool api_authenticate(struct api_call *call, struct err *err);
/* Checks what the route's right takes of whoever calls, before any object is known: to be signed in, a role in the organisation,
   a scope of the token. ERR_UNAUTHENTICATED, ERR_FORBIDDEN. */
MUST_USE bool api_permit(const struct api_principal *who, enum right right, struct err *err);

/* -- what was sent -- */

/* Reads the JSON object of the body, whose members must all be in names, "name description": a misspelt member is refused
   and not overlooked. Fails with ERR_SYNTAX, ERR_UNSUPPORTED (content type) or ERR_USAGE. The document must be done by the
   caller. */
MUST_USE bool api_body(
    const struct api_call *call, const char *names, struct json *ret_json, struct err *err);
/* Checks that root is an object whose members are all in names. Fails with ERR_SYNTAX or ERR_USAGE. */
MUST_USE bool api_members(const struct json *json, const char *names, struct err *err);
/* Reads {name} of the path as an id; ERR_NOT_FOUND when it is none (a stranger learns nothing). */
MUST_USE bool api_param_id(
    const struct api_call *call, const char *name, int64_t *ret_id, struct err *err);
/* Reads a member that names something: one line of 1 to LIMIT_API_NAME_BYTES, trimmed. ERR_USAGE when it is missing. */
MUST_USE bool api_member_name(
    const struct json *body, const char *key, struct text *ret_name, struct err *err);
/* The same for what may be missing: absent and null leave *ret_line as it is, an empty line is taken. */
MUST_USE bool api_member_line(
    const struct json *body, const char *key, struct text *ret_line, struct err *err);
/* Reads a text of up to max_bytes, in lines; absent and null leave *ret_text as it is. The text lives as long as body. */
MUST_USE bool api_member_text(const struct json *body, const char *key, size_t max_bytes,
    struct text *ret_text, struct err *err);
MUST_USE bool api_member_bool(
    const struct json *body, const char *key, bool *ret_value, struct err *err);
/* An id in a string; a time since 1970 as RFC 3339 has it. Absent and null leave the value as it is. */
MUST_USE bool api_member_id(
    const struct json *body, const char *key, int64_t *ret_id, struct err *err);
MUST_USE bool api_member_time(
    const struct json *body, const char *key, int64_t *ret_time_us, struct err *err);

/* Reads an array of words as a set of bits; bit_of gives 0 for what is no word of it. Absent and null leave *ret_set as it is. */
MUST_USE bool api_member_set(const struct json *body, const char *key,
    unsigned (*bit_of)(struct text word), unsigned *ret_set, struct err *err);

/* Reads ?name=, an id; or 1 or 0; or a time as RFC 3339 has it, or a date. Absent and empty leave the value as it is. ERR_USAGE. */
MUST_USE bool api_query_id(
    const struct api_call *call, const char *name, int64_t *ret_id, struct err *err);
MUST_USE bool api_query_flag(
    const struct api_call *call, const char *name, bool *ret_is_set, struct err *err);
MUST_USE bool api_query_time(
    const struct api_call *call, const char *name, int64_t *ret_time_us, struct err *err);

/* -- lists -- */

/* Reads ?limit (1…LIMIT_HTTP_PAGE, default 50) and ?cursor (opaque; empty at the start). */
struct api_page {
    size_t limit;
    struct text cursor;
};
MUST_USE bool api_page_read(
    const struct api_call *call, struct api_page *ret_page, struct err *err);
/* A cursor holds the sort key of the last item shown: kinds says of what, 'i' a number, 't' a text, "ti" a name and an id.
   Reading an empty cursor leaves the values as they are; another one's is ERR_USAGE. */
struct text api_cursor_print(struct arena *arena, const char *kinds, const struct db_value *values);
MUST_USE bool api_cursor_read(struct text cursor, const char *kinds, struct arena *arena,
    struct db_value *values, struct err *err);
/* Starts and ends {"items": […], "next_cursor": …} in the reply's body; an empty cursor is null. */
void api_list_open(struct api_call *call);
void api_list_close(struct api_call *call, struct text next_cursor);

/* Adds a member with somebody's id and name; null for the id 0. */
void api_print_person(struct buf *out, const char *key, int64_t id, struct text name);

/* Marks the reply as 201 with the address of what was made: path, then the id. */
void api_created(struct api_call *call, const char *path, int64_t id);

#endif
