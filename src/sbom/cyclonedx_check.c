/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_check.h"

enum { MOST_WORDS = 14, SHOWN_BYTES = 60 };

/* A list, and what a word that is not in it is not. */
static const struct list {
    const char *what;
    struct text words[MOST_WORDS];
} lists[CYCLONEDX_CHECK_LISTS] = {
    [CYCLONEDX_CHECK_TYPE] = {"type of component",
        {JSON_KEY("library"), JSON_KEY("application"), JSON_KEY("framework"), JSON_KEY("container"),
            JSON_KEY("platform"), JSON_KEY("operating-system"), JSON_KEY("device"),
            JSON_KEY("device-driver"), JSON_KEY("firmware"), JSON_KEY("file"),
            JSON_KEY("machine-learning-model"), JSON_KEY("data"), JSON_KEY("cryptographic-asset")}},
    [CYCLONEDX_CHECK_SCOPE] = {"scope",
        {JSON_KEY("required"), JSON_KEY("optional"), JSON_KEY("excluded")}},
    [CYCLONEDX_CHECK_PATCH] = {"type of patch", {JSON_KEY("unofficial"), JSON_KEY("monkey"),
                                                    JSON_KEY("backport"), JSON_KEY("cherry-pick")}},
    [CYCLONEDX_CHECK_ISSUE] = {"type of issue",
        {JSON_KEY("defect"), JSON_KEY("enhancement"), JSON_KEY("security")}},
    [CYCLONEDX_CHECK_FLOW] = {"direction of data",
        {JSON_KEY("inbound"), JSON_KEY("outbound"), JSON_KEY("bi-directional"),
            JSON_KEY("unknown")}},
    [CYCLONEDX_CHECK_ENCODING] = {"encoding", {JSON_KEY("base64")}},
    [CYCLONEDX_CHECK_PHASE] = {"phase of a lifecycle",
        {JSON_KEY("design"), JSON_KEY("pre-build"), JSON_KEY("build"), JSON_KEY("post-build"),
            JSON_KEY("operations"), JSON_KEY("discovery"), JSON_KEY("decommission")}},
    [CYCLONEDX_CHECK_AGGREGATE] = {"aggregate of a composition",
        {JSON_KEY("complete"), JSON_KEY("incomplete"), JSON_KEY("incomplete_first_party_only"),
            JSON_KEY("incomplete_first_party_proprietary_only"),
            JSON_KEY("incomplete_first_party_opensource_only"),
            JSON_KEY("incomplete_third_party_only"),
            JSON_KEY("incomplete_third_party_proprietary_only"),
            JSON_KEY("incomplete_third_party_opensource_only"), JSON_KEY("unknown"),
            JSON_KEY("not_specified")}},
};

bool cyclonedx_check_is_word(enum cyclonedx_check_list list, struct text word)
{
    const struct text *words = lists[list].words;
    for (size_t i = 0; i < MOST_WORDS && words[i].len; i++)
        if (text_eq(words[i], word))
            return true;
    return false;
}

void cyclonedx_check_word(struct sbom_build *build, const struct json_place *at, const char *key,
    enum cyclonedx_check_list list, struct text word)
{
    if (!word.len || cyclonedx_check_is_word(list, word))
        return;
    sbom_build_odd(build, at, key, "\"%.*s\" is no %s", TEXT_ARG(text_slice(word, 0, SHOWN_BYTES)),
        lists[list].what);
}

/* Bits; BLAKE3 gives as many as one asks for, of which the schema takes those that others have. */
static const struct {
    struct text name;
    size_t bits;
} algorithms[] = {
    {JSON_KEY("SHA-256"), 256},
    {JSON_KEY("SHA-1"), 160},
    {JSON_KEY("SHA-512"), 512},
    {JSON_KEY("MD5"), 128},
    {JSON_KEY("SHA-384"), 384},
    {JSON_KEY("SHA3-256"), 256},
    {JSON_KEY("SHA3-384"), 384},
    {JSON_KEY("SHA3-512"), 512},
    {JSON_KEY("BLAKE2b-256"), 256},
    {JSON_KEY("BLAKE2b-384"), 384},
    {JSON_KEY("BLAKE2b-512"), 512},
    {JSON_KEY("BLAKE3"), 0},
    {JSON_KEY("Streebog-256"), 256},
    {JSON_KEY("Streebog-512"), 512},
};

