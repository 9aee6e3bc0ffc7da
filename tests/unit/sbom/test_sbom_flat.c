/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "sbom/sbom_flat.h"

static const char document[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"serialNumber\":\"urn:uuid:1\","
    "\"metadata\":{\"timestamp\":\"2026-01-02T03:04:05Z\",\"component\":{\"bom-ref\":\"app\","
    "\"type\":\"application\",\"name\":\"käse\",\"version\":\"1\",\"components\":["
    "{\"type\":\"library\",\"name\":\"inner\",\"version\":\"3\"}]}},\"components\":["
    "{\"type\":\"library\",\"bom-ref\":\"a\",\"name\":\"lodash\",\"version\":\"4.17.20\","
    "\"purl\":\"pkg:npm/lodash@4.17.20\",\"licenses\":[{\"license\":{\"id\":\"MIT\"}}],\"components\":["
    "{\"type\":\"library\",\"bom-ref\":\"b\",\"name\":\"ms\",\"version\":\"2.0.0\","
    "\"purl\":\"pkg:npm/ms@2.0.0\"}]},{\"type\":\"operating-system\",\"name\":\"debian\",\"version\":\"12\"}],"
    "\"dependencies\":[{\"ref\":\"app\",\"dependsOn\":[\"a\"]},{\"ref\":\"a\",\"dependsOn\":[\"b\",\"c\"]}]}";

struct flat {
    struct arena arena;
    struct sbom sbom;
    struct buf bytes;
};

static void make(struct flat *flat)
{
    struct err err = {0};
    arena_init(&flat->arena, LIMIT_SBOM_ARENA);
    buf_init(&flat->bytes, SIZE_MAX);
    struct text bytes = {document, sizeof document - 1};
    if (!sbom_read(&flat->sbom, TEXT("bom.json"), bytes, &flat->arena, &err))
        fail_msg("%s", err.text);
    assert_true(sbom_flat_write(&flat->sbom, &flat->bytes, &err));
}

static void unmake(struct flat *flat)
{
    arena_done(&flat->arena);
    buf_done(&flat->bytes);
}

/* Flattening again what was read gives the same bytes, so nothing was lost or changed. */
static void test_survives_the_journey(void **state)
{
    (void)state;
    struct flat flat;
    struct sbom back;
    struct buf again;
    struct err err = {0};
    make(&flat);
    assert_true(sbom_flat_read(&back, buf_text(&flat.bytes), &flat.arena, &err));
    assert_int_equal(back.format, SBOM_CYCLONEDX_JSON);
    assert_text(back.name, "käse");
    assert_true(back.created_us == flat.sbom.created_us && back.created_us);
    assert_int_equal(back.dangling_ref_count, 1);
    assert_int_equal(back.component_count, 4);
    assert_int_equal(back.components[0].parent, SBOM_IN_ROOT);
    assert_text(back.components[0].oddity, "no package URL");
    assert_text(back.components[1].package, "lodash");
    assert_text(back.components[1].license, "MIT");
    assert_true(back.components[1].is_direct && !back.components[2].is_direct);
    assert_int_equal(back.components[2].parent, 1);
    assert_false(back.components[3].is_package);
    assert_int_equal(back.edge_count, 2);
    assert_int_equal(back.edges[0].from, SBOM_ROOT);
    buf_init(&again, SIZE_MAX);
    assert_true(sbom_flat_write(&back, &again, &err));
    assert_true(text_eq(buf_text(&again), buf_text(&flat.bytes)));
    buf_done(&again);
    unmake(&flat);
}

/* Facts come back with those that they are of, whatever the order in which they were told. */
static void test_facts_survive(void **state)
{
    (void)state;
    struct flat flat;
    struct sbom back;
    struct err err = {0};
    make(&flat);
    struct sbom_fact facts[] = {
        {TEXT(""), TEXT("Ann"), SBOM_ROOT, SBOM_FACT_SBOM_AUTHOR},
        {TEXT("SHA-1"), TEXT("aa"), 2, SBOM_FACT_HASH},
        {TEXT(""), TEXT("ACME"), 1, SBOM_FACT_SUPPLIER},
        {TEXT("SHA-256"), TEXT("bb"), 2, SBOM_FACT_HASH},
    };
    flat.sbom.facts = facts;
    flat.sbom.fact_count = LEN_OF(facts);
    buf_cut(&flat.bytes, 0);
    assert_true(sbom_flat_write(&flat.sbom, &flat.bytes, &err));
    assert_true(sbom_flat_read(&back, buf_text(&flat.bytes), &flat.arena, &err));
    struct sbom_fact_walk walk = sbom_fact_of(&back, 2);
    assert_text(sbom_fact_next(&walk, SBOM_FACT_HASH)->value, "aa");
    assert_text(sbom_fact_next(&walk, SBOM_FACT_HASH)->key, "SHA-256");
    assert_null(sbom_fact_next(&walk, SBOM_FACT_HASH));
    assert_text(sbom_fact_first(&back, 1, SBOM_FACT_SUPPLIER), "ACME");
    assert_int_equal(sbom_fact_first(&back, 0, SBOM_FACT_SUPPLIER).len, 0);
    assert_text(sbom_fact_first(&back, SBOM_ROOT, SBOM_FACT_SBOM_AUTHOR), "Ann");
    unmake(&flat);
}

/* Looks at all that a reader of the result could look at; the sanitizers watch. */
static void touch(const struct sbom *sbom)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add(&out, sbom->name);
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        const struct sbom_component *c = &sbom->components[i];
        const struct text texts[] = {c->ref, c->type, c->name, c->version, c->purl, c->license,
            c->scope, c->ecosystem, c->package, c->source_package, c->arch, c->oddity};
        for (size_t k = 0; k < LEN_OF(texts); k++)
            assert_true(text_find_bad_utf8(texts[k]) < 0);
        sbom_print_place(sbom, i, &out);
    }
    for (size_t i = 0; i < sbom->edge_count; i++)
        assert_true(sbom->edges[i].to < sbom->component_count || sbom->edges[i].to == SBOM_ROOT);
    buf_done(&out);
}

