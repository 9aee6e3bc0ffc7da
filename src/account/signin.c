/* SPDX-License-Identifier: Apache-2.0 */
#include "account/signin.h"

#include "account/known_browser.h"
#include "account/throttle.h"
#include "codec/json.h"
#include "journal/journal.h"

enum { KEYS_MAX = 4 };

/* One attempt on its way. */
struct attempt {
    const struct signin_tools *tools;
    const struct signin *it;
    struct arena *arena;
    int64_t now_us;
    struct account account; /* id 0: there is none, or it is disabled */
    bool is_known_browser, has_code;
    struct throttle_key keys[KEYS_MAX]; /* that it is counted under */
    size_t key_count;
    char *new_hash; /* to be kept instead of a dated one; or NULL */
    struct signin_answer *answer;
};

static bool is_by_link(const struct attempt *a)
{
    return a->it->link.len > 0;
}

/* -- attempts are counted -- */

static bool take(
    struct db *db, struct attempt *a, struct throttle_key *keys, size_t count, struct err *err)
{
    int64_t wait_us;
    if (!throttle_take(db, keys, count, a->now_us, &wait_us, err))
        return false;
    a->answer->wait_us = wait_us;
    if (wait_us)
        return throttle_fail(wait_us, err);
    for (size_t i = 0; i < count; i++)
        a->keys[a->key_count++] = keys[i];
    return true;
}

static bool take_address(struct db *db, struct attempt *a, struct err *err)
{
    struct throttle_key key = {THROTTLE_ADDRESS, throttle_address(a->it->address, a->arena)};
    return take(db, a, &key, 1, err);
}

/* Whether the name exists makes no difference here, or it could be told by who has to wait. */
static bool take_name(struct db *db, struct attempt *a, struct err *err)
{
    struct text address = throttle_address(a->it->address, a->arena);
    struct text name = arena_text_lower(a->arena, a->it->name);
    if (a->is_known_browser) {
        struct throttle_key known = {
            THROTTLE_PAIR, arena_format(a->arena, "browser %.*s", TEXT_ARG(a->it->browser))};
        return take(db, a, &known, 1, err);
    }
    struct throttle_key keys[] = {
        {THROTTLE_PAIR, arena_format(a->arena, "%.*s\n%.*s", TEXT_ARG(address), TEXT_ARG(name))},
        {THROTTLE_ACCOUNT, name},
        {THROTTLE_ADDRESS, address},
    };
    return take(db, a, keys, LEN_OF(keys), err);
}

static bool take_code(struct db *db, struct attempt *a, struct err *err)
{
    struct throttle_key key = {
        THROTTLE_CODE, arena_format(a->arena, "%lld", (long long)a->account.id)};
    return take(db, a, &key, 1, err);
}

/* An account that was reached is free again; an address only gets this attempt back, or whoever has an account of their own
   could try others' for ever. */
static bool forgive(struct db *db, const struct attempt *a, struct err *err)
{
    for (size_t i = 0; i < a->key_count; i++) {
        bool is_address = a->keys[i].kind == THROTTLE_ADDRESS;
        if (!(is_address ? throttle_give_back : throttle_clear)(db, &a->keys[i], 1, err))
            return false;
    }
    return true;
}

static bool give_back(struct db *db, const struct attempt *a, struct err *err)
{
    return throttle_give_back(db, a->keys, a->key_count, err);
}

/* -- what is told in the journal -- */

static bool write_failure(struct db *db, void *context, struct err *err)
{
    const struct attempt *a = context;
    struct buf facts, personal;
    buf_init(&facts, SIZE_MAX);
    buf_init(&personal, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "means", is_by_link(a) ? "link" : "password");
    json_print_member_bool(&facts, "is_code", a->has_code);
    json_print_close(&facts, '}');
    json_print_open(&personal, '{');
    json_print_member_or_null(&personal, "address", a->it->address);
    json_print_member_or_null(&personal, "user_agent", a->it->user_agent);
    json_print_close(&personal, '}');
    bool is_fine = journal_add(db,
        &(struct journal_entry){.kind = "signin.failed",
            .object_kind = a->account.id ? "account" : NULL,
            .object_id = a->account.id,
            .person_id = a->account.id,
            .at_us = a->now_us,
            .facts = buf_text(&facts),
            .personal = a->account.id ? buf_text(&personal) : (struct text){"", 0}},
        err);
    buf_done(&facts);
    buf_done(&personal);
    return is_fine;
}

