/* SPDX-License-Identifier: Apache-2.0 */
/* What follows the changes of an index comes to what a look at everything comes to: inventories and changes by chance, with a
   seed. One database follows, in steps that are small by chance too; the other looks at every part anew. */
#include "ticket/loop.h"

#include "match/match_stored.h"
#include "ticket/generation.h"
#include "ticket/generation_follow.h"

enum { PARTS = 5, RECORDS = 10, COMPONENTS = 9, ROUNDS = 25 };

struct chance {
    uint64_t state;
};

/* xorshift64*: the same on every machine. */
static size_t below(struct chance *chance, size_t limit)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return (size_t)(chance->state * UINT64_C(2685821657736338717) >> 33) % limit;
}

/* A database with some parts. */
struct house {
    void *state;
    struct world world;
    int64_t part_ids[PARTS];
};

struct town {
    struct chance chance;
    struct loop know; /* only its indexes are used */
    struct house follows, looks;
    int64_t now_us;
    struct loop_record records[RECORDS];
    const char *kev;
    size_t upload_count;
    bool are_loose; /* aliases of records come and go */
};

static int64_t add_part(struct house *house, size_t number)
{
    struct store_test *t = house->world.t;
    int64_t id = INT64_C(1000) + (int64_t)number;
    assert_ok(
        db_run(t->db, "INSERT INTO part (id, service_id, name, created_us) VALUES ($1, $2, $3, 1)",
            DB_ARGS(DB_INT(id), DB_INT(house->world.service_id),
                DB_TEXT(arena_format(&t->arena, "part %zu", number))),
            NULL, err));
    return id;
}

static void furnish(struct house *house)
{
    house->world = world_make(&house->state);
    for (size_t i = 0; i < PARTS; i++)
        house->part_ids[i] = add_part(house, i);
}

/* -- by chance -- */

static const char *const names[] = {"a", "b", "c", "d"};
static const char *const versions[] = {"1.0", "1.5", "2.0", "not a version"};

static struct sbom_component any_component(struct chance *chance, struct arena *arena)
{
    static const char *const ecosystems[] = {
        "npm", "npm", "PyPI", "Debian:12", "Debian:11", "AlmaLinux:9", "Packagist", "no such"};
    struct text ecosystem = text_of(ecosystems[below(chance, LEN_OF(ecosystems))]);
    struct text name = text_of(names[below(chance, LEN_OF(names))]);
    struct text version = text_of(versions[below(chance, LEN_OF(versions))]);
    bool is_distribution = text_find_text(ecosystem, TEXT(":")) > 0;
    struct sbom_component component = {.type = TEXT("library"),
        .ecosystem = ecosystem,
        .name = name,
        .package = name,
        .version = version,
        .arch = below(chance, 4) ? TEXT("") : TEXT("arm64"),
        .purl = TEXT(""),
        .is_package = below(chance, 12) != 0};
    if (is_distribution && below(chance, 3)) {
        component.source_package = text_of(names[below(chance, LEN_OF(names))]);
        component.source_version = version;
    }
    if (text_is(ecosystem, "PyPI") && below(chance, 3) == 0) {
        component.owner_ecosystem = below(chance, 2) ? TEXT("Debian:12") : TEXT("Debian:11");
        component.owner_package = arena_format(arena, "python3-%.*s", TEXT_ARG(name));
    }
    return component;
}

static struct sbom any_sbom(struct chance *chance, struct arena *arena)
{
    struct sbom sbom = {.format = SBOM_CYCLONEDX_JSON,
        .spec_version = TEXT("1.6"),
        .name = TEXT("shop"),
        .component_count = 1 + below(chance, COMPONENTS)};
    sbom.components = arena_take_array(arena, sbom.component_count, sizeof *sbom.components);
    for (size_t i = 0; i < sbom.component_count; i++) {
        sbom.components[i] = any_component(chance, arena);
        sbom.components[i].ref = arena_format(arena, "%zu", i);
    }
    return sbom;
}

