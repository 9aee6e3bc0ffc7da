/* SPDX-License-Identifier: Apache-2.0 */
/* Measures reading SBOMs beside the parser under it reading the same bytes: yyjson in place, with the same flags, expat with
   handlers that do nothing, libyaml giving its events; tag-value, which has no parser, beside finding its lines.
   Usage: perf_read FILE|KIND:COUNT…; the kinds are those of read_document.h. Prints one line for each: name, MB, components,
   the parser, milliseconds of CPU of the parser, of the parser and our check (of XML, our tree; of YAML and tag-value, the JSON
   made of it), of the whole reading (the best of the runs), peak memory of the process. Each runs in a process of its own. */
#include <expat.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

#include "base/file.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/unpack.h"
#include "codec/xml.h"
#include "codec/yaml.h"
#include "read_document.h"
#include "sbom/sbom.h"
#include "sbom/spdx_tag.h"

enum { MOST_RUNS = 40, RUN_MS = 1500 };

struct work {
    const char *path;
    struct buf bytes;
    char *copy; /* what is parsed in place */
    size_t component_count;
};

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void must(bool is_ok, const struct err *err)
{
    if (!is_ok) {
        fprintf(stderr, "perf_read: %s\n", err->text);
        _exit(3);
    }
}

static double read_bare(struct work *work)
{
    memcpy(work->copy, work->bytes.at, work->bytes.len);
    double start = cpu_ms();
    yyjson_doc *doc = yyjson_read_opts(work->copy, work->bytes.len, YYJSON_READ_INSITU, NULL, NULL);
    double took = cpu_ms() - start;
    yyjson_doc_free(doc);
    return took;
}

static double read_json(struct work *work)
{
    struct err err = {0};
    struct json json;
    memcpy(work->copy, work->bytes.at, work->bytes.len);
    double start = cpu_ms();
    must(json_read_in_place(&json, work->copy, work->bytes.len, TEXT(""), &err), &err);
    double took = cpu_ms() - start;
    json_done(&json);
    return took;
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
    double start = cpu_ms();
    XML_Parser parser = XML_ParserCreateNS(NULL, '\n');
    XML_SetElementHandler(parser, ignore_start, ignore_end);
    XML_SetCharacterDataHandler(parser, ignore_text);
    bool is_read = XML_Parse(parser, work->bytes.at, (int)work->bytes.len, 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    double took = cpu_ms() - start;
    must(is_read, &(struct err){.text = "expat cannot read it"});
    return took;
}

static double read_xml(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    const struct xml_element *tree;
    double start = cpu_ms();
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    must(xml_read(&tree, buf_text(&work->bytes), &arena, &err), &err);
    arena_done(&arena);
    return cpu_ms() - start;
}

static double read_bare_yaml(struct work *work)
{
    yaml_parser_t parser;
    double start = cpu_ms();
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
    double took = cpu_ms() - start;
    must(is_read, &(struct err){.text = "libyaml cannot read it"});
    return took;
}

static double translate(
    struct work *work, bool (*to_json)(struct buf *out, struct text bytes, struct err *err))
{
    struct err err = {0};
    struct buf out;
    double start = cpu_ms();
    buf_init(&out, LIMIT_SBOM_BYTES);
    must(to_json(&out, buf_text(&work->bytes), &err), &err);
    buf_done(&out);
    return cpu_ms() - start;
}

static double read_yaml(struct work *work)
{
    return translate(work, yaml_to_json);
}

static double read_tag(struct work *work)
{
    return translate(work, spdx_tag_to_json);
}

static double read_lines(struct work *work)
{
    double start = cpu_ms();
    struct text rest = buf_text(&work->bytes);
    size_t count = 0;
    for (; rest.at; count++)
        (void)text_cut(&rest, '\n');
    double took = cpu_ms() - start;
    must(count > 0, &(struct err){.text = "no line"});
    return took;
}

/* The parser under a reader, by the start of what it reads. */
static const struct parser {
    const char *start, *name;
    double (*bare)(struct work *work);
    double (*checked)(struct work *work);
} parsers[] = {
    {"<", "expat", read_bare_xml, read_xml},
    {"{", "yyjson", read_bare, read_json},
    {"SPDXVersion:", "lines", read_lines, read_tag},
    {"", "libyaml", read_bare_yaml, read_yaml},
};

static const struct parser *find_parser(const struct work *work)
{
    struct text start = text_trim(text_slice(buf_text(&work->bytes), 0, 64));
    size_t i = 0;
    while (i + 1 < LEN_OF(parsers) && !text_starts(start, text_of(parsers[i].start)))
        i++;
    return &parsers[i];
}

static double read_sbom(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    double start = cpu_ms();
    must(sbom_read(&sbom, text_of(work->path), buf_text(&work->bytes), &arena, &err), &err);
    double took = cpu_ms() - start;
    work->component_count = sbom.component_count;
    arena_done(&arena);
    return took;
}

static double best_of(double (*step)(struct work *), struct work *work)
{
    double best = step(work), sum = 0;
    for (int i = 1; i < MOST_RUNS && sum < (double)RUN_MS; i++) {
        double took = step(work);
        best = took < best ? took : best;
        sum += took;
    }
    return best;
}

static void load(struct work *work)
{
    struct err err = {0};
    struct text path = text_of(work->path);
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    if (!read_document_make(&work->bytes, path))
        must(file_read(&work->bytes, work->path, &err), &err);
    if (unpack_is_packed(buf_text(&work->bytes))) {
        struct buf packed = work->bytes;
        buf_init(&work->bytes, LIMIT_SBOM_BYTES);
        must(unpack_read(&work->bytes, buf_text(&packed), &err), &err);
        buf_done(&packed);
    }
}

static size_t peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}

