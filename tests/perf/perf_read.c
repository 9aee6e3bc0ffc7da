/* SPDX-License-Identifier: Apache-2.0 */
/* Measures reading SBOMs beside the parser under it reading the same bytes: yyjson in place, with the same flags, expat with
   handlers that do nothing, libyaml giving its events; texts without such a parser stand beside finding their lines.
   Usage: perf_read FILE|KIND:COUNT…; the kinds are those of read_document.h. Prints one line for each: name, format, bytes, components,
   the parser, milliseconds of CPU of the parser, of the parser and our check (of XML, our tree; of YAML, TOML and others, the JSON
   made of them), of the whole reading (medians), peak memory of a process that reads the file by the parser alone and whole. */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yaml.h>

#include "base/file.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/toml.h"
#include "codec/unpack.h"
#include "codec/xml.h"
#include "codec/yaml.h"
#include "perf_run.h"
#include "read_document.h"
#include "sbom/sbom.h"
#include "sbom/spdx_tag.h"
#include "sbom/yarn_lock.h"

typedef bool to_json(struct buf *out, struct text bytes, struct err *err);

struct parser;

struct work {
    const char *name, *path; /* as given; of the file, one in memory of what was generated */
    struct buf bytes;
    char *copy; /* what is parsed in place */
    size_t component_count;
    enum sbom_format format;
    const struct parser *parser;
};

/* Each step returns when it began, since some must first make a copy. */
typedef double work_step(struct work *work);

static double read_bare_json(struct work *work)
{
    memcpy(work->copy, work->bytes.at, work->bytes.len);
    double start = perf_run_ms();
    yyjson_doc *doc = yyjson_read_opts(work->copy, work->bytes.len, YYJSON_READ_INSITU, NULL, NULL);
    perf_run_must(doc, &(struct err){.text = "yyjson cannot read it"});
    yyjson_doc_free(doc);
    return start;
}

static double read_json(struct work *work)
{
    struct err err = {0};
    struct json json;
    memcpy(work->copy, work->bytes.at, work->bytes.len);
    double start = perf_run_ms();
    perf_run_must(json_read_in_place(&json, work->copy, work->bytes.len, TEXT(""), &err), &err);
    json_done(&json);
    return start;
}

static void ignore_start(void *data, const char *name, const char **attributes)
{
    (void)data, (void)name, (void)attributes;
}

static void ignore_end(void *data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(void *data, const char *at, int len)
{
    (void)data, (void)at, (void)len;
}

static double read_bare_xml(struct work *work)
{
    double start = perf_run_ms();
    XML_Parser parser = XML_ParserCreateNS(NULL, '\n');
    XML_SetElementHandler(parser, ignore_start, ignore_end);
    XML_SetCharacterDataHandler(parser, ignore_text);
    bool is_read = XML_Parse(parser, work->bytes.at, (int)work->bytes.len, 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    perf_run_must(is_read, &(struct err){.text = "expat cannot read it"});
    return start;
}

static double read_xml(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    const struct xml_element *tree;
    double start = perf_run_ms();
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    perf_run_must(xml_read(&tree, buf_text(&work->bytes), &arena, &err), &err);
    arena_done(&arena);
    return start;
}

static double read_bare_yaml(struct work *work)
{
    yaml_parser_t parser;
    double start = perf_run_ms();
    bool is_read = yaml_parser_initialize(&parser), is_last = false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)work->bytes.at, work->bytes.len);
    while (is_read && !is_last) {
        yaml_event_t event;
        is_read = yaml_parser_parse(&parser, &event);
        is_last = is_read && event.type == YAML_STREAM_END_EVENT;
        if (is_read)
            yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    perf_run_must(is_read, &(struct err){.text = "libyaml cannot read it"});
    return start;
}

static double read_lines(struct work *work)
{
    double start = perf_run_ms();
    struct text rest = buf_text(&work->bytes);
    size_t count = 0;
    for (; rest.at; count++)
        (void)text_cut(&rest, '\n');
    perf_run_must(count > 0, &(struct err){.text = "no line"});
    return start;
}

/* The parser under a reader, and what is made of its document before one reads it: by a step, or as JSON. */
static const struct parser {
    enum sbom_format format;
    const char *name;
    work_step *bare, *checked;
    to_json *to_json;
} parsers[] = {
    {SBOM_CYCLONEDX_JSON, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_CYCLONEDX_XML, "expat", read_bare_xml, read_xml, NULL},
    {SBOM_SPDX_JSON, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_SPDX_TAG, "lines", read_lines, NULL, spdx_tag_to_json},
    {SBOM_SPDX_YAML, "libyaml", read_bare_yaml, NULL, yaml_to_json},
    {SBOM_SPDX_XML, "expat", read_bare_xml, read_xml, NULL},
    {SBOM_SPDX3_JSON, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_NPM_LOCK, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_COMPOSER_LOCK, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_NUGET_LOCK, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_PIPFILE_LOCK, "yyjson", read_bare_json, read_json, NULL},
    {SBOM_MAVEN_POM, "expat", read_bare_xml, read_xml, NULL},
    {SBOM_PNPM_LOCK, "libyaml", read_bare_yaml, NULL, yaml_to_json},
    {SBOM_YARN_LOCK, "lines", read_lines, NULL, yarn_lock_to_json},
    {SBOM_CARGO_LOCK, "lines", read_lines, NULL, toml_to_json},
    {SBOM_PDM_LOCK, "lines", read_lines, NULL, toml_to_json},
    {SBOM_POETRY_LOCK, "lines", read_lines, NULL, toml_to_json},
    {SBOM_UV_LOCK, "lines", read_lines, NULL, toml_to_json},
    {SBOM_FORMATS, "lines", read_lines, NULL, NULL}, /* what is read as it stands */
};

static const struct parser *find_parser(enum sbom_format format)
{
    size_t i = 0;
    while (i + 1 < LEN_OF(parsers) && parsers[i].format != format)
        i++;
    return &parsers[i];
}

static double translate(struct work *work)
{
    struct err err = {0};
    struct buf out;
    double start = perf_run_ms();
    buf_init(&out, LIMIT_SBOM_BYTES);
    perf_run_must(work->parser->to_json(&out, buf_text(&work->bytes), &err), &err);
    buf_done(&out);
    return start;
}

static double read_whole(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    double start = perf_run_ms();
    perf_run_must(
        sbom_read(&sbom, text_of(work->name), buf_text(&work->bytes), &arena, &err), &err);
    arena_done(&arena);
    return start;
}

static double median_of(work_step *step, struct work *work)
{
    struct perf_runs runs = {0};
    while (step && perf_run_again(&runs))
        perf_run_add(&runs, step(work));
    return perf_run_median(&runs);
}

static void load(struct work *work)
{
    struct err err = {0};
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    perf_run_must(file_read(&work->bytes, work->path, &err), &err);
    if (!unpack_is_packed(buf_text(&work->bytes)))
        return;
    struct buf packed = work->bytes;
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    perf_run_must(unpack_read(&work->bytes, buf_text(&packed), &err), &err);
    buf_done(&packed);
}

/* -- steps in processes of their own -- */

struct told {
    double bare_ms, checked_ms, whole_ms;
    size_t peak, len, component_count;
    enum sbom_format format;
};

static void tell_whole(struct work *work, struct told *told)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    perf_run_must(sbom_read_file(&sbom, work->path, &arena, &err), &err);
    *told = (struct told){
        .peak = perf_run_peak(), .component_count = sbom.component_count, .format = sbom.format};
}

