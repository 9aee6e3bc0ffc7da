/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/kev.h"

#include "base/clock.h"
#include "base/limits.h"
#include "codec/json_place.h"

bool kev_is(yyjson_val *root)
{
    return yyjson_is_arr(json_get(root, "vulnerabilities")) &&
           (json_get(root, "catalogVersion") || json_get(root, "dateReleased"));
}

static bool read_time(yyjson_val *object, const struct json_place *up, const char *key,
    int64_t *ret_time_us, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    struct text t;
    if (!json_place_text(json_get(object, key), up, key, LIMIT_NAME_BYTES, &t, err))
        return false;
    *ret_time_us = 0;
    return t.len == 0 || clock_read(t, ret_time_us) ||
           json_place_fail(&at, err, ERR_SYNTAX, "\"%.*s\" is not a date", TEXT_ARG(t));
}

bool kev_read(struct kev *ret_kev, yyjson_val *root, struct err *err)
{
    struct kev kev = {.count = 0};
    if (!json_place_array(
            json_get(root, "vulnerabilities"), NULL, "vulnerabilities", &kev.entries, err) ||
        !json_place_text(json_get(root, "catalogVersion"), NULL, "catalogVersion", LIMIT_NAME_BYTES,
            &kev.version, err) ||
        !read_time(root, NULL, "dateReleased", &kev.released_us, err))
        return false;
    kev.count = yyjson_arr_size(kev.entries);
    *ret_kev = kev;
    return true;
}

bool kev_read_entry(yyjson_val *json, size_t i, struct text *ret_cve,
    struct advisory_facts *ret_facts, struct err *err)
{
    struct json_place list = {.key = "vulnerabilities"}, at = {.up = &list, .index = i};
    struct advisory_facts facts = {.is_kev = true};
    struct text cve, ransomware;
    if (!json_place_is_object(json, &at, err) ||
        !json_place_text(json_get(json, "cveID"), &at, "cveID", LIMIT_ID_BYTES, &cve, err) ||
        !json_place_there(json_get(json, "cveID"), &at, "cveID", err) ||
        !json_place_text(json_get(json, "knownRansomwareCampaignUse"), &at,
            "knownRansomwareCampaignUse", LIMIT_NAME_BYTES, &ransomware, err) ||
        !read_time(json, &at, "dateAdded", &facts.kev_added_us, err) ||
        !read_time(json, &at, "dueDate", &facts.kev_due_us, err))
        return false;
    facts.is_kev_ransomware = text_is_nocase(ransomware, "known");
    *ret_cve = cve;
    *ret_facts = facts;
    return true;
}
