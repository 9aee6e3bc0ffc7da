/* SPDX-License-Identifier: Apache-2.0 */
/* Which licences are allowed, denied, or to be looked at by a person, and the exceptions to that.
   Example: license_policy_read(&policy, TEXT("policy.json"), json_root(&doc), arena, err);
   license_policy_judge(&verdict, &policy, reading.root, &subject, arena)

   A rule names a licence ("GPL-2.0-only", or with its exception "GPL-2.0-only WITH Classpath-exception-2.0"), the front of names
   ("LicenseRef-corp-*"), or a family ("network-copyleft"). The closest one decides: licence with exception, licence, longest
   front, family, the default. Of OR the best alternative decides, of AND the worst part. */
#ifndef DOMAIN_LICENSE_POLICY_H
#define DOMAIN_LICENSE_POLICY_H

#include "codec/json_place.h"
#include "domain/license.h"

enum license_answer { LICENSE_ALLOW, LICENSE_REVIEW, LICENSE_DENY, LICENSE_ANSWERS };

struct license_policy_rule {
    struct text what; /* as normalised: an id, a front with its "*", a family's word */
    enum license_answer answer;
    bool is_family, is_front;
    enum license_family family;
};

/* Holds for components that all its criteria fit; an empty one fits all, but one must be there. */
struct license_policy_exception {
    int64_t id;          /* in the database; 0 in a file */
    struct text package; /* of a package URL, "*" for any text; without a version, all versions */
    struct text license; /* holds for this licence only: a rule's spelling, no family */
    struct text scope;   /* "required", "optional", "excluded" */
    struct text service; /* its name, without regard to case */
    enum license_answer answer;
    struct text reason, by;
    int64_t until_us; /* holds before that; 0: without an end */
};

struct license_policy {
    struct license_policy_rule *rules;
    size_t rule_count;
    enum license_answer otherwise; /* where no rule fits */
    enum license_answer missing;   /* where a component has no licence, or NOASSERTION or NONE */
    struct license_policy_exception *exceptions;
    size_t exception_count;
};

/* What is judged. */
struct license_subject {
    struct text purl, scope, service;
    int64_t now_us;
};

struct license_verdict {
    enum license_answer answer;
    const struct license *decided;          /* the licence that decided; NULL when there is none */
    const struct license_policy_rule *rule; /* NULL: the default, or an exception */
    const struct license_policy_exception *exception; /* or NULL */
    const struct license_policy_exception *expired;   /* one that would have held; or NULL */
};

/* Returns the policy that holds where nobody has set one: permissive and weak copyleft are allowed, all else is for a person. */
const struct license_policy *license_policy_built_in(void);

/* Reads {"allow": […], "review": […], "deny": […], "default": "review", "missing": "review", "exceptions": […]}. name begins
   the message of an error: "policy.json: deny[2]: …". Fails with ERR_SYNTAX or ERR_LIMIT. Texts lie in arena. */
MUST_USE bool license_policy_read(struct license_policy *ret_policy, struct text name,
    yyjson_val *root, struct arena *arena, struct err *err);
/* Adds the policy as that, without its exceptions. */
void license_policy_print(const struct license_policy *policy, struct buf *out);
/* Reads one exception at its place; whether it says of what is the caller's to check. */
MUST_USE bool license_policy_read_exception(struct license_policy_exception *ret_exception,
    yyjson_val *value, const struct json_place *at, struct arena *arena, struct err *err);
/* Adds the members of one. */
void license_policy_print_exception(
    const struct license_policy_exception *exception, struct buf *out);

/* Judges a component with that licence (NULL: none is known). */
void license_policy_judge(struct license_verdict *ret_verdict, const struct license_policy *policy,
    const struct license *license, const struct license_subject *subject);
/* Adds why: "GPL-3.0-only: strong-copyleft is denied". */
void license_policy_print_why(const struct license_verdict *verdict, struct buf *out);
/* Adds the way from the whole expression to the licence that decided, as an array of expressions. */
void license_policy_print_path(
    const struct license_verdict *verdict, const struct license *license, struct buf *out);

/* Returns whether a pattern of packages fits a package URL. */
bool license_policy_fits(struct text pattern, struct text purl);

/* "allow", "review", "deny". */
const char *license_policy_word(enum license_answer answer);
MUST_USE bool license_policy_word_read(struct text word, enum license_answer *ret_answer);

#endif
