/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/cvss.h"

#include "domain/cvss_metric.h"

static const struct version {
    const char *prefix;
    unsigned tenths;
} versions[] = {{"CVSS:4.0/", 40}, {"CVSS:3.1/", 31}, {"CVSS:3.0/", 30}, {"CVSS:2.0/", 20}};

/* 2.0 has no prefix of its own, and is often written in parentheses. */
static unsigned take_version(struct text *vector)
{
    for (size_t i = 0; i < LEN_OF(versions); i++) {
        struct text prefix = text_of(versions[i].prefix);
        if (!text_starts(*vector, prefix))
            continue;
        *vector = text_from(*vector, prefix.len);
        return versions[i].tenths;
    }
    if (text_starts(*vector, TEXT("CVSS:")))
        return 0;
    if (text_starts(*vector, TEXT("(")) && text_ends(*vector, TEXT(")")))
        *vector = text_slice(*vector, 1, vector->len - 1);
    return 20;
}

/* NVD's ratings of 2.0, which has none of its own. */
static enum severity severity_of_v2(unsigned tenths)
{
    return tenths >= 70 ? SEVERITY_HIGH : tenths >= 40 ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

bool cvss_read(struct cvss *ret_cvss, struct text vector, struct err *err)
{
    struct text rest = text_trim(vector);
    unsigned version = take_version(&rest), tenths = 0;
    bool is_read;
    if (version == 40)
        is_read = cvss_v4_score(&tenths, rest, err);
    else if (version >= 30)
        is_read = cvss_v3_score(&tenths, rest, version == 31, err);
    else if (version == 20)
        is_read = cvss_v2_score(&tenths, rest, err);
    else
        return err_set(err, ERR_SYNTAX, "CVSS: no version that is known: 2.0, 3.0, 3.1, 4.0");
    if (!is_read)
        return false;
    *ret_cvss = (struct cvss){
        version, tenths, version == 20 ? severity_of_v2(tenths) : cvss_severity(tenths)};
    return true;
}

/* "Qualitative Severity Rating Scale", the same in 3.0, 3.1 and 4.0. */
enum severity cvss_severity(unsigned score_tenths)
{
    if (score_tenths >= 90)
        return SEVERITY_CRITICAL;
    if (score_tenths >= 70)
        return SEVERITY_HIGH;
    if (score_tenths >= 40)
        return SEVERITY_MEDIUM;
    return score_tenths > 0 ? SEVERITY_LOW : SEVERITY_NONE;
}

const char *cvss_severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_UNKNOWN] = "unknown",
        [SEVERITY_NONE] = "none",
        [SEVERITY_LOW] = "low",
        [SEVERITY_MEDIUM] = "medium",
        [SEVERITY_HIGH] = "high",
        [SEVERITY_CRITICAL] = "critical",
    };
    return names[severity];
}

enum severity cvss_severity_of(struct text word)
{
    static const struct {
        const char *word;
        enum severity severity;
    } words[] = {
        {"none", SEVERITY_NONE},
        {"negligible", SEVERITY_LOW},  /* Ubuntu */
        {"unimportant", SEVERITY_LOW}, /* Debian */
        {"low", SEVERITY_LOW},
        {"medium", SEVERITY_MEDIUM},
        {"moderate", SEVERITY_MEDIUM}, /* GitHub, Red Hat, SUSE */
        {"high", SEVERITY_HIGH},
        {"important", SEVERITY_HIGH}, /* Red Hat, SUSE, AlmaLinux */
        {"critical", SEVERITY_CRITICAL},
    };
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(text_trim(word), words[i].word))
            return words[i].severity;
    return SEVERITY_UNKNOWN;
}