/* A record keeps its alias unless are_loose: where a look at part after part learns a name late, it takes two looks to come to
   what following comes to at once. */
static struct loop_record any_record(
    struct chance *chance, size_t number, bool are_loose, struct arena *arena)
{
    static const char *const ecosystems[] = {
        "npm", "npm", "PyPI", "Debian", "Debian:12", "AlmaLinux:9", "Packagist"};
    static const char *const fixed[] = {"1.2", "1.7", "2.5", "2.5", "also none", NULL};
    static const char *const others[] = {"", "CVE-2020-0001", "CVE-2020-0002", "CVE-2020-0003"};
    return (struct loop_record){.id = arena_format(arena, "GHSA-%zu", number).at,
        .other = others[are_loose ? below(chance, LEN_OF(others)) : number % LEN_OF(others)],
        .ecosystem = ecosystems[below(chance, LEN_OF(ecosystems))],
        .package = names[below(chance, LEN_OF(names))],
        .fixed = fixed[below(chance, LEN_OF(fixed))],
        .is_withdrawn = below(chance, 6) == 0,
        .kind = below(chance, 10) ? ADVISORY_VULNERABILITY : ADVISORY_NOTICE};
}

/* -- what changes -- */

struct changes {
    struct advisory_change packages[2 * RECORDS];
    struct text cves[2];
    struct advisory_changes all;
};

static void note_record(struct changes *changes, const struct loop_record *record)
{
    if (record->id)
        changes->packages[changes->all.package_count++] =
            (struct advisory_change){text_of(record->ecosystem), text_of(record->package)};
}

static void change_record(struct town *town, size_t number, struct changes *changes)
{
    struct loop_record *record = &town->records[number];
    note_record(changes, record);
    if (record->id && below(&town->chance, 4) == 0)
        *record = (struct loop_record){0};
    else if (record->id && below(&town->chance, 3) == 0)
        record->is_withdrawn = !record->is_withdrawn;
    else
        *record = any_record(&town->chance, number, town->are_loose, &town->know.world.t->arena);
    note_record(changes, record);
}

static void change_kev(struct town *town, struct changes *changes)
{
    static const char *const cves[] = {NULL, "CVE-2020-0001", "CVE-2020-0002"};
    const char *now = cves[below(&town->chance, LEN_OF(cves))];
    if (town->kev)
        changes->cves[changes->all.cve_count++] = text_of(town->kev);
    if (now)
        changes->cves[changes->all.cve_count++] = text_of(now);
    town->kev = now;
}

/* Makes the next generation, and tells what is new in it. */
static void change_index(struct town *town, struct changes *changes)
{
    struct loop_record there[RECORDS];
    size_t count = 0;
    *changes = (struct changes){0};
    changes->all.packages = changes->packages;
    changes->all.cves = changes->cves;
    for (size_t i = 0; i < 1 + below(&town->chance, 3); i++)
        change_record(town, below(&town->chance, RECORDS), changes);
    if (below(&town->chance, 4) == 0)
        change_kev(town, changes);
    for (size_t i = 0; i < RECORDS; i++)
        if (town->records[i].id)
            there[count++] = town->records[i];
    town->now_us += CLOCK_SECOND_US;
    clock_set_us(town->now_us);
    loop_know_kev(&town->know, there, count, town->kev);
}

/* -- uploads -- */

struct upload {
    struct town *town;
    struct house *house;
    int64_t part_id, sbom_id;
    struct ticket_counts counts;
};

static bool sync_part(struct db *db, void *context, struct err *err)
{
    struct upload *upload = context;
    struct ticket_cause_of_sync why = {.now_us = upload->town->now_us};
    const struct advisory_index *index = upload->town->know.index;
    return ticket_sync_part(db, index, upload->part_id, &why, &upload->house->world.t->arena,
               &upload->counts, err) &&
           (!upload->sbom_id || match_stored_summarise(db, index, upload->sbom_id, err));
}