/* What a process that reads the file from disk takes at most, told by one of its own. */
static size_t measure_peak(const struct work *work)
{
    int ends[2];
    size_t peak = 0;
    if (access(work->path, R_OK) != 0 || pipe(ends) != 0)
        return 0;
    pid_t child = fork();
    if (child == 0) {
        struct err err = {0};
        struct arena arena;
        struct sbom sbom;
        arena_init(&arena, LIMIT_SCAN_MEMORY);
        must(sbom_read_file(&sbom, work->path, &arena, &err), &err);
        peak = peak_bytes();
        _exit(write(ends[1], &peak, sizeof peak) == sizeof peak ? 0 : 3);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &peak, sizeof peak) != sizeof peak)
        peak = 0;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return peak;
}

static void measure(struct work *work)
{
    size_t peak = measure_peak(work);
    load(work);
    work->copy = malloc(work->bytes.len + YYJSON_PADDING_SIZE);
    if (!work->copy)
        err_panic("out of memory");
    memset(work->copy + work->bytes.len, 0, YYJSON_PADDING_SIZE);
    const struct parser *parser = find_parser(work);
    double bare = best_of(parser->bare, work), checked = best_of(parser->checked, work);
    double whole = best_of(read_sbom, work);
    double mb = (double)work->bytes.len / 1e6;
    printf("%s\t%.2f\t%zu\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f\t%.1f\n", work->path, mb,
        work->component_count, parser->name, bare, checked, whole, whole / bare, mb / bare * 1e3,
        mb / whole * 1e3, (double)peak / 1e6);
    free(work->copy);
    buf_done(&work->bytes);
}

int main(int argc, char **argv)
{
    arena_keep_memory();
    puts(
        "file\tMB\tcomponents\tparser\tbare ms\tchecked ms\tread ms\tread/bare\tbare MB/s\tread MB/s\tpeak MB");
    for (int i = 1; i < argc; i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            measure(&(struct work){.path = argv[i]});
            fflush(stdout);
            _exit(0);
        }
        if (child < 0 || waitpid(child, NULL, 0) < 0)
            return 3;
    }
    return 0;
}
