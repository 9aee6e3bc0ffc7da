/* SPDX-License-Identifier: Apache-2.0 */
/* The scores that publishers of CVEs gave with their vectors, against ours. */
#include "unit.h"

#include <archive.h>
#include <archive_entry.h>

#include "codec/json.h"
#include "domain/cvss.h"

struct counts {
    size_t same, later, rounded, wrong, unread;
};

/* Some publishers write the temporal or environmental score for the base score, where the vector has such metrics. */
static bool has_later_metrics(struct text vector)
{
    return text_find_text(vector, TEXT("/E:")) >= 0;
}

/* One calculator scores a changed scope by the modified impact of 3.1's environmental equation, a tenth too high. */
static bool is_modified_impact(struct text vector, int difference)
{
    return difference == 1 && text_find_text(vector, TEXT("/S:C/")) >= 0;
}

static void check(struct counts *counts, struct text vector, double published)
{
    struct cvss cvss;
    struct err err;
    if (!cvss_read(&cvss, vector, &err)) {
        counts->unread++;
        print_message("# %.*s: %s\n", TEXT_ARG(vector), err.text);
        return;
    }
    int difference = (int)(published * 10 + 0.5) - (int)cvss.score_tenths;
    if (difference == 0) {
        counts->same++;
    } else if (has_later_metrics(vector)) {
        counts->later++;
    } else if (is_modified_impact(vector, difference)) {
        counts->rounded++;
    } else {
        counts->wrong++;
        print_message("# %.*s: published as %.1f\n", TEXT_ARG(vector), published);
    }
}

static void check_metrics(struct counts *counts, yyjson_val *container)
{
    yyjson_val *metric, *key, *value;
    size_t i, k, max, most;
    yyjson_arr_foreach(json_get(container, "metrics"), i, max, metric)
    {
        yyjson_obj_foreach(metric, k, most, key, value)
        {
            struct text vector = json_get_text(value, "vectorString");
            yyjson_val *score = json_get(value, "baseScore");
            if (text_starts(text_of(yyjson_get_str(key)), TEXT("cvssV")) && vector.len && score)
                check(counts, vector, yyjson_get_num(score));
        }
    }
}

static void check_record(struct counts *counts, struct text bytes)
{
    struct json json;
    struct err err;
    assert_true(json_read(&json, bytes, &err));
    yyjson_val *containers = json_get(json_root(&json), "containers"), *container;
    size_t i, max;
    check_metrics(counts, json_get(containers, "cna"));
    yyjson_arr_foreach(json_get(containers, "adp"), i, max, container)
        check_metrics(counts, container);
    json_done(&json);
}

static void test_all(void **state)
{
    (void)state;
    struct buf zip, bytes;
    struct counts counts = {0};
    struct archive_entry *entry;
    buf_init(&zip, SIZE_MAX);
    buf_init(&bytes, SIZE_MAX);
    unit_read_shared(&zip, "data/cve/vulnrichment.zip");
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    assert_int_equal(archive_read_open_memory(archive, zip.at, zip.len), ARCHIVE_OK);
    while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
        size_t size = (size_t)archive_entry_size(entry);
        if (!text_ends(text_of(archive_entry_pathname(entry)), TEXT(".json")))
            continue;
        buf_cut(&bytes, 0);
        char *at = buf_grow(&bytes, size);
        assert_int_equal(archive_read_data(archive, at, size), size);
        check_record(&counts, buf_text(&bytes));
    }
    archive_read_free(archive);
    buf_done(&zip);
    buf_done(&bytes);
    print_message(
        "# %zu scores as published, %zu are later scores, %zu a modified impact, %zu wrong\n",
        counts.same, counts.later, counts.rounded, counts.wrong);
    assert_int_equal(counts.unread, 0);
    assert_true(counts.same > 1000);
    assert_true(counts.wrong * 500 < counts.same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests_name("published scores", tests, NULL, NULL);
}
