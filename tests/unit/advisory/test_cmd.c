/* SPDX-License-Identifier: Apache-2.0 */
/* The advisory commands as their user meets them: what they print and how they end. */
#include "codec/json.h"
#include "folder.h"

#define RECORD                                                                                     \
    "{\"id\":\"GHSA-1\",\"modified\":\"2024-01-01T00:00:00Z\",\"aliases\":[\"CVE-2024-1001\"],"    \
    "\"summary\":\"Bad \\u001b[31m thing\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\","     \
    "\"name\":\"a\"},\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"},{"        \
    "\"fixed\":\"1.2.0\"}]}]}]}"
#define KEV                                                                                        \
    "{\"catalogVersion\":\"1\",\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1001\",\"dateAdded\":\"2024-01-02\"}]}"

/* Runs the program with words, %s in them being the folder; returns its exit code, and its output in ret_out. */
static int run(struct folder *folder, const char *words, struct text *ret_out)
{
    const char *program = getenv("KENZEN");
    if (!program)
        skip();
    struct text line =
        arena_format(&folder->arena, "cd '%s' && '%s' %s 2>&1", folder->path, program, words);
    FILE *pipe = popen(line.at, "r");
    assert_non_null(pipe);
    struct buf out;
    char part[4096];
    buf_init(&out, SIZE_MAX);
    for (size_t len; (len = fread(part, 1, sizeof part, pipe)) > 0;)
        buf_add(&out, (struct text){part, len});
    int status = pclose(pipe);
    *ret_out = arena_text(&folder->arena, buf_text(&out));
    buf_done(&out);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_run(struct folder *folder, const char *words, int code, const char *part)
{
    struct text out;
    int got = run(folder, words, &out);
    if (got != code || text_find_text(out, text_of(part)) < 0)
        fail_msg("kenzen %s: exit %d, printed \"%.*s\"", words, got, TEXT_ARG(out));
}

/* Returns the parsed output of a command that must succeed. */
static struct json run_json(struct folder *folder, const char *words)
{
    struct text out;
    struct json json;
    struct err err = {0};
    assert_int_equal(run(folder, words, &out), 0);
    if (!json_read(&json, out, &err))
        fail_msg("%s: %.*s", err.text, TEXT_ARG(out));
    return json;
}

static struct folder filled(void)
{
    struct folder folder = folder_new();
    folder_write(&folder, "in/1.json", TEXT(RECORD));
    folder_write(&folder, "in/bad.json", TEXT("{\"id\":\"X\",\"affected\":[{\"ranges\":7}]}"));
    folder_write(&folder, "kev.json", TEXT(KEV));
    assert_run(&folder, "advisory import in kev.json --to a.kzi", 0,
        "osv/npm: 1 record, 1 usable; in/1.json, ");
    return folder;
}

static void test_import(void **state)
{
    (void)state;
    struct folder folder = filled();
    assert_run(&folder, "advisory import in --to a.kzi", 0,
        "    1 refused: affected[].ranges: must be an array, not a number (bad.json)\n");
    struct json json = run_json(&folder, "advisory import in --to a.kzi --json");
    yyjson_val *source = yyjson_arr_get_first(json_get(json_root(&json), "sources"));
    assert_text(json_get_text(source, "name"), "osv/npm");
    assert_int_equal(yyjson_get_int(json_get(source, "records")), 1);
    assert_int_equal(yyjson_get_int(json_get(source, "previous_records")), 1);
    assert_int_equal(yyjson_arr_size(json_get(source, "refused")), 1);
    json_done(&json);
    assert_run(&folder, "advisory import --to a.kzi", 2, "kenzen: ");
    assert_run(&folder, "advisory import none --to a.kzi", 2,
        "kenzen: none: there is no such file or folder\n");
    assert_run(&folder, "advisory import in/bad.json --to a.kzi", 2,
        "kenzen: in/bad.json: affected[0].ranges: must be an array, not a number\n");
    assert_run(&folder, "advisory import in --to none/a.kzi", 2,
        "kenzen: none/a.kzi: there is no such folder\n");
    assert_run(&folder, "advisory import in --source mine --to b.kzi", 0, "mine: 1 record");
    folder_done(&folder);
}

static void test_default_index(void **state)
{
    (void)state;
    struct folder folder = filled();
    assert_run(&folder, "advisory import in --data data", 0, "data/advisories.kzi");
    assert_run(&folder, "advisory status --data data", 0, "osv/npm: 1 record");
    assert_run(&folder, "advisory status --data nowhere", 3, "there is no advisory index");
    folder_done(&folder);
}

static void test_show(void **state)
{
    (void)state;
    struct folder folder = filled();
    assert_run(&folder, "advisory show GHSA-1 --index a.kzi", 0, ">= 0, < 1.2.0");
    /* A title cannot steer the terminal. */
    assert_run(&folder, "advisory show GHSA-1 --index a.kzi", 0, "Bad ?[31m thing");
    assert_run(&folder, "advisory show cve-2024-1001 --index a.kzi", 0, "(by its alias id)");
    assert_run(&folder, "advisory show GHSA-1 --index a.kzi", 0,
        "KEV         known to be exploited, since 2024-01-02");
    assert_run(&folder, "advisory show CVE-1999-0001 --index a.kzi", 2,
        "kenzen: CVE-1999-0001: the index knows no such id\n");
    struct json json = run_json(&folder, "advisory show CVE-2024-1001 --json --index a.kzi");
    yyjson_val *record = yyjson_arr_get_first(json_get(json_root(&json), "records"));
    yyjson_val *facts = yyjson_arr_get_first(json_get(json_root(&json), "facts"));
    assert_text(json_get_text(record, "id"), "GHSA-1");
    assert_text(json_get_text(record, "found_by"), "alias");
    assert_text(json_get_text(json_get(facts, "kev"), "added"), "2024-01-02T00:00:00Z");
    json_done(&json);
    folder_done(&folder);
}

static void test_status_and_verify(void **state)
{
    (void)state;
    struct folder folder = filled();
    assert_run(&folder, "advisory status --index a.kzi", 0, "covered: npm (1)\n");
    struct json json = run_json(&folder, "advisory status --json --index a.kzi");
    assert_int_equal(yyjson_arr_size(json_get(json_root(&json), "sources")), 2);
    yyjson_val *covered = yyjson_arr_get_first(json_get(json_root(&json), "covered"));
    assert_text(json_get_text(covered, "ecosystem"), "npm");
    json_done(&json);
    assert_run(&folder, "advisory verify --index a.kzi", 0, "a.kzi: whole, generation ");
    struct text bytes = folder_read(&folder, folder_path(&folder, "a.kzi"));
    ptrdiff_t at = text_find_text(bytes, TEXT("1.2.0"));
    assert_true(at > 0);
    ((char *)(uintptr_t)bytes.at)[at] = '9';
    folder_write(&folder, "bad.kzi", bytes);
    assert_run(&folder, "advisory verify --index bad.kzi", 2, "do not match their sum");
    assert_run(&folder, "advisory verify --index none.kzi", 3, "there is no advisory index");
    assert_run(&folder, "advisory status --index in/1.json", 2, "not an advisory index");
    folder_done(&folder);
}

static void test_pull_usage(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    assert_run(&folder, "advisory pull npm --osv file:///nowhere --kev none --epss none --to a.kzi",
        3, "FAILED osv/npm: file:///nowhere/npm/all.zip: not an http or https URL\n");
    assert_int_equal(access(folder_path(&folder, "a.kzi"), F_OK), -1);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import),
        cmocka_unit_test(test_default_index),
        cmocka_unit_test(test_show),
        cmocka_unit_test(test_status_and_verify),
        cmocka_unit_test(test_pull_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
