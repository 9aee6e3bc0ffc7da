/* SPDX-License-Identifier: Apache-2.0 */
#include "app/journal_cmd.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "journal/journal_list.h"
#include "journal/journal_proof.h"
#include "journal/journal_verify.h"
#include "store/db_cmd.h"

/* A head, or a proof: the path of the largest tree has 63 hashes. */
enum { FILE_BYTES = 1 << 20 };

/* Runs a command that needs the database; its result is the exit code. */
typedef bool (*with_db)(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err);

static int run_with_db(const struct cmd *cmd, size_t least, size_t most, with_db run)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    bool is_good = true;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, least, most, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   run(db, cmd, &arena, &is_good, &err);
    db_free(db);
    arena_done(&arena);
    return !is_done ? cmd_fail(&err) : is_good ? 0 : 1;
}

static void print_line(struct buf *out)
{
    puts(out->at ? out->at : "");
    buf_done(out);
}

/* -- journal head -- */

static bool head(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    struct journal_head head;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    struct buf out;
    (void)arena, (void)ret_is_good;
    if (!journal_tree_place_all(db, clock_now_us(), err) || !journal_tree_head(db, &head, err))
        return false;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json")) {
        json_print_open(&out, '{');
        journal_proof_print_head(&out, &head);
        json_print_member_z(&out, "head", journal_tree_print_head(&head, text));
        json_print_close(&out, '}');
    } else {
        buf_add_z(&out, journal_tree_print_head(&head, text));
    }
    print_line(&out);
    return true;
}

static int run_head(const struct cmd *cmd)
{
    return run_with_db(cmd, 0, 0, head);
}

static const struct cmd_option head_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row journal_cmd_head = {
    .name = "journal head",
    .brief = "print the journal's size and root, to keep elsewhere",
    .help =
        "Prints SIZE:ROOT. Whoever keeps it where nobody who runs the database can change it can tell\n"
        "later, by 'kenzen journal verify --head', whether anything of the journal up to there was\n"
        "changed, taken away or moved. Entries that wait for their place get it first.",
    .options = head_options,
    .run = run_head,
};

/* -- journal verify -- */

/* A head as it is, or a file whose first line is one. */
static bool read_head(const char *given, struct journal_head *ret_head, struct err *err)
{
    struct err why;
    struct buf file;
    if (journal_tree_read_head(text_of(given), ret_head, &why))
        return true;
    if (strchr(given, ':') && access(given, F_OK) != 0)
        return err_set(err, ERR_SYNTAX, "--head %s: %s", given, why.text);
    buf_init(&file, FILE_BYTES);
    bool is_read = file_read(&file, given, err);
    struct text line = buf_text(&file);
    line = text_cut(&line, '\n');
    is_read = is_read && (journal_tree_read_head(line, ret_head, err) || err_add(err, "%s", given));
    buf_done(&file);
    return is_read;
}

struct report {
    bool is_json;
    struct buf out;
};

static void report(void *context, struct text place, struct text what)
{
    struct report *report = context;
    if (!report->is_json) {
        buf_add_plain(&report->out, place);
        buf_add_z(&report->out, ": ");
        buf_add_plain(&report->out, what);
        buf_add_char(&report->out, '\n');
        return;
    }
    json_print_open(&report->out, '{');
    json_print_member(&report->out, "place", place);
    json_print_member(&report->out, "what", what);
    json_print_close(&report->out, '}');
}

static void print_verdict(const struct journal_verdict *verdict, struct buf *out)
{
    char text[JOURNAL_HEAD_TEXT_SIZE];
    if (verdict->problems > JOURNAL_VERIFY_TOLD)
        buf_format(out, "and %lld more\n", (long long)verdict->problems - JOURNAL_VERIFY_TOLD);
    buf_format(out, "%lld entries, %lld former heads: %s\n", (long long)verdict->head.size,
        (long long)verdict->heads, verdict->problems ? "NOT whole" : "whole");
    if (verdict->erased)
        buf_format(out,
            "%lld tell of people who were erased: their proof holds without the names\n",
            (long long)verdict->erased);
    if (verdict->waiting)
        buf_format(out, "%lld wait for their place, and are not covered yet\n",
            (long long)verdict->waiting);
    buf_format(out, "head %s", journal_tree_print_head(&verdict->head, text));
}

static void print_verdict_json(const struct journal_verdict *verdict, struct buf *out)
{
    char text[JOURNAL_HEAD_TEXT_SIZE];
    json_print_close(out, ']');
    json_print_member_bool(out, "is_whole", verdict->problems == 0);
    json_print_member_int(out, "problem_count", verdict->problems);
    json_print_member_z(out, "head", journal_tree_print_head(&verdict->head, text));
    json_print_member_int(out, "size", verdict->head.size);
    json_print_member_int(out, "waiting", verdict->waiting);
    json_print_member_int(out, "erased", verdict->erased);
    json_print_member_int(out, "heads", verdict->heads);
    json_print_close(out, '}');
}

static bool verify(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    struct journal_head kept;
    struct journal_verdict verdict;
    struct report all = {.is_json = cmd_has(cmd, "json")};
    const char *given = cmd_get(cmd, "head");
    (void)arena;
    if (given && !read_head(given, &kept, err))
        return false;
    buf_init(&all.out, SIZE_MAX);
    if (all.is_json) {
        json_print_open(&all.out, '{');
        json_print_member_open(&all.out, "problems", '[');
    }
    bool is_done = journal_verify(db, given ? &kept : NULL, report, &all, &verdict, err);
    if (is_done) {
        *ret_is_good = verdict.problems == 0;
        if (all.is_json)
            print_verdict_json(&verdict, &all.out);
        else
            print_verdict(&verdict, &all.out);
        puts(all.out.at);
    }
    buf_done(&all.out);
    return is_done;
}

