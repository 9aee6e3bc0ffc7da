/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/osv_severity.h"

#include "base/limits.h"

/* Some sources write the bare score where the vector belongs. */
static bool read_score(struct text score, struct cvss *ret_cvss)
{
    double number;
    if (!text_read_double(score, &number) || !(number >= 0 && number <= 10))
        return false;
    unsigned tenths = (unsigned)(number * 10 + 0.5);
    *ret_cvss = (struct cvss){.score_tenths = tenths, .severity = cvss_severity(tenths)};
    return true;
}

static void take(struct osv_severity *severity, struct text type, struct text score)
{
    struct cvss cvss;
    if (!text_starts(type, TEXT("CVSS_"))) {
        osv_severity_add_word(severity, score);
        return;
    }
    bool is_vector = cvss_read(&cvss, score, NULL);
    if (!is_vector && !read_score(score, &cvss))
        return;
    if (severity->severity != SEVERITY_UNKNOWN && cvss.version_tenths <= severity->version_tenths)
        return;
    severity->vector = is_vector ? score : (struct text){"", 0};
    severity->version_tenths = cvss.version_tenths;
    severity->score_tenths = cvss.score_tenths;
    severity->severity = cvss.severity;
}

bool osv_severity_read(struct osv_severity *ret_severity, yyjson_val *array,
    const struct json_place *up, struct err *err)
{
    struct osv_severity severity = {.vector = {"", 0}, .word = {"", 0}};
    struct json_place list = {.up = up, .key = "severity"};
    yyjson_val *item;
    size_t i, count;
    if (!json_place_array(array, up, "severity", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text type, score;
        if (!json_place_is_object(item, &at, err) ||
            !json_place_text(json_get(item, "type"), &at, "type", LIMIT_NAME_BYTES, &type, err) ||
            !json_place_text(json_get(item, "score"), &at, "score", LIMIT_NAME_BYTES, &score, err))
            return false;
        take(&severity, type, score);
    }
    *ret_severity = severity;
    return true;
}

void osv_severity_add_word(struct osv_severity *severity, struct text word)
{
    if (severity->word.len == 0)
        severity->word = word;
    if (severity->severity == SEVERITY_UNKNOWN)
        severity->severity = cvss_severity_of(word);
}

void osv_severity_add(struct osv_severity *severity, const struct osv_severity *other)
{
    bool is_worse =
        other->severity > severity->severity ||
        (other->severity == severity->severity && other->score_tenths > severity->score_tenths);
    if (is_worse)
        *severity = *other;
}