/* In place where the parser can: the bytes of the file are the only copy. */
static void tell_bare(struct work *work, struct told *told)
{
    load(work);
    if (work->parser->bare == read_bare_json)
        yyjson_read_opts(work->bytes.at, work->bytes.len, 0, NULL, NULL);
    else
        (void)work->parser->bare(work);
    told->peak = perf_run_peak();
}

static void tell_times(struct work *work, struct told *told)
{
    const struct parser *parser = work->parser;
    load(work);
    work->copy = calloc(1, work->bytes.len + YYJSON_PADDING_SIZE);
    perf_run_must(work->copy, &(struct err){.text = "out of memory"});
    told->len = work->bytes.len;
    told->bare_ms = median_of(parser->bare, work);
    told->checked_ms = median_of(parser->to_json ? translate : parser->checked, work);
    told->whole_ms = median_of(read_whole, work);
}

/* Writes what was generated to a file, so that all are read alike. */
static void tell_made(struct work *work, struct told *told)
{
    struct err err = {0};
    (void)told;
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    perf_run_must(read_document_make(&work->bytes, text_of(work->name)) ||
                      err_set(&err, ERR_USAGE, "%s: no file", work->name),
        &err);
    FILE *file = fopen(work->path, "we");
    bool is_written =
        file && fwrite(work->bytes.at, work->bytes.len, 1, file) == 1 && fclose(file) == 0;
    perf_run_must(is_written, &(struct err){.text = "no room"});
}

static struct told tell(struct work *work, void (*what)(struct work *work, struct told *told))
{
    int ends[2];
    struct told told = {0};
    perf_run_must(pipe(ends) == 0, &(struct err){.text = "no pipe"});
    pid_t child = fork();
    if (child == 0) {
        what(work, &told);
        _exit(write(ends[1], &told, sizeof told) == sizeof told ? 0 : 3);
    }
    close(ends[1]);
    bool is_told = child > 0 && read(ends[0], &told, sizeof told) == sizeof told;
    close(ends[0]);
    waitpid(child, NULL, 0);
    if (!is_told)
        exit(3);
    return told;
}

static void measure(struct work *work)
{
    struct told whole = tell(work, tell_whole);
    work->parser = find_parser(whole.format);
    struct told bare = tell(work, tell_bare), times = tell(work, tell_times);
    printf("%s\t%s\t%zu\t%zu\t%s\t%.3f\t%.3f\t%.3f\t%zu\t%zu\n", work->name,
        sbom_format_name(whole.format), times.len, whole.component_count, work->parser->name,
        times.bare_ms, times.checked_ms, times.whole_ms, bare.peak, whole.peak);
    fflush(stdout);
}

/* In memory, but as any other file. */
static void measure_made(const char *name)
{
    char path[64];
    int fd = memfd_create("perf_read", 0);
    perf_run_must(fd >= 0, &(struct err){.text = "no file in memory"});
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct work work = {.name = name, .path = path};
    (void)tell(&work, tell_made);
    measure(&work);
    close(fd);
}

int main(int argc, char **argv)
{
    arena_keep_memory();
    for (int i = 1; i < argc; i++) {
        if (access(argv[i], R_OK) == 0)
            measure(&(struct work){.name = argv[i], .path = argv[i]});
        else
            measure_made(argv[i]);
    }
    return 0;
}