/* By a table, since an SBOM may have millions of these digits. */
static bool is_hexadecimal(struct text t)
{
    static const uint8_t digits[256] = {['0'] = 1,
        ['1'] = 1,
        ['2'] = 1,
        ['3'] = 1,
        ['4'] = 1,
        ['5'] = 1,
        ['6'] = 1,
        ['7'] = 1,
        ['8'] = 1,
        ['9'] = 1,
        ['a'] = 1,
        ['b'] = 1,
        ['c'] = 1,
        ['d'] = 1,
        ['e'] = 1,
        ['f'] = 1,
        ['A'] = 1,
        ['B'] = 1,
        ['C'] = 1,
        ['D'] = 1,
        ['E'] = 1,
        ['F'] = 1};
    unsigned good = 1;
    for (size_t i = 0; i < t.len; i++)
        good &= digits[(unsigned char)t.at[i]];
    return good;
}

static bool has_length(struct text content, size_t bits)
{
    static const size_t any[] = {128, 160, 256, 384, 512};
    for (size_t i = 0; bits == 0 && i < LEN_OF(any); i++)
        if (content.len * 4 == any[i])
            return true;
    return content.len * 4 == bits;
}

static size_t find_algorithm(struct text name)
{
    size_t i = 0;
    while (i < LEN_OF(algorithms) && !text_eq(algorithms[i].name, name))
        i++;
    return i;
}

bool cyclonedx_check_is_hash(struct text algorithm, struct text content)
{
    size_t i = find_algorithm(algorithm);
    return i < LEN_OF(algorithms) && has_length(content, algorithms[i].bits) &&
           is_hexadecimal(content);
}

void cyclonedx_check_hash(struct sbom_build *build, const struct json_place *at,
    struct text algorithm, struct text content)
{
    size_t i = find_algorithm(algorithm);
    if (i == LEN_OF(algorithms))
        sbom_build_odd(build, at, "alg", "\"%.*s\" is no algorithm that CycloneDX knows",
            TEXT_ARG(text_slice(algorithm, 0, SHOWN_BYTES)));
    else if (!cyclonedx_check_is_hash(algorithm, content))
        sbom_build_odd(build, at, "content", "\"%.*s\" is no %s",
            TEXT_ARG(text_slice(content, 0, SHOWN_BYTES)), algorithms[i].name.at);
}

static bool is_uuid(struct text t)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (t.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        bool is_fine = form[i] == '-' ? t.at[i] == '-' : is_hexadecimal(text_slice(t, i, i + 1));
        if (!is_fine)
            return false;
    }
    return true;
}

bool cyclonedx_check_is_serial(struct text serial)
{
    static const struct text start = JSON_KEY("urn:uuid:");
    return text_starts(serial, start) && is_uuid(text_from(serial, start.len));
}

void cyclonedx_check_serial(struct sbom_build *build, struct text serial)
{
    if (serial.len && !cyclonedx_check_is_serial(serial))
        sbom_build_odd(build, NULL, "serialNumber", "\"%.*s\" is no urn:uuid: with a UUID",
            TEXT_ARG(text_slice(serial, 0, SHOWN_BYTES)));
}

static bool is_absent(yyjson_val *value)
{
    return !value || yyjson_is_null(value);
}

struct text cyclonedx_check_text(
    struct sbom_build *build, const struct json_place *at, const char *key, yyjson_val *value)
{
    struct text text = {"", 0};
    if (is_absent(value) || (json_text(value, &text) && text_find(text, '\0') < 0))
        return text;
    sbom_build_odd(build, at, key, "must be a string, not %s",
        yyjson_is_str(value) ? "one with a NUL" : json_kind(value));
    return (struct text){"", 0};
}

yyjson_val *cyclonedx_check_array(
    struct sbom_build *build, const struct json_place *at, const char *key, yyjson_val *value)
{
    if (is_absent(value) || yyjson_is_arr(value))
        return value;
    sbom_build_odd(build, at, key, "must be an array, not %s", json_kind(value));
    return NULL;
}

bool cyclonedx_check_object(
    struct sbom_build *build, const struct json_place *at, yyjson_val *value)
{
    if (yyjson_is_obj(value))
        return true;
    if (!is_absent(value))
        sbom_build_odd(build, at, NULL, "must be an object, not %s", json_kind(value));
    return false;
}
