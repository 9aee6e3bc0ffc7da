/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_intern.h"

#include "base/map.h"
#include "base/rand.h"
#include "store/db_array.h"
#include "store/db_batch.h"
#include "store/db_in.h"

enum { LOOKUP = 128 };

/* The distinct package versions of an SBOM, in the order of their first component. */
struct intern {
    struct db *db;
    const struct sbom *sbom;
    int64_t now_us;
    struct map known;  /* digest → index below */
    uint32_t *version; /* by component: index below */
    uint32_t *first;   /* by version: its first component */
    unsigned char (*digests)[SHA256_SIZE];
    int64_t *ids; /* by version; 0 while not stored */
    size_t count;
};

/* Without an ecosystem the name is as written, and keeps its own place apart from all packages. */
static struct text name_of(const struct sbom_component *component)
{
    return component->ecosystem.len ? component->package : component->name;
}

static void add_field(struct sha256 *hash, struct text field)
{
    uint64_t len = field.len;
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(len >> (8 * i));
    sha256_add(hash, (struct text){(const char *)bytes, sizeof bytes});
    sha256_add(hash, field);
}

void sbom_intern_digest(
    const struct sbom_component *component, unsigned char ret_digest[SHA256_SIZE])
{
    struct sha256 *hash = sha256_new();
    add_field(hash, component->ecosystem);
    add_field(hash, name_of(component));
    add_field(hash, component->version);
    add_field(hash, component->source_package);
    add_field(hash, component->source_version);
    add_field(hash, component->arch);
    /* What has no module keeps the digest that it had before there were any. */
    if (component->module.len)
        add_field(hash, component->module);
    sha256_end(hash, ret_digest);
}

static struct text digest_text(const struct intern *intern, size_t version)
{
    return (struct text){(const char *)intern->digests[version], SHA256_SIZE};
}

static bool take_memory(struct intern *intern, struct arena *arena, struct err *err)
{
    size_t count = intern->sbom->component_count;
    intern->version = arena_take_array(arena, count, sizeof *intern->version);
    intern->first = arena_take_array(arena, count, sizeof *intern->first);
    intern->digests = arena_take_array(arena, count, sizeof *intern->digests);
    intern->ids = arena_take_array(arena, count, sizeof *intern->ids);
    return arena_check(arena, err);
}

static void find_distinct(struct intern *intern)
{
    for (size_t i = 0; i < intern->sbom->component_count; i++) {
        uint32_t version = (uint32_t)intern->count;
        sbom_intern_digest(&intern->sbom->components[i], intern->digests[version]);
        if (map_add(&intern->known, digest_text(intern, version), version, &version))
            intern->first[intern->count++] = (uint32_t)i;
        intern->version[i] = version;
    }
}

/* PostgreSQL keeps the plan that it made while the table was small, until it is analysed: then it would go through the whole table, and through the list for each of
   its rows. Each is looked up by itself. */