static void store(struct town *town, struct house *house, size_t part, const struct sbom *sbom)
{
    struct world world = house->world;
    world.part_id = house->part_ids[part];
    const char *original = arena_format(&world.t->arena, "%zu", town->upload_count).at;
    struct put put = world_upload(&world, sbom, original, true);
    assert_ok(db_transact(world.t->db, loop_make_current, &put.row.id, err));
    struct upload upload = {town, house, world.part_id, put.row.id, {0}};
    assert_ok(db_transact(world.t->db, sync_part, &upload, err));
}

static void upload_any(struct town *town)
{
    size_t part = below(&town->chance, PARTS);
    struct sbom sbom = any_sbom(&town->chance, &town->know.world.t->arena);
    town->upload_count++;
    store(town, &town->follows, part, &sbom);
    store(town, &town->looks, part, &sbom);
}

/* -- the two ways -- */

/* Returns whether all has followed. */
static bool follow_some(struct town *town, size_t steps)
{
    struct generation_step step = {0};
    for (size_t i = 0; i < steps && !step.is_done; i++) {
        struct generation_bounds bounds = {
            1 + below(&town->chance, 4), 1 + below(&town->chance, 3)};
        assert_ok(generation_follow_step(
            town->follows.world.t->db, town->know.index, &bounds, town->now_us, &step, err));
    }
    return step.is_done;
}

static int64_t look_at_all(struct town *town, struct house *house)
{
    int64_t changed = 0;
    for (size_t i = 0; i < PARTS; i++) {
        struct upload upload = {town, house, house->part_ids[i], 0, {0}};
        assert_ok(db_transact(house->world.t->db, sync_part, &upload, err));
        changed += upload.counts.opened + upload.counts.closed + upload.counts.reopened +
                   upload.counts.updated + upload.counts.marked;
    }
    return changed;
}

static void take_generation(struct town *town, const struct advisory_changes *changes)
{
    bool is_new;
    assert_ok(generation_take_changes(
        town->follows.world.t->db, town->know.index, changes, town->now_us, &is_new, err));
    assert_true(is_new);
}

/* -- the same -- */

static const char tickets_sql[] =
    "SELECT CAST(part_id AS TEXT) || ' ' || ecosystem || ' ' || package || ' ' || name || ' ' || state ||"
    " ' ' || COALESCE(cause, '-') || ' ' || COALESCE(mark_reason, '-') || ' ' || CAST(rank AS TEXT) ||"
    " ' ' || CAST(is_kev AS TEXT) || ' ' || COALESCE(CAST(kev_due_us AS TEXT), '-') || ' ' || decision ||"
    " ' ' || aliases || ' ' || records || ' ' || summary || ' ' || versions || ' ' || fixed || ' ' ||"
    " generation || ' ' || CAST(version AS TEXT) || ' ' || CAST(sbom_number AS TEXT) || ' ' ||"
    " CAST(created_us AS TEXT) || ' ' || CAST(updated_us AS TEXT) FROM ticket ORDER BY 1";
static const char events_sql[] =
    "SELECT CAST(t.part_id AS TEXT) || ' ' || t.ecosystem || ' ' || t.package || ' ' || t.name || ' ' ||"
    " CAST(e.seq AS TEXT) || ' ' || CAST(e.at_us AS TEXT) || ' ' || e.kind || ' ' || e.text || ' ' ||"
    " e.generation || ' ' || substr(e.detail, 34) FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id"
    " ORDER BY 1";
static const char occurrences_sql[] =
    "SELECT CAST(t.part_id AS TEXT) || ' ' || t.ecosystem || ' ' || t.package || ' ' || t.name || ' ' ||"
    " v.name || ' ' || v.version || ' ' || v.arch || ' ' || o.reason || ' ' || o.fixed"
    " FROM ticket_occurrence o JOIN ticket t ON t.id = o.ticket_id"
    " JOIN package_version v ON v.id = o.package_version_id ORDER BY 1";

