/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_admit.h"

#include "account/authenticator.h"
#include "account/oidc_admit_rows.h"
#include "account/oidc_identity.h"
#include "account/oidc_role.h"

/* Of two people of one name, the later becomes "mia-2". */
enum { NAMES_TRIED = 100 };

bool oidc_admit_domain(struct text domains, const struct oidc_person *person)
{
    struct text rest = domains;
    ptrdiff_t at = text_find_last(person->email, '@');
    if (!domains.len)
        return true;
    if (!person->is_email_verified || at < 1)
        return false;
    struct text domain = text_from(person->email, (size_t)at + 1);
    while (rest.at) {
        struct text one = text_cut(&rest, ' ');
        if (one.len && text_eq_nocase(one, domain))
            return true;
    }
    return false;
}

/* Some providers give a mail address as the name that is preferred. */
static struct text before_at(struct text t)
{
    ptrdiff_t at = text_find(t, '@');
    return at > 0 ? text_slice(t, 0, (size_t)at) : t;
}

struct text oidc_admit_name(const struct oidc_person *person)
{
    if (person->preferred_name.len)
        return before_at(person->preferred_name);
    if (person->name.len)
        return person->name;
    return person->email.len ? before_at(person->email) : TEXT("person");
}

/* What tells one identity from another, for people. */
static struct text label(const struct oidc_person *person)
{
    if (person->email.len)
        return person->email;
    return person->preferred_name.len ? person->preferred_name : person->subject;
}

static bool make_account(struct db *db, const struct oidc_admission *it, struct arena *arena,
    int64_t *ret_id, struct err *err)
{
    struct text name = oidc_admit_name(it->person);
    struct account account = {.created_us = it->now_us};
    if (it->person->is_email_verified)
        account.email = it->person->email;
    for (int i = 1; i <= NAMES_TRIED; i++) {
        struct err why = {0};
        account.name = i == 1 ? name : arena_format(arena, "%.*s-%d", TEXT_ARG(name), i);
        if (account_add(db, &account, &account.id, &why)) {
            *ret_id = account.id;
            return account_tell(db, "account.created", &account, 0, it->now_us, err);
        }
        if (why.code != ERR_CONFLICT)
            return err_set(err, why.code, "%s", why.text);
    }
    return err_set(err, ERR_CONFLICT, "there are too many accounts \"%.*s\"", TEXT_ARG(name));
}

/* Finds the account of the identity, or makes one where the provider's rule says so. */
static bool find_account(struct db *db, const struct oidc_admission *it, struct arena *arena,
    struct oidc_admitted *admitted, struct err *err)
{
    const struct oidc_provider *provider = it->provider;
    struct text subject = it->person->subject;
    if (!oidc_identity_find(db, provider->issuer, subject, &admitted->account_id, err))
        return false;
    if (admitted->account_id)
        return true;
    if (!provider->makes_accounts) {
        admitted->refusal = OIDC_UNKNOWN;
        return true;
    }
    if (!oidc_admit_domain(provider->domains, it->person)) {
        admitted->refusal = OIDC_DOMAIN;
        return true;
    }
    admitted->is_new = true;
    return make_account(db, it, arena, &admitted->account_id, err) &&
           oidc_identity_add(db, admitted->account_id, provider->issuer, subject, label(it->person),
               it->now_us, err);
}

static bool begin_session(
    struct db *db, const struct oidc_admission *it, struct oidc_admitted *admitted, struct err *err)
{
    struct authenticator authenticator = {0};
    struct session_start start = it->start;
    int64_t session_id;
    if (it->provider->asks_code &&
        !authenticator_find(db, admitted->account_id, &authenticator, err))
        return false;
    if (authenticator.is_on)
        return account_link_new(db, admitted->account_id, it->now_us, admitted->link, err);
    start.account_id = admitted->account_id;
    start.means = "sso";
    return session_new(db, &start, it->now_us, admitted->session, &session_id, err) &&
           oidc_admit_rows_keep(
               db, it->vault, session_id, it->provider->id, it->id_token, it->now_us, err);
}

static bool let_in(struct db *db, const struct oidc_admission *it, struct arena *arena,
    struct oidc_admitted *admitted, struct err *err)
{
    struct account account;
    if (!find_account(db, it, arena, admitted, err))
        return false;
    if (admitted->refusal != OIDC_FINE)
        return true;
    if (!account_find(db, admitted->account_id, arena, &account, err))
        return false;
    if (account.is_disabled) {
        admitted->refusal = OIDC_DISABLED;
        return true;
    }
    return oidc_identity_use(
               db, it->provider->issuer, it->person->subject, label(it->person), it->now_us, err) &&
           oidc_role_follow(
               db, it->provider, it->person, admitted->account_id, it->now_us, arena, err) &&
           begin_session(db, it, admitted, err);
}

static bool link_identity(
    struct db *db, const struct oidc_admission *it, struct oidc_admitted *admitted, struct err *err)
{
    int64_t owner;
    if (!oidc_identity_find(db, it->provider->issuer, it->person->subject, &owner, err))
        return false;
    admitted->account_id = it->flow->account_id;
    admitted->is_linked = owner == 0 || owner == it->flow->account_id;
    if (!admitted->is_linked)
        admitted->refusal = OIDC_TAKEN;
    return owner != 0 || oidc_identity_add(db, admitted->account_id, it->provider->issuer,
                             it->person->subject, label(it->person), it->now_us, err);
}

struct work {
    const struct oidc_admission *admission;
    struct oidc_admitted *admitted;
};

static bool admit(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    struct arena arena;
    *work->admitted = (struct oidc_admitted){0};
    if (work->admission->flow->account_id)
        return link_identity(db, work->admission, work->admitted, err);
    arena_init(&arena, SIZE_MAX);
    bool is_fine = let_in(db, work->admission, &arena, work->admitted, err);
    arena_done(&arena);
    return is_fine;
}

bool oidc_admit(struct db *db, const struct oidc_admission *admission,
    struct oidc_admitted *ret_admitted, struct err *err)
{
    return db_transact(db, admit, &(struct work){admission, ret_admitted}, err);
}
