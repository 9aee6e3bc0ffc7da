/* SPDX-License-Identifier: Apache-2.0 */
/* Measures reading SBOMs beside the parser under it reading the same bytes: yyjson in place, with the same flags, or expat
   with handlers that do nothing.
   Usage: perf_read FILE|bare:COUNT|xml:COUNT…; bare:COUNT is a generated CycloneDX file of COUNT components with nothing but
   a reference, a name, a version and a package URL, xml:COUNT the same as XML. Prints one line for each: name, MB, components,
   the parser, milliseconds of CPU of the parser, of the parser and our check (of XML, our tree), of the whole reading (the best
   of the runs), peak memory of the process. Each runs in a process of its own. */
#include <expat.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/unpack.h"
#include "codec/xml.h"
#include "sbom/sbom.h"

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

/* The parser under a reader, by the first byte of what it reads. */
static const struct parser {
    char first;
    const char *name;
    double (*bare)(struct work *work);
    double (*checked)(struct work *work);
} parsers[] = {
    {'<', "expat", read_bare_xml, read_xml},
    {'{', "yyjson", read_bare, read_json},
};

static const struct parser *find_parser(const struct work *work)
{
    struct text start = text_trim(text_slice(buf_text(&work->bytes), 0, 64));
    for (size_t i = 0; i < LEN_OF(parsers); i++)
        if (start.len && start.at[0] == parsers[i].first)
            return &parsers[i];
    must(false, &(struct err){.text = "there is no bare parser to set beside this format"});
    return NULL;
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

static void generate_component(struct buf *out, size_t i, bool is_xml)
{
    static const char *const types[] = {"npm", "golang/github.com/some", "maven/org.example",
        "deb/debian", "pypi", "cargo", "gem", "composer/vendor"};
    const char *type = types[i % LEN_OF(types)];
    const char *end = !text_starts(text_of(type), TEXT("deb/")) ? ""
                      : is_xml                                  ? "?arch=amd64&amp;distro=debian-12"
                                                                : "?arch=amd64&distro=debian-12";
    char purl[200];
    snprintf(purl, sizeof purl, "pkg:%s/package-%zu@1.%zu.3%s", type, i / 3, i % 50, end);
    if (is_xml)
        buf_format(out,
            "<component type=\"library\" bom-ref=\"%s\"><name>package-%zu</name>"
            "<version>1.%zu.3</version><purl>%s</purl></component>",
            purl, i / 3, i % 50, purl);
    else
        buf_format(out,
            "%s{\"type\":\"library\",\"bom-ref\":\"%s\",\"name\":\"package-%zu\",\"version\":\"1.%zu.3\","
            "\"purl\":\"%s\"}",
            i ? "," : "", purl, i / 3, i % 50, purl);
}

static void generate(struct buf *out, size_t count, bool is_xml)
{
    buf_add_z(out, is_xml
                       ? "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components>"
                       : "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[");
    for (size_t i = 0; i < count; i++)
        generate_component(out, i, is_xml);
    buf_add_z(out, is_xml ? "</components></bom>" : "]}");
}

static bool is_generated(struct text path, uint64_t *ret_count)
{
    size_t at = (size_t)(text_find(path, ':') + 1);
    return (text_starts(path, TEXT("bare:")) || text_starts(path, TEXT("xml:"))) &&
           text_read_u64(text_from(path, at), ret_count);
}

static void load(struct work *work)
{
    struct err err = {0};
    struct text path = text_of(work->path);
    uint64_t count;
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    if (is_generated(path, &count))
        generate(&work->bytes, count, path.at[0] == 'x');
    else
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
    uint64_t count;
    if (is_generated(text_of(work->path), &count) || pipe(ends) != 0)
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