static struct db_rows rows_of(struct house *house, const char *sql)
{
    struct db_rows rows;
    assert_ok(db_query(house->world.t->db, sql, DB_NO_ARGS, &house->world.t->arena, &rows, err));
    return rows;
}

/* cmocka cuts long messages: only what differs is told. */
static void show_difference(struct text left, struct text right)
{
    size_t same = 0;
    while (same < left.len && same < right.len && left.at[same] == right.at[same])
        same++;
    print_message("# both: %.*s\n", (int)same, left.at);
    print_message("# following: %.*s\n", (int)(left.len - same), left.at + same);
    print_message("# looking: %.*s\n", (int)(right.len - same), right.at + same);
    fail_msg("following and looking differ");
}

static void assert_same(struct town *town, const char *sql)
{
    struct db_rows a = rows_of(&town->follows, sql), b = rows_of(&town->looks, sql);
    for (size_t i = 0; i < a.count || i < b.count; i++) {
        struct text left = i < a.count ? db_text(&a, i, 0) : TEXT("nothing");
        struct text right = i < b.count ? db_text(&b, i, 0) : TEXT("nothing");
        if (!text_eq(left, right))
            show_difference(left, right);
    }
}

/* Counts the answers that a reader of the SBOM gets. */
static void assert_summary(struct town *town, int64_t sbom_id)
{
    struct store_test *t = town->follows.world.t;
    struct match_stored stored;
    struct sbom_row row;
    int64_t counts[MATCH_NOT_COVERED + 1] = {0};
    assert_ok(match_stored_read(&stored, t->db, town->know.index, sbom_id, &t->arena, err));
    for (size_t i = 0; i < stored.sbom.component_count; i++)
        counts[stored.answers[i].answer]++;
    assert_ok(sbom_rows_find(t->db, sbom_id, &t->arena, &row, err));
    assert_true(row.has_summary);
    assert_int_equal(row.summary.affected, counts[MATCH_AFFECTED]);
    assert_int_equal(row.summary.undecidable, counts[MATCH_UNDECIDABLE]);
    assert_int_equal(row.summary.not_covered, counts[MATCH_NOT_COVERED]);
    assert_int_equal(row.summary.checked, stored.result.checked_count);
}

/* What is kept by ecosystem, answer and cause is what a reader of the SBOM gets. */
static void assert_groups(struct town *town, int64_t sbom_id)
{
    struct store_test *t = town->follows.world.t;
    struct match_stored stored;
    struct db_rows rows;
    int64_t packages = 0, counted = 0;
    assert_ok(match_stored_read(&stored, t->db, town->know.index, sbom_id, &t->arena, err));
    assert_ok(db_query(t->db,
        "SELECT ecosystem, answer, cause, component_count FROM sbom_answer WHERE sbom_id = $1",
        DB_ARGS(DB_INT(sbom_id)), &t->arena, &rows, err));
    for (size_t r = 0; r < rows.count; r++) {
        int64_t count = 0;
        for (size_t i = 0; i < stored.sbom.component_count; i++)
            count += stored.rows[i].is_package &&
                     text_eq(stored.rows[i].ecosystem, db_text(&rows, r, 0)) &&
                     stored.answers[i].answer == db_int(&rows, r, 1) &&
                     stored.answers[i].cause == db_int(&rows, r, 2);
        assert_int_equal(db_int(&rows, r, 3), count);
        counted += count;
    }
    for (size_t i = 0; i < stored.sbom.component_count; i++)
        packages += stored.rows[i].is_package;
    assert_int_equal(counted, packages);
}

/* A look at all that has followed finds nothing to do, and each summary says what its SBOM has. */
static void assert_whole(struct town *town)
{
    struct db_rows rows = rows_of(&town->follows, "SELECT id FROM sbom WHERE is_current = 1");
    for (size_t i = 0; i < rows.count; i++)
        assert_summary(town, db_int(&rows, i, 0));
    for (size_t i = 0; i < rows.count; i++)
        assert_groups(town, db_int(&rows, i, 0));
    assert_int_equal(
        store_test_number(town->follows.world.t, "SELECT count(*) FROM generation_change"), 0);
    assert_int_equal(look_at_all(town, &town->follows), 0);
}

