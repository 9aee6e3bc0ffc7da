/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_pull.h"

#include "advisory/advisory_index.h"
#include "base/clock.h"
#include "folder.h"
#include "loopback.h"
#include "pack.h"

#define DAY (int64_t)86400000000
#define RECORD(id, ecosystem)                                                                      \
    "{\"id\":\"" id "\",\"modified\":\"2024-01-01T00:00:00Z\",\"affected\":[{\"package\":{"        \
    "\"ecosystem\":\"" ecosystem "\",\"name\":\"a\"},\"versions\":[\"1.0.0\"]}]}"

/* A server of the layout of the public ones, and an index that is filled from it. */
struct scene {
    struct folder folder;
    struct loopback *server;
    struct advisory_pull pull;
    const char *index;
    struct loopback_route routes[8];
};

static struct text dump(struct folder *folder, const char *record)
{
    const char *path = folder_path(folder, "dump.zip");
    struct pack pack = pack_new(path, PACK_ZIP);
    pack_add(&pack, "1.json", text_of(record));
    pack_done(&pack);
    return folder_read(folder, path);
}

static const char *url(struct scene *scene, const char *path)
{
    char room[128];
    return arena_text(
        &scene->folder.arena, text_of(loopback_url(scene->server, path, room, sizeof room)))
        .at;
}

static void set_up(struct scene *scene)
{
    static const char *const ecosystems[] = {"npm", "Red Hat"};
    *scene = (struct scene){.folder = folder_new()};
    struct folder *folder = &scene->folder;
    scene->routes[0] = (struct loopback_route){.path = "/osv/npm/all.zip",
        .status = "200 OK",
        .etag = "\"npm-1\"",
        .body = dump(folder, RECORD("N-1", "npm"))};
    scene->routes[1] = (struct loopback_route){.path = "/osv/Red%20Hat/all.zip",
        .status = "200 OK",
        .etag = "\"rh-1\"",
        .body = dump(folder, RECORD("RHSA-1", "Red Hat:enterprise_linux:9"))};
    scene->routes[2] = (struct loopback_route){.path = "/kev.json",
        .status = "200 OK",
        .body = TEXT("{\"catalogVersion\":\"1\",\"vulnerabilities\":[{\"cveID\":\"CVE-2024-"
                     "1001\"}]}")};
    scene->routes[3] = (struct loopback_route){
        .path = "/epss", .status = "302 Found", .headers = "Location: /epss-today.csv\r\n"};
    scene->routes[4] = (struct loopback_route){.path = "/epss-today.csv",
        .status = "200 OK",
        .body = TEXT("cve,epss,percentile\nCVE-2024-1001,0.5,0.5\n")};
    scene->server = loopback_new(scene->routes);
    scene->index = folder_path(folder, "a.kzi");
    scene->pull = (struct advisory_pull){
        .osv_url = url(scene, "/osv"),
        .kev_url = url(scene, "/kev.json"),
        .epss_url = url(scene, "/epss"),
        .ecosystems = ecosystems,
        .ecosystem_count = LEN_OF(ecosystems),
        .temp_path = folder_path(folder, "a.kzi.download"),
    };
}

static void tear_down(struct scene *scene)
{
    loopback_free(scene->server);
    /* Nothing that was fetched lies about. */
    assert_int_equal(access(scene->pull.temp_path, F_OK), -1);
    folder_done(&scene->folder);
}