/* Notes a failure that somebody could guess by, and says why it was one. */
static bool fail_noted(struct db *db, struct attempt *a, const struct err *why, struct err *err)
{
    bool is_guess =
        why->code == ERR_CREDENTIALS || why->code == ERR_CODE || why->code == ERR_UNAUTHENTICATED;
    return (!is_guess || db_transact(db, write_failure, a, err)) &&
           err_set(err, why->code, "%s", why->text);
}

/* -- the first factor -- */

static bool fail_credentials(struct err *err)
{
    return err_set(err, ERR_CREDENTIALS, "the name or the password is wrong");
}

/* Finds the account of a name, unless it is disabled. */
static bool find_account(struct db *db, struct attempt *a, struct err *err)
{
    struct err why = {0};
    if (a->it->name.len == 0) /* which would be the oldest administrator's */
        return true;
    if (!account_find_name(db, a->it->name, a->arena, &a->account, &why)) {
        a->account = (struct account){0};
        return why.code == ERR_NOT_FOUND || err_set(err, why.code, "%s", why.text);
    }
    if (a->account.is_disabled)
        a->account = (struct account){0};
    return !a->account.id || known_browser_find(db, a->account.id, a->it->browser, a->now_us,
                                 &a->is_known_browser, err);
}

static bool check_password(struct db *db, struct attempt *a, struct err *err)
{
    struct text hash = {"", 0};
    bool is_same;
    if (a->account.id && !password_find(db, a->account.id, a->arena, &hash, NULL, err))
        return false;
    if (!password_compare(a->tools->gate, a->it->password, hash, &is_same, err))
        return give_back(db, a, NULL) && false;
    if (!is_same)
        return fail_credentials(err);
    if (!password_is_dated(hash))
        return true;
    a->new_hash = arena_take(a->arena, PASSWORD_HASH_SIZE);
    return a->new_hash ? password_hash(a->tools->gate, a->it->password, a->new_hash, err)
                       : arena_check(a->arena, err);
}

static bool show_first(struct db *db, struct attempt *a, struct err *err)
{
    if (is_by_link(a))
        return take_address(db, a, err) &&
               account_link_find(db, a->it->link, a->now_us, &a->account.id, err);
    return find_account(db, a, err) && take_name(db, a, err) && check_password(db, a, err);
}

/* -- the second -- */

/* Asks for a code where one is needed. A right password alone is no attempt in vain. */
static bool prepare_second(struct db *db, struct attempt *a, struct err *err)
{
    struct authenticator second;
    if (!authenticator_find(db, a->account.id, &second, err))
        return false;
    if (!second.is_on)
        return true;
    if (a->it->code.len == 0)
        return give_back(db, a, err) &&
               err_set(err, ERR_CODE_REQUIRED,
                   "a code of the authenticator is needed too, or a recovery code");
    a->has_code = true;
    return take_code(db, a, err);
}

static bool use_code(struct db *db, const struct attempt *a, struct err *err)
{
    return !a->has_code ||
           authenticator_use(db, a->tools->vault, a->account.id, a->it->code, a->now_us, NULL, err);
}

/* -- in -- */

static bool keep_hash(struct db *db, const struct attempt *a, struct err *err)
{
    return !a->new_hash || password_set(db, a->account.id, text_of(a->new_hash), a->now_us, err);
}

static bool know_browser(struct db *db, struct attempt *a, struct err *err)
{
    a->answer->browser[0] = '\0';
    return a->is_known_browser ||
           known_browser_add(db, a->account.id, a->now_us, a->answer->browser, err);
}

static bool enter(struct db *db, void *context, struct err *err)
{
    struct attempt *a = context;
    int64_t id;
    struct session_start start = {.account_id = a->account.id,
        .means = is_by_link(a) ? "link" : "password",
        .address = a->it->address,
        .user_agent = a->it->user_agent};
    return (!is_by_link(a) || account_link_use(db, a->it->link, a->now_us, &id, err)) &&
           use_code(db, a, err) && keep_hash(db, a, err) && know_browser(db, a, err) &&
           forgive(db, a, err) &&
           session_new(db, &start, a->now_us, a->answer->session, &a->answer->session_id, err);
}