static bool query_postgres(struct db *db, const struct db_value *digests, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct buf array;
    buf_init(&array, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        db_array_add(&array, &digests[i]);
    db_array_end(&array);
    bool is_ok = db_query(db,
        "SELECT u.digest, (SELECT v.id FROM package_version v WHERE v.digest = u.digest)"
        " FROM unnest(CAST(CAST($1 AS TEXT) AS BYTEA[])) u (digest)",
        DB_ARGS(DB_TEXT(buf_text(&array))), arena, ret_rows, err);
    buf_done(&array);
    return is_ok;
}

static bool query(struct db *db, const struct db_value *digests, size_t count, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    if (db_engine_of(db) == DB_POSTGRES)
        return query_postgres(db, digests, count, arena, ret_rows, err);
    return db_in_query(db, "SELECT digest, id FROM package_version WHERE digest IN", DB_NO_ARGS,
        (struct db_args){digests, count}, "", arena, ret_rows, err);
}

static bool look_up_some(struct intern *intern, size_t from, struct arena *arena, struct err *err)
{
    struct db_value values[LOOKUP];
    struct db_rows rows;
    size_t count = intern->count - from < LOOKUP ? intern->count - from : LOOKUP;
    for (size_t i = 0; i < count; i++)
        values[i] = DB_BLOB(digest_text(intern, from + i));
    if (!query(intern->db, values, count, arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        uint32_t version;
        if (!db_is_null(&rows, i, 1) && map_find(&intern->known, db_text(&rows, i, 0), &version))
            intern->ids[version] = db_int(&rows, i, 1);
    }
    return true;
}

static bool look_up(struct intern *intern, struct err *err)
{
    bool is_fine = true;
    for (size_t from = 0; is_fine && from < intern->count; from += LOOKUP) {
        struct arena arena;
        arena_init(&arena, SIZE_MAX);
        is_fine = look_up_some(intern, from, &arena, err);
        arena_done(&arena);
    }
    return is_fine;
}

static bool add_version(
    struct intern *intern, struct db_batch *batch, size_t version, struct err *err)
{
    const struct sbom_component *component = &intern->sbom->components[intern->first[version]];
    struct db_value row[] = {
        DB_INT(intern->ids[version]),
        DB_BLOB(digest_text(intern, version)),
        DB_TEXT(component->ecosystem),
        DB_TEXT(name_of(component)),
        DB_TEXT(component->version),
        DB_TEXT(component->source_package),
        DB_TEXT(component->source_version),
        DB_TEXT(component->arch),
        DB_TEXT(component->module),
        DB_INT(intern->now_us),
    };
    return db_batch_add(batch, row, err);
}

/* A millisecond has 2^21 ids, too few for thousands by chance: each row gets a millisecond of its own. */
static bool add_missing(
    struct intern *intern, struct db_batch *batch, int64_t *ret_missing, struct err *err)
{
    int64_t missing = 0;
    for (size_t i = 0; i < intern->count; i++) {
        if (intern->ids[i])
            continue;
        intern->ids[i] = rand_id(intern->now_us + 1000 * missing++);
        if (!add_version(intern, batch, i, err))
            return false;
    }
    *ret_missing = missing;
    return db_batch_end(batch, err);
}

/* When another transaction was quicker with a package version, or an id was drawn twice, all is done again. */
static bool insert_missing(struct intern *intern, struct err *err)
{
    struct db_batch batch;
    struct err why = {0};
    int64_t missing = 0;
    db_batch_init(&batch, intern->db,
        "INSERT INTO package_version (id, digest, ecosystem, name, version, source_package, "
        "source_version, arch, module, created_us) VALUES",
        10, "ON CONFLICT DO NOTHING");
    bool is_fine = add_missing(intern, &batch, &missing, &why);
    bool is_all = is_fine && batch.changed == missing;
    db_batch_done(&batch);
    if (!is_fine)
        return err_set(err, why.code, "%s", why.text);
    return is_all || err_set(err, ERR_BUSY, "another upload stores the same packages");
}

bool sbom_intern(struct db *db, const struct sbom *sbom, int64_t now_us, struct arena *arena,
    int64_t **ret_ids, struct err *err)
{
    struct intern intern = {.db = db, .sbom = sbom, .now_us = now_us};
    int64_t *ids = arena_take_array(arena, sbom->component_count, sizeof *ids);
    bool is_fine = take_memory(&intern, arena, err);
    if (is_fine)
        find_distinct(&intern);
    is_fine = is_fine && look_up(&intern, err) && insert_missing(&intern, err);
    for (size_t i = 0; is_fine && i < sbom->component_count; i++)
        ids[i] = intern.ids[intern.version[i]];
    map_done(&intern.known);
    if (is_fine)
        *ret_ids = ids;
    return is_fine;
}

struct sbom_component sbom_intern_read(const struct db_rows *rows, size_t row)
{
    return (struct sbom_component){.ecosystem = db_text(rows, row, 1),
        .name = db_text(rows, row, 2),
        .package = db_text(rows, row, 2),
        .version = db_text(rows, row, 3),
        .source_package = db_text(rows, row, 4),
        .source_version = db_text(rows, row, 5),
        .arch = db_text(rows, row, 6),
        .module = db_text(rows, row, 7),
        .is_package = true};
}