/* -- the plays -- */

static void begin(struct town *town, void **state, uint64_t seed)
{
    struct store_test *t = store_test(state);
    *town = (struct town){.chance = {seed}, .now_us = STORE_TEST_NOW_US};
    town->follows.state = t;
    store_test_open(&town->looks.state, db_engine_of(t->db));
    furnish(&town->follows);
    furnish(&town->looks);
    town->know = (struct loop){.world = town->follows.world};
    snprintf(town->know.folder, sizeof town->know.folder, "/tmp/kenzen-loop.XXXXXX");
    assert_non_null(mkdtemp(town->know.folder));
    struct changes changes;
    change_index(town, &changes);
    take_generation(town, NULL);
    for (size_t i = 0; i < PARTS; i++)
        upload_any(town);
    assert_true(follow_some(town, 1000));
}

static void end(struct town *town)
{
    loop_done(&town->know);
    store_test_close(&town->looks.state);
}

static void play(struct town *town, size_t round)
{
    struct changes changes;
    if (below(&town->chance, 3) == 0)
        upload_any(town);
    change_index(town, &changes);
    /* Now and then nobody can say what changed. */
    take_generation(town, round % 8 == 7 ? NULL : &changes.all);
    assert_true(follow_some(town, 1000));
    look_at_all(town, &town->looks);
    assert_same(town, tickets_sql);
    assert_same(town, events_sql);
    assert_same(town, occurrences_sql);
    assert_whole(town);
}

static void play_all(void **state, uint64_t seed)
{
    struct town town;
    begin(&town, state, seed);
    for (size_t i = 0; i < ROUNDS; i++)
        play(&town, i);
    end(&town);
}

static void test_following_comes_to_what_looking_comes_to(void **state)
{
    play_all(state, 1);
}

static void test_with_another_seed_too(void **state)
{
    play_all(state, 2);
}

/* Steps end in the middle, other indexes and SBOMs come meanwhile, and another connection goes on. */
static void test_what_was_broken_off_is_followed_to_the_end(void **state)
{
    struct town town;
    struct changes changes;
    begin(&town, state, 4);
    town.are_loose = true;
    for (size_t i = 0; i < ROUNDS; i++) {
        change_index(&town, &changes);
        take_generation(&town, below(&town.chance, 9) ? &changes.all : NULL);
        follow_some(&town, below(&town.chance, 4));
        if (below(&town.chance, 2))
            upload_any(&town);
        if (below(&town.chance, 3))
            continue;
        assert_true(follow_some(&town, 1000));
        assert_whole(&town);
    }
    end(&town);
}

/* -- told by the file of the index itself -- */

static void begin_growing(struct town *town, void **state, uint64_t seed)
{
    struct changes changes;
    begin(town, state, seed);
    town->know.is_growing = true;
    /* The first one has its folder's next name, and knows nothing of the one before. */
    town->know.index_count++;
    change_index(town, &changes);
    take_generation(town, NULL);
    assert_true(follow_some(town, 1000));
    look_at_all(town, &town->looks);
}

/* The digest of the generation that the database rests on, as an index gives its own. */
static struct text former_of(struct town *town)
{
    struct text hex = advisory_index_digest(town->know.index);
    return arena_text(&town->know.world.t->arena, hex);
}

/* Takes the generation, asking the index what changed since the former one, which it must know. */
static void take_from_file(struct town *town, struct text former, bool *ret_is_new)
{
    struct store_test *t = town->follows.world.t;
    struct advisory_changes changes;
    bool is_known;
    assert_ok(advisory_index_since(town->know.index, former, &changes, &is_known, &t->arena, err));
    assert_true(is_known);
    assert_ok(generation_take(t->db, town->know.index, town->now_us, ret_is_new, err));
    assert_int_equal(*ret_is_new, !text_eq(former, advisory_index_digest(town->know.index)));
}