/* Reads bytes that lie at the very end of their allocation. Returns whether they were read. */
static bool read_hostile(struct text bytes)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    char *copy = malloc(bytes.len ? bytes.len : 1);
    if (bytes.len)
        memcpy(copy, bytes.at, bytes.len);
    arena_init(&arena, (size_t)1 << 20);
    bool is_read = sbom_flat_read(&sbom, (struct text){copy, bytes.len}, &arena, &err);
    if (is_read)
        touch(&sbom);
    else
        assert_true(err.code == ERR_SYNTAX || err.code == ERR_LIMIT);
    arena_done(&arena);
    free(copy);
    return is_read;
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    struct flat flat;
    make(&flat);
    for (size_t len = 0; len < flat.bytes.len; len++)
        assert_false(read_hostile(text_slice(buf_text(&flat.bytes), 0, len)));
    buf_add_char(&flat.bytes, 'x');
    assert_false(read_hostile(buf_text(&flat.bytes)));
    unmake(&flat);
}

static void test_no_flipped_bit_leads_astray(void **state)
{
    (void)state;
    struct flat flat;
    size_t refused = 0;
    make(&flat);
    for (size_t i = 0; i < flat.bytes.len; i++) {
        static const unsigned char flips[] = {0x01, 0x80, 0xff, 0x40};
        for (size_t k = 0; k < LEN_OF(flips); k++) {
            char kept = flat.bytes.at[i];
            flat.bytes.at[i] = (char)(kept ^ flips[k]);
            refused += !read_hostile(buf_text(&flat.bytes));
            flat.bytes.at[i] = kept;
        }
    }
    assert_true(refused > flat.bytes.len);
    assert_true(read_hostile(buf_text(&flat.bytes)));
    unmake(&flat);
}

static void test_random_bytes_are_refused(void **state)
{
    (void)state;
    struct flat flat;
    uint32_t seed = 1;
    make(&flat);
    for (int round = 0; round < 2000; round++) {
        struct buf bytes;
        buf_init(&bytes, SIZE_MAX);
        buf_add(&bytes, buf_text(&flat.bytes));
        for (int k = 0; k < 8; k++) {
            seed = seed * 1664525 + 1013904223;
            bytes.at[(seed >> 8) % bytes.len] = (char)(seed >> 24);
        }
        (void)read_hostile(buf_text(&bytes));
        buf_done(&bytes);
    }
    unmake(&flat);
}

static void test_limits(void **state)
{
    (void)state;
    struct flat flat;
    struct sbom back;
    struct arena small;
    struct buf out;
    struct err err = {0};
    make(&flat);
    arena_init(&small, 64);
    assert_false(sbom_flat_read(&back, buf_text(&flat.bytes), &small, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_done(&small);
    buf_init(&out, flat.bytes.len - 1);
    assert_false(sbom_flat_write(&flat.sbom, &out, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&out);
    unmake(&flat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survives_the_journey),
        cmocka_unit_test(test_facts_survive),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_no_flipped_bit_leads_astray),
        cmocka_unit_test(test_random_bytes_are_refused),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
