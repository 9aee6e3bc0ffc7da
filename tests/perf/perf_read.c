/* SPDX-License-Identifier: Apache-2.0 */
/* Measures reading SBOMs beside yyjson reading the same bytes in place, with the same flags.
   Usage: perf_read FILE|bare:COUNT…; bare:COUNT is a generated CycloneDX file of COUNT components with nothing but a
   reference, a name, a version and a package URL. Prints one line for each: name, MB, components, milliseconds of CPU of
   yyjson, of yyjson and our check, of the whole reading (the best of the runs), peak memory of the process. Each runs in a
   process of its own. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/unpack.h"
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

static void generate(struct buf *out, size_t count)
{
    static const char *const types[] = {"npm", "golang/github.com/some", "maven/org.example",
        "deb/debian", "pypi", "cargo", "gem", "composer/vendor"};
    buf_add_z(out, "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[");
    for (size_t i = 0; i < count; i++) {
        const char *type = types[i % LEN_OF(types)];
        const char *end =
            text_starts(text_of(type), TEXT("deb/")) ? "?arch=amd64&distro=debian-12" : "";
        char purl[200];
        snprintf(purl, sizeof purl, "pkg:%s/package-%zu@1.%zu.3%s", type, i / 3, i % 50, end);
        buf_format(out,
            "%s{\"type\":\"library\",\"bom-ref\":\"%s\",\"name\":\"package-%zu\",\"version\":\"1.%zu.3\","
            "\"purl\":\"%s\"}",
            i ? "," : "", purl, i / 3, i % 50, purl);
    }
    buf_add_z(out, "]}");
}

static void load(struct work *work)
{
    struct err err = {0};
    struct text path = text_of(work->path);
    uint64_t count;
    buf_init(&work->bytes, LIMIT_SBOM_BYTES);
    if (text_starts(path, TEXT("bare:")) && text_read_u64(text_from(path, 5), &count))
        generate(&work->bytes, count);
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
    if (text_starts(text_of(work->path), TEXT("bare:")) || pipe(ends) != 0)
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
    double bare = best_of(read_bare, work), json = best_of(read_json, work);
    double whole = best_of(read_sbom, work);
    double mb = (double)work->bytes.len / 1e6;
    printf("%s\t%.2f\t%zu\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.1f\n", work->path, mb,
        work->component_count, bare, json, whole, whole / bare, mb / whole * 1e3,
        (double)peak / 1e6);
    free(work->copy);
    buf_done(&work->bytes);
}

int main(int argc, char **argv)
{
    arena_keep_memory();
    puts("file\tMB\tcomponents\tyyjson ms\tchecked ms\tread ms\tread/yyjson\tMB/s\tpeak MB");
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