/* Pulls, and returns what the report says: "name" taken, "=name" unchanged, "!name" failed. */
static struct text pull(struct scene *scene)
{
    struct advisory_import *import;
    struct err err = {0};
    assert_true(advisory_import_new(&import, scene->index, NULL, &err));
    advisory_pull_run(&scene->pull, import);
    if (!advisory_import_commit(import, false, &err))
        fail_msg("%s", err.text);
    const struct advisory_import_report *report = advisory_import_report(import);
    struct text all = {"", 0};
    struct arena *arena = &scene->folder.arena;
    for (size_t i = 0; i < report->sources.len; i++)
        all = arena_format(arena, "%.*s%s%.*s ", TEXT_ARG(all),
            report->sources.at[i].is_kept ? "=" : "", TEXT_ARG(report->sources.at[i].name));
    for (size_t i = 0; i < report->failures.len; i++)
        all =
            arena_format(arena, "%.*s!%.*s ", TEXT_ARG(all), TEXT_ARG(report->failures.at[i].what));
    advisory_import_free(import);
    return text_trim(all);
}

static void test_all_is_fetched_and_only_changes_again(void **state)
{
    (void)state;
    struct scene scene;
    set_up(&scene);
    clock_set_us(20000 * DAY);
    assert_text(pull(&scene), "osv/npm osv/Red Hat kev epss");
    scene.routes[1].etag = "\"rh-2\"";
    scene.routes[1].body = dump(&scene.folder, RECORD("RHSA-2", "Red Hat:enterprise_linux:9"));
    clock_set_us(20001 * DAY);
    assert_text(pull(&scene), "=osv/npm osv/Red Hat kev epss");

    struct advisory_index *index;
    struct err err = {0};
    assert_true(advisory_index_open(&index, scene.index, &err));
    assert_int_equal(advisory_index_source_count(index), 4);
    struct advisory_source npm = advisory_index_source(index, 3);
    assert_text(npm.name, "osv/npm");
    assert_text(npm.path, url(&scene, "/osv/npm/all.zip"));
    assert_text(npm.etag, "\"npm-1\"");
    assert_int_equal(npm.record_count, 1);
    /* What is still right counts as imported now. */
    assert_int_equal(npm.imported_us, 20001 * DAY);
    struct advisory advisory;
    struct text source;
    uint32_t next = 0;
    assert_true(advisory_index_read_id(
        index, TEXT("RHSA-2"), &next, &advisory, &source, &scene.folder.arena, &err));
    next = 0;
    assert_false(advisory_index_read_id(
        index, TEXT("RHSA-1"), &next, &advisory, &source, &scene.folder.arena, &err));
    advisory_index_free(index);
    clock_set_us(0);
    tear_down(&scene);
}

static void test_what_fails_leaves_the_rest(void **state)
{
    (void)state;
    struct scene scene;
    set_up(&scene);
    assert_text(pull(&scene), "osv/npm osv/Red Hat kev epss");
    scene.routes[0].etag = NULL;
    scene.routes[0].body = text_slice(scene.routes[0].body, 0, 40); /* a damaged zip */
    scene.routes[2].status = "500 Internal Server Error";
    scene.pull.epss_url = NULL;
    assert_text(pull(&scene), "=osv/Red Hat !osv/npm !kev");
    struct advisory_index *index;
    assert_true(advisory_index_open(&index, scene.index, NULL));
    struct advisory_facts facts;
    assert_true(advisory_index_facts(index, TEXT("CVE-2024-1001"), &facts));
    assert_true(facts.is_kev && facts.has_epss);
    assert_int_equal(advisory_index_record_count(index), 2);
    advisory_index_free(index);
    tear_down(&scene);
}

static void test_nothing_to_be_had_writes_nothing(void **state)
{
    (void)state;
    struct scene scene;
    set_up(&scene);
    scene.pull.osv_url = url(&scene, "/elsewhere");
    scene.pull.kev_url = scene.pull.epss_url = NULL;
    assert_text(pull(&scene), "!osv/npm !osv/Red Hat");
    assert_int_equal(access(scene.index, F_OK), -1);
    tear_down(&scene);
}

int main(void)
{
    unsetenv("http_proxy");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_fetched_and_only_changes_again),
        cmocka_unit_test(test_what_fails_leaves_the_rest),
        cmocka_unit_test(test_nothing_to_be_had_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
