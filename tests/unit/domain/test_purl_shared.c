/* SPDX-License-Identifier: Apache-2.0 */
/* All test cases of purl-spec, one file for each type. */
#include "unit.h"

#include <dirent.h>

#include "codec/json.h"
#include "domain/purl.h"

struct counts {
    size_t passed, failed, contradicted;
};

/* null in a case is an absent part, here an empty one. */
static struct text part_of(yyjson_val *parts, const char *key)
{
    return json_get_text(parts, key);
}

static bool build(struct purl *purl, yyjson_val *parts, struct arena *arena, struct err *err)
{
    yyjson_val *qualifiers = json_get(parts, "qualifiers"), *key, *value;
    size_t i, max;
    *purl = (struct purl){
        .type = part_of(parts, "type"),
        .space = part_of(parts, "namespace"),
        .name = part_of(parts, "name"),
        .version = part_of(parts, "version"),
        .subpath = part_of(parts, "subpath"),
        .qualifiers =
            arena_take_array(arena, yyjson_obj_size(qualifiers), sizeof *purl->qualifiers),
    };
    yyjson_obj_foreach(qualifiers, i, max, key, value)
    {
        struct purl_qualifier *qualifier = &purl->qualifiers[purl->qualifier_count++];
        json_text(key, &qualifier->key);
        json_text(value, &qualifier->value);
    }
    return purl_check(purl, arena, err);
}

static bool has_parts(const struct purl *purl, yyjson_val *parts)
{
    yyjson_val *qualifiers = json_get(parts, "qualifiers"), *key, *value;
    size_t i, max;
    if (!text_eq(purl->type, part_of(parts, "type")) ||
        !text_eq(purl->space, part_of(parts, "namespace")) ||
        !text_eq(purl->name, part_of(parts, "name")) ||
        !text_eq(purl->version, part_of(parts, "version")) ||
        !text_eq(purl->subpath, part_of(parts, "subpath")) ||
        purl->qualifier_count != yyjson_obj_size(qualifiers))
        return false;
    yyjson_obj_foreach(qualifiers, i, max, key, value)
    {
        struct text wanted;
        if (!json_text(value, &wanted) ||
            !text_eq(purl_qualifier(purl, yyjson_get_str(key)), wanted))
            return false;
    }
    return true;
}

static bool prints_as(const struct purl *purl, struct text wanted)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    purl_print(purl, &out);
    bool is_same = text_eq(buf_text(&out), wanted);
    if (!is_same)
        print_error("printed %.*s\n", TEXT_ARG(buf_text(&out)));
    buf_done(&out);
    return is_same;
}

static bool run(yyjson_val *test, struct arena *arena)
{
    struct purl purl;
    struct err err;
    struct text type = json_get_text(test, "test_type");
    yyjson_val *input = json_get(test, "input"), *wanted = json_get(test, "expected_output");
    bool is_done = text_is(type, "build")
                       ? build(&purl, input, arena, &err)
                       : purl_read(&purl, json_get_text(test, "input"), arena, &err);
    if (yyjson_get_bool(json_get(test, "expected_failure")))
        return !is_done;
    if (!is_done)
        print_error("%s\n", err.text);
    if (!is_done)
        return false;
    return text_is(type, "parse") ? has_parts(&purl, wanted)
                                  : prints_as(&purl, json_get_text(test, "expected_output"));
}

/* gem-test.json and rpm-test.json say of one input each, with a capital in a qualifier's key, that it must fail to parse and that
   its canonical form is such and such. Where a file asks for both, we read it, as maven-test.json asks too. */
static bool is_contradicted(yyjson_val *tests, yyjson_val *test)
{
    yyjson_val *other;
    size_t i, max;
    if (!text_is(json_get_text(test, "test_type"), "parse") ||
        !yyjson_get_bool(json_get(test, "expected_failure")))
        return false;
    yyjson_arr_foreach(
        tests, i, max, other) if (text_is(json_get_text(other, "test_type"), "validate") &&
                                  text_eq(json_get_text(other, "input"),
                                      json_get_text(test, "input"))) return true;
    return false;
}

static void run_file(const char *name, struct counts *counts)
{
    struct buf bytes;
    struct json json;
    struct err err;
    char path[512];
    snprintf(path, sizeof path, "vectors/purl/%s", name);
    buf_init(&bytes, SIZE_MAX);
    unit_read_shared(&bytes, path);
    assert_true(json_read(&json, buf_text(&bytes), &err));
    yyjson_val *tests = json_get(json_root(&json), "tests"), *test;
    size_t i, max;
    yyjson_arr_foreach(tests, i, max, test)
    {
        struct arena arena;
        arena_init(&arena, SIZE_MAX);
        if (run(test, &arena)) {
            counts->passed++;
        } else if (is_contradicted(tests, test)) {
            counts->contradicted++;
        } else {
            counts->failed++;
            print_error("%s: test %zu: %s\n", name, i, json_get_text(test, "description").at);
        }
        arena_done(&arena);
    }
    json_done(&json);
    buf_done(&bytes);
}

static void test_all(void **state)
{
    (void)state;
    char path[512];
    struct counts counts = {0};
    snprintf(path, sizeof path, "%s/vectors/purl", unit_shared());
    DIR *folder = opendir(path);
    if (!folder)
        skip();
    for (struct dirent *entry; (entry = readdir(folder));)
        if (text_ends(text_of(entry->d_name), TEXT("-test.json")))
            run_file(entry->d_name, &counts);
    closedir(folder);
    print_message("# %zu cases passed, %zu failed, %zu contradict another case of their file\n",
        counts.passed, counts.failed, counts.contradicted);
    assert_int_equal(counts.failed, 0);
    assert_true(counts.passed > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests_name("purl-spec", tests, NULL, NULL);
}
