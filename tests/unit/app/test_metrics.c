/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "app/metrics.h"

static bool has_line(const struct buf *out, const char *line)
{
    struct text rest = buf_text(out);
    while (rest.at)
        if (text_is(text_cut(&rest, '\n'), line))
            return true;
    print_error("%s is missing in:\n%s", line, out->at);
    return false;
}

static void test_counts(void **state)
{
    (void)state;
    struct metrics *metrics = metrics_new();
    struct buf out;
    buf_init(&out, SIZE_MAX);
    metrics_request(metrics, "/a", 200, 5000);
    metrics_request(metrics, "/a", 200, 5001);
    metrics_request(metrics, "/a", 404, 11000000);
    metrics_request(metrics, NULL, 0, 1);
    metrics_upload(metrics, 1000);
    metrics_upload(metrics, 24);
    metrics_print(metrics, &out);
    assert_true(has_line(&out, "kenzen_http_requests_total{route=\"/a\",status=\"200\"} 2"));
    assert_true(has_line(&out, "kenzen_http_requests_total{route=\"/a\",status=\"404\"} 1"));
    assert_true(has_line(&out, "kenzen_http_requests_total{route=\"none\",status=\"0\"} 1"));
#define NAME "kenzen_http_request_duration_seconds"
    assert_true(has_line(&out, NAME "_bucket{route=\"/a\",le=\"0.005\"} 1"));
    assert_true(has_line(&out, NAME "_bucket{route=\"/a\",le=\"0.01\"} 2"));
    assert_true(has_line(&out, NAME "_bucket{route=\"/a\",le=\"10\"} 2"));
    assert_true(has_line(&out, NAME "_bucket{route=\"/a\",le=\"+Inf\"} 3"));
    assert_true(has_line(&out, NAME "_count{route=\"/a\"} 3"));
    assert_true(has_line(&out, NAME "_sum{route=\"/a\"} 11.010001"));
    assert_true(has_line(&out, "kenzen_uploads_total 2"));
    assert_true(has_line(&out, "kenzen_upload_bytes_total 1024"));
    buf_done(&out);
    metrics_free(metrics);
}

static void test_values(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    metrics_print_head(&out, "x", "gauge", "What.");
    metrics_print_value(&out, "x", "", 0.5);
    metrics_print_value(&out, "x", "a=\"b\"", 9007199254740991.0);
    assert_text(
        buf_text(&out), "# HELP x What.\n# TYPE x gauge\nx 0.5\nx{a=\"b\"} 9.00719925474099e+15\n");
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