static int64_t jobs_of(struct town *town)
{
    return store_test_number(town->follows.world.t, "SELECT count(*) FROM generation_change");
}

/* Imports come alone, or several while the server is down; over so many the file is written anew several times. */
static void test_what_the_file_tells_comes_to_what_looking_comes_to(void **state)
{
    struct town town;
    struct changes changes;
    bool is_new;
    size_t known_count = 0;
    begin_growing(&town, state, 5);
    for (size_t i = 0; i < 2 * ROUNDS; i++) {
        struct text former = former_of(&town);
        if (below(&town.chance, 4) == 0)
            upload_any(&town);
        for (size_t imports = below(&town.chance, 3); imports < 3; imports++)
            change_index(&town, &changes);
        take_from_file(&town, former, &is_new);
        known_count += is_new;
        assert_true(follow_some(&town, 1000));
        look_at_all(&town, &town.looks);
        assert_same(&town, tickets_sql);
        assert_same(&town, events_sql);
        assert_same(&town, occurrences_sql);
        assert_whole(&town);
    }
    assert_in_range(known_count, ROUNDS, 2 * ROUNDS);
    end(&town);
}

/* The same records and facts once more are no other generation, and nothing has to be done. */
static void test_the_same_data_again_is_no_work(void **state)
{
    struct town town;
    struct loop_record there[RECORDS];
    size_t count = 0;
    bool is_new = true;
    begin_growing(&town, state, 6);
    for (size_t i = 0; i < RECORDS; i++)
        if (town.records[i].id)
            there[count++] = town.records[i];
    struct text former = former_of(&town);
    town.now_us += CLOCK_SECOND_US;
    clock_set_us(town.now_us);
    loop_know_kev(&town.know, there, count, town.kev);
    take_from_file(&town, former, &is_new);
    assert_false(is_new);
    assert_int_equal(jobs_of(&town), 0);
    end(&town);
}

/* What one CVE is known to be exploited touches is looked at, and nothing else. */
static void test_facts_of_a_cve_come_alone(void **state)
{
    struct town town;
    bool is_new;
    begin_growing(&town, state, 7);
    struct loop_record record = {.id = "GHSA-100",
        .other = "CVE-2020-0009",
        .ecosystem = "npm",
        .package = "a",
        .fixed = NULL,
        .kind = ADVISORY_VULNERABILITY};
    struct sbom sbom = any_sbom(&town.chance, &town.know.world.t->arena);
    sbom.component_count = 1;
    sbom.components[0] = (struct sbom_component){.type = TEXT("library"),
        .ecosystem = TEXT("npm"),
        .name = TEXT("a"),
        .package = TEXT("a"),
        .version = TEXT("1.0"),
        .ref = TEXT("a"),
        .is_package = true};
    town.upload_count++;
    store(&town, &town.follows, 0, &sbom);
    for (size_t i = 0; i < 2; i++) {
        struct text former = former_of(&town);
        town.now_us += CLOCK_SECOND_US;
        clock_set_us(town.now_us);
        loop_know_kev(&town.know, &record, 1, i ? "CVE-2020-0009" : NULL);
        take_from_file(&town, former, &is_new);
        assert_true(is_new);
        if (i)
            assert_int_equal(jobs_of(&town), 1);
        assert_true(follow_some(&town, 1000));
        assert_int_equal(store_test_number(town.follows.world.t,
                             "SELECT max(is_kev) FROM ticket WHERE name = 'CVE-2020-0009'"),
            i);
    }
    end(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_following_comes_to_what_looking_comes_to),
        STORE_TEST(test_with_another_seed_too),
        STORE_TEST(test_what_was_broken_off_is_followed_to_the_end),
        STORE_TEST(test_what_the_file_tells_comes_to_what_looking_comes_to),
        STORE_TEST(test_the_same_data_again_is_no_work),
        STORE_TEST(test_facts_of_a_cve_come_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
