/* SPDX-License-Identifier: Apache-2.0 */
#include "app/push_cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/push.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/vec.h"
#include "sbom/root.h"
#include "sbom/sbom_find.h"
#include "sbom/sbom_write.h"
#include "sbom/service.h"

enum { RETRIES = 5, RETRIES_MAX = 100 };

static const struct cmd_option options[] = {
    PUSH_OPTIONS,
    {"service", "NAME", "the service that the SBOM is of; made when it is missing", 0},
    {"team", "NAME", "its team (default: the only one that the token may add to)", 0},
    {"part", "NAME", "its part; made when it is missing (default: main)", 0},
    {"note", "TEXT", "a note to keep with the SBOM, such as a version or a build", 0},
    {"store-only", NULL, "keep the SBOM, but do not make it the current one", 0},
    {"fail-on", "LIST", "exit 1 when the part then has any of these, joined by commas", 0},
    {"retries", "N", "how often to try again while the server is away (default: 5)", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

struct pushed {
    const char *path;
    struct text part;
    struct push_answer answer;
    struct text failed; /* words of --fail-on */
};

struct run {
    const struct cmd *cmd;
    struct push push;
    struct arena arena;
    struct {
        VEC(struct pushed);
    } all;
};

static void tell_retry(const struct err *why, int64_t pause_us)
{
    fprintf(stderr, "kenzen: %s; trying again in %lld s\n", why->text,
        (long long)(pause_us / CLOCK_SECOND_US));
}

/* -- what was typed -- */

static bool read_options(struct run *run, struct err *err)
{
    const struct cmd *cmd = run->cmd;
    struct push *push = &run->push;
    const char *retries = cmd_get(cmd, "retries"), *list = cmd_get(cmd, "fail-on");
    uint64_t count = RETRIES;
    if (!cmd_check_words(cmd, 1, SIZE_MAX, err))
        return false;
    if (!cmd_get(cmd, "service"))
        return err_set(err, ERR_USAGE, "push: --service is missing");
    if (retries && (!text_read_u64(text_of(retries), &count) || count > RETRIES_MAX))
        return err_set(err, ERR_USAGE, "--retries %s: not a number up to %d", retries, RETRIES_MAX);
    if ((list && !push_fail_check(text_of(list), err)) || !push_open(push, cmd, "push", err))
        return false;
    push->retries = (unsigned)count;
    push->pause_us = CLOCK_SECOND_US;
    push->on_retry = tell_retry;
    return true;
}

/* "PART=FILE" names the part of one of several. */
static bool read_word(struct run *run, const char *word, struct pushed *pushed, struct err *err)
{
    const char *part = cmd_get(run->cmd, "part");
    struct text rest = text_of(word);
    struct text front = text_cut(&rest, '=');
    bool is_pair = rest.at && text_find(front, '/') < 0;
    pushed->path = is_pair ? rest.at : word;
    pushed->part = is_pair ? text_trim(front) : part ? text_of(part) : TEXT(SERVICE_MAIN_PART);
    for (size_t i = 0; i < run->all.len; i++)
        if (text_eq_nocase(run->all.at[i].part, pushed->part))
            return err_set(err, ERR_USAGE,
                "%s: is of the part \"%.*s\", as %s is; name the parts: PART=FILE", pushed->path,
                TEXT_ARG(pushed->part), run->all.at[i].path);
    return true;
}

static bool read_words(struct run *run, struct err *err)
{
    for (size_t i = 0; i < run->cmd->word_count; i++) {
        struct pushed pushed = {0};
        if (!read_word(run, run->cmd->words[i], &pushed, err))
            return false;
        *VEC_ADD(&run->all) = pushed;
    }
    return true;
}

/* -- the file -- */

/* Standard input cannot be read a second time, so it is kept. */
static FILE *keep_input(struct err *err)
{
    char bytes[65536];
    FILE *file = tmpfile();
    size_t total = 0;
    if (!file) {
        err_set_errno(err, "standard input cannot be kept");
        return NULL;
    }
    for (size_t len; (len = fread(bytes, 1, sizeof bytes, stdin)) > 0 && total <= LIMIT_SBOM_BYTES;
        total += len)
        if (fwrite(bytes, 1, len, file) != len)
            break;
    if (!ferror(stdin) && fflush(file) == 0)
        return file;
    err_set_errno(err, "standard input cannot be kept");
    fclose(file);
    return NULL;
}

static bool open_file(const char *path, FILE **ret_file, size_t *ret_bytes, struct err *err)
{
    struct stat info;
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? keep_input(err) : fopen(path, "rbe");
    if (!file && is_input)
        return false;
    if (!file)
        return errno == ENOENT ? err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path)
                               : err_set_errno(err, "%s: cannot be read", path);
    bool is_fine =
        fstat(fileno(file), &info) == 0 || err_set_errno(err, "%s: cannot be read", path);
    if (is_fine && !S_ISREG(info.st_mode))
        is_fine = err_set(err, ERR_USAGE, "%s: is not a file", path);
    if (is_fine && (size_t)info.st_size > LIMIT_SBOM_BYTES)
        is_fine = err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, LIMIT_SBOM_BYTES);
    if (!is_fine) {
        fclose(file);
        return false;
    }
    *ret_file = file;
    *ret_bytes = (size_t)info.st_size;
    return true;
}

