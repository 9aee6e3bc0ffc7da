/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/version_key.h"

#include "base/attr.h"
#include "domain/version_scheme.h"

bool version_key_add(
    enum version_scheme scheme, struct text version, struct buf *out, struct err *err)
{
    version = text_trim(version);
    return version_check(scheme, version, err) &&
           version_key_add_checked(scheme, version, out, err);
}

bool version_key_add_checked(
    enum version_scheme scheme, struct text version, struct buf *out, struct err *err)
{
    NOT_ZEROED struct version_writer key;
    key.len = 0;
    version_scheme_rules(scheme)->add_key(&key, version);
    if (key.len == sizeof key.bytes)
        return err_set(err, ERR_LIMIT, "the version's key has more than %zu bytes", key.len);
    buf_add(out, (struct text){(const char *)key.bytes, key.len});
    return true;
}

int version_key_compare(enum version_scheme scheme, struct text a, struct text b)
{
    const struct version_rules *rules = version_scheme_rules(scheme);
    return rules->compare_keys ? rules->compare_keys(a, b) : version_scheme_bytes(a, b);
}

bool version_key_is_ordered(enum version_scheme scheme)
{
    return !version_scheme_rules(scheme)->compare_keys;
}
