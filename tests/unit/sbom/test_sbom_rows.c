/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/world.h"

#include "sbom/sbom_hold.h"
#include "sbom/sbom_intern.h"

#define NOW STORE_TEST_NOW_US

static void test_an_sbom_is_stored_whole(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 300);
    sbom.components[7].ecosystem = sbom.components[7].package = TEXT("");
    sbom.components[7].oddity = TEXT("no package URL");
    sbom.odd_count = 1;
    struct put put = world_upload(&w, &sbom, "original", false);
    assert_true(put.is_new && put.row.is_current && !put.row.is_held);
    assert_int_equal(put.row.number, 1);
    assert_int_equal(put.row.component_count, 300);
    assert_int_equal(put.row.odd_count, 1);
    assert_text(put.row.format, "CycloneDX JSON");
    assert_text(put.row.uploader, "mia");
    struct text original;
    assert_ok(blob_read(w.t->db, put.row.digest, &w.t->arena, &original, err));
    assert_text(original, "original");
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM package_version WHERE ecosystem = ''"), 1);
    struct service_part part;
    assert_ok(
        service_part_find(w.t->db, &w.who, w.part_id, RIGHT_SERVICE_READ, &w.t->arena, &part, err));
    assert_true(part.sbom_id == put.row.id && part.component_count == 300);
}

static void test_components_are_paged_and_searched(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 25);
    sbom.components[3].name = sbom.components[20].name = TEXT("same");
    int64_t id = world_upload(&w, &sbom, "original", false).row.id;
    struct sbom_components_query query = {.sbom_id = id, .after_position = -1, .limit = 10};
    struct sbom_row_component *page;
    size_t count, total = 0;
    struct text last = {"", 0};
    do {
        assert_ok(sbom_rows_components(w.t->db, &query, &w.t->arena, &page, &count, err));
        for (size_t i = 0; i < count; i++) {
            assert_true(text_cmp(last, page[i].name) <= 0);
            last = page[i].name;
        }
        total += count;
        if (count) {
            query.after_name = page[count - 1].name;
            query.after_position = page[count - 1].position;
        }
    } while (count);
    assert_int_equal(total, 25);
    query = (struct sbom_components_query){
        .sbom_id = id, .words = TEXT("P0002"), .after_position = -1, .limit = 10};
    assert_ok(sbom_rows_components(w.t->db, &query, &w.t->arena, &page, &count, err));
    assert_int_equal(count, 4); /* 20 is called "same" */
    assert_text(page[0].name, "p00021");
    assert_text(page[0].ecosystem, "npm");
    assert_text(page[0].license, "MIT");
    assert_false(page[0].is_direct);
}

static void test_package_versions_are_stored_once(void **state)
{
    struct world w = world_make(state);
    struct sbom first = world_sbom(w.t, "shop", 0, 200), second = world_sbom(w.t, "shop", 100, 200);
    second.components[199] = second.components[0]; /* twice in one SBOM */
    world_upload(&w, &first, "first", false);
    world_upload(&w, &second, "second", false);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM package_version"), 299);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM occurrence"), 400);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM occurrence o JOIN package_version v "
                               "ON v.id = o.package_version_id WHERE v.name <> o.name"),
        0);
}

/* Moving a byte from one field to the next must not make two package versions the same. */
static void test_digests_keep_fields_apart(void **state)
{
    (void)state;
    struct sbom_component a = {.ecosystem = TEXT("npm"),
                              .package = TEXT("ab"),
                              .version = TEXT("c")},
                          b = a;
    unsigned char first[SHA256_SIZE], second[SHA256_SIZE];
    b.package = TEXT("a");
    b.version = TEXT("bc");
    sbom_intern_digest(&a, first);
    sbom_intern_digest(&b, second);
    assert_memory_not_equal(first, second, SHA256_SIZE);
    b = a;
    b.arch = TEXT("arm64");
    sbom_intern_digest(&b, second);
    assert_memory_not_equal(first, second, SHA256_SIZE);
    b = a;
    b.name = b.license = b.purl = TEXT("other");
    sbom_intern_digest(&b, second);
    assert_memory_equal(first, second, SHA256_SIZE);
}