bool signin_try(struct db *db, const struct signin_tools *tools, const struct signin *it,
    int64_t now_us, struct signin_answer *ret_answer, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct attempt a = {
        .tools = tools, .it = it, .arena = &arena, .now_us = now_us, .answer = ret_answer};
    *ret_answer = (struct signin_answer){0};
    struct err why;
    bool is_in = show_first(db, &a, &why) && prepare_second(db, &a, &why) &&
                 db_transact(db, enter, &a, &why);
    is_in = is_in || fail_noted(db, &a, &why, err);
    ret_answer->account_id = a.account.id;
    arena_done(&arena);
    return is_in;
}

/* -- once more -- */

static bool confirm(struct db *db, void *context, struct err *err)
{
    struct attempt *a = context;
    return use_code(db, a, err) && forgive(db, a, err) &&
           session_confirm(db, a->answer->session_id, a->now_us, err);
}

/* Shows the password, where there is one. */
static bool show_again(struct db *db, struct attempt *a, struct err *err)
{
    struct text hash;
    struct authenticator second;
    struct throttle_key key = {
        THROTTLE_PAIR, arena_format(a->arena, "confirm %lld", (long long)a->account.id)};
    if (!password_find(db, a->account.id, a->arena, &hash, NULL, err) ||
        !authenticator_find(db, a->account.id, &second, err))
        return false;
    if (hash.len == 0 && !second.is_on)
        return err_set(err, ERR_CONFIRM, "there is no password yet: sign in by a new link");
    return hash.len == 0 || (take(db, a, &key, 1, err) && check_password(db, a, err));
}

static bool confirm_all(struct db *db, struct attempt *a, struct err *err)
{
    return show_again(db, a, err) && prepare_second(db, a, err) && db_transact(db, confirm, a, err);
}

static bool check_old(struct db *db, struct attempt *a, struct err *err)
{
    return show_again(db, a, err) && forgive(db, a, err);
}

/* Makes an attempt of somebody who is signed in. */
static bool try_again(struct db *db, struct attempt *a,
    bool (*show)(struct db *, struct attempt *, struct err *), int64_t *ret_wait_us,
    struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    a->arena = &arena;
    struct err why;
    bool is_fine = show(db, a, &why) || fail_noted(db, a, &why, err);
    *ret_wait_us = a->answer->wait_us;
    arena_done(&arena);
    return is_fine;
}

bool signin_confirm(struct db *db, const struct signin_tools *tools, int64_t account_id,
    int64_t session_id, const struct signin *it, int64_t now_us, int64_t *ret_wait_us,
    struct err *err)
{
    struct signin_answer answer = {.session_id = session_id};
    struct attempt a = {
        .tools = tools, .it = it, .now_us = now_us, .account.id = account_id, .answer = &answer};
    return try_again(db, &a, confirm_all, ret_wait_us, err);
}

bool signin_check_password(struct db *db, const struct signin_tools *tools, int64_t account_id,
    const struct signin *it, int64_t now_us, int64_t *ret_wait_us, struct err *err)
{
    struct signin_answer answer = {0};
    struct attempt a = {
        .tools = tools, .it = it, .now_us = now_us, .account.id = account_id, .answer = &answer};
    return try_again(db, &a, check_old, ret_wait_us, err);
}

/* -- a new password -- */

struct new_password {
    int64_t account_id, session_id, now_us;
    char hash[PASSWORD_HASH_SIZE];
};

static bool set_password(struct db *db, void *context, struct err *err)
{
    const struct new_password *new = context;
    return password_set(db, new->account_id, text_of(new->hash), new->now_us, err) &&
           session_end_others(db, new->account_id, new->session_id, NULL, err) &&
           account_link_forget(db, new->account_id, err) &&
           journal_add(db,
               &(struct journal_entry){.kind = "account.password_set",
                   .actor_id = new->account_id,
                   .object_kind = "account",
                   .object_id = new->account_id,
                   .at_us = new->now_us},
               err);
}

bool signin_set_password(struct db *db, const struct signin_tools *tools,
    const struct account *account, int64_t session_id, struct text password, int64_t now_us,
    struct err *err)
{
    struct new_password new = {
        .account_id = account->id, .session_id = session_id, .now_us = now_us};
    return password_check(password, account->name, account->email, err) &&
           password_hash(tools->gate, password, new.hash, err) &&
           db_transact(db, set_password, &new, err);
}
