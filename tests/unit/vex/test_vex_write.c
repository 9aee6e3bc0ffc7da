/* SPDX-License-Identifier: Apache-2.0 */
/* What is written in a format says the same when its reader reads it back. */
#include "vex_unit.h"

#include "vex/vex_json.h"
#include "vex/vex_write.h"

struct world {
    struct arena arena;
    struct vex vex;
};

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena, LIMIT_VEX_ARENA);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    arena_done(&world->arena);
    free(world);
    return 0;
}

static int compare_texts(const void *left, const void *right)
{
    return text_cmp(*(const struct text *)left, *(const struct text *)right);
}

/* A line for each statement and product, in an order of their own. Formats differ in what else they tell. */
static struct text print_all(const struct vex *vex, struct arena *arena)
{
    struct text lines[64], all = {"", 0};
    size_t count = 0;
    for (size_t s = 0; s < vex->statement_count; s++)
        for (size_t t = 0; t < vex->statements[s].target_count; t++) {
            const struct vex_statement *statement = &vex->statements[s];
            const struct vex_target *target = &statement->targets[t];
            const char *why = vex_justification_row(statement->justification)->word;
            struct text aliases = {"", 0};
            for (size_t a = 0; a < statement->alias_count; a++)
                aliases = arena_join(arena, aliases, "+", statement->aliases[a]);
            assert_true(count < LEN_OF(lines));
            lines[count++] = arena_format(arena, "%.*s (%.*s) %s %s: %.*s > %.*s; %.*s; %.*s",
                TEXT_ARG(statement->vulnerability), TEXT_ARG(aliases),
                vex_status_name(statement->status), why ? why : "-",
                TEXT_ARG(vex_json_label(&vex->products[target->product], arena)),
                TEXT_ARG(target->component == VEX_NONE
                             ? TEXT("-")
                             : vex_json_label(&vex->products[target->component], arena)),
                TEXT_ARG(statement->impact), TEXT_ARG(statement->action));
        }
    qsort(lines, count, sizeof *lines, compare_texts);
    for (size_t i = 0; i < count; i++)
        all = arena_join(arena, all, "\n", lines[i]);
    return all;
}