static void test_the_same_original_is_one_row(void **state)
{
    struct world w = world_make(state);
    struct sbom one = world_sbom(w.t, "shop", 0, 10), two = world_sbom(w.t, "shop", 1, 10);
    struct put first = world_upload(&w, &one, "one", false);
    struct put again = world_upload(&w, &one, "one", false);
    assert_false(again.is_new);
    assert_true(again.row.id == first.row.id && again.row.is_current);
    struct put other = world_upload(&w, &two, "two", false);
    assert_true(other.is_new && other.row.is_current && other.row.number == 2);
    /* Going back to an older version. */
    again = world_upload(&w, &one, "one", false);
    assert_true(!again.is_new && again.row.id == first.row.id && again.row.is_current);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM sbom WHERE is_current = 1"), 1);
    again = world_upload(&w, &two, "two", true);
    assert_true(!again.is_new && !again.row.is_current && !again.row.is_held);
}

static bool confirm(struct db *db, void *context, struct err *err)
{
    return sbom_rows_make_current(db, *(int64_t *)context, err);
}

static void test_what_shrinks_or_is_another_is_held(void **state)
{
    struct world w = world_make(state);
    struct sbom ten = world_sbom(w.t, "shop", 0, 10), five = world_sbom(w.t, "shop", 0, 5);
    struct sbom four = world_sbom(w.t, "shop", 0, 4), other = world_sbom(w.t, "forum", 0, 10);
    struct put first = world_upload(&w, &ten, "ten", false);
    struct put small = world_upload(&w, &four, "four", false),
               strange = world_upload(&w, &other, "other", false);
    assert_true(small.is_new && small.row.is_held && !small.row.is_current);
    assert_true(text_find_text(small.row.held_reason, TEXT("4 components")) > 0);
    assert_true(strange.row.is_held);
    assert_true(text_find_text(strange.row.held_reason, TEXT("\"forum\"")) > 0);
    struct put again = world_upload(&w, &four, "four", false);
    assert_true(!again.is_new && again.row.is_held && !again.row.is_current);
    struct service_part part;
    assert_ok(
        service_part_find(w.t->db, &w.who, w.part_id, RIGHT_SERVICE_READ, &w.t->arena, &part, err));
    assert_true(part.sbom_id == first.row.id && part.held_count == 2);

    assert_ok(db_transact(w.t->db, confirm, &small.row.id, err));
    assert_ok(sbom_rows_find(w.t->db, small.row.id, &w.t->arena, &small.row, err));
    assert_true(small.row.is_current && !small.row.is_held && small.row.held_reason.len == 0);
    assert_true(world_upload(&w, &ten, "ten", false).row.is_current);
    assert_true(world_upload(&w, &five, "five", false).row.is_current);
    /* Back to one under half: the rule holds for what is old as well. */
    struct sbom two = world_sbom(w.t, "shop", 0, 2);
    assert_false(world_upload(&w, &two, "two", true).row.is_held);
    assert_true(world_upload(&w, &two, "two", false).row.is_held);
    int64_t none = 5;
    assert_err(ERR_NOT_FOUND, db_transact(w.t->db, confirm, &none, err));
}

static void test_lists_go_back_in_time(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 3);
    static const char *const originals[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < LEN_OF(originals); i++)
        world_upload(&w, &sbom, originals[i], false);
    struct sbom_row *rows;
    size_t count;
    assert_ok(sbom_rows_list(w.t->db, w.part_id, 0, 3, &w.t->arena, &rows, &count, err));
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].number, 5);
    assert_true(rows[0].is_current && !rows[1].is_current);
    assert_ok(
        sbom_rows_list(w.t->db, w.part_id, rows[2].number, 3, &w.t->arena, &rows, &count, err));
    assert_int_equal(count, 2);
    assert_int_equal(rows[1].number, 1);
}

