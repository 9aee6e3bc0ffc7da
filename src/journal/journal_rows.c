/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rand.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "journal/journal_person.h"

enum { COLUMNS = 12, SECRET_SIZE = 32 };

#define INSERT                                                                                     \
    "INSERT INTO journal_entry (id, at_us, kind, actor_id, team_id, object_kind, object_id, "      \
    "facts, secret, person_id, personal, personal_digest) VALUES"

static bool is_object(struct text json)
{
    return text_starts(json, TEXT("{")) && text_ends(json, TEXT("}"));
}

static bool check(struct db *db, const struct journal_entry *entry, struct err *err)
{
    if (!db_in_transaction(db))
        return err_set(err, ERR_SYSTEM,
            "the journal: \"%s\" is written outside of its cause's transaction", entry->kind);
    if (!journal_kind_find(text_of(entry->kind)))
        return err_set(err, ERR_SYSTEM, "the journal: \"%s\" is no kind of entry", entry->kind);
    if ((entry->facts.len && !is_object(entry->facts)) ||
        (entry->personal.len && !is_object(entry->personal)))
        return err_set(
            err, ERR_SYSTEM, "the journal: what \"%s\" tells is no JSON object", entry->kind);
    return true;
}

struct row {
    int64_t id, person_id;
    unsigned char secret[SECRET_SIZE], digest[JOURNAL_PERSON_DIGEST_SIZE];
    struct text personal; /* sealed */
};

/* Seals what is personal. Of a person who was erased, nothing is kept any more. */
static bool seal(struct db *db, const struct journal_entry *entry, struct row *row,
    struct arena *arena, struct err *err)
{
    struct journal_person_key key;
    row->person_id = entry->person_id ? entry->person_id : entry->actor_id;
    if (!journal_person_key(db, row->person_id, entry->at_us, &key, err))
        return false;
    if (!key.is_erased)
        row->personal = journal_person_seal(&key, row->id, entry->personal, arena, row->digest);
    return arena_check(arena, err);
}

static bool make_row(struct db *db, const struct journal_entry *entry, int64_t id, struct row *row,
    struct arena *arena, struct err *err)
{
    row->id = id;
    rand_bytes(row->secret, sizeof row->secret);
    return check(db, entry, err) && (!entry->personal.len || seal(db, entry, row, arena, err));
}

static struct db_value bytes_value(const unsigned char *at, size_t size)
{
    return DB_BLOB(((struct text){(const char *)at, size}));
}

static void list_values(
    const struct journal_entry *entry, const struct row *row, struct db_value values[COLUMNS])
{
    bool is_sealed = row->personal.len > 0;
    const struct db_value list[COLUMNS] = {
        DB_INT(row->id),
        DB_INT(entry->at_us),
        DB_TEXT(text_of(entry->kind)),
        DB_ID(entry->actor_id),
        DB_ID(entry->team_id),
        DB_TEXT_OR_NULL(text_of(entry->object_kind)),
        DB_ID(entry->object_id),
        DB_TEXT(entry->facts.len ? entry->facts : TEXT("{}")),
        bytes_value(row->secret, sizeof row->secret),
        is_sealed ? DB_INT(row->person_id) : DB_NULL,
        is_sealed ? DB_BLOB(row->personal) : DB_NULL,
        is_sealed ? bytes_value(row->digest, sizeof row->digest) : DB_NULL,
    };
    memcpy(values, list, sizeof list);
}

bool journal_add(struct db *db, const struct journal_entry *entry, struct err *err)
{
    struct arena arena;
    struct row row = {0};
    struct db_value values[COLUMNS];
    arena_init(&arena, SIZE_MAX);
    bool is_fine = make_row(db, entry, rand_id(entry->at_us), &row, &arena, err);
    list_values(entry, &row, values);
    is_fine = is_fine && db_run(db, INSERT " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                             (struct db_args){values, COLUMNS}, NULL, err);
    arena_done(&arena);
    return is_fine;
}

bool journal_add_texts(struct db *db, const struct journal_entry *entry,
    struct journal_texts personal, struct err *err)
{
    struct journal_entry whole = *entry;
    struct buf out;
    size_t told = 0;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    for (size_t i = 0; i < personal.count; i++) {
        if (!personal.at[i].text.len)
            continue;
        json_print_member(&out, personal.at[i].key, personal.at[i].text);
        told++;
    }
    json_print_close(&out, '}');
    if (told)
        whole.personal = buf_text(&out);
    bool is_fine = journal_add(db, &whole, err);
    buf_done(&out);
    return is_fine;
}

/* -- many -- */

void journal_batch_init(struct journal_batch *batch, struct db *db)
{
    *batch = (struct journal_batch){.db = db};
    db_batch_init(&batch->rows, db, INSERT, COLUMNS, "");
    arena_init(&batch->arena, SIZE_MAX);
}

void journal_batch_done(struct journal_batch *batch)
{
    db_batch_done(&batch->rows);
    arena_done(&batch->arena);
}

bool journal_batch_add(
    struct journal_batch *batch, const struct journal_entry *entry, struct err *err)
{
    struct db_value values[COLUMNS];
    struct row *row = arena_take(&batch->arena, sizeof *row);
    struct journal_entry kept = *entry;
    kept.facts = arena_text(&batch->arena, entry->facts);
    /* A millisecond apart, so that thousands of one moment get different ids, and keep their order. */
    int64_t id = rand_id(entry->at_us + (int64_t)batch->count++ * 1000);
    if (!row || !make_row(batch->db, &kept, id, row, &batch->arena, err))
        return false;
    list_values(&kept, row, values);
    if (!db_batch_add(&batch->rows, values, err))
        return false;
    if (batch->rows.row_count == 0)
        arena_clear(&batch->arena);
    return true;
}

bool journal_batch_end(struct journal_batch *batch, struct err *err)
{
    return db_batch_end(&batch->rows, err);
}