static void comes_back(struct world *world, enum vex_format format)
{
    struct buf out;
    struct vex again;
    struct err err = {0};
    buf_init(&out, SIZE_MAX);
    if (!vex_write(&out, format, &world->vex, &err) ||
        !vex_read(&again, TEXT("out"), buf_text(&out), &world->arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(again.format, format);
    assert_text(again.author, "Acme");
    assert_text(again.version, "7");
    assert_int_equal(again.said_us, world->vex.said_us);
    assert_string_equal(
        print_all(&again, &world->arena).at, print_all(&world->vex, &world->arena).at);
    buf_done(&out);
}

static void fill(struct world *world, const char *product)
{
    struct buf statements;
    buf_init(&statements, SIZE_MAX);
    for (int j = VEX_UNJUSTIFIED + 1; j < VEX_JUSTIFICATIONS; j++) {
        const struct vex_justification_row *row = vex_justification_row((enum vex_justification)j);
        if (row->is_openvex)
            buf_format(&statements,
                "{'vulnerability': {'name': 'CVE-2024-100%d', 'aliases': ['GHSA-%d']}, 'status': 'not_affected',"
                " 'justification': '%s', 'impact_statement': '\\u003cwhy\\u003e %d',"
                " 'products': [{%s, 'subcomponents': [{'@id': 'pkg:npm/a@1'}, {'@id': 'pkg:npm/b@2'}]}]},",
                j, j, row->openvex, j, product);
    }
    buf_format(&statements,
        "{'vulnerability': {'name': 'CVE-2024-1001'}, 'status': 'affected', 'action_statement': 'update',"
        " 'products': [{%s, 'subcomponents': [{'@id': 'pkg:npm/c@1'}]}]},"
        "{'vulnerability': {'name': 'PYSEC-1', 'aliases': ['X-1']}, 'status': 'fixed', 'products': [{%s, 'subcomponents': [{'@id': 'pkg:npm/c@1'}]}]},"
        "{'vulnerability': {'name': 'CVE-2024-2000'}, 'status': 'under_investigation', 'products': [{%s, 'subcomponents': [{'@id': 'pkg:npm/a@1'}]}]}",
        product, product, product);
    vex_unit_openvex(&world->vex,
        "'@id': 'urn:kenzen:service:1', 'author': 'Acme', 'version': 7, 'timestamp': '2024-01-02T00:00:00Z'",
        statements.at, &world->arena);
    buf_done(&statements);
    /* A reader gives each mention of a product a place of its own; a writer is given each once. */
    for (size_t s = 0; s < world->vex.statement_count; s++)
        for (size_t t = 0; t < world->vex.statements[s].target_count; t++)
            world->vex.statements[s].targets[t].product = 0;
}

static void test_round_trip(void **state)
{
    struct world *world = *state;
    fill(world, "'@id': 'pkg:oci/app@1.0'");
    /* A CVE stands once in a CSAF document, with all of its aliases. */
    comes_back(world, VEX_OPENVEX);
    comes_back(world, VEX_CYCLONEDX);
    for (size_t s = 0; s < world->vex.statement_count; s++)
        if (text_is(world->vex.statements[s].vulnerability, "CVE-2024-1001"))
            world->vex.statements[s].aliases = world->vex.statements[0].aliases,
            world->vex.statements[s].alias_count = 1;
    comes_back(world, VEX_CSAF);
}

/* A product without a package URL is told by its name and version, and found by them again. */
static void test_names(void **state)
{
    struct world *world = *state;
    struct sbom sbom = {.name = TEXT("my app"), .version = TEXT("1.0")};
    struct sbom_component component = {
        .name = TEXT("a"), .purl = TEXT("pkg:npm/a@1"), .version = TEXT("1")};
    struct vex_place place = {&sbom, &component, NULL};
    for (int format = 0; format < VEX_FORMATS; format++) {
        struct buf out;
        struct vex again;
        struct err err = {0};
        struct vex_set set;
        struct vex_answer answer;
        buf_init(&out, SIZE_MAX);
        vex_set_init(&set);
        fill(world, "'@id': 'x'");
        world->vex.products[0] = (struct vex_product){.name = sbom.name,
            .version = sbom.version,
            .id = vex_product_iri(sbom.name, sbom.version, &world->arena)};
        assert_true(vex_write(&out, (enum vex_format)format, &world->vex, &err));
        assert_true(vex_read(&again, TEXT("out"), buf_text(&out), &world->arena, &err));
        vex_set_add(&set, &again, TEXT("out"), 0);
        sbom.version = TEXT("1.0");
        assert_true(vex_match_find(
            &answer, &set, &place, TEXT("CVE-2024-1002"), NULL, 0, &world->arena, &err));
        assert_true(answer.is_silenced);
        sbom.version = TEXT("2.0");
        assert_true(vex_match_find(
            &answer, &set, &place, TEXT("CVE-2024-1002"), NULL, 0, &world->arena, &err));
        assert_int_equal(answer.count, 0);
        sbom.version = TEXT("1.0");
        vex_set_done(&set);
        buf_done(&out);
    }
}

static void test_two_products(void **state)
{
    struct world *world = *state;
    struct buf out;
    struct err err = {0};
    vex_unit_openvex(&world->vex, "'version': 1",
        "{'vulnerability': 'C', 'status': 'fixed', 'products': ["
        "{'@id': 'pkg:oci/a', 'subcomponents': [{'@id': 'pkg:npm/a'}]}, {'@id': 'pkg:oci/b', 'subcomponents': [{'@id': 'pkg:npm/a'}]}]}",
        &world->arena);
    buf_init(&out, SIZE_MAX);
    assert_false(vex_write(&out, VEX_CYCLONEDX, &world->vex, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(out.len, 0);
    assert_true(vex_write(&out, VEX_OPENVEX, &world->vex, &err));
    buf_done(&out);
}

static void test_nothing(void **state)
{
    struct world *world = *state;
    vex_unit_openvex(&world->vex,
        "'@id': 'urn:x', 'author': 'Acme', 'version': 7, 'timestamp': '2024-01-02T00:00:00Z'", "",
        &world->arena);
    for (int format = 0; format < VEX_FORMATS; format++)
        comes_back(world, (enum vex_format)format);
}

static void test_cve(void **state)
{
    (void)state;
    assert_true(vex_write_is_cve(TEXT("CVE-2024-1000")));
    assert_true(vex_write_is_cve(TEXT("CVE-2024-1000000")));
    assert_false(vex_write_is_cve(TEXT("CVE-2024-100")));
    assert_false(vex_write_is_cve(TEXT("CVE-2024-10x0")));
    assert_false(vex_write_is_cve(TEXT("CVE-20241-000")));
    assert_false(vex_write_is_cve(TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_products, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
        cmocka_unit_test(test_cve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