static struct text base_name(const char *path)
{
    struct text name = text_of(path);
    return strcmp(path, "-") == 0 ? TEXT("stdin")
                                  : text_from(name, (size_t)(text_find_last(name, '/') + 1));
}

/* What is no file by itself (a root, lock files of several ecosystems) is sent as the SBOM that is made of it. */
static bool make_file(const struct sbom_found *found, FILE **ret_file, size_t *ret_bytes,
    struct arena *arena, struct err *err)
{
    const struct sbom_write_order order = {
        .format = SBOM_CYCLONEDX_JSON, .now_us = clock_now_us(), .is_compact = true};
    struct sbom_write_lost lost;
    struct sbom sbom;
    struct buf out;
    if (!sbom_find_read(&sbom, found, arena, err))
        return false;
    buf_init(&out, LIMIT_SBOM_BYTES);
    bool is_written = sbom_write(&sbom, &order, &out, &lost, err);
    FILE *file = is_written ? tmpfile() : NULL;
    bool is_done = file && fwrite(out.at, 1, out.len, file) == out.len && fflush(file) == 0;
    if (is_written && !is_done)
        err_set_errno(err, "%s: its SBOM cannot be kept", found->label);
    *ret_bytes = out.len;
    buf_done(&out);
    if (is_done)
        *ret_file = file;
    else if (file)
        fclose(file);
    return is_done;
}

static bool find_file(
    struct run *run, struct pushed *pushed, struct push_order *order, struct err *err)
{
    struct sbom_found found;
    if (!sbom_find(&found, pushed->path, &run->arena, err))
        return false;
    bool is_made = found.other_count || root_is(found.path);
    pushed->path = found.label;
    order->file_name = is_made ? TEXT("bom.json") : base_name(found.path);
    return is_made ? make_file(&found, &order->file, &order->bytes, &run->arena, err)
                   : open_file(found.path, &order->file, &order->bytes, err);
}

/* -- one SBOM -- */

static bool push_one(struct run *run, struct pushed *pushed, struct err *err)
{
    const struct cmd *cmd = run->cmd;
    const char *list = cmd_get(cmd, "fail-on");
    struct push_order order = {.service = text_of(cmd_get(cmd, "service")),
        .team = text_of(cmd_get(cmd, "team")),
        .note = text_of(cmd_get(cmd, "note")),
        .part = pushed->part,
        .is_stored_only = cmd_has(cmd, "store-only")};
    if (!find_file(run, pushed, &order, err))
        return false;
    bool is_done = push_send(&run->push, &order, &run->arena, &pushed->answer, err);
    fclose(order.file);
    return is_done && (!list || push_fail_met(&run->push, text_of(list), &pushed->answer,
                                    &run->arena, &pushed->failed, err));
}

/* -- what came of it -- */

static int64_t number(yyjson_val *object, const char *key)
{
    return yyjson_get_sint(json_get(object, key));
}

