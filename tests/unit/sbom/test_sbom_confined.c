/* SPDX-License-Identifier: Apache-2.0 */
/* SBOMs read in the worker; this program starts itself as that. */
#include "unit_err.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "sandbox/role.h"
#include "sbom/sbom_confined.h"

static const struct worker_job jobs[] = {
    {SBOM_CONFINED_KIND, sbom_confined_run},
    {NULL, NULL},
};

static struct worker_pool *pool;

static int start(void **state)
{
    (void)state;
    struct err err;
    log_set_level(LOG_ERROR);
    return worker_pool_new(&pool, &(struct worker_options){.count = 1}, &err) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    worker_pool_free(pool);
    return 0;
}

static bool read_bytes(
    struct sbom_confined *ret_confined, struct text bytes, struct arena *arena, struct err *err)
{
    int fd = memfd_create("sbom", 0);
    assert_int_equal(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
    bool is_good = sbom_confined_read(ret_confined, pool, TEXT("bom.json"), fd, arena, err);
    close(fd);
    return is_good;
}

static void test_sbom_comes_back(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom_confined confined;
    arena_init(&arena, SIZE_MAX);
    assert_ok(read_bytes(&confined,
        TEXT("{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"components\": [{\"type\":"
             " \"library\", \"name\": \"lodash\", \"version\": \"4.17.20\", \"purl\":"
             " \"pkg:npm/lodash@4.17.20\"}]}"),
        &arena, err));
    assert_int_equal(confined.sbom.component_count, 1);
    assert_text(confined.sbom.components[0].purl, "pkg:npm/lodash@4.17.20");
    assert_text(confined.sbom.components[0].ecosystem, "npm");
    sbom_confined_done(&confined);
    arena_done(&arena);
}

static void test_errors_keep_their_place(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom_confined confined;
    struct err err;
    arena_init(&arena, SIZE_MAX);
    assert_false(read_bytes(&confined, TEXT("{\"bomFormat\": "), &arena, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_true(text_starts(text_of(err.text), TEXT("bom.json: 1:")));
    assert_false(read_bytes(&confined, TEXT(""), &arena, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_int_equal(worker_pool_counts(pool).deaths, 0);
    arena_done(&arena);
}

int main(int argc, char **argv)
{
    if (text_is(role_of(argc, (const char *const *)argv), "worker"))
        worker_main(jobs);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sbom_comes_back),
        cmocka_unit_test(test_errors_keep_their_place),
    };
    return cmocka_run_group_tests(tests, start, end);
}
