/* SPDX-License-Identifier: Apache-2.0 */
/* The use cases of CISA and of CycloneDX, from the real data beside the project: what each comes to in the product it is of. */
#include "vex_unit.h"

#define FOLDER "sboms/examples/VEX/"

struct world {
    struct arena arena;
    struct vex vex;
    struct vex_set set;
    struct buf bytes;
};

static void read_vex(struct world *world, const char *name)
{
    struct err err = {0};
    unit_read_shared(&world->bytes, name);
    if (!vex_read(&world->vex, text_of(name), buf_text(&world->bytes), &world->arena, &err))
        fail_msg("%s", err.text);
    vex_set_add(&world->set, &world->vex, text_of(name), 0);
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena, LIMIT_VEX_ARENA);
    vex_set_init(&world->set);
    buf_init(&world->bytes, SIZE_MAX);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    vex_set_done(&world->set);
    buf_done(&world->bytes);
    arena_done(&world->arena);
    free(world);
    return 0;
}

/* Every document is read, and how many statements of each status it has. */
static void test_all(void **state)
{
    static const struct {
        const char *name;
        size_t counts[VEX_STATUSES]; /* not affected, affected, fixed, under investigation */
    } rows[] = {
        {"CISA-Use-Cases/Case-1/vex-affected.json", {0, 1, 0, 0}},
        {"CISA-Use-Cases/Case-1/vex-fixed.json", {0, 0, 1, 0}},
        {"CISA-Use-Cases/Case-1/vex-not_affected.json", {1, 0, 0, 0}},
        {"CISA-Use-Cases/Case-1/vex-under_investigation.json", {0, 0, 0, 1}},
        {"CISA-Use-Cases/Case-2/vex.json", {19, 0, 0, 0}},
        {"CISA-Use-Cases/Case-3/vex.json", {6, 5, 3, 5}},
        {"CISA-Use-Cases/Case-4/vex.json", {0, 1, 0, 0}},
        {"CISA-Use-Cases/Case-5/vex.json", {0, 0, 0, 1}},
        {"CISA-Use-Cases/Case-6/vex.json", {1, 1, 0, 0}},
        {"CISA-Use-Cases/Case-7/vex.json", {2, 1, 1, 0}},
        {"CISA-Use-Cases/Case-8/vex.json", {4, 2, 2, 0}},
        {"Use-Cases/Case-1/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-10/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-11/vex.json", {19, 0, 0, 0}},
        {"Use-Cases/Case-12/vex.json", {2, 1, 0, 0}},
        {"Use-Cases/Case-13/vex.json", {1, 1, 0, 0}},
        {"Use-Cases/Case-2/vex.json", {0, 1, 0, 0}},
        {"Use-Cases/Case-3/vex.json", {0, 0, 0, 1}},
        {"Use-Cases/Case-4/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-5/vex.json", {1, 1, 0, 0}},
        {"Use-Cases/Case-6/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-7/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-8/vex.json", {1, 0, 0, 0}},
        {"Use-Cases/Case-9/vex.json", {19, 0, 0, 0}},
        {"vex.json", {1, 0, 0, 0}},
    };
    struct world *world = *state;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        size_t counts[VEX_STATUSES] = {0};
        read_vex(world, arena_format(&world->arena, FOLDER "%s", rows[i].name).at);
        for (size_t s = 0; s < world->vex.statement_count; s++)
            counts[world->vex.statements[s].status]++;
        for (size_t s = 0; s < VEX_STATUSES; s++)
            if (counts[s] != rows[i].counts[s])
                fail_msg("%s: %zu %zu %zu %zu", rows[i].name, counts[0], counts[1], counts[2],
                    counts[3]);
    }
}

/* What use case 8 says of a version of a product, by the flaws of Log4j. */
static struct vex_answer ask(
    struct world *world, const char *serial, const char *ref, const char *version, const char *id)
{
    struct err err = {0};
    struct vex_answer answer;
    struct sbom_component component = {.name = TEXT("log4j")};
    struct sbom sbom = {.serial = arena_format(&world->arena, "urn:uuid:%s", serial),
        .ref = text_of(ref),
        .version = text_of(version)};
    struct vex_place place = {&sbom, &component, NULL};
    assert_true(
        vex_match_find(&answer, &world->set, &place, text_of(id), NULL, 0, &world->arena, &err));
    return answer;
}

static void test_case_8(void **state)
{
    static const char abc[] = "cbb2cd68-2857-43b8-a10b-e8c03d277d18";
    static const char jkl[] = "e4c3eedc-4978-470c-ad02-6ffff63738ff";
    static const struct {
        const char *serial, *ref, *version, *id;
        int status; /* -1: nothing is said */
    } rows[] = {
        {abc, "product-ABC", "2.3", "CVE-2021-44228", VEX_NOT_AFFECTED},
        {abc, "product-ABC", "2.4", "CVE-2021-44228", VEX_AFFECTED},
        {abc, "product-ABC", "2.5", "CVE-2021-44228", VEX_NOT_AFFECTED},
        {abc, "product-ABC", "4.1", "CVE-2021-44228", VEX_AFFECTED},
        {abc, "product-ABC", "4.2", "CVE-2021-44228", VEX_NOT_AFFECTED},
        {abc, "product-ABC", "4.3", "CVE-2021-44228", -1},
        {abc, "product-ABC", "", "CVE-2021-44228", -1},
        {abc, "product-JKL", "4.4", "CVE-2021-44228", -1},
        {jkl, "product-JKL", "4.4", "CVE-2021-44228", VEX_NOT_AFFECTED},
        {jkl, "product-JKL", "4.10", "CVE-2021-44228", VEX_AFFECTED},
        {jkl, "product-JKL", "5.1", "CVE-2021-44228", VEX_FIXED},
        {jkl, "product-JKL", "5.1", "CVE-2021-45105", VEX_AFFECTED},
        {jkl, "product-JKL", "5.2", "CVE-2021-44228", VEX_FIXED},
    };
    struct world *world = *state;
    read_vex(world, FOLDER "CISA-Use-Cases/Case-8/vex.json");
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct vex_answer answer =
            ask(world, rows[i].serial, rows[i].ref, rows[i].version, rows[i].id);
        int status = answer.count ? (int)answer.bearing[0].statement->status : -1;
        if (status != rows[i].status)
            fail_msg("%s %s %s: %d", rows[i].ref, rows[i].version, rows[i].id, status);
    }
}

/* The pair has two serial numbers: what is said is of another BOM. */
static void test_pair(void **state)
{
    struct world *world = *state;
    struct err err = {0};
    struct sbom sbom;
    struct vex_answer answer;
    read_vex(world, FOLDER "vex.json");
    unit_read_shared(&world->bytes, FOLDER "bom.json");
    assert_true(sbom_read(&sbom, TEXT("bom.json"), buf_text(&world->bytes), &world->arena, &err));
    struct vex_place place = {&sbom, &sbom.components[0], NULL};
    for (int i = 0; i < 2; i++) {
        assert_true(vex_match_find(
            &answer, &world->set, &place, TEXT("CVE-2020-25649"), NULL, 0, &world->arena, &err));
        assert_int_equal(answer.is_silenced, i);
        assert_int_equal(answer.elsewhere_count, !i);
        sbom.serial = TEXT("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_case_8, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pair, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
