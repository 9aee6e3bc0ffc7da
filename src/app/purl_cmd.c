/* SPDX-License-Identifier: Apache-2.0 */
#include "app/purl_cmd.h"

#include "base/limits.h"
#include "codec/json.h"
#include "domain/purl.h"

static void print_part(struct buf *out, const char *key, struct text part)
{
    if (part.len)
        json_print_member(out, key, part);
    else
        json_print_member_null(out, key);
}

static void print_qualifiers(struct buf *out, const struct purl *purl)
{
    if (purl->qualifier_count == 0) {
        json_print_member_null(out, "qualifiers");
        return;
    }
    json_print_member_open(out, "qualifiers", '{');
    for (size_t i = 0; i < purl->qualifier_count; i++) {
        json_print_key_text(out, purl->qualifiers[i].key);
        json_print_text(out, purl->qualifiers[i].value);
    }
    json_print_close(out, '}');
}

static void print_purl(struct buf *out, const struct purl *purl)
{
    struct buf canonical;
    buf_init(&canonical, SIZE_MAX);
    purl_print(purl, &canonical);
    json_print_open(out, '{');
    json_print_member(out, "type", purl->type);
    print_part(out, "namespace", purl->space);
    json_print_member(out, "name", purl->name);
    print_part(out, "version", purl->version);
    print_qualifiers(out, purl);
    print_part(out, "subpath", purl->subpath);
    json_print_member(out, "canonical", buf_text(&canonical));
    json_print_close(out, '}');
    buf_done(&canonical);
}

/* Adds the JSON of one purl to out; false with the reason when it is none. */
static bool parse(struct text written, struct buf *out, struct err *err)
{
    struct arena arena;
    struct purl purl;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_read = purl_read(&purl, written, &arena, err);
    if (is_read)
        print_purl(out, &purl);
    arena_done(&arena);
    return is_read;
}

static int parse_one(const char *written)
{
    struct err err;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_read = parse(text_of(written), &out, &err);
    if (is_read)
        puts(out.at);
    buf_done(&out);
    return is_read ? 0 : cmd_fail(&err);
}

static int parse_lines(void)
{
    struct err err;
    struct buf line, out;
    buf_init(&line, LIMIT_PURL_BYTES);
    buf_init(&out, SIZE_MAX);
    while (cmd_read_line(&line)) {
        buf_cut(&out, 0);
        if (!buf_check(&line, &err) || !parse(buf_text(&line), &out, &err)) {
            json_print_open(&out, '{');
            json_print_member_z(&out, "error", err.text);
            json_print_close(&out, '}');
        }
        puts(out.at);
    }
    buf_done(&line);
    buf_done(&out);
    return cmd_check_input(&err) ? 0 : cmd_fail(&err);
}

static int run_parse(const struct cmd *cmd)
{
    struct err err;
    if (!cmd_check_words(cmd, 0, 1, &err))
        return cmd_fail(&err);
    if (cmd->word_count == 0 || strcmp(cmd->words[0], "-") == 0)
        return parse_lines();
    return parse_one(cmd->words[0]);
}

/* Other commands print JSON only when asked; who asks everywhere need not know that this one always does. */
static const struct cmd_option options[] = {
    {"json", NULL, "print JSON, as it does anyway", 0}, {0}};

const struct cmd_row purl_cmd_parse = {
    .name = "purl parse",
    .args = "[PURL]",
    .brief = "take a package URL apart and print its parts and canonical form as JSON",
    .help =
        "Without PURL, or with '-', reads one from each line of standard input and prints one line for each:\n"
        "its parts, or {\"error\": …}.\n\n"
        "  kenzen purl parse pkg:npm/%40angular/core@17.0.0",
    .options = options,
    .run = run_parse,
};
