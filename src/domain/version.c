/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/version.h"

#include "base/limits.h"
#include "domain/version_scheme.h"

/* As much of a version as a message shows, so that the reason behind it is never cut off. */
enum { SHOWN_BYTES = 80 };

static const char *find_bad_byte(const struct version_rules *rules, struct text version)
{
    if (version.len == 0)
        return "it is empty";
    for (size_t i = 0; i < version.len; i++) {
        unsigned char c = (unsigned char)version.at[i];
        if (c < ' ' || c == 0x7f)
            return "it holds a control character";
        if (c == ' ')
            return "it holds a space";
        if (c >= 0x80 && !rules->takes_unicode)
            return "it holds a character beyond ASCII";
    }
    return NULL;
}

static bool check(const struct version_rules *rules, struct text version, struct err *err)
{
    if (version.len > LIMIT_VERSION_BYTES)
        return err_set(err, ERR_LIMIT, "\"%.*s…\" is no %s: it has %zu bytes, at most %zu are read",
            SHOWN_BYTES, version.at, rules->noun, version.len, LIMIT_VERSION_BYTES);
    const char *why = find_bad_byte(rules, version);
    if (!why)
        why = rules->check(version);
    if (!why)
        return true;
    const char *more = version.len > SHOWN_BYTES ? "…" : "";
    struct text shown = text_slice(version, 0, SHOWN_BYTES);
    return err_set(
        err, ERR_SYNTAX, "\"%.*s%s\" is no %s: %s", TEXT_ARG(shown), more, rules->noun, why);
}

bool version_check(enum version_scheme scheme, struct text version, struct err *err)
{
    return check(version_scheme_rules(scheme), text_trim(version), err);
}

bool version_compare_checked(
    enum version_scheme scheme, struct text a, struct text b, int *ret_order, struct err *err)
{
    const struct version_rules *rules = version_scheme_rules(scheme);
    a = text_trim(a);
    b = text_trim(b);
    int order = rules->compare(a, b);
    if (order == VERSION_NO_ORDER)
        return err_set(err, ERR_SYNTAX, "\"%.*s\" and \"%.*s\" have no order as %ss",
            TEXT_ARG(text_slice(a, 0, SHOWN_BYTES)), TEXT_ARG(text_slice(b, 0, SHOWN_BYTES)),
            rules->noun);
    *ret_order = order;
    return true;
}

bool version_compare(
    enum version_scheme scheme, struct text a, struct text b, int *ret_order, struct err *err)
{
    return version_check(scheme, a, err) && version_check(scheme, b, err) &&
           version_compare_checked(scheme, a, b, ret_order, err);
}

const char *version_scheme_name(enum version_scheme scheme)
{
    return version_scheme_rules(scheme)->name;
}