static int run_verify(const struct cmd *cmd)
{
    return run_with_db(cmd, 0, 0, verify);
}

static const struct cmd_option verify_options[] = {
    {"head", "HEAD", "a head that was kept elsewhere: SIZE:ROOT, or a file with it", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row journal_cmd_verify = {
    .name = "journal verify",
    .brief = "go through the whole journal, and tell where it was falsified",
    .help =
        "Computes every leaf and hash anew, compares them with what is stored and with all former\n"
        "heads, and names each entry that was changed, taken away or moved. Against somebody who can\n"
        "write to the database and computes all hashes anew, only a head that was kept elsewhere helps:\n"
        "\n"
        "  kenzen journal head >/mnt/elsewhere/head.txt\n"
        "  kenzen journal verify --head /mnt/elsewhere/head.txt\n"
        "\n"
        "Exit code 1 when the journal is not whole. The server may run meanwhile.",
    .options = verify_options,
    .run = run_verify,
};

/* -- journal prove, journal check -- */

static bool prove(
    struct db *db, const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    struct journal_view view;
    struct journal_proof proof;
    int64_t id, size = 0;
    struct buf out;
    const struct journal_reader all = {0};
    (void)ret_is_good;
    if (!text_read_i64(text_of(cmd->words[0]), &id))
        return err_set(err, ERR_USAGE, "%s: is no id of an entry", cmd->words[0]);
    if (cmd_has(cmd, "size") && (!text_read_i64(text_of(cmd_get(cmd, "size")), &size) || size < 1))
        return err_set(err, ERR_USAGE, "--size %s: is no number of entries", cmd_get(cmd, "size"));
    if (!journal_tree_place_all(db, clock_now_us(), err) ||
        !journal_list_find(db, &all, id, arena, &view, err) ||
        !journal_proof_make(&proof, db, &view.row, size, arena, err))
        return false;
    buf_init(&out, SIZE_MAX);
    journal_proof_print(&out, &proof);
    print_line(&out);
    return true;
}

static int run_prove(const struct cmd *cmd)
{
    return run_with_db(cmd, 1, 1, prove);
}

static const struct cmd_option prove_options[] = {
    {"size", "SIZE", "in the journal of that many entries (default: all there are)", 0},
    DB_CMD_OPTIONS,
    {0},
};

const struct cmd_row journal_cmd_prove = {
    .name = "journal prove",
    .args = "ENTRY",
    .brief = "print the proof that an entry is in the journal",
    .help =
        "ENTRY is an id, as 'kenzen journal list' prints it. The proof opens this entry to whoever has\n"
        "it, without what it tells of people, and tells nothing of the others:\n"
        "'kenzen journal check' checks it without the database.",
    .options = prove_options,
    .run = run_prove,
};

/* A head of another size says nothing of the proof's. */
static bool check_head(
    const struct journal_proof *proof, const char *given, bool *ret_is_good, struct err *err)
{
    struct journal_head kept;
    if (!given)
        return true;
    if (!read_head(given, &kept, err))
        return false;
    if (kept.size != proof->head.size)
        return err_set(err, ERR_USAGE,
            "the proof is for a journal of %lld entries, the head for %lld: make it with --size %lld",
            (long long)proof->head.size, (long long)kept.size, (long long)kept.size);
    *ret_is_good = *ret_is_good && merkle_eq(&kept.root, &proof->head.root);
    return true;
}

static bool check(const struct cmd *cmd, struct arena *arena, bool *ret_is_good, struct err *err)
{
    struct journal_proof proof;
    struct buf file;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    buf_init(&file, FILE_BYTES);
    bool is_done = cmd_check_words(cmd, 1, 1, err) && file_read(&file, cmd->words[0], err) &&
                   (journal_proof_read(&proof, buf_text(&file), arena, err) ||
                       err_add(err, "%s", cmd->words[0]));
    buf_done(&file);
    if (!is_done)
        return false;
    *ret_is_good = journal_proof_holds(&proof);
    if (!check_head(&proof, cmd_get(cmd, "head"), ret_is_good, err))
        return false;
    printf("%s: entry %lld of the journal with the head %s\n",
        *ret_is_good ? "the proof holds" : "the proof does NOT hold", (long long)proof.seq,
        journal_tree_print_head(&proof.head, text));
    if (*ret_is_good)
        printf("%.*s\n", TEXT_ARG(proof.text));
    return true;
}

static int run_check(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    bool is_good = false;
    arena_init(&arena, SIZE_MAX);
    bool is_done = check(cmd, &arena, &is_good, &err);
    arena_done(&arena);
    return !is_done ? cmd_fail(&err) : is_good ? 0 : 1;
}

static const struct cmd_option check_options[] = {
    {"head", "HEAD", "a head that was kept elsewhere: SIZE:ROOT, or a file with it", 0},
    {0},
};

const struct cmd_row journal_cmd_check = {
    .name = "journal check",
    .args = "FILE",
    .brief = "check a proof that an entry is in the journal, without the database",
    .help =
        "FILE is what 'kenzen journal prove' printed, or '-' for standard input. Without --head it tells\n"
        "only that the proof fits the head that stands in it. Exit code 1 when it does not hold.",
    .options = check_options,
    .run = run_check,
};