static void test_an_empty_sbom(void **state)
{
    struct world w = world_make(state);
    struct sbom empty = world_sbom(w.t, "", 0, 0), ten = world_sbom(w.t, "shop", 0, 10);
    assert_true(world_upload(&w, &empty, "empty", false).row.is_current);
    assert_true(world_upload(&w, &ten, "ten", false).row.is_current);
    assert_false(world_upload(&w, &empty, "empty", false).row.is_current);
}

static void test_a_deleted_service_has_nothing_current(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 3);
    world_upload(&w, &sbom, "a", false);
    assert_err(ERR_CONFLICT, team_delete(w.t->db, &w.who, w.team_id, NOW, err));
    assert_ok(service_delete(w.t->db, &w.who, w.service_id, NOW, err));
    struct service_part part;
    assert_err(ERR_NOT_FOUND,
        service_part_find(w.t->db, &w.who, w.part_id, RIGHT_SERVICE_READ, &w.t->arena, &part, err));
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM sbom WHERE is_current = 1"), 0);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM sbom"), 1);
    assert_ok(team_delete(w.t->db, &w.who, w.team_id, NOW, err));
}

static void test_when_an_sbom_is_held(void **state)
{
    (void)state;
    static const struct {
        const char *old_name, *old_version, *new_name, *new_version;
        int64_t old_count, new_count;
        bool is_held;
    } cases[] = {
        {"shop", "1", "shop", "2", 10, 5, false},
        {"shop", "1", "shop", "2", 10, 4, true},
        {"shop", "1", "shop", "2", 1, 0, true},
        {"shop", "1", "shop", "2", 0, 0, false},
        {"shop", "1", "forum", "1", 10, 10, true},
        {"", "", "forum", "1", 10, 10, false},
        {"shop", "1", "", "", 10, 10, false},
        {"shop:1.2", "", "shop:1.3", "", 10, 10, false},
        {"host:5000/shop:1.2", "", "host:5000/shop:1.3", "", 10, 10, false},
        {"host:5000/shop", "", "host:5000/forum", "", 10, 10, true},
        {"shop@sha256:aa", "", "shop@sha256:bb", "", 10, 10, false},
        {"shop-1.2", "1.2", "shop-v1.3", "1.3", 10, 10, false},
        {"shop 1.2", "1.2", "Shop 1.3", "1.3", 10, 10, false},
        {"shop2", "2", "shop3", "3", 10, 10, true},
    };
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct sbom_hold_facts old = {
            text_of(cases[i].old_name), text_of(cases[i].old_version), cases[i].old_count};
        struct sbom_hold_facts new = {
            text_of(cases[i].new_name), text_of(cases[i].new_version), cases[i].new_count};
        bool is_held = sbom_hold_reason(&old, &new, &arena).len > 0;
        if (is_held != cases[i].is_held)
            fail_msg("case %zu: %s", i, cases[i].new_name);
    }
    arena_done(&arena);
}

/* As large as a real image; how long it takes is printed for whoever reads the log. */
static void test_four_thousand_components(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 4000), next = world_sbom(w.t, "shop", 100, 4000);
    int64_t start_us = clock_steady_us();
    world_upload(&w, &sbom, "first", false);
    int64_t middle_us = clock_steady_us();
    world_upload(&w, &next, "next", false);
    print_message("# 4000 new components: %lld ms; 100 new of 4000: %lld ms\n",
        (long long)(middle_us - start_us) / 1000,
        (long long)(clock_steady_us() - middle_us) / 1000);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM package_version"), 4100);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(DISTINCT package_version_id) FROM occurrence"), 4100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_an_sbom_is_stored_whole),
        STORE_TEST(test_components_are_paged_and_searched),
        STORE_TEST(test_package_versions_are_stored_once),
        STORE_TEST(test_the_same_original_is_one_row),
        STORE_TEST(test_what_shrinks_or_is_another_is_held),
        STORE_TEST(test_lists_go_back_in_time),
        STORE_TEST(test_an_empty_sbom),
        STORE_TEST(test_a_deleted_service_has_nothing_current),
        STORE_TEST(test_four_thousand_components),
        cmocka_unit_test(test_digests_keep_fields_apart),
        cmocka_unit_test(test_when_an_sbom_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