static void print_line(const struct run *run, const struct pushed *pushed, struct buf *out)
{
    yyjson_val *root = json_root(&pushed->answer.json);
    yyjson_val *sbom = json_get(root, "sbom"), *tickets = json_get(root, "tickets");
    struct text held = json_get_text(sbom, "held_reason");
    bool is_new = yyjson_get_bool(json_get(root, "is_service_new"));
    buf_add_plain(out, text_of(pushed->path));
    buf_format(out, ": %s / ", cmd_get(run->cmd, "service"));
    buf_add_plain(out, pushed->part);
    buf_format(out, "%s: SBOM %lld, %lld components", is_new ? " (new)" : "",
        (long long)number(sbom, "number"), (long long)number(sbom, "component_count"));
    if (yyjson_get_bool(json_get(sbom, "is_held"))) {
        buf_add_z(out, "; held, a person must confirm it: ");
        buf_add_plain(out, held);
    } else if (!yyjson_get_bool(json_get(sbom, "is_current"))) {
        buf_add_z(out, "; stored, not current");
    } else {
        buf_format(out,
            "; tickets: %lld opened, %lld reopened, %lld closed, %lld updated, %lld unchanged",
            (long long)number(tickets, "opened"), (long long)number(tickets, "reopened"),
            (long long)number(tickets, "closed"),
            (long long)(number(tickets, "updated") + number(tickets, "marked")),
            (long long)number(tickets, "unchanged"));
    }
    buf_add_char(out, '\n');
}

static void print_json(const struct run *run, size_t count, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_open(out, "pushed", '[');
    for (size_t i = 0; i < count; i++) {
        const struct pushed *pushed = &run->all.at[i];
        json_print_open(out, '{');
        json_print_member_z(out, "file", pushed->path);
        json_print_member_z(out, "service", cmd_get(run->cmd, "service"));
        json_print_member(out, "part", pushed->part);
        json_print_member_raw(out, "answer", pushed->answer.body);
        json_print_member_or_null(out, "failed_on", pushed->failed);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

/* Prints the first count, also when a later one failed: they are there. */
static bool print(const struct run *run, size_t count, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(run->cmd, "json"))
        print_json(run, count, &out);
    for (size_t i = 0; i < count && !cmd_has(run->cmd, "json"); i++)
        print_line(run, &run->all.at[i], &out);
    bool is_done = file_write("-", buf_text(&out), err);
    buf_done(&out);
    return is_done;
}

static bool tell_failed(const struct run *run)
{
    bool is_any = false;
    for (size_t i = 0; i < run->all.len; i++) {
        const struct pushed *pushed = &run->all.at[i];
        if (!pushed->failed.len)
            continue;
        fprintf(stderr, "kenzen: %s: fails on: %.*s\n", pushed->path, TEXT_ARG(pushed->failed));
        is_any = true;
    }
    return is_any;
}

static int run_push(const struct cmd *cmd)
{
    struct err err = {0}, why;
    struct run run = {.cmd = cmd};
    size_t count = 0;
    arena_init(&run.arena, SIZE_MAX);
    bool is_read = read_options(&run, &err) && read_words(&run, &err), is_fine = is_read;
    while (is_fine && count < run.all.len) {
        is_fine = push_one(&run, &run.all.at[count], &err);
        count += is_fine;
    }
    if (is_read && !print(&run, count, is_fine ? &err : &why))
        is_fine = false;
    int code = !is_fine ? cmd_fail(&err) : tell_failed(&run) ? 1 : 0;
    for (size_t i = 0; i < run.all.len; i++)
        push_answer_done(&run.all.at[i].answer);
    VEC_DONE(&run.all);
    arena_done(&run.arena);
    return code;
}

const struct cmd_row push_cmd = {
    .name = "push",
    .args = "[PART=]FILE…",
    .brief = "send SBOMs to a server",
    .help =
        "FILE is what 'kenzen scan' reads: an SBOM or lock file, plain or packed, a folder that holds one, or - for\n"
        "standard input. It becomes the current SBOM of a part of a service, and the part's tickets follow. While the\n"
        "network or the server is away it is tried again, and never done twice.\n\n"
        "--fail-on takes immediate, out-of-cycle, scheduled (a ticket that is not done, decided so or more urgent),\n"
        "critical, high, medium, low (a ticket of that severity or worse), unknown (one without severity), kev (one\n"
        "known to be exploited), undecidable, not-covered, eol (the operating system is out of support), and held\n"
        "(the SBOM is too unlike the former one, and waits for a person).\n\n"
        "Exit codes: 0 sent, 1 something of --fail-on is met, 2 bad usage or input, or refused by the server, 3 the\n"
        "server cannot be reached or failed.\n\n"
        "  kenzen push bom.json --server https://kenzen.example --service storefront\n"
        "  kenzen push image=image.cdx.json web=package-lock.json --service storefront --fail-on kev,immediate",
    .options = options,
    .run = run_push,
};
