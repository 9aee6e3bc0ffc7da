/* SPDX-License-Identifier: Apache-2.0 */
/* The 35,615 comparisons that osv-scalibr made with the native tools, file by file. */
#include "unit.h"

#include "domain/version.h"

static const struct {
    const char *file;
    enum version_scheme scheme;
} files[] = {
    {"alpine-versions.txt", VERSION_APK},
    {"alpine-versions-generated.txt", VERSION_APK},
    {"cran-versions.txt", VERSION_CRAN},
    {"cran-versions-generated.txt", VERSION_CRAN},
    {"debian-versions.txt", VERSION_DEBIAN},
    {"debian-versions-generated.txt", VERSION_DEBIAN},
    {"hackage-versions.txt", VERSION_HACKAGE},
    {"maven-versions.txt", VERSION_MAVEN},
    {"maven-versions-generated.txt", VERSION_MAVEN},
    {"nuget-versions.txt", VERSION_NUGET},
    {"packagist-versions.txt", VERSION_PACKAGIST},
    {"packagist-versions-generated.txt", VERSION_PACKAGIST},
    {"pub-versions.txt", VERSION_PUB},
    {"pypi-versions.txt", VERSION_PYPI},
    {"pypi-versions-generated.txt", VERSION_PYPI},
    {"redhat-versions.txt", VERSION_RPM},
    {"rubygems-versions.txt", VERSION_RUBYGEMS},
    {"rubygems-versions-generated.txt", VERSION_RUBYGEMS},
    {"semver-versions.txt", VERSION_SEMVER},
};

/* Lines that the native tool itself, asked again, answers otherwise; with its answer. */
static const struct {
    enum version_scheme scheme;
    const char *line;
    char native;
} contradicted[] = {
    /* No Maven from 3.6.3 to 4.0.0-rc-4 says so. */
    {VERSION_MAVEN, "1-1 = 1-ga-1", '>'},
    /* Maven up to 3.8.6. From 3.8.7 on, ".RC7" at the end reads as "-RC7". */
    {VERSION_MAVEN, "1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3", '>'},
    {VERSION_MAVEN, "2.9.0-1 < 2.9.0.RC1", '>'},
    {VERSION_MAVEN, "1.1.31.sec10 < 1.1.31_noneautotype", '>'},
    {VERSION_MAVEN, "1.1.34.sec10 < 1.1.34_noneautotype", '>'},
    {VERSION_MAVEN, "1.2.8.sec10_noneautotype < 1.2.8_noneautotype", '>'},
    {VERSION_MAVEN, "1.2.48.sec10 < 1.2.48_noneautotype", '>'},
    {VERSION_MAVEN, "1.2.54.sec10 < 1.2.54_noneautotype", '>'},
    {VERSION_MAVEN, "1.2.57.sec10 < 1.2.57_noneautotype", '>'},
    {VERSION_MAVEN, "1.2.60.sec10 < 1.2.60_noneautotype", '>'},
    {VERSION_MAVEN, "1.0.0rc0 < 1.0.beta8", '>'},
    /* PHP 8.2 drops a "#" there; Composer refuses it. Both lines at once would make 1.2.3 equal to 1.2.3.1. */
    {VERSION_PACKAGIST, "1.2.3.# = 1.2.3", '<'},
    {VERSION_PACKAGIST, "1.2.3.# = 1.2.3.1", '<'},
};

/* Returns the native answer that contradicts a line, or 0. */
static char contradiction(enum version_scheme scheme, struct text line)
{
    for (size_t i = 0; i < LEN_OF(contradicted); i++)
        if (contradicted[i].scheme == scheme && text_is(line, contradicted[i].line))
            return contradicted[i].native;
    return 0;
}

static char sign_of(enum version_scheme scheme, struct text a, struct text b, struct err *err)
{
    int order;
    if (!version_compare(scheme, a, b, &order, err))
        return '!';
    return order < 0 ? '<' : order > 0 ? '>' : '=';
}

struct counts {
    size_t agreed, contradicted, failed;
};

static void count_line(struct counts *counts, enum version_scheme scheme, struct text line)
{
    struct err err = {0};
    struct text rest = line;
    struct text a = text_cut(&rest, ' ');
    struct text sign = text_cut(&rest, ' ');
    char got = sign_of(scheme, a, rest, &err);
    char native = contradiction(scheme, line);
    if (sign.len && got == (native ? native : sign.at[0])) {
        *(native ? &counts->contradicted : &counts->agreed) += 1;
        return;
    }
    counts->failed++;
    print_error("%s: %.*s: %c %s\n", version_scheme_name(scheme), TEXT_ARG(line), got, err.text);
}

static struct counts count_file(const char *name, enum version_scheme scheme)
{
    char path[128];
    struct buf buf;
    struct counts counts = {0};
    buf_init(&buf, SIZE_MAX);
    snprintf(path, sizeof path, "vectors/versions/%s", name);
    unit_read_shared(&buf, path);
    struct text rest = buf_text(&buf);
    while (rest.len) {
        struct text line = text_cut(&rest, '\n');
        if (line.len)
            count_line(&counts, scheme, line);
    }
    buf_done(&buf);
    print_message("%s: %zu agree, %zu contradicted by the native tool, %zu disagree\n", name,
        counts.agreed, counts.contradicted, counts.failed);
    return counts;
}

static void test_shared_versions(void **state)
{
    (void)state;
    struct counts sum = {0};
    for (size_t i = 0; i < LEN_OF(files); i++) {
        struct counts counts = count_file(files[i].file, files[i].scheme);
        sum.agreed += counts.agreed;
        sum.contradicted += counts.contradicted;
        sum.failed += counts.failed;
    }
    print_message("all: %zu agree, %zu contradicted, %zu disagree\n", sum.agreed, sum.contradicted,
        sum.failed);
    assert_int_equal(sum.failed, 0);
    assert_int_equal(sum.contradicted, LEN_OF(contradicted));
    assert_true(sum.agreed > 35000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_shared_versions)};
    return cmocka_run_group_tests_name("domain/version_shared", tests, NULL, NULL);
}
